package org.cryodrgn.core.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.junit.jupiter.api.Test;

class InputAgreementTest {

  private static final ParticlesFile STAR = ParticlesFile.read(Golden.file("particles.star"));
  private static final ParticlesFile CS = ParticlesFile.read(Golden.file("particles.cs"));
  private static final Path POSES = Golden.file("poses.pkl");
  private static final Path CTF = Golden.file("ctf.pkl");

  private final Poses poses = PoseFile.read(POSES);
  private final CtfTable ctf = CtfFile.read(CTF);

  private static int[] swapped(int a, int b) {
    int[] order = IntStream.range(0, 96).toArray();
    order[a] = b;
    order[b] = a;
    return order;
  }

  private static String message(Runnable check) {
    return assertThrows(DataException.class, check::run).getMessage();
  }

  @Test
  void acceptsWhatBelongsTogether() {
    new InputAgreement(STAR, POSES, poses, CTF, ctf).check(96, null);
    new InputAgreement(CS, POSES, poses, CTF, ctf).check(96, new int[] {0, 5});
    new InputAgreement(STAR, null, poses, null, null).check(96, null);
  }

  @Test
  void findsAnotherOrder() {
    Poses wrong = poses.select(swapped(3, 70));
    for (ParticlesFile particles : List.of(STAR, CS)) {
      String message =
          message(() -> new InputAgreement(particles, POSES, wrong, CTF, ctf).check(96, null));
      assertTrue(
          message.contains("row 3, counted from 0): 2 of 96 rows")
              && message.contains("belongs to its row 70."),
          message);
    }
    CtfTable wrongCtf = ctf.select(swapped(0, 95));
    String message =
        message(() -> new InputAgreement(CS, POSES, poses, CTF, wrongCtf).check(96, null));
    assertTrue(message.contains("2 of 96") && message.contains("belongs to its row 95."), message);
  }

  /** Poses of a later refinement are no error: they are nobody else's. */
  @Test
  void acceptsAnotherRefinement() {
    double[] rotations = poses.rotations().clone();
    for (int i = 0; i < 96; i++) {
      Rotations.fromRelion(i * 3.7, 10 + i * 1.1, -i * 2.3, rotations, 9 * i);
    }
    Poses refined = new Poses(rotations, poses.translations());
    List<String> differences = new InputAgreement(STAR, POSES, refined, CTF, ctf).differences();
    assertEquals(1, differences.size());
    assertTrue(differences.get(0).contains("96 of 96 rows differ"), differences.get(0));
  }

  /** Rows of other particles mean another order if they are half of those that differ. */
  @Test
  void tellsAnotherOrderFromAnotherRefinementByWhatMostRowsAre() {
    double[] rotations = poses.select(swapped(3, 70)).rotations();
    Rotations.fromRelion(11, 12, 13, rotations, 9 * 20);
    Rotations.fromRelion(14, 15, 16, rotations, 9 * 30);
    Poses half = new Poses(rotations.clone(), poses.translations());
    String message = message(() -> new InputAgreement(STAR, POSES, half, CTF, ctf).differences());
    assertTrue(message.contains("row 3, counted from 0): 4 of 96 rows"), message);
    Rotations.fromRelion(17, 18, 19, rotations, 9 * 40);
    Poses fewer = new Poses(rotations, poses.translations());
    List<String> differences = new InputAgreement(STAR, POSES, fewer, CTF, ctf).differences();
    assertEquals(1, differences.size());
    assertTrue(differences.get(0).contains("5 of 96 rows differ"), differences.get(0));
  }

  @Test
  void tellsCountsAndTheirCause() {
    int[] selection = {1, 2, 3};
    Poses filtered = poses.select(selection);
    String message =
        message(() -> new InputAgreement(STAR, POSES, filtered, CTF, ctf).check(96, selection));
    assertTrue(message.contains("3 poses for 96 particles"), message);
    assertTrue(message.contains("filtered by --ind already"), message);
    String other =
        message(
            () ->
                new InputAgreement(STAR, POSES, poses, CTF, ctf.select(new int[] {1}))
                    .check(96, null));
    assertTrue(other.contains("1 CTF parameters for 96"), other);
  }
}
