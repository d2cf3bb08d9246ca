package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cryodrgn.io.pickle.PickledRows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Joins pickle files row by row. */
@Command(
    name = "concat_pkls",
    description =
        "Rows come in the order of the files; where their types differ, numbers get the type that"
            + " holds all. Labels can be joined too.",
    footer = "cryodrgn_utils concat_pkls poses1.pkl poses2.pkl -o poses.pkl")
public final class ConcatPklsCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ConcatPklsCommand.class);

  @Parameters(
      index = "0..*",
      arity = "1..*",
      paramLabel = "PKL",
      description = "Files of the same kind")
  private List<Path> inputs;

  @Option(names = "-o", required = true, paramLabel = "PKL", description = "Output")
  private Path output;

  @Override
  public Integer call() {
    PickledRows joined = PickledRows.concatenate(inputs.stream().map(PickledRows::read).toList());
    joined.write(output);
    LOG.info("Wrote {} rows to {}: {}", joined.rows(), output, joined.describe());
    return 0;
  }
}
