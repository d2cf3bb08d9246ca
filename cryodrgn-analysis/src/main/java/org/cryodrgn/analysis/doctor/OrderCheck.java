package org.cryodrgn.analysis.doctor;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.core.dataset.InputAgreement;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.io.DataException;

/** Whether the rows of poses and CTF are those that a .star or .cs file has of each particle. */
final class OrderCheck {

  private static final String TITLE = "order";

  private OrderCheck() {}

  static Finding examine(Inputs inputs) {
    var source = inputs.source();
    boolean hasTable = source.particles().toString().matches(".*\\.(star|cs)");
    if (!hasTable) {
      return Finding.ok(TITLE, "not to be told: an image stack does not name its particles");
    }
    if (source.poses() == null && source.ctf() == null) {
      return Finding.ok(TITLE, "poses and CTF are the particles' own");
    }
    InputAgreement agreement =
        new InputAgreement(
            inputs.rows(), source.poses(), inputs.posesOfAll(), source.ctf(), inputs.ctfOfAll());
    boolean ofPoses = agreement.comparesPoses();
    boolean ofCtf = agreement.comparesCtf();
    Path particles = source.particles().getFileName();
    if (!ofPoses && !ofCtf) {
      return Finding.ok(TITLE, "not to be told: there is nothing to compare with " + particles);
    }
    try {
      List<String> differences = agreement.differences();
      String rows = ofPoses && ofCtf ? "rows" : ofPoses ? "rows of poses" : "rows of the CTF";
      return differences.isEmpty()
          ? Finding.ok(TITLE, rows + " are those of " + particles)
          : Finding.warn(
              TITLE,
              String.join("; ", differences),
              "If it is none, make the file again from " + source.particles());
    } catch (DataException e) {
      return Finding.of(TITLE, e);
    }
  }
}
