# Measuring for the scripts beside it, which source this: no command of its own.
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
