package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.selection.Labels;
import org.cryodrgn.cli.option.LastWins;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.Unused;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.selection.IndexFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Selects the particles of clusters. */
@Command(
    name = "select_clusters",
    description =
        "Clusters count from 1, as the volumes of analyze; the labels in the file count "
            + "from 0.",
    footer =
        "cryodrgn_utils select_clusters out/analyze.20/kmeans20/labels.pkl --sel 3 7 8 "
            + "-o ind.pkl")
public final class SelectClustersCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(SelectClustersCommand.class);

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "LABELS", description = "Cluster labels (labels.pkl)")
  private Path labelFile;

  @Option(
      names = "--sel",
      arity = "1..*",
      preprocessor = LastWins.class,
      required = true,
      paramLabel = "CLUSTER",
      description = "Clusters to select, from 1")
  private List<Integer> clusters;

  @Option(names = "-o", required = true, paramLabel = "PKL", description = "The selection")
  private Path output;

  @Option(
      names = "--parent-ind",
      paramLabel = "PKL",
      description = "The --ind that the model was trained with: select from the whole stack")
  private Path parentFile;

  @Option(
      names = "--N-orig",
      paramLabel = "N",
      description = "Particles in the whole stack, with --parent-ind")
  private Integer wholeStack;

  @Override
  public Integer call() {
    Require.that(spec, clusters.stream().allMatch(cluster -> cluster >= 1), "--sel counts from 1");
    Require.that(spec, parentFile == null || wholeStack != null, "--parent-ind needs --N-orig");
    if (parentFile == null) {
      Unused.warn(spec, "without --parent-ind", "--N-orig");
    }
    Require.positive(spec, "--N-orig", wholeStack);
    int[] labels = Labels.read(labelFile, -1);
    int[] wanted = clusters.stream().mapToInt(cluster -> cluster - 1).toArray();
    int[] selected = Labels.select(labelFile, labels, wanted);
    LOG.info("Selected {} of {} particles", selected.length, labels.length);
    if (parentFile != null) {
      int[] parent = IndexFile.read(parentFile, wholeStack);
      if (parent.length != labels.length) {
        throw DataException.at(
            parentFile,
            "",
            "selects " + parent.length + " particles, " + labelFile + " labels " + labels.length,
            "Name the --ind that the model was trained with");
      }
      selected = Arrays.stream(selected).map(row -> parent[row]).toArray();
    }
    IndexFile.write(output, selected);
    LOG.info("Wrote {}", output);
    return 0;
  }
}
