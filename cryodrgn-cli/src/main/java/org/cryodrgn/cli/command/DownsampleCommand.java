package org.cryodrgn.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.BatchOptions;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.StackInput;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.core.preprocess.Downsampling;
import org.cryodrgn.core.preprocess.MemberDownsampling;
import org.cryodrgn.core.preprocess.StackSource;
import org.cryodrgn.io.OutputLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings a stack or a volume to a smaller box. */
@Command(
    name = "downsample",
    footer = {
      "cryodrgn downsample particles.star --datadir /data/job020 -D 128 -o " + "particles.128.mrcs",
      "cryodrgn downsample particles.mrcs -D 256 --chunk 50000 -o particles.256.mrcs"
    })
public final class DownsampleCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(DownsampleCommand.class);

  @Mixin private StackInput input;

  @Mixin private BatchOptions batch;

  @Option(
      names = "-D",
      required = true,
      paramLabel = "BOX",
      description = "New box size, pixels, even")
  private Integer box;

  @Option(
      names = {"-o", "--outfile"},
      required = true,
      paramLabel = "FILE",
      description =
          "Output: .mrcs or .mrc; .star, .cs or .txt if the input is one, each of its stacks"
              + " rewritten")
  private Path output;

  @Option(
      names = "--outdir",
      paramLabel = "DIR",
      description = "Folder for the stacks of a .star, .cs or .txt output (default: that of -o)")
  private Path outDir;

  @Option(names = "--is-vol", description = "The input is a volume")
  private boolean volume;

  @Option(
      names = "--chunk",
      paramLabel = "N",
      description = "Split the output into files of N images, with a .txt that lists them")
  private Integer chunk;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String kind = kind();
    validate(kind);
    Downsampling downsampling = new Downsampling(box, batch.batchSize(), batch.threads());
    if (Files.exists(output)) {
      LOG.warn("{} is there already and will be replaced", output);
    }
    if (volume) {
      downsampling.volume(input.file(), output);
      LOG.info("Wrote {}", output);
      return 0;
    }
    boolean several = !isStack(kind) || chunk != null;
    try (StackSource source = input.open();
        OutputLock lock = several ? OutputLock.of(output) : null;
        Progress progress = Progress.of("particles", source.stack().size())) {
      Downsampling.tellOfOrigin(source.stack());
      if (!isStack(kind)) {
        MemberDownsampling members = new MemberDownsampling(source, outDir());
        members.run(downsampling, progress::advanceTo);
        members.writeTable(box, output);
      } else if (chunk == null) {
        downsampling.stack(source.stack(), output, progress::advanceTo);
      } else {
        downsampling.chunks(source.stack(), output, chunk, progress::advanceTo);
      }
    }
    LOG.info("Wrote {}", chunk == null ? output : StackSource.beside(output, "txt"));
    if (outDir != null && !kind.equals("txt")) {
      LOG.info("Image paths are relative to {}: give it as --datadir", outDir);
    }
    return 0;
  }

  private static boolean isStack(String kind) {
    return kind.equals("mrcs") || kind.equals("mrc");
  }

  private Path outDir() {
    return outDir != null ? outDir : output.toAbsolutePath().getParent();
  }

  private String kind() {
    String name = output.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private void validate(String kind) {
    Require.box(spec, box);
    batch.validate(spec);
    if (chunk != null) {
      Require.atLeastOne(spec, "--chunk", chunk);
      input.requireOther(StackSource.beside(output, "txt"));
    }
    boolean mrc = isStack(kind);
    Require.that(
        spec,
        mrc || List.of("star", "cs", "txt").contains(kind),
        "-o must end in .mrcs, .mrc, .star, .cs or .txt, not " + output);
    Require.that(spec, mrc || chunk == null, "--chunk is for .mrcs output only");
    Require.that(spec, !mrc || outDir == null, "--outdir is for .star, .cs and .txt output only");
    Require.that(spec, mrc || input.is(kind), "a ." + kind + " output takes a ." + kind + " input");
    Require.that(
        spec,
        !kind.equals("txt") || !input.selects(),
        "--ind is not for .txt output, which lists whole stacks: write .mrcs");
    Require.that(
        spec,
        !volume || mrc && chunk == null && !input.selects(),
        "--is-vol takes an .mrc output, and neither --chunk nor --ind");
  }
}
