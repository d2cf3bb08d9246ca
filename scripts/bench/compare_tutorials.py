#!/usr/bin/env python3
"""Two runs of scripts/tutorial.sh beside each other: compare_tutorials.py OURS PEER [JUNK.npy]

Files by name; then, as Markdown rows, what has to agree to rounding (inputs, back-projection), what agrees within
the noise of training (losses, the mean volume), and, with the truth of a `mixed` set, what filtering kept.
Exit 1 if a file is missing in ours, or a figure is out of its bounds.
"""
import glob
import os
import pickle
import re
import sys

import numpy as np

failed = False


def row(what, figure, ok):
    global failed
    failed |= not ok
    print(f"| {what} | {figure} | {'yes' if ok else 'NO'} |")


def files(folder):
    """Relative names, without logs and what is named after a cluster's size."""
    found = set()
    for path, _, names in os.walk(folder):
        relative = os.path.relpath(path, folder)
        if not relative.startswith("logs"):
            found.update(os.path.normpath(os.path.join(relative, name)) for name in names)
    return found


def load(path):
    with open(path, "rb") as f:
        return pickle.load(f)


def mrc(path):
    with open(path, "rb") as f:
        header = f.read(1024)
        words = np.frombuffer(header, "<i4")
        f.seek(1024 + int(words[23]))
        return np.frombuffer(f.read(), "<f4").reshape(words[2], words[1], words[0])


def relative(a, b):
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    return float(np.linalg.norm(a - b) / np.linalg.norm(b)) if a.shape == b.shape else float("inf")


def loss(folder, run):
    lines = re.findall(r"Epoch: *\d+ .*total loss *= *([-0-9.e+]+)", open(f"{folder}/{run}/run.log").read())
    return float(lines[-1].rstrip("."))


def mean_volume(folder, run):
    """The mean over the particles: most clusters are a few junk particles each, with volumes like nothing else."""
    kmeans = glob.glob(f"{folder}/{run}/analyze.*/kmeans*")[0]
    volumes = [mrc(path) for path in sorted(glob.glob(f"{kmeans}/vol_*.mrc"))]
    sizes = np.bincount(np.asarray(load(f"{kmeans}/labels.pkl")), minlength=len(volumes))
    return np.average(volumes, axis=0, weights=sizes)


def labels(path):
    return [line.split()[0] for line in open(path) if line.startswith("_")]


def main(ours, peer, junk):
    a, b = files(ours), files(peer)
    # How many volumes a path has follows from the latents.
    path = lambda names: {name for name in names if not re.match(r"path/vol_\d+\.mrc", name)}
    print("| compared | figure | agrees |\n|---|---|---|")
    row("files of the peer that ours lacks", ", ".join(sorted(path(b) - path(a))) or "none", not path(b) - path(a))
    row("files that only ours writes", ", ".join(sorted(path(a) - path(b))) or "none", True)
    for name in ("poses", "ctf", "ctf_csparc"):
        x, y = load(f"{ours}/inputs/{name}.pkl"), load(f"{peer}/inputs/{name}.pkl")
        if isinstance(x, tuple):
            x, y = np.hstack([v.reshape(len(v), -1) for v in x]), np.hstack([v.reshape(len(v), -1) for v in y])
        figure = relative(x, y)
        row(f"inputs/{name}.pkl, relative difference", f"{figure:.1e}", figure < 1e-5)
    images = sorted(set(os.path.basename(p) for p in glob.glob(f"{peer}/inputs/particles.*.mrcs")))
    for name in images + ["../backproject/backproject.mrc"]:
        figure = relative(mrc(f"{ours}/inputs/{name}"), mrc(f"{peer}/inputs/{name}"))
        row(f"{name.replace('../', '')}, relative difference", f"{figure:.1e}", figure < 1e-3)
    for run, what in (("00_vae_low", "first"), ("01_vae_high", "second")):
        x, y = loss(ours, run), loss(peer, run)
        row(f"{what} training, total loss at the end", f"{x:.4f}, peer {y:.4f}", abs(x - y) <= 0.03 * abs(y))
        x, y = mean_volume(ours, run), mean_volume(peer, run)
        figure = np.corrcoef(x.ravel(), y.ravel())[0, 1]
        row(f"{what} training, correlation of the volumes' mean, weighted by particles", f"{figure:.4f}", figure > 0.9)
    kept = [np.asarray(load(f"{folder}/00_vae_low/ind_keep.pkl")) for folder in (ours, peer)]
    row("particles kept", f"{len(kept[0])}, peer {len(kept[1])}", True)
    if junk is not None:
        shares = [(np.mean(junk[k] == 0), np.isin(np.flatnonzero(junk), k).mean()) for k in kept]
        row("junk that filtering left in", ", peer ".join(f"{100 * s[1]:.0f} %" for s in shares), True)
    for name in ("class.star", "class.chunks.star", "inputs/kept.star"):
        x, y = labels(f"{ours}/{name}"), labels(f"{peer}/{name}")
        row(f"columns of {name}", f"{len(x)}, peer {len(y)}", set(x) >= {c for c in y if not c.startswith("__")})
    ends = [np.loadtxt(f"{folder}/path/path.txt", ndmin=1).astype(int)[[0, -1]] for folder in (ours, peer)]
    counts = [len(glob.glob(f"{folder}/path/vol_*.mrc")) for folder in (ours, peer)]
    row("volumes along the path", f"{counts[0]}, peer {counts[1]}", min(counts) >= 3 and all(len(e) == 2 for e in ends))
    return failed


if __name__ == "__main__":
    truth = np.load(sys.argv[3]) if len(sys.argv) > 3 else None
    sys.exit(main(sys.argv[1].rstrip("/"), sys.argv[2].rstrip("/"), truth))
