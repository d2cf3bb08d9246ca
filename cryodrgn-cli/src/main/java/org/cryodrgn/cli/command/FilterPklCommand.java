package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.pickle.PickledRows;
import org.cryodrgn.io.selection.IndexFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the selected rows of a pickle file. */
@Command(
    name = "filter_pkl",
    description =
        "The structure of the file is kept, both pickles of a z.pkl included; labels can "
            + "be filtered too.",
    footer = "cryodrgn_utils filter_pkl poses.pkl --ind ind.pkl -o poses_selected.pkl")
public final class FilterPklCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(FilterPklCommand.class);

  @Parameters(index = "0", paramLabel = "PKL", description = "Pose, CTF, latent or label pickle")
  private Path input;

  @Option(
      names = "--ind",
      paramLabel = "PKL",
      description = "Selected particles (0-based indices, .pkl or .txt)")
  private Path selection;

  @Option(
      names = "--first",
      paramLabel = "N",
      description = "Instead of --ind: the first N particles")
  private Integer first;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "PKL",
      description = "Output")
  private Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Require.that(spec, (selection == null) != (first == null), "give one of --ind and --first");
    if (first != null) {
      Require.atLeastOne(spec, "--first", first);
    }
    PickledRows all = PickledRows.read(input);
    PickledRows selected = all.select(indices(all.rows()));
    selected.write(output);
    LOG.info(
        "Wrote {} of {} rows to {}: {}", selected.rows(), all.rows(), output, selected.describe());
    return 0;
  }

  private int[] indices(int rows) {
    if (selection != null) {
      return IndexFile.read(selection, rows);
    }
    if (first > rows) {
      throw DataException.at(
          input, "", "has " + rows + " rows, fewer than --first " + first, "Give a smaller number");
    }
    return IntStream.range(0, first).toArray();
  }
}
