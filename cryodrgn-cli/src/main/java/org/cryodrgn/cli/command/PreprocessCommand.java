package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.BatchOptions;
import org.cryodrgn.cli.option.StackInput;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.core.ctf.CtfImport;
import org.cryodrgn.core.preprocess.PreparedStar;
import org.cryodrgn.core.preprocess.Preprocessing;
import org.cryodrgn.core.preprocess.RescaledCs;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.star.RelionParticles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Option(names = "--uninvert-data", description = "Leave the sign as it is")
  private boolean uninvert;

  @Option(names = "--no-window", description = "Leave the corners of the images as they are")
  private boolean noWindow;

  @Option(
      names = "--window-r",
      defaultValue = "0.85",
      paramLabel = "R",
      description = "Where the window begins to fall, as a fraction of half the box")
  private double windowRadius;

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
    RelionParticles particles = input.is("star") ? RelionParticles.read(input.file()) : null;
    CsFile cryosparc = input.is("cs") ? CsFile.read(input.file()) : null;
    try (ParticleStack all = open(particles, cryosparc)) {
      int[] indices = input.selection(all.size());
      ParticleStack stack = indices == null ? all : ParticleStacks.select(all, indices);
      int newBox = box == null ? stack.box() : box;
      CtfTable table = phaseFlip ? ctf(particles, cryosparc, all) : null;
      Preprocessing preprocessing =
          new Preprocessing(
              stack,
              new Preprocessing.Settings(
                  newBox,
                  !noWindow,
                  windowRadius,
                  !uninvert,
                  table == null || indices == null ? table : table.select(indices),
                  batch.batchSize(),
                  batch.threads()));
      try (Progress progress = Progress.of("particles", stack.size())) {
        preprocessing.write(output, progress::advanceTo);
      }
      Path star = beside("star");
      if (particles != null) {
        PreparedStar.write(
            indices == null ? particles : particles.select(indices), all.box(), output, star);
      } else {
        PreparedStar.write(output, star);
      }
      if (cryosparc != null) {
        RescaledCs.write(
            indices == null ? cryosparc : cryosparc.select(indices),
            all.box(),
            newBox,
            output,
            beside("cs"));
      }
      AtomicFile.writeText(beside("txt"), output.getFileName() + "\n");
      LOG.info("Wrote {} ({}), {} and .txt", output, preprocessing.mark().label(), star);
    }
    return 0;
  }

  private ParticleStack open(RelionParticles relion, CsFile cryosparc) {
    if (relion != null) {
      return ParticleStacks.ofStar(relion, input.dataDir());
    }
    return cryosparc != null
        ? ParticleStacks.ofCryosparc(cryosparc, input.dataDir())
        : ParticleStacks.open(input.file(), input.dataDir());
  }

  private CtfTable ctf(RelionParticles particles, CsFile cryosparc, ParticleStack all) {
    if (ctf != null) {
      CtfTable table = CtfFile.read(ctf);
      if (table.size() != all.size()) {
        throw DataException.at(
            ctf,
            "",
            table.size() + " CTF parameters for " + all.size() + " particles in " + input.file(),
            "Use the CTF of this stack");
      }
      return table;
    }
    int stackBox = all.box();
    Double known = all.pixelSize().isPresent() ? all.pixelSize().getAsDouble() : null;
    return particles != null
        ? CtfImport.fromRelion(
            particles, new CtfImport.Given(stackBox, known, null, null, null, null))
        : CtfImport.fromCryosparc(cryosparc, stackBox, known);
  }

  private Path beside(String extension) {
    String name = output.getFileName().toString();
    return output.resolveSibling(name.substring(0, name.lastIndexOf('.') + 1) + extension);
  }

  private void validate() {
    require(box == null || box > 0 && box % 2 == 0, "-D must be even and above zero, not " + box);
    batch.validate(spec);
    require(
        windowRadius > 0 && windowRadius <= 0.99,
        "--window-r must be above zero and at most 0.99, not " + windowRadius);
    require(output.toString().endsWith(".mrcs"), "-o must end in .mrcs, not " + output);
    for (String extension : List.of("mrcs", "star", "cs", "txt")) {
      input.requireOther(spec, beside(extension));
    }
    require(ctf == null || phaseFlip, "--ctf is for --phase-flip");
    require(
        !phaseFlip || ctf != null || input.is("star") || input.is("cs"),
        "--phase-flip needs --ctf for a stack that is not a .star or .cs file");
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
