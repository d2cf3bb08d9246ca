#!/usr/bin/env bash
# Does training find the motion? Trains on sets of known truth and scores beside the peer's kept figures.
#
#   scripts/bench/science.sh CRYODRGN OUT [SET:SEED ...]
#
# CRYODRGN  command of the program under test (it may have spaces)
# OUT       training folders, scores and table.txt; a set that is trained or scored already is not done again
# SET:SEED  default: hinge1d:0 hinge1d:1 hinge1d:2 assembly:0 mixed:0
# Environment: BENCH (folder of make_dataset.py, score_run.py, baseline.json; default ../shared/bench
# beside the repository), DATA (where the sets lie or are made; default OUT/data), EPOCHS (20, even), PEER_EPOCH (the
# peer's epoch that the last is compared with; EPOCHS), SEED of the training (1), OPTIONS (further options of
# train_vae: "--recipe fast"), CORE (0). One thread, its CPU time is told.
# Exit 1 if the averages fall short of the peer's by more than 0.02, or a single figure by more than 0.06.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,15s/^# \{0,1\}//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=scripts/bench/measure.sh
. "$here/measure.sh"
cryodrgn=$1
out=$2
shift 2
[ $# -gt 0 ] || set -- hinge1d:0 hinge1d:1 hinge1d:2 assembly:0 mixed:0
bench=${BENCH:-$here/../../../shared/bench}
mkdir -p "$out"
data=${DATA:-$out/data}
epochs=${EPOCHS:-20}
[ $((epochs % 2)) = 0 ] || { echo "EPOCHS=$epochs is odd: a training is scored at its half, too" >&2; exit 2; }

for set in "$@"; do
  name=${set%:*}
  seed=${set#*:}
  folder=$data/$name-$seed
  run=$out/$name-$seed
  if [ ! -f "$folder/gt/meta.json" ]; then
    python3 "$bench/make_dataset.py" "$name" --out "$folder" --seed "$seed" --box 32 --n 4000 --snr 0.5
  fi
  if [ ! -f "$run/weights.$epochs.pkl" ]; then
    echo "== $set: training, log in $run.txt"
    # Words of the command and of OPTIONS are meant to split.
    # shellcheck disable=SC2086
    measure "$run.txt" $cryodrgn train_vae "$folder/particles.mrcs" --poses "$folder/poses.pkl" --ctf "$folder/ctf.pkl" \
      --zdim 4 -n "$epochs" --enc-dim 256 --dec-dim 256 --no-amp --lr 5e-4 \
      --checkpoint $((epochs / 2)) --seed "${SEED:-1}" --no-analysis ${OPTIONS:-} -o "$run" > "$run.cpu"
    echo "== $set: CPU s and peak MB of the training: $(cat "$run.cpu")"
  fi
  if [ ! -f "$run.json" ] || [ "$run/weights.$epochs.pkl" -nt "$run.json" ]; then
    python3 "$bench/score_run.py" --data "$folder" --run "$run" --cryodrgn "$cryodrgn" \
      --epochs "$((epochs / 2)),$epochs" --json "$run.json" > "$run.score.txt" 2>&1 ||
      { tail -5 "$run.score.txt"; exit 1; }
  fi
done
python3 "$here/science_table.py" "$bench/baseline.json" "$out" "${PEER_EPOCH:-$epochs}" "$@" | tee "$out/table.txt"
