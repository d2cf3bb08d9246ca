#!/usr/bin/env python3
"""Whether the pickles and maps of two folders hold the same values: same_values.py A B

Prints how many files were compared and the largest |a - b| / |b|; exit 1 if a name is missing on one side, shapes
differ, or that figure is above 1e-4.
"""
import os
import pickle
import sys

import numpy as np


def values(path):
    with open(path, "rb") as f:
        if not path.endswith(".pkl"):
            header = np.frombuffer(f.read(1024), "<i4")
            f.seek(1024 + int(header[23]))
            return [np.frombuffer(f.read(), "<f4")]
        found = []
        while f.peek(1):
            value = pickle.load(f)
            found += list(value) if isinstance(value, tuple) else [value]
        return [np.asarray(v, np.float64) for v in found]


def names(folder):
    return sorted(
        os.path.relpath(os.path.join(path, name), folder)
        for path, _, files in os.walk(folder)
        for name in files
        if name.endswith((".pkl", ".mrcs", ".mrc"))
    )


a, b = sys.argv[1:]
worst = 0.0
alone = set(names(a)) ^ set(names(b))
for name in sorted(set(names(a)) & set(names(b))):
    x, y = values(f"{a}/{name}"), values(f"{b}/{name}")
    if len(x) != len(y) or any(v.shape != w.shape for v, w in zip(x, y)):
        print(f"{name}: shapes {[v.shape for v in x]} and {[v.shape for v in y]}")
        sys.exit(1)
    for v, w in zip(x, y):
        worst = max(worst, float(np.linalg.norm(v - w) / (np.linalg.norm(w) or 1)))
compared = len(set(names(a)) & set(names(b)))
print(f"{compared} files, largest difference {worst:.1e}" + (f", on one side only: {sorted(alone)}" if alone else ""))
sys.exit(bool(alone) or compared == 0 or worst > 1e-4)
