package org.cryodrgn.analysis.doctor;

import java.util.List;
import org.cryodrgn.core.ctf.CryosparcAberrations;
import org.cryodrgn.core.ctf.RelionAberrations;
import org.cryodrgn.core.dataset.ParticlesFile;
import org.cryodrgn.core.doctor.Finding;

/**
 * Whether a .star or .cs file tells of optics that the model, with the CTF alone, has no term for.
 */
final class OpticsCheck {

  private static final String TITLE = "aberrations";

  private OpticsCheck() {}

  /**
   * @param particles the selected particles
   */
  static Finding examine(ParticlesFile particles) {
    if (!particles.hasRows()) {
      return Finding.ok(TITLE, "not to be told: only a .star or .cs file names them");
    }
    List<String> found =
        particles.relion() != null
            ? RelionAberrations.of(particles.relion())
            : CryosparcAberrations.of(particles.cryosparc());
    if (found.contains(RelionAberrations.PREMULTIPLIED)) {
      return Finding.warn(
          TITLE,
          RelionAberrations.PREMULTIPLIED + ": the images are multiplied by their CTF already",
          "Extract them again without this, for the model multiplies by the CTF once");
    }
    return found.isEmpty()
        ? Finding.ok(TITLE, "none beyond the CTF")
        : Finding.warn(
            TITLE,
            String.join(", ", found) + " not 0, and the model has no term for them",
            "They shift phases the more, the finer the detail: down-sample the images, or trust no"
                + " detail that needs them");
  }
}
