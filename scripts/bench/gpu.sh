#!/usr/bin/env bash
# What a training step costs on a GPU: time, memory, the share of the GPU's measured matrix peak, and the peer beside it.
#
#   scripts/bench/gpu.sh CRYODRGN OUT [PEER]
#
# CRYODRGN  launcher of this program, the CUDA build or with CRYODRGN_LIBTORCH (README)
# OUT       data, logs and figures
# PEER      command of Python cryoDRGN (it may have spaces); without it ours alone is measured
# Environment: BOXES ("128 256"), DIM (1024), N (1600 particles), BATCH (16), EPOCHS (5), ROUNDS (2), CORE (all),
# CUDA_VISIBLE_DEVICES (0), OPTIONS (further options of train_vae, given to both), OURS_OPTIONS (such as --no-amp).
# Both train in mixed precision, as they do by themselves, in turn. A step's time is the median of the epochs after the
# first, which compiles and warms up, by the programs' own logs, over the steps of an epoch. Multiply-adds are those of
# the decoder's products over half of each slice, forward and backward; the peak is that of MatmulPeak.java. Exit 1 if
# there is no GPU, or if ours does not train on it.
set -euo pipefail
[ $# -eq 2 ] || [ $# -eq 3 ] || { sed -n '2,15s/^# \{0,1\}//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
ours=$1
out=$2
peer=${3:-}
# CUDA would number by speed, nvidia-smi by slot.
export CUDA_DEVICE_ORDER=PCI_BUS_ID CUDA_VISIBLE_DEVICES=${CUDA_VISIBLE_DEVICES:-0}
gpu=${CUDA_VISIBLE_DEVICES%%,*}
smi() { nvidia-smi -i "$gpu" --query-gpu="$1" --format=csv,noheader,nounits 2> /dev/null; }
card=$(smi name,memory.total,driver_version) && [ -n "$card" ] || {
  echo "gpu.sh: no GPU $gpu here: nvidia-smi does not find it" >&2
  exit 1
}
launcher=$(command -v "$ours") || { echo "gpu.sh: no such launcher: $ours" >&2; exit 1; }
boxes=${BOXES:-128 256}
dim=${DIM:-1024}
n=${N:-1600}
batch=${BATCH:-16}
epochs=${EPOCHS:-5}
[ "$epochs" -gt 1 ] || { echo "gpu.sh: EPOCHS must be 2 or more: the first is not counted" >&2; exit 2; }
. "$here/measure.sh"
CORE=${CORE:-0-$(($(nproc --all) - 1))}
# nproc would answer measure.sh's own OMP_NUM_THREADS.
OMP_NUM_THREADS=$(env -u OMP_NUM_THREADS taskset -c "$CORE" nproc)
mkdir -p "$out"

peak=$(matrix_peak "$launcher" "$out/peak.txt")
grep -q 'on GPU ' "$out/peak.txt" || {
  echo "gpu.sh: there is a GPU, but $ours computes on the CPU: it is no CUDA build (log: $out/peak.txt)" >&2
  exit 1
}
echo "GPU: $card; matrix peak: $peak TFLOP/s" | tee "$out/result.txt"

train() { # NAME COMMAND BOX ROUND OPTIONS: appends "NAME BOX ROUND CPU-s MB GPU-MB EPOCH-s..." to figures.txt
  local log=$out/$1-$3-$4 set=$out/data-$3 before watcher figures
  rm -rf "$log.run"
  before=$(smi memory.used)
  while sleep 0.2; do smi memory.used; done > "$log.gpu" &
  watcher=$!
  # shellcheck disable=SC2086
  figures=$(measure "$log.txt" $2 train_vae "$set/particles.mrcs" --poses "$set/poses.pkl" --ctf "$set/ctf.pkl" --zdim 8 \
    -n "$epochs" -b "$batch" --enc-dim "$dim" --enc-layers 3 --dec-dim "$dim" --dec-layers 3 --checkpoint 100 --seed 1 \
    --no-analysis ${OPTIONS:-} $5 -o "$log.run") || { kill "$watcher"; return 1; }
  kill "$watcher"
  wait "$watcher" 2> /dev/null || true
  echo "$1 $3 $4 $figures $(awk -v before="$before" '$1 > most { most = $1 } END { print most - before }' "$log.gpu")" \
    "$(epoch_seconds "$log.txt")" | tee -a "$out/figures.txt"
}

epoch_seconds() { # LOG: of each epoch after the first; both programs write "Epoch: 2 ... Finished in H:MM:SS.S"
  awk '/Epoch: / && sub(/.*Finished in /, "") && ++epoch > 1 {
    split($1, time, ":")
    printf "%s%.3f", (epoch > 2 ? " " : ""), time[1] * 3600 + time[2] * 60 + time[3]
  }' "$1"
}

: > "$out/figures.txt"
echo "program box round CPU-s peak-MB GPU-MB epoch-s..."
for box in $boxes; do
  [ -f "$out/data-$box/particles.mrcs" ] || "$launcher" simulate hinge -n "$n" -D "$box" -o "$out/data-$box" > "$out/data-$box.txt" 2>&1
  for round in $(seq "${ROUNDS:-2}"); do
    [ -z "$peer" ] || train peer "$peer" "$box" "$round" ""
    train ours "$launcher" "$box" "$round" "--recipe classic ${OURS_OPTIONS:-}"
  done
done
work=$(for box in $boxes; do printf '%s %s ' "$box" "$(step_work "$box" "$dim" "$batch")"; done)
awk -v n="$n" -v batch="$batch" -v work="$work" -v peak="${peak#* }" '
  function median(key,    count, i, j, v, values) {
    count = split(times[key], values, " ")
    for (i = 2; i <= count; i++) {
      v = values[i]
      for (j = i; j > 1 && values[j - 1] > v; j--) values[j] = values[j - 1]
      values[j] = v
    }
    return (values[int((count + 1) / 2)] + values[int(count / 2) + 1]) / 2
  }
  {
    for (i = 7; i <= NF; i++) times[$1, $2] = times[$1, $2] " " ($i + 0)
    if ($5 > rss[$1, $2]) rss[$1, $2] = $5
    if ($6 > gpu[$1, $2]) gpu[$1, $2] = $6
    if (!($2 in seen)) { seen[$2]; boxes[++count] = $2 }
  }
  END {
    fields = split(work, field)
    for (i = 1; i < fields; i += 2) tera[field[i]] = field[i + 1]
    steps = int((n + batch - 1) / batch)
    for (i = 1; i <= count; i++) {
      box = boxes[i]
      for (side = 1; side <= 2; side++) {
        name = side == 1 ? "ours" : "peer"
        if (!((name, box) in times)) continue
        step[name] = median(name SUBSEP box) / steps
        printf "box %d, %s: %.1f ms a step, %.0f MB, %.0f MB of the GPU", box, name, 1e3 * step[name], rss[name, box], gpu[name, box]
        if (name == "ours") printf ", %.0f %% of the peak", 100 * tera[box] / step[name] / peak
        printf "\n"
      }
      if (("peer", box) in times) printf "box %d, ours / peer: time of a step %.3f\n", box, step["ours"] / step["peer"]
    }
  }' "$out/figures.txt" | tee -a "$out/result.txt"
