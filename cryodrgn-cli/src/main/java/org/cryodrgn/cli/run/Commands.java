package org.cryodrgn.cli.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The registry of commands. A new command is one line here and one class in {@code cli.command};
 * only the class of the command that is called is loaded.
 */
public final class Commands {

  /** The tasks that the help groups commands by, in the order of the work. */
  enum Group {
    PREPARE("Prepare particles, poses and CTF"),
    RECONSTRUCT("Reconstruct and train"),
    EXPLORE("Look at a trained model"),
    SELECT("Select particles and hand them back"),
    FILES("Look at files and mend them");

    final String title;

    Group(String title) {
      this.title = title;
    }
  }

  /**
   * A command as the help lists it.
   *
   * @param name what the user types
   * @param group the task it belongs to
   * @param purpose one line for the help
   * @param className the class that runs it, loaded only when it is called
   */
  record Entry(String name, Group group, String purpose, String className) {}

  private static final List<Entry> ALL =
      List.of(
          entry("simulate", Group.PREPARE, "Make a synthetic data set with known motion"),
          entry(
              "preprocess", Group.PREPARE, "Prepare a stack once: crop, window, sign, phase flip"),
          entry(
              "downsample",
              Group.PREPARE,
              "Fourier-crop a particle stack or a volume to a smaller box"),
          entry(
              "phase_flip",
              Group.PREPARE,
              "Multiply the transforms of images by the sign of their CTF"),
          entry("translate_mrcs", Group.PREPARE, "Shift each image of a stack"),
          entry("parse_pose_star", Group.PREPARE, "Poses of a RELION .star file to a .pkl"),
          entry("parse_pose_csparc", Group.PREPARE, "Poses of a cryoSPARC .cs file to a .pkl"),
          entry("parse_star", Group.PREPARE, "Poses and CTF of a RELION .star file in one pass"),
          entry("parse_relion", Group.PREPARE, "Tilt images of RELION 5 tomography particles"),
          entry("parse_ctf_star", Group.PREPARE, "CTF parameters of a RELION .star file to a .pkl"),
          entry(
              "parse_ctf_csparc",
              Group.PREPARE,
              "CTF parameters of a cryoSPARC .cs file to a .pkl"),
          entry("doctor", Group.PREPARE, "Check all inputs of a training before it is begun"),
          entry(
              "backproject_voxel",
              Group.RECONSTRUCT,
              "Back-project images to a map, half maps, FSC"),
          entry("train_vae", Group.RECONSTRUCT, "Train the heterogeneous model with known poses"),
          entry("train_nn", Group.RECONSTRUCT, "Train one map for all particles, poses known"),
          entry("train_dec", Group.RECONSTRUCT, "Train a decoder and a z for each particle"),
          entry("analyze", Group.EXPLORE, "PCA, UMAP, k-means, volumes and plots of an epoch"),
          entry("analyze_convergence", Group.EXPLORE, "Whether a training has converged, in plots"),
          entry("make_movies", Group.EXPLORE, "Movies of the volumes that analyze made"),
          entry("eval_vol", Group.EXPLORE, "Decode volumes at given latent coordinates"),
          entry("eval_images", Group.EXPLORE, "Latent coordinates and loss of images"),
          entry("pc_traversal", Group.EXPLORE, "Latent path along principal components"),
          entry("direct_traversal", Group.EXPLORE, "Latent path in straight lines between anchors"),
          entry("graph_traversal", Group.EXPLORE, "Latent path over near neighbours"),
          entry("plot_classes", Group.EXPLORE, "Plots of the latents by given classes"),
          entry("score_latent", Group.EXPLORE, "Score latent coordinates against a known truth"),
          entry("filter", Group.SELECT, "Select particles by region, cluster, outliers or columns"),
          entry("select_clusters", Group.SELECT, "Select particles by cluster labels"),
          entry("select_random", Group.SELECT, "Select particles at random"),
          entry("write_star", Group.SELECT, "Write a RELION .star file of a selection"),
          entry("filter_star", Group.SELECT, "Subset of a RELION .star file"),
          entry("filter_cs", Group.SELECT, "Subset of a cryoSPARC .cs file"),
          entry("write_cs", Group.SELECT, "The old name of filter_cs"),
          entry("filter_pkl", Group.SELECT, "Subset of a pose, CTF or latent .pkl"),
          entry("concat_pkls", Group.SELECT, "Join pose, CTF or latent .pkl files"),
          entry("filter_mrcs", Group.SELECT, "Subset of a particle stack"),
          entry("view_header", Group.FILES, "Print the header of an .mrc or .mrcs file"),
          entry(
              "view_cs_header",
              Group.FILES,
              "Print the fields of a cryoSPARC .cs file and their first values"),
          entry("view_mrcs", Group.FILES, "Plot the first images of a stack"),
          entry("add_psize", Group.FILES, "Set the pixel size in an .mrc header"),
          entry("flip_hand", Group.FILES, "Mirror a map, which changes its hand"),
          entry("invert_contrast", Group.FILES, "Turn the sign of a map"),
          entry("gen_mask", Group.FILES, "Mask of a map, with a soft edge"),
          entry("fsc", Group.FILES, "Fourier shell correlation of two maps"),
          entry("plot_fsc", Group.FILES, "Plot Fourier shell correlations together"),
          entry("clean", Group.FILES, "Delete the files of most epochs of a run"));

  /** Commands of cryoDRGN, also by their names before 4.3, that this program does not have. */
  private static final Set<String> LATER =
      Set.of(
          "abinit",
          "abinit_het",
          "abinit_het_old",
          "abinit_homo",
          "abinit_homo_old",
          "analyze_landscape",
          "analyze_landscape_full",
          "dashboard");

  private Commands() {}

  static List<Entry> all() {
    return ALL;
  }

  static Optional<Entry> named(String name) {
    return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** Whether cryoDRGN has a command of that name that is not available here yet. */
  static boolean isLater(String name) {
    return LATER.contains(name);
  }

  /** The class of {@code parse_ctf_star} is {@code ParseCtfStarCommand}. */
  private static Entry entry(String name, Group group, String purpose) {
    StringBuilder simpleName = new StringBuilder();
    for (String word : name.split("_")) {
      simpleName.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return new Entry(name, group, purpose, "org.cryodrgn.cli.command." + simpleName + "Command");
  }
}
