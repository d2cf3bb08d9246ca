package org.cryodrgn.core.simulate;

import java.util.SplittableRandom;

/**
 * A body with an arm that swivels on a cone about the z axis. The latent value is the angle of the
 * swivel in degrees, uniform over an arc about 0.
 */
final class HingeMolecule implements SyntheticMolecule {

  private static final int BODY = 520;
  private static final int ARM = 380;
  private static final int REPRESENTATIVES = 12;

  /** Between the arm and the axis of the swivel, degrees. */
  private static final double CONE = 65;

  private final double arc;
  private final double[] body;
  private final double[] arm;
  private final double[] bodyWeights;
  private final double[] armWeights;

  /**
   * @param arc degrees that the arm swivels over, 360 for the full circle
   */
  HingeMolecule(SplittableRandom random, double arc) {
    this.arc = arc;
    double[] bodyAxes = ChainBuilder.semiAxes(BODY, 0.8, 1.0, 1.3);
    double[] armAxes = ChainBuilder.semiAxes(ARM, 0.75, 0.85, 1.8);
    body = ChainBuilder.fold(random, BODY, bodyAxes);
    arm = ChainBuilder.fold(random, ARM, armAxes);
    bodyWeights = ResidueWeights.draw(random, BODY);
    armWeights = ResidueWeights.draw(random, ARM);
    double cos = Math.cos(Math.toRadians(CONE));
    double sin = Math.sin(Math.toRadians(CONE));
    double reach = 0.85 * armAxes[2];
    for (int i = 0; i < ARM; i++) {
      double x = arm[3 * i];
      double z = arm[3 * i + 2] + reach;
      arm[3 * i] = cos * x + sin * z;
      arm[3 * i + 2] = cos * z - sin * x + bodyAxes[2];
    }
    // The body stands a little beside the axis, so that no rotation about it maps it to itself.
    shift(body, 0.3 * bodyAxes[0], 0, 0);
    double lowest = -bodyAxes[2];
    double highest = lowest;
    for (int i = 0; i < ARM; i++) {
      highest = Math.max(highest, arm[3 * i + 2]);
    }
    double middle = (lowest + highest) / 2;
    shift(body, 0, 0, -middle);
    shift(arm, 0, 0, -middle);
  }

  private static void shift(double[] chain, double dx, double dy, double dz) {
    for (int i = 0; i < chain.length; i += 3) {
      chain[i] += dx;
      chain[i + 1] += dy;
      chain[i + 2] += dz;
    }
  }

  @Override
  public String name() {
    return "hinge";
  }

  @Override
  public String latentName() {
    return "angle_deg";
  }

  @Override
  public int capacity() {
    return BODY + ARM;
  }

  @Override
  public void place(double latent, Residues residues) {
    residues.count = 0;
    for (int i = 0; i < BODY; i++) {
      residues.add(body[3 * i], body[3 * i + 1], body[3 * i + 2], bodyWeights[i]);
    }
    double cos = Math.cos(Math.toRadians(latent));
    double sin = Math.sin(Math.toRadians(latent));
    for (int i = 0; i < ARM; i++) {
      double x = arm[3 * i];
      double y = arm[3 * i + 1];
      residues.add(cos * x - sin * y, sin * x + cos * y, arm[3 * i + 2], armWeights[i]);
    }
  }

  @Override
  public double draw(SplittableRandom random) {
    return arc * (random.nextDouble() - 0.5);
  }

  @Override
  public double[] representatives() {
    double[] angles = new double[REPRESENTATIVES];
    for (int i = 0; i < angles.length; i++) {
      angles[i] = arc * ((i + 0.5) / REPRESENTATIVES - 0.5);
    }
    return angles;
  }
}
