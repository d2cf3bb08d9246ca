package org.cryodrgn.io.star;

/**
 * The labels of RELION's tables that more than one class reads or writes. Angles are degrees, sizes
 * of pixels and defocus Å, unless it says otherwise.
 */
public final class RelionLabels {

  /** A particle's image: {@code 000001@stack.mrcs}. */
  public static final String IMAGE_NAME = "_rlnImageName";

  /** The micrograph, or the image of a tilt, that a particle was cut from. */
  public static final String MICROGRAPH_NAME = "_rlnMicrographName";

  /** Which of two random halves a particle is of: 1 or 2. */
  public static final String RANDOM_SUBSET = "_rlnRandomSubset";

  /** A particle's optics group, a row of the optics table. */
  public static final String OPTICS_GROUP = "_rlnOpticsGroup";

  /** What an optics group is called. */
  public static final String OPTICS_GROUP_NAME = "_rlnOpticsGroupName";

  /** 2 for images, 3 for subtomograms. */
  public static final String IMAGE_DIMENSIONALITY = "_rlnImageDimensionality";

  /** The box size, pixels. */
  public static final String IMAGE_SIZE = "_rlnImageSize";

  /** The pixel size of the image. */
  public static final String IMAGE_PIXEL_SIZE = "_rlnImagePixelSize";

  /** The pixel size of the detector, µm; over {@link #MAGNIFICATION} that of the micrograph. */
  public static final String DETECTOR_PIXEL_SIZE = "_rlnDetectorPixelSize";

  /** The magnification, before RELION 3.1. */
  public static final String MAGNIFICATION = "_rlnMagnification";

  /** The first of the Euler angles. */
  public static final String ANGLE_ROT = "_rlnAngleRot";

  /** The second of the Euler angles. */
  public static final String ANGLE_TILT = "_rlnAngleTilt";

  /** The third of the Euler angles. */
  public static final String ANGLE_PSI = "_rlnAnglePsi";

  /** The shift along x, pixels, before RELION 3.1. */
  public static final String ORIGIN_X = "_rlnOriginX";

  /** The shift along y, pixels, before RELION 3.1. */
  public static final String ORIGIN_Y = "_rlnOriginY";

  /** The shift along x, Å, from RELION 3.1 on. */
  public static final String ORIGIN_X_ANGST = "_rlnOriginXAngst";

  /** The shift along y, Å, from RELION 3.1 on. */
  public static final String ORIGIN_Y_ANGST = "_rlnOriginYAngst";

  /** The defocus along {@link #DEFOCUS_ANGLE}. */
  public static final String DEFOCUS_U = "_rlnDefocusU";

  /** The defocus across {@link #DEFOCUS_ANGLE}. */
  public static final String DEFOCUS_V = "_rlnDefocusV";

  /** The direction of {@link #DEFOCUS_U}, from x. */
  public static final String DEFOCUS_ANGLE = "_rlnDefocusAngle";

  /** The accelerating voltage, kV. */
  public static final String VOLTAGE = "_rlnVoltage";

  /** The spherical aberration, mm. */
  public static final String SPHERICAL_ABERRATION = "_rlnSphericalAberration";

  /** The amplitude contrast, a fraction. */
  public static final String AMPLITUDE_CONTRAST = "_rlnAmplitudeContrast";

  /** The phase shift of a phase plate, degrees. */
  public static final String PHASE_SHIFT = "_rlnPhaseShift";

  /** What a tilt's CTF is scaled by. */
  public static final String CTF_SCALE_FACTOR = "_rlnCtfScalefactor";

  /** The name of a group of rows: in a table of tilt images, of a particle's. */
  public static final String GROUP_NAME = "_rlnGroupName";

  /** The number of such a group, where it has no name. */
  public static final String GROUP_NUMBER = "_rlnGroupNumber";

  /** The tomogram that a particle of tomography is in. */
  public static final String TOMO_NAME = "_rlnTomoName";

  /** The file of a subtomogram's CTF, a volume, which takes the place of the columns of defocus. */
  public static final String CTF_IMAGE = "_rlnCtfImage";

  /** A tilt's angle about y. */
  public static final String TOMO_Y_TILT = "_rlnTomoYTilt";

  /** The dose before a tilt was taken, electrons per Å². */
  public static final String PRE_EXPOSURE = "_rlnMicrographPreExposure";

  private RelionLabels() {}
}
