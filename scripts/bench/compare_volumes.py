#!/usr/bin/env python3
"""How far maps of one folder are from those of another: compare_volumes.py A B

Prints the largest over the maps of |a - b| / |b| (Euclidean), and their number. Exit 1 if the names,
sizes or voxel sizes differ or a value is not finite. float32 little-endian MRC only.
"""
import os
import sys

import numpy as np


def read(path):
    with open(path, "rb") as f:
        header = f.read(1024)
        words = np.frombuffer(header, "<i4")
        f.seek(1024 + int(words[23]))
        shape = (int(words[2]), int(words[1]), int(words[0]))
        values = np.frombuffer(f.read(), "<f4", count=int(np.prod(shape))).reshape(shape)
    voxel = np.frombuffer(header, "<f4")[10] / max(int(words[7]), 1)
    return values.astype(float), float(voxel)


def main():
    a, b = sys.argv[1:3]
    names = [sorted(n for n in os.listdir(d) if n.endswith(".mrc")) for d in (a, b)]
    if names[0] != names[1] or not names[0]:
        print("names differ: %s and %s" % tuple(names))
        return 1
    largest = 0.0
    for name in names[0]:
        ours, our_voxel = read(os.path.join(a, name))
        theirs, their_voxel = read(os.path.join(b, name))
        if ours.shape != theirs.shape or abs(our_voxel - their_voxel) > 1e-4 * their_voxel:
            print("%s: %s at %g A, %s at %g A"
                  % (name, ours.shape, our_voxel, theirs.shape, their_voxel))
            return 1
        if not (np.isfinite(ours).all() and np.isfinite(theirs).all()):
            print("%s: not finite" % name)
            return 1
        largest = max(largest, np.linalg.norm(ours - theirs) / np.linalg.norm(theirs))
    print("%.2e over %d maps" % (largest, len(names[0])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
