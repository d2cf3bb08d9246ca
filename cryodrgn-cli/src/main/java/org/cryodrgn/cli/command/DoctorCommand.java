package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.doctor.Doctor;
import org.cryodrgn.analysis.doctor.DoctorReport;
import org.cryodrgn.analysis.doctor.Machine;
import org.cryodrgn.cli.option.ParticlesInput;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.run.ExitCode;
import org.cryodrgn.cli.run.Logs;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.parallel.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Examines the inputs of a training. */
@Command(
    name = "doctor",
    description =
        "Prints a table of ok, warn and fail, with what to do. The exit code is 1 if anything fails.",
    footer = "cryodrgn doctor particles.star --poses poses.pkl --ctf ctf.pkl --workdir out")
public final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ParticlesInput particles;

  @Option(
      names = "--workdir",
      paramLabel = "DIR",
      description = "Where the training will write: its space is checked")
  private Path workdir = Path.of(".");

  @Option(
      names = "--uninvert-data",
      description = "The training will be given --uninvert-data: images are dark on light")
  private boolean uninverted;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Images to look at, at most, spread over all")
  private int sample = 2000;

  @Option(names = "--json", description = "Print JSON instead of a table")
  private boolean json;

  @Override
  public Integer call() {
    Require.atLeastOne(spec, "--sample", sample);
    // What readers log is told by the table.
    Logs.silence();
    Machine machine = Machine.here(workdir, Workers.available());
    DoctorReport report =
        new DoctorReport(
            particles.file(),
            new Doctor(particles.source(), workdir, !uninverted, sample, machine).examine());
    spec.commandLine().getOut().println(json ? report.json() : report.table().stripTrailing());
    return report.count(Finding.Status.FAIL) > 0 ? ExitCode.FAILED : ExitCode.OK;
  }
}
