#!/usr/bin/env bash
# What an epoch costs beside the peer: CPU time and peak memory of both in one run, one thread each.
#
#   scripts/bench/step.sh CRYODRGN PEER OUT
#
# CRYODRGN, PEER  commands of this program and of Python cryoDRGN (they may have spaces)
# OUT             logs and figures
# Environment: SET (a data set of make_dataset.py; default: hinge1d seed 0 is made in OUT/data), BENCH (as for
# science.sh), ROUNDS (2), CORE (0), OPTIONS (further options of train_vae, given to both), OURS_OPTIONS.
# Each round trains the peer and ours for 1 and for 3 epochs, one after the other on the same core; CPU time
# (user + system of /usr/bin/time) of an epoch is half the difference, so that start-up cancels. The least of
# the rounds counts. Memory is the peak.
set -euo pipefail
[ $# -eq 3 ] || { sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
ours=$1
peer=$2
out=$3
mkdir -p "$out"
set=${SET:-$out/data/hinge1d-0}
if [ ! -f "$set/particles.mrcs" ]; then
  python3 "${BENCH:-$here/../../../shared/bench}/make_dataset.py" hinge1d --out "$set" --seed 0 --box 32 --n 4000 --snr 0.5
fi
. "$here/measure.sh"

epochs() { # NAME COMMAND EPOCHS ROUND OPTIONS: appends a line to figures.txt
  local log=$out/$1-$3-$4
  rm -rf "$log.run"
  local figures
  # shellcheck disable=SC2086
  figures=$(measure "$log.txt" $2 train_vae "$set/particles.mrcs" \
    --poses "$set/poses.pkl" --ctf "$set/ctf.pkl" --zdim 4 -n "$3" --enc-dim 256 --dec-dim 256 --no-amp --lr 5e-4 \
    --checkpoint 10 --seed 1 --no-analysis --max-threads 1 ${OPTIONS:-} $5 -o "$log.run")
  echo "$1 $3 $4 $figures" | tee -a "$out/figures.txt"
}

: > "$out/figures.txt"
echo "program epochs round CPU-s peak-MB"
for round in $(seq "${ROUNDS:-2}"); do
  for n in 1 3; do
    epochs peer "$peer" "$n" "$round" ""
    epochs ours "$ours" "$n" "$round" "${OURS_OPTIONS:-}"
  done
done
awk '
  { if (!(($1, $2) in cpu) || $4 < cpu[$1, $2]) cpu[$1, $2] = $4; if ($5 > rss[$1]) rss[$1] = $5 }
  END {
    split("ours peer", names, " ")
    for (i = 1; i <= 2; i++) {
      n = names[i]
      epoch[n] = (cpu[n, 3] - cpu[n, 1]) / 2
      printf "%s: %.2f CPU s an epoch, %.2f CPU s around the epochs, peak %.0f MB\n", n, epoch[n], cpu[n, 1] - epoch[n], rss[n]
    }
    printf "ours / peer: CPU %.3f, memory %.3f\n", epoch["ours"] / epoch["peer"], rss["ours"] / rss["peer"]
  }' "$out/figures.txt" | tee "$out/result.txt"
