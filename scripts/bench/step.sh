#!/usr/bin/env bash
# What a training step and a volume cost beside the peer: CPU time and peak memory, one core, one thread.
#
#   scripts/bench/step.sh CRYODRGN OUT [PEER]
#
# CRYODRGN, PEER  commands of this program and of Python cryoDRGN (they may have spaces); without PEER only ours
# OUT             data sets, logs and figures
# Environment: ROUNDS (3), SETTINGS (names of the table below, default all but 32), CORE (0), BENCH (as for science.sh),
# OURS_OPTIONS (further options of our trainings).
# A step's CPU time (user + system) is the difference of a short and a long training of a small stack in batches of 16,
# so that start-up, compiling and what comes after the last step cancel; its memory is the long one's peak. Each round
# runs the peer and ours one after the other and gives one ratio. A volume is the whole of eval_vol.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
ours=$1
out=$2
peer=${3:-}
mkdir -p "$out"
. "$here/measure.sh"

# name, box, width of the networks, images, epochs of the short and of the long training
table='
32       32  256  640 2 6
64       64  256  160 3 9
128      128 256  48  3 7
64-1024  64  1024 48  2 5
volume   128 1024 16  1 1'

stack() { # BOX IMAGES: where the data set lies
  local set=$out/data/$1-$2
  [ -f "$set/particles.mrcs" ] ||
    python3 "${BENCH:-$here/../../../shared/bench}/make_dataset.py" hinge1d --out "$set" --seed 0 --box "$1" --n "$2" \
      --snr 0.5 > "$out/data.txt"
  echo "$set"
}

train() { # LOG COMMAND SET WIDTH EPOCHS [OPTION...]: prints CPU s and peak MB
  local log=$1 command=$2 set=$3 width=$4 epochs=$5
  shift 5
  rm -rf "$log.run"
  # shellcheck disable=SC2086
  measure "$log.txt" $command train_vae "$set/particles.mrcs" --poses "$set/poses.pkl" --ctf "$set/ctf.pkl" \
    --zdim 8 -n "$epochs" -b 16 --enc-dim "$width" --dec-dim "$width" --no-amp --checkpoint 100 --seed 1 --no-analysis \
    --max-threads 1 "$@" -o "$log.run"
}

steps() { # PROGRAM COMMAND NAME BOX WIDTH IMAGES SHORT LONG ROUND [OPTION...]: appends a line to figures.txt
  local program=$1 command=$2 name=$3 box=$4 width=$5 images=$6 short=$7 long=$8 round=$9
  shift 9
  local set few many
  set=$(stack "$box" "$images")
  few=$(train "$out/$program-$name-short" "$command" "$set" "$width" "$short" "$@")
  many=$(train "$out/$program-$name-long" "$command" "$set" "$width" "$long" "$@")
  echo "$program $name $round $few $many $(((long - short) * images / 16))" |
    awk '{ printf "%s %s %s %.4f %d\n", $1, $2, $3, ($6 - $4) / $8, $7 }' | tee -a "$out/figures.txt"
}

volume() { # PROGRAM COMMAND NAME BOX WIDTH IMAGES ROUND: both programs decode our model
  local program=$1 command=$2 name=$3 box=$4 width=$5 images=$6 round=$7
  local model=$out/model-$box-$width
  [ -f "$model.run/weights.pkl" ] ||
    train "$model" "$ours" "$(stack "$box" "$images")" "$width" 1 > /dev/null
  local figures
  # shellcheck disable=SC2086
  figures=$(measure "$out/$program-$name.txt" $command eval_vol "$model.run/weights.pkl" \
    -c "$model.run/config.yaml" -z 0 0 0 0 0 0 0 0 -o "$out/$program-$name.mrc")
  echo "$program $name $round $figures" | tee -a "$out/figures.txt"
}

: > "$out/figures.txt"
echo "program setting round CPU-s peak-MB"
for round in $(seq "${ROUNDS:-3}"); do
  for wanted in ${SETTINGS:-64 128 64-1024 volume}; do
    read -r name box width images short long <<< "$(awk -v n="$wanted" '$1 == n' <<< "$table")"
    [ -n "$name" ] || { echo "$wanted: no setting of this script" >&2; exit 2; }
    for program in ${peer:+peer} ours; do
      command=${!program}
      options=
      [ "$program" = peer ] || options=${OURS_OPTIONS:-}
      if [ "$name" = volume ]; then
        volume "$program" "$command" "$name" "$box" "$width" "$images" "$round"
      else
        # shellcheck disable=SC2086
        steps "$program" "$command" "$name" "$box" "$width" "$images" "$short" "$long" "$round" $options
      fi
    done
  done
done
python3 "$here/step_table.py" "$out/figures.txt" | tee "$out/result.txt"
