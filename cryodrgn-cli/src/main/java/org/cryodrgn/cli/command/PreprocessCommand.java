package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.BatchOptions;
import org.cryodrgn.cli.option.ImageOptions;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.StackInput;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.core.dataset.EvenBox;
import org.cryodrgn.core.preprocess.Preprocessing;
import org.cryodrgn.core.preprocess.StackSource;
import org.cryodrgn.core.train.ImageSettings;
import org.cryodrgn.io.OutputLock;
import org.cryodrgn.io.particles.ParticleStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prepares a stack for training once. */
@Command(
    name = "preprocess",
    description =
        "Writes OUT.mrcs with OUT.star and OUT.txt beside it, and OUT.cs for a .cs file; a label "
            + "in the stack keeps later commands from doing a step twice.",
    footer = "cryodrgn preprocess particles.star -D 128 -o prepared.128.mrcs")
public final class PreprocessCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(PreprocessCommand.class);

  @Mixin private StackInput input;

  @Mixin private BatchOptions batch;

  @Option(
      names = "-D",
      paramLabel = "BOX",
      description = "New box size, pixels, even (default: that of the images)")
  private Integer box;

  @Option(
      names = {"-o", "--outfile"},
      required = true,
      paramLabel = "MRCS",
      description = "Output stack, .mrcs")
  private Path output;

  @Mixin private ImageOptions images;

  @Option(names = "--phase-flip", description = "Multiply transforms by the sign of the CTF")
  private boolean phaseFlip;

  @Option(
      names = "--ctf",
      paramLabel = "PKL",
      description = "CTF for --phase-flip (default: from the .star or .cs file)")
  private Path ctf;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    validate();
    ImageSettings seen = images.settings(null);
    try (StackSource source = input.open();
        OutputLock lock = OutputLock.of(output)) {
      ParticleStack stack = source.stack();
      int newBox = box == null ? EvenBox.require(stack).box() : box;
      Preprocessing preprocessing =
          new Preprocessing(
              stack,
              new Preprocessing.Settings(
                  newBox,
                  seen.window(),
                  seen.windowRadius(),
                  seen.invert(),
                  phaseFlip ? source.ctf(ctf) : null,
                  batch.batchSize(),
                  batch.threads()));
      try (Progress progress = Progress.of("particles", stack.size())) {
        preprocessing.write(output, progress::advanceTo);
      }
      source.writeTables(newBox, output);
      LOG.info(
          "Wrote {} ({}), {} and .txt",
          output,
          preprocessing.mark().label(),
          StackSource.beside(output, "star"));
    }
    return 0;
  }

  private void validate() {
    Require.box(spec, box);
    batch.validate(spec);
    Require.extension(spec, "--outfile", output, ".mrcs");
    for (String extension : List.of("star", "cs", "txt")) {
      input.requireOther(StackSource.beside(output, extension));
    }
    Require.that(spec, ctf == null || phaseFlip, "--ctf is for --phase-flip");
    Require.that(
        spec,
        !phaseFlip || ctf != null || input.is("star") || input.is("cs"),
        "--phase-flip needs --ctf for a stack that is not a .star or .cs file");
  }
}
