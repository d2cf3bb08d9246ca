package org.cryodrgn.core.simulate;

import java.util.SplittableRandom;

/** A molecule with one degree of heterogeneity: its latent value says which conformation it has. */
interface SyntheticMolecule {

  /** The name by which the user asks for it. */
  String name();

  /** What the latent value is: "angle_deg" or "state". */
  String latentName();

  /** The largest number of residues of any conformation. */
  int capacity();

  /** Puts the residues of a conformation into {@code residues}, replacing what was there. */
  void place(double latent, Residues residues);

  /** The latent value of one particle. */
  double draw(SplittableRandom random);

  /** The conformations whose maps are written as the truth. */
  double[] representatives();

  /** The largest distance in Å of a residue from the origin, over the representatives. */
  default double radius() {
    Residues residues = new Residues(capacity());
    double largest = 0;
    for (double latent : representatives()) {
      place(latent, residues);
      for (int i = 0; i < residues.count; i++) {
        double x = residues.x[i];
        double y = residues.y[i];
        double z = residues.z[i];
        largest = Math.max(largest, x * x + y * y + z * z);
      }
    }
    return Math.sqrt(largest);
  }
}
