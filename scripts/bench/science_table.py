#!/usr/bin/env python3
"""Scores of science.sh beside the peer's: science_table.py BASELINE OUT PEER_EPOCH SET:SEED ...

Reads OUT/SET-SEED.json. A line a set, epoch and figure: ours, the peer's, the difference; then the
averages over the sets. Our last epoch stands beside PEER_EPOCH of the peer, others beside the same.
Exit 1 if at the last epoch an average falls short by more than 0.02 or a single figure by more than
0.06, or if there is nothing to compare.
"""
import json
import sys

AVERAGE_TOLERANCE, SINGLE_TOLERANCE = 0.02, 0.06
FIGURES = ("difference_cc", "r2_angle_deg", "knn_purity", "fsc_auc_moving")
LATENT = ("r2_angle_deg", "knn_purity")


def main():
    baseline = json.load(open(sys.argv[1]))["sets"]
    differences = {}
    failed = []
    peer_epoch = int(sys.argv[3])
    sets = sys.argv[4:]
    rows = {which: json.load(open("%s/%s.json" % (sys.argv[2], which.replace(":", "-"))))["rows"]
            for which in sets}
    last = max(row["epoch"] for which in sets for row in rows[which])
    line = "%-12s %5s  %-15s %8s %8s %9s  %s"
    print(line % ("set:seed", "epoch", "figure", "ours", "peer", "diff", ""))
    for set_and_seed in sets:
        name, seed = set_and_seed.split(":")
        peers = baseline.get(name, {}).get(seed, {}).get("rows", [])
        peers = {row["epoch"]: row for row in peers}
        for row in rows[set_and_seed]:
            peer = peers.get(peer_epoch if row["epoch"] == last else row["epoch"], {})
            for figure in [f for f in FIGURES if f in row]:
                if figure not in peer:
                    print(line % (set_and_seed, row["epoch"], figure,
                                  "%.3f" % row[figure], "-", "-", "not in the baseline"))
                    continue
                difference = row[figure] - peer[figure]
                short = difference < -SINGLE_TOLERANCE
                if short:
                    failed.append((row["epoch"], set_and_seed + " " + figure))
                key = "latent score" if figure in LATENT else figure
                # Where both latent scores are there, the angle is the one that is averaged.
                if not (figure == "knn_purity" and "r2_angle_deg" in row):
                    differences.setdefault((row["epoch"], key), []).append(
                        (row[figure], peer[figure]))
                print(line % (set_and_seed, row["epoch"], figure, "%.3f" % row[figure],
                              "%.3f" % peer[figure], "%+.3f" % difference,
                              "SHORT" if short else ""))
    for (epoch, figure), pairs in sorted(differences.items()):
        ours = sum(p[0] for p in pairs) / len(pairs)
        peer = sum(p[1] for p in pairs) / len(pairs)
        short = ours - peer < -AVERAGE_TOLERANCE
        if short:
            failed.append((epoch, "average " + figure))
        print(line % ("average/%d" % len(pairs), epoch, figure, "%.3f" % ours, "%.3f" % peer,
                      "%+.3f" % (ours - peer), "SHORT" if short else ""))
    failed = [what for epoch, what in failed if epoch == last]
    if not any(epoch == last for epoch, _ in differences):
        failed.append("nothing to compare")
    print("FAIL at epoch %d: %s" % (last, "; ".join(failed)) if failed else
          "PASS at epoch %d: averages within %.2f, single figures within %.2f"
          % (last, AVERAGE_TOLERANCE, SINGLE_TOLERANCE))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
