package org.cryodrgn.analysis.plot;

/** From a number in 0..1 to a colour, by linear interpolation between anchors. */
public enum ColourMap {
  /** Matplotlib's viridis (CC0): even to the eye, also in grey and for colour-blind readers. */
  VIRIDIS(
      0x440154, 0x481A6C, 0x472F7D, 0x414487, 0x39568C, 0x31688E, 0x2A788E, 0x23888E, 0x1F988B,
      0x22A884, 0x35B779, 0x54C568, 0x7AD151, 0xA5DB36, 0xD2E21B, 0xFDE725),
  /** Black to white. */
  GREY(0x000000, 0xFFFFFF),
  /** Pale to dark blue: for counts on a white ground, where nothing is white. */
  BLUES(0xD6E6F2, 0x9CC4E0, 0x5CA0CC, 0x2078B4, 0x00558A, 0x00304F);

  private final int[] anchors;

  ColourMap(int... anchors) {
    this.anchors = anchors;
  }

  /** The colour as 0xRRGGBB; values outside 0..1 get the colour of the nearer end. */
  public int rgb(double value) {
    return rgb(anchors, value);
  }

  /** Likewise between anchors 0xRRGGBB at even steps. */
  static int rgb(int[] anchors, double value) {
    double position = Math.min(1, Math.max(0, value)) * (anchors.length - 1);
    int below = (int) Math.min(position, anchors.length - 2);
    return mix(anchors[below], anchors[below + 1], position - below);
  }

  /** The colour that lies the given fraction of the way from one 0xRRGGBB to another. */
  static int mix(int from, int to, double fraction) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = (from >> shift) & 0xFF;
      int b = (to >> shift) & 0xFF;
      mixed |= (int) Math.round(a + (b - a) * fraction) << shift;
    }
    return mixed;
  }
}
