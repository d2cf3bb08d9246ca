package org.cryodrgn.core.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.cryodrgn.core.dataset.InputAgreement;
import org.cryodrgn.core.dataset.ParticlesFile;
import org.cryodrgn.core.geometry.CryosparcJob;
import org.cryodrgn.core.geometry.CryosparcPoses;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.selection.IndexFile;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.RelionParticles;
import org.cryodrgn.io.star.RelionSubset;
import org.cryodrgn.io.star.StarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Particles of any kind of file as a RELION file.
 *
 * @param particles .mrcs, .txt, .star or .cs
 * @param dataDir the folder of the image paths in a .star or .cs file, or null
 * @param selection a file of indices, or null for all
 * @param fullPath whether images are named by their full path
 * @param relion30 whether to write RELION 3.0's form
 */
public record StarExport(
    Path particles, Path dataDir, Path selection, boolean fullPath, boolean relion30) {

  private static final Logger LOG = LoggerFactory.getLogger(StarExport.class);

  /**
   * Writes the file.
   *
   * @param ctfFile a ctf.pkl; null for a .star or .cs file, whose own values are taken
   * @param posesFile a pose.pkl; null for those of the .star or .cs file, or none
   * @return the number of particles written
   */
  public int write(Path ctfFile, Path posesFile, Path target) {
    return particles.toString().endsWith(".star")
        ? writeSubset(target)
        : writeNew(ctfFile, posesFile, target);
  }

  private int writeSubset(Path target) {
    RelionParticles all = RelionParticles.read(particles);
    int[] indices = indices(all.size());
    RelionParticles selected = all.select(indices);
    // A subset of a table needs no images, but where their folder is named they must be there.
    if (fullPath || dataDir != null) {
      try (ParticleStack stack = ParticleStacks.ofStar(selected, dataDir)) {
        if (fullPath) {
          selected = selected.withColumn(RelionLabels.IMAGE_NAME, names(stack, indices, true));
        }
      }
    }
    StarFile file =
        relion30 ? RelionSubset.withoutOptics(selected) : RelionSubset.withAllOptics(selected);
    file.write(target);
    return selected.size();
  }

  private int writeNew(Path ctfFile, Path posesFile, Path target) {
    ParticlesFile file = ParticlesFile.read(particles);
    try (ParticleStack stack = file.stack(dataDir)) {
      CtfTable ctf = ctfFile == null ? file.ownCtf() : CtfFile.read(ctfFile);
      Poses poses = posesFile == null ? ownPoses(file) : PoseFile.read(posesFile);
      int[] indices = indices(stack.size());
      new InputAgreement(file, posesFile, poses, ctfFile, ctf).check(stack.size(), indices);
      IntFunction<String> names = names(stack, indices, false);
      // The optics have to be those of the images named, as shifts are in their pixels.
      CtfTable selectedCtf = ctf.select(indices).ofBox(stack.box());
      Poses selectedPoses = poses == null ? null : poses.select(indices);
      StarFile written =
          relion30
              ? RelionExport.relion30(names, selectedCtf, selectedPoses, stack.box())
              : RelionExport.relion31(names, selectedCtf, selectedPoses, stack.box());
      written.write(target);
      return indices.length;
    }
  }

  private Poses ownPoses(ParticlesFile file) {
    if (file.cryosparc() == null) {
      return null;
    }
    if (file.cryosparc().has(CryosparcJob.REFINEMENT.pose())) {
      return file.ownPoses();
    }
    String instead =
        CryosparcPoses.otherPose(file.cryosparc()).map(field -> " but " + field).orElse("");
    LOG.warn(
        "{}: has no {}{}: no poses are written. Give them as --poses; parse_pose_csparc makes them"
            + " of a 3D refinement, with --abinit of an ab-initio reconstruction",
        particles,
        CryosparcJob.REFINEMENT.pose(),
        instead);
    return null;
  }

  private int[] indices(int size) {
    return selection == null ? IntStream.range(0, size).toArray() : IndexFile.read(selection, size);
  }

  /**
   * Image names: {@code 1@stack.mrcs}, the section counted from 1. A stack is named as the user
   * did, a member of a list relative to the list or in full as the list does, as far as it is not
   * the full path that is wanted.
   *
   * @param selected whether the stack holds the selected images only
   */
  private IntFunction<String> names(ParticleStack stack, int[] indices, boolean selected) {
    List<Path> files = stack.files();
    Set<Path> inFull =
        particles.toString().endsWith(".txt")
            ? ParticleStacks.namedInFull(particles, dataDir)
            : Set.of();
    String[] ofFile = new String[files.size()];
    for (int i = 0; i < ofFile.length; i++) {
      ofFile[i] = name(files.get(i), fullPath || inFull.contains(files.get(i)));
    }
    return row -> {
      int image = selected ? row : indices[row];
      return stack.sectionOf(image) + 1 + "@" + ofFile[stack.fileOf(image)];
    };
  }

  private String name(Path file, boolean inFull) {
    Path absolute = file.toAbsolutePath().normalize();
    if (inFull) {
      return absolute.toString();
    }
    if (particles.toString().matches(".*\\.mrcs?")) {
      return particles.toString();
    }
    return particles.toAbsolutePath().normalize().getParent().relativize(absolute).toString();
  }
}
