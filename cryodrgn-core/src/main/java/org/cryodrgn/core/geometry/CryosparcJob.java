package org.cryodrgn.core.geometry;

/** How a cryoSPARC job names and scales alignments. */
public enum CryosparcJob {
  /** A homogeneous refinement: fields {@code alignments3D}. */
  REFINEMENT("alignments3D", 1),
  /** A heterogeneous refinement: fields {@code alignments3D}, shifts at half the size. */
  HETEROGENEOUS_REFINEMENT("alignments3D", 2),
  /** An ab-initio reconstruction: fields {@code alignments_class_0}. */
  AB_INITIO("alignments_class_0", 1),
  /** An ab-initio reconstruction whose shifts are at half the size. */
  AB_INITIO_HALF_SIZE("alignments_class_0", 2);

  private final String fields;
  private final int shiftScale;

  CryosparcJob(String fields, int shiftScale) {
    this.fields = fields;
    this.shiftScale = shiftScale;
  }

  /** The job that the options {@code --abinit} and {@code --hetrefine} name. */
  public static CryosparcJob of(boolean abInitio, boolean heterogeneous) {
    if (abInitio) {
      return heterogeneous ? AB_INITIO_HALF_SIZE : AB_INITIO;
    }
    return heterogeneous ? HETEROGENEOUS_REFINEMENT : REFINEMENT;
  }

  /** Whether the fields are those of one class of several. */
  boolean isAbInitio() {
    return this == AB_INITIO || this == AB_INITIO_HALF_SIZE;
  }

  /** The field of rotation vectors. */
  public String pose() {
    return fields + "/pose";
  }

  /** The field of shifts, in pixels that {@link #shiftScale} pixels of the image make. */
  String shift() {
    return fields + "/shift";
  }

  /** The field of how likely a particle is of this reconstruction, among its classes. */
  String posterior() {
    return fields + "/class_posterior";
  }

  /** The field of the pixel size of the shifts, Å. */
  String pixelSize() {
    return fields + "/psize_A";
  }

  /** How many pixels of the image a pixel of a shift is. */
  int shiftScale() {
    return shiftScale;
  }
}
