#!/usr/bin/env python3
"""Large inputs out of a small set of `cryodrgn simulate`: repeat_particles.py SET OUT ROWS IMAGES

OUT/rows.star, rows.cs, rows.poses.pkl, rows.ctf.pkl: the set's rows over and over, ROWS of them (uids differ);
OUT/rows.ind.pkl: every second of them; OUT/images.mrcs, images.poses.pkl, images.ctf.pkl: IMAGES of its images;
OUT/rows.txt: a list of images.mrcs as long as the rows.
"""
import pickle
import sys

import numpy as np


def main(source, out, rows, images):
    head, body = [], []
    for line in open(source + "/particles.star"):
        (body if "@" in line else head).append(line)
    order = np.arange(rows) % len(body)
    with open(out + "/rows.star", "w") as f:
        f.writelines(head)
        f.writelines(body[i] for i in order)

    table = np.load(source + "/particles.cs")[order]
    table["uid"] = np.arange(1, rows + 1)
    with open(out + "/rows.cs", "wb") as f:
        np.save(f, table)

    write(out + "/rows.ind.pkl", np.arange(0, rows, 2))
    rotations, shifts = pickle.load(open(source + "/poses.pkl", "rb"))
    ctf = pickle.load(open(source + "/ctf.pkl", "rb"))
    for name, which in (("rows", order), ("images", order[:images] if images <= rows else None)):
        write(f"{out}/{name}.poses.pkl", (rotations[which], shifts[which]))
        write(f"{out}/{name}.ctf.pkl", ctf[which])

    with open(source + "/particles.mrcs", "rb") as f:
        header = bytearray(f.read(1024))
        data = f.read()
    section = len(data) // len(body)
    header[8:12] = header[36:40] = np.int32(images).tobytes()
    with open(out + "/images.mrcs", "wb") as f:
        f.write(header)
        for _ in range(images // len(body)):
            f.write(data)
        f.write(data[: images % len(body) * section])
    with open(out + "/rows.txt", "w") as f:
        f.write("images.mrcs\n" * (rows // images))


def write(path, value):
    with open(path, "wb") as f:
        pickle.dump(value, f)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
