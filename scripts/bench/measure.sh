# Measuring for the scripts beside it, which source this and have their folder in $here: no command of its own.
#
# One core (CORE, default 0) and one thread for whatever is measured.
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive

# measure LOG COMMAND...: runs a command with its output in LOG, and prints "CPU-s peak-MB" of the whole process,
# CPU time being user + system; LOG.time holds user, system, peak KB and wall time. Shows the log's end and fails if
# the command does.
measure() {
  local log=$1
  shift
  /usr/bin/time -f '%U %S %M %e' -o "$log.time" taskset -c "${CORE:-0}" "$@" > "$log" 2>&1 || {
    echo "failed: $* (log: $log)" >&2
    tail -5 "$log" >&2
    return 1
  }
  awk '{ printf "%.2f %.0f\n", $1 + $2, $3 / 1024 }' "$log.time"
}

# step_work BOX WIDTH BATCH: the TFLOP of a training step in the decoder's products, forward and backward, over half of each
# slice: 3 D features, three residual layers, two channels. The first layer has no gradient for its input.
step_work() {
  awk -v box="$1" -v dim="$2" -v batch="$3" 'BEGIN {
    half = box / 2
    for (x = -half; x <= half; x++) for (y = -half; y <= half; y++) if (x * x + y * y <= half * half) points++
    points = (points - 1) / 2
    printf "%.9f\n", 2e-12 * batch * points * (2 * 3 * box * dim + 3 * (3 * dim * dim + 2 * dim))
  }'
}

# matrix_peak LAUNCHER LOG: "PRECISION TFLOP/s" of MatmulPeak.java with the engine of this program's launcher.
matrix_peak() {
  local launcher jar peak
  launcher=$(command -v "$1") || { echo "no such launcher: $1" >&2; return 1; }
  jar=$(echo "$(dirname "$(readlink -f "$launcher")")"/../lib/cryodrgn-cli-*.jar)
  # The launcher's environment and Java, but another program.
  peak=$(CRYODRGN_JAVA_OPTS="-cp $jar $here/MatmulPeak.java" "$launcher" 2> "$2" | tail -1) || true
  case $peak in
    *float*" "*) echo "$peak" ;;
    *) echo "the matrix peak could not be measured (log: $2)" >&2; return 1 ;;
  esac
}
