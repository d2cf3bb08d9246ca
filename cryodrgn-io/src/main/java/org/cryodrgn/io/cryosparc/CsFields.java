package org.cryodrgn.io.cryosparc;

/** The fields of a cryoSPARC dataset that more than one class reads or writes. */
public final class CsFields {

  /** What identifies a particle everywhere in cryoSPARC. */
  public static final String UID = "uid";

  /** The file of a particle's image. */
  public static final String PATH = "blob/path";

  /** The place of a particle's image in its file, from 0. */
  public static final String INDEX = "blob/idx";

  /** The box size, pixels, along y and x. */
  public static final String SHAPE = "blob/shape";

  /** The pixel size of the image, Å. */
  public static final String PIXEL_SIZE = "blob/psize_A";

  /** The defocus along {@link #DEFOCUS_ANGLE}, Å. */
  public static final String DEFOCUS_U = "ctf/df1_A";

  /** The defocus across {@link #DEFOCUS_ANGLE}, Å. */
  public static final String DEFOCUS_V = "ctf/df2_A";

  /** The direction of {@link #DEFOCUS_U}, from x, radians. */
  public static final String DEFOCUS_ANGLE = "ctf/df_angle_rad";

  /** The accelerating voltage, kV. */
  public static final String VOLTAGE = "ctf/accel_kv";

  /** The spherical aberration, mm. */
  public static final String SPHERICAL_ABERRATION = "ctf/cs_mm";

  /** The amplitude contrast, a fraction. */
  public static final String AMPLITUDE_CONTRAST = "ctf/amp_contrast";

  /** The phase shift of a phase plate, radians. */
  public static final String PHASE_SHIFT = "ctf/phase_shift_rad";

  private CsFields() {}
}
