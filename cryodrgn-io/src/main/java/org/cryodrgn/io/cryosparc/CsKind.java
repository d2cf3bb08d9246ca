package org.cryodrgn.io.cryosparc;

/** The two kinds of .cs files, which cryoSPARC both reads. */
public enum CsKind {
  /** A NumPy structured array, which cryoSPARC writes by default; text has a fixed width. */
  NUMPY,

  /** CSDAT: fields compressed one by one, with the text behind them. */
  CSDAT
}
