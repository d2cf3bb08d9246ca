"""A particle stack of any size that takes next to no disk: noise where it is sampled, holes elsewhere.

    python3 sparse_stack.py FOLDER N BOX MODE

Writes particles.mrcs (MRC mode 2 or 12), poses.pkl and ctf.pkl for N particles of BOX x BOX pixels. Every (N / 1000)-th
image, which the scale of the images is measured on, and the first of every 256 are noise; the others are holes of the
file, which read as zeros.
"""

import os
import pickle
import struct
import sys

import numpy as np

folder, n, box, mode = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
os.makedirs(folder, exist_ok=True)
rng = np.random.default_rng(0)
dtype = {2: "<f4", 12: "<f2"}[mode]
image_bytes = box * box * np.dtype(dtype).itemsize

header = bytearray(1024)
struct.pack_into("<10i", header, 0, box, box, n, mode, 0, 0, 0, box, box, n)
struct.pack_into("<6f", header, 40, 3.0 * box, 3.0 * box, 3.0 * n, 90, 90, 90)
struct.pack_into("<3i", header, 64, 1, 2, 3)
header[208:216] = b"MAP DD\0\0"
with open(os.path.join(folder, "particles.mrcs"), "wb") as stack:
    stack.write(header)
    noise = rng.standard_normal((64, box, box)).astype(dtype)
    wanted = set(range(0, n, max(1, n // 1000))) | set(range(0, n, 256))
    for i in sorted(wanted):
        stack.seek(1024 + i * image_bytes)
        stack.write(noise[i % 64].tobytes())
    stack.truncate(1024 + n * image_bytes)

angles = np.linalg.qr(rng.standard_normal((1000, 3, 3)))[0]
angles *= np.sign(np.linalg.det(angles))[:, None, None]
rotations = np.resize(angles.astype(np.float32), (n, 3, 3))
with open(os.path.join(folder, "poses.pkl"), "wb") as poses:
    pickle.dump((rotations, np.zeros((n, 2), np.float32)), poses, protocol=4)
row = np.array([box, 3.0, 15000, 15000, 0, 300, 2.7, 0.1, 0], np.float32)
with open(os.path.join(folder, "ctf.pkl"), "wb") as ctf:
    pickle.dump(np.tile(row, (n, 1)), ctf, protocol=4)
