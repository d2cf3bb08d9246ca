#!/usr/bin/env bash
# What a training keeps in memory, and what reading images again costs.
#
#   scripts/bench/memory.sh CRYODRGN OUT [PART ...]
#
# CRYODRGN  command of this program
# OUT       figures: NAME.tsv (second, steps, resident, anonymous and file-backed MiB), NAME.txt, memory.svg
# PARTS     large   a sparse stack of 200 GB (N particles of 128 x 128, mode 2, and mode 12) under --max-memory
#           steps   10,000 steps of a tiny model: resident memory and native arrays do not grow
#           lazy    an epoch of images read again against one of images held, cold cache
#           Without any: all.
# Environment: N (3052000), STEPS (300), BATCH (4), MEMORY (8G) and LARGE_OPTIONS (--shuffler-size 65000) of large, MANY
# (10000) of steps, LAZY_N (1200) and ROUNDS (1) of lazy, THREADS (1), PYTHON (python3 with NumPy, for the sparse stacks).
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
ours=$1
out=$2
shift 2
mkdir -p "$out"
threads=${THREADS:-1}
python=${PYTHON:-python3}
export OMP_NUM_THREADS=$threads OMP_WAIT_POLICY=passive
tiny="--enc-dim 64 --dec-dim 64 --enc-layers 1 --dec-layers 1 --zdim 4 --seed 1 --no-amp --no-analysis --max-threads $threads"

# A training whose memory is watched each second.
#   watch_run NAME STOP ARGUMENTS...: ends it after STOP lines of progress, or lets it end (0)
watch_run() {
  local name=$1 stop=$2 lines=0 pid end
  shift 2
  rm -rf "$out/$name.run"
  # shellcheck disable=SC2086
  $ours train_vae "$@" $tiny -o "$out/$name.run" > "$out/$name.txt" 2>&1 &
  pid=$!
  printf 'second\tlines\tresident\tanonymous\tfiles\tpeak\n' > "$out/$name.tsv"
  SECONDS=0
  while kill -0 "$pid" 2> /dev/null; do
    lines=$(grep -c 'Train Epoch' "$out/$name.run/run.log" 2> /dev/null) || true
    awk -v s="$SECONDS" -v l="${lines:-0}" '
      { kb[$1] = $2 / 1024 }
      END {
        if ("VmRSS:" in kb)
          printf "%d\t%d\t%.0f\t%.0f\t%.0f\t%.0f\n", s, l, kb["VmRSS:"], kb["RssAnon:"], kb["RssFile:"], kb["VmHWM:"]
      }' "/proc/$pid/status" >> "$out/$name.tsv" 2> /dev/null || true
    if [ "$stop" -gt 0 ] && [ "${lines:-0}" -ge "$stop" ]; then
      kill -9 "$pid"
    fi
    sleep 1
  done
  wait "$pid" && end=0 || end=$?
  if [ "$end" -ne 0 ] && { [ "$stop" -eq 0 ] || [ "${lines:-0}" -lt "$stop" ]; }; then
    tail -5 "$out/$name.txt"
    return 1
  fi
}

large() {
  local mode size
  for mode in 2 12; do
    size=$out/sparse-$mode
    [ -f "$size/ctf.pkl" ] || "$python" "$here/sparse_stack.py" "$size" "${N:-3052000}" 128 "$mode"
    # shellcheck disable=SC2086
    watch_run "mode$mode" $((${STEPS:-300} / 10)) "$size/particles.mrcs" --poses "$size/poses.pkl" --ctf "$size/ctf.pkl" \
      -b "${BATCH:-4}" --log-interval $((${BATCH:-4} * 10)) --max-memory "${MEMORY:-8G}" \
      ${LARGE_OPTIONS---shuffler-size 65000}
    grep -h 'Memory:\|windows of' "$out/mode$mode.run/run.log"
    awk -v mode="$mode" -v size="$(stat -c %s "$size/particles.mrcs")" -F'\t' '
      END { printf "mode %d, %.0f GB: %d steps in %d s, peak %d MiB\n", mode, size / 1e9, 10 * $2, $1, $6 }' \
      "$out/mode$mode.tsv" | tee "$out/mode$mode.result"
  done
}

steps() {
  local set=$out/tiny n=2000
  [ -f "$set/ctf.pkl" ] || $ours simulate hinge -D 32 -n "$n" -o "$set"
  watch_run steps 0 "$set/particles.mrcs" --poses "$set/poses.pkl" --ctf "$set/ctf.pkl" -b 16 \
    -n $((${MANY:-10000} * 16 / n)) --checkpoint 1000 --log-interval 160
  # The epochs' own record; the first tenth is the program's warming up.
  "$python" - "$out/steps.run/metrics.jsonl" "$n" << 'END' | tee "$out/steps.result"
import json, sys
epochs = [e for e in map(json.loads, open(sys.argv[1])) if e["type"] == "epoch"]
first = epochs[len(epochs) // 10]
for e in epochs[:: max(1, len(epochs) // 20)] + epochs[-1:]:
    print(f"{e['epoch'] * int(sys.argv[2]) // 16:6d} steps  {e['resident_bytes'] / 2**20:7.1f} MiB  {e['native_arrays']} arrays")
grown = (epochs[-1]["resident_bytes"] - first["resident_bytes"]) / 2**20
print(f"grown since step {first['epoch'] * int(sys.argv[2]) // 16}: {grown:.1f} MiB")
END
}

lazy() {
  local set=$out/box128 name options epochs
  [ -f "$set/ctf.pkl" ] || $ours simulate hinge -D 128 -n "${LAZY_N:-1200}" -o "$set"
  : > "$out/lazy.figures"
  for _ in $(seq "${ROUNDS:-1}"); do
    for name in held lazy0 lazy400; do
      case $name in
        held) options= ;;
        lazy*) options="--lazy --num-workers 1 --shuffler-size ${name#lazy}" ;;
      esac
      for epochs in 1 2; do
        rm -rf "$out/lazy.run"
        # --norm: measuring the scale would read the images, and so warm the cache, before the epoch.
        "$python" -c 'import os, sys
f = os.open(sys.argv[1], os.O_RDONLY)
os.fsync(f)
os.posix_fadvise(f, 0, 0, os.POSIX_FADV_DONTNEED)' "$set/particles.mrcs"
        # shellcheck disable=SC2086
        /usr/bin/time -f '%U %S %M' -o "$out/lazy.time" $ours train_vae "$set/particles.mrcs" --poses "$set/poses.pkl" \
          --ctf "$set/ctf.pkl" -n "$epochs" --checkpoint 1000 --norm 0 128 $tiny $options \
          -o "$out/lazy.run" > "$out/lazy.txt" 2>&1 || { tail -5 "$out/lazy.txt"; return 1; }
        "$python" - "$name" "$epochs" "$out" << 'END' | tee -a "$out/lazy.figures"
import json, sys
name, epochs, out = sys.argv[1:]
user, system, peak = open(out + "/lazy.time").read().split()[-3:]
wall = [e["seconds"] for e in map(json.loads, open(out + "/lazy.run/metrics.jsonl")) if e["type"] == "epoch"]
print(name, epochs, round(float(user) + float(system), 2), round(wall[0], 2), int(peak) // 1024)
END
      done
    done
  done
  awk '
    { key = $1 " " $2; if (!(key in cpu) || $3 < cpu[key]) cpu[key] = $3
      if (!($1 in wall) || $4 < wall[$1]) wall[$1] = $4; if ($5 > peak[$1]) peak[$1] = $5 }
    END {
      for (n in wall) epoch[n] = cpu[n " 2"] - cpu[n " 1"]
      for (n in wall)
        printf "%s: cold epoch %.1f s wall (x %.3f of held), epoch %.1f CPU s (x %.3f), peak %d MiB\n", \
          n, wall[n], wall[n] / wall["held"], epoch[n], epoch[n] / epoch["held"], peak[n]
    }' "$out/lazy.figures" | sort | tee "$out/lazy.result"
}

plot() {
  local lib tables
  tables=$(ls "$out"/*.tsv 2> /dev/null) || return 0
  lib=$(dirname "$(dirname "$(readlink -f "$(command -v "${ours##* }")")")")/lib
  # shellcheck disable=SC2086
  java -Djava.awt.headless=true -cp "$lib/*" "$here/MemoryPlot.java" "$out/memory.svg" $tables
}

for part in "${@:-all}"; do
  case $part in
    all) large; steps; lazy ;;
    large | steps | lazy) "$part" ;;
    *) echo "no part $part"; exit 2 ;;
  esac
done
plot
