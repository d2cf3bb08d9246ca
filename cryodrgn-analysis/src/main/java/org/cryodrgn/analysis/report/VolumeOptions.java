package org.cryodrgn.analysis.report;

/**
 * What is done to volumes before they are written, as eval_vol's options of the same names.
 *
 * @param pixelSize Å, at the box that was trained on; decoded at another, it is scaled
 * @param downsample box to decode at, pixels; null: as trained
 * @param flip whether to mirror along z
 * @param invert whether to change the sign
 * @param lowPass resolution of the low-pass filter, Å; null: none
 * @param crop box to cut out at the end, pixels; null: none
 * @param startIndex the number of the first volume's file
 */
public record VolumeOptions(
    double pixelSize,
    Integer downsample,
    boolean flip,
    boolean invert,
    Double lowPass,
    Integer crop,
    int startIndex) {}
