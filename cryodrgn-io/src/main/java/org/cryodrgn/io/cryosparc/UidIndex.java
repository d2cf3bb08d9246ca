package org.cryodrgn.io.cryosparc;

/** Finds the row of a uid among millions without an object for each (open addressing). */
final class UidIndex {

  private final long[] uids;
  private final int[] slots;
  private final int mask;

  /** An empty index over uids; {@link #fill()} enters them. */
  UidIndex(long[] uids) {
    this.uids = uids;
    int capacity = Integer.highestOneBit(Math.max(8, uids.length)) << 2;
    this.mask = capacity - 1;
    this.slots = new int[capacity];
  }

  /** Enters all uids; the row of the first that is there already, or -1. */
  int fill() {
    for (int row = 0; row < uids.length; row++) {
      int slot = slot(uids[row]);
      if (slots[slot] != 0) {
        return row;
      }
      slots[slot] = row + 1;
    }
    return -1;
  }

  /** The row of a uid, or -1. */
  int row(long uid) {
    return slots[slot(uid)] - 1;
  }

  private int slot(long uid) {
    long mixed = uid * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & mask;
    while (slots[slot] != 0 && uids[slots[slot] - 1] != uid) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
