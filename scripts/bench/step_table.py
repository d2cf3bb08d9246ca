#!/usr/bin/env python3
"""The table of step.sh: step_table.py FIGURES, whose lines are: program setting round CPU-s peak-MB."""
import sys
from statistics import median


def spread(values, form):
    low, middle, high = (form % v for v in (min(values), median(values), max(values)))
    return middle if low == high else f"{middle} ({low} to {high})"


def main(path):
    figures = {}
    with open(path) as lines:
        for program, setting, turn, cpu, peak in map(str.split, lines):
            figures.setdefault(setting, {}).setdefault(program, {})[turn] = float(cpu), float(peak)
    print("| setting | CPU s, ours | Python | ratio | peak MB, ours | Python | ratio |")
    print("|---|---|---|---|---|---|---|")
    for setting, programs in figures.items():
        ours, peer = programs.get("ours", {}), programs.get("peer", {})
        both = sorted(ours.keys() & peer.keys())
        cells = [setting]
        for column, form in ((0, "%.3f"), (1, "%.0f")):
            for program in ours, peer:
                values = [row[column] for row in program.values()]
                cells.append(spread(values, form) if values else "-")
            ratios = [ours[turn][column] / peer[turn][column] for turn in both]
            cells.append(spread(ratios, "%.2f") if ratios else "-")
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main(sys.argv[1])
