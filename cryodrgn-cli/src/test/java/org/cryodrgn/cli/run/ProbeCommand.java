package org.cryodrgn.cli.run;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.Choices;
import org.cryodrgn.cli.option.LastWins;
import org.cryodrgn.cli.option.NotYet;
import org.cryodrgn.io.DataException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command for tests of the launcher: prints what it was given, or fails as it is told. */
@Command(name = "probe", description = "Probe.")
@NotYet.Options({"--do-pose-sgd"})
public final class ProbeCommand implements Callable<Integer> {

  /** Two choices. */
  static final class Domains extends Choices {
    Domains() {
      super("fourier", "hartley");
    }
  }

  @Parameters(index = "0", arity = "0..1")
  private String file;

  @Option(names = "-z", arity = "0..*", preprocessor = LastWins.class)
  private double[] z;

  @Option(names = "--z-start", arity = "0..*")
  private double[] start;

  @Option(names = "--z-end", arity = "0..*")
  private double[] end;

  @Option(names = {"-o", "--outdir"})
  private String out;

  @Option(names = "--txt", arity = "0..1", fallbackValue = "path.txt")
  private String text;

  @Option(
      names = {"-n", "--number"},
      defaultValue = "20")
  private int number;

  @Option(names = "--lazy")
  private boolean lazy;

  @Option(names = "--domain", defaultValue = "fourier", completionCandidates = Domains.class)
  private String domain;

  @Option(names = "--fail", defaultValue = "")
  private String failure;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    switch (failure) {
      case "data" -> throw new DataException("x.star: row 3: bad. Mend it");
      case "defect" -> throw new IllegalStateException("boom\nsecond line");
      case "memory" -> throw new OutOfMemoryError("Java heap space");
      case "gpu" -> throw new IllegalStateException("Traceback\nCUDA out of memory. Tried to");
      case "later" -> throw NotYet.refuse(spec, "--domain cosine");
      default -> {
        List<Object> given =
            Arrays.asList(file, list(z), list(start), list(end), out, text, number, lazy, domain);
        spec.commandLine().getOut().println(given);
        return ExitCode.OK;
      }
    }
  }

  private static String list(double[] values) {
    return values == null ? null : Arrays.toString(values);
  }
}
