#!/usr/bin/env python3
"""A run of scripts/tutorial.sh by ours beside those of the peer: compare_tutorials.py OURS PEER... [--junk JUNK.npy]

PEER  one or more, the same but for SEED: what they differ by among themselves is the noise of training

Files by name; then, as Markdown rows, what has to agree to rounding (inputs, back-projection), what agrees within
the noise of training, and, with the truth of a `mixed` set, what filtering left in. A figure of a training has to lie
in the 95 % prediction interval of the peer's runs (Student's t; two runs give 12.7 standard deviations, three 4.3),
and the volumes may be twice as far from the peer's as the peer's are from each other. With one run of the peer the
noise is not known: 3 % for losses and 0.9 for correlations stand in for it.
Exit 1 if a file is missing in ours, or a figure is out of its bounds.
"""
import argparse
import glob
import os
import pickle
import re
import sys

import numpy as np

STUDENT = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776, 6: 2.571}  # 97.5 % point, by number of runs

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


def correlation(x, y):
    return np.corrcoef(x.ravel(), y.ravel())[0, 1]


def noise(what, ours, peers, alone):
    """One figure of a training: within the peer's spread, or, beside a single run, within `alone`."""
    mean, n = np.mean(peers), len(peers)
    bound = STUDENT[min(n, 6)] * np.std(peers, ddof=1) * np.sqrt(1 + 1 / n) if n > 1 else alone
    figure = f"{ours:.4g}, peer " + " ".join(f"{p:.4g}" for p in peers) + f", allowed {mean:.4g} ± {bound:.2g}"
    row(what, figure, abs(ours - mean) <= bound)


def volumes_agree(what, ours, peers):
    to_peers = [correlation(ours, p) for p in peers]
    among = [correlation(a, b) for i, a in enumerate(peers) for b in peers[:i]]
    bound = 1 - 2 * (1 - min(among)) if among else 0.9
    figure = " ".join(f"{c:.4f}" for c in to_peers) + (", peer " + " ".join(f"{c:.4f}" for c in among) if among else "")
    row(what, f"{figure}, at least {bound:.4f}", min(to_peers) >= bound)


def main(ours, peers, junk):
    peer, runs = peers[0], [ours] + peers
    # How many volumes a path has follows from the latents.
    without_path = lambda names: {name for name in names if not re.match(r"path/vol_\d+\.mrc", name)}
    a, b = without_path(files(ours)), without_path(files(peer))
    print("| compared | figure | agrees |\n|---|---|---|")
    row("files of the peer that ours lacks", ", ".join(sorted(b - a)) or "none", b <= a)
    row("files that only ours writes", ", ".join(sorted(a - b)) or "none", True)
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
    consensus = mrc(f"{peer}/backproject/backproject.mrc")
    for run, what in (("00_vae_low", "first"), ("01_vae_high", "second")):
        losses = [loss(folder, run) for folder in runs]
        noise(f"{what} training, total loss at the end", losses[0], losses[1:], 0.03 * abs(losses[1]))
        means = [mean_volume(folder, run) for folder in runs]
        volumes_agree(f"{what} training, correlation of the volumes' means with the peer's", means[0], means[1:])
        if means[0].shape == consensus.shape:
            near = [correlation(mean, consensus) for mean in means]
            noise(f"{what} training, correlation of that mean with the back-projection", near[0], near[1:], 0.1)
    kept = [np.asarray(load(f"{folder}/00_vae_low/ind_keep.pkl")) for folder in runs]
    row("particles kept", f"{len(kept[0])}, peer " + " ".join(str(len(k)) for k in kept[1:]), True)
    if junk is not None:
        left = [f"{100 * np.isin(np.flatnonzero(junk), k).mean():.0f}" for k in kept]
        row("junk that filtering left in, %", f"{left[0]}, peer " + " ".join(left[1:]), True)
    for name in ("class.star", "class.chunks.star", "inputs/kept.star"):
        x, y = labels(f"{ours}/{name}"), labels(f"{peer}/{name}")
        row(f"columns of {name}", f"{len(x)}, peer {len(y)}", set(x) >= {c for c in y if not c.startswith("__")})
    counts = [len(glob.glob(f"{folder}/path/vol_*.mrc")) for folder in runs]
    # graph_traversal finds no path where an anchor lies among no particle's neighbours: of the peer that says nothing.
    figure = f"{counts[0]}, peer " + " ".join(str(c) if c else "found no path" for c in counts[1:])
    row("volumes along the path", figure, min(c for i, c in enumerate(counts) if c or i == 0) >= 3)
    return failed


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(usage="compare_tutorials.py OURS PEER... [--junk JUNK.npy]")
    arguments.add_argument("ours")
    arguments.add_argument("peers", nargs="+")
    arguments.add_argument("--junk")
    args = arguments.parse_args()
    truth = np.load(args.junk) if args.junk else None
    sys.exit(main(args.ours.rstrip("/"), [p.rstrip("/") for p in args.peers], truth))
