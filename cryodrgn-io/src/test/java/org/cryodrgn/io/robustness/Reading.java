package org.cryodrgn.io.robustness;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.cryosparc.CsFields;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcHeaderText;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.RelionParticles;
import org.cryodrgn.io.star.StarFile;
import org.cryodrgn.io.star.StarTable;

/** Reads all that a file tells, as the commands together do. */
final class Reading {

  private Reading() {}

  static void mrc(Path path) {
    MrcFile file = MrcFile.open(path);
    MrcHeaderText.fields(file.header());
    file.extendedHeader();
    float[] section = new float[file.valuesPerSection()];
    for (int i = 0; i < file.nz(); i++) {
      file.read(i, 1, section, 0);
      file.section(i);
    }
  }

  static void star(Path path) {
    StarFile file = StarFile.read(path);
    file.version();
    for (StarTable table : file.tables()) {
      for (int column = 0; column < table.labels().size(); column++) {
        for (int row = 0; row < table.rows(); row += 7) {
          table.text(row, column);
        }
      }
    }
  }

  static void particles(Path path) {
    RelionParticles particles = RelionParticles.read(path);
    particles.usedOptics();
    for (String label : List.of("_rlnDefocusU", "_rlnAngleRot", "_rlnVoltage")) {
      if (particles.has(label)) {
        particles.numbers(label);
      }
    }
    if (particles.has(RelionLabels.IMAGE_NAME)) {
      for (int i = 0; i < particles.size(); i++) {
        particles.imageName(i);
      }
    }
  }

  static void stack(Path path) {
    try (ParticleStack stack = ParticleStacks.open(path, null)) {
      int[] indices = new int[Math.min(4, stack.size())];
      for (int i = 0; i < indices.length; i++) {
        indices[i] = stack.size() - 1 - i;
      }
      stack.read(indices, new float[indices.length * stack.box() * stack.box()]);
    }
  }

  static void cs(Path path) {
    CsFile file = CsFile.read(path);
    for (String field : file.fields()) {
      file.describe(file.size() - 1, field);
      try {
        file.numbers(field);
      } catch (DataException e) {
        file.describe(0, field);
      }
    }
    if (file.has(CsFields.UID)) {
      file.uids();
    }
  }
}
