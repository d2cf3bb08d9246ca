#!/usr/bin/env bash
# Where the time of a training step goes on a CPU, and how near it comes to the products that this machine can do.
#
#   scripts/bench/profile.sh CRYODRGN OUT
#
# CRYODRGN  launcher of this program
# OUT       data, logs and figures
# Environment: SETTINGS (trainings of step.sh's table, "64"), CORE (0), BENCH (as for science.sh).
# A step's CPU time is step.sh's, its multiply-adds are the decoder's (step_work), the peak is what MatmulPeak.java finds
# for the engine's products of two matrices of 1024 x 1024, one thread, CPU time too. Shares are those of the samples that Linux perf
# (Debian: linux-perf) takes of the long training, start-up included; without perf they are left out.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
launcher=$1
out=$2
. "$here/measure.sh"
mkdir -p "$out"

shares() { # PERF.DATA: "SHARE PART" of the samples, largest first
  perf report -i "$1" -n --sort dso,symbol -t '|' --stdio 2> /dev/null | awk -F'|' '
    /^#/ || NF < 4 { next }
    { samples = $2; all += samples; dso = $3; symbol = $4 }
    symbol ~ /jit_.*(conv|gemm)/ || symbol ~ /mkl_blas.*gemm.*kernel/ { add("products: kernels"); next }
    symbol ~ /jit_|dnnl|mkl_blas|mkl_serv|gemm/ { add("products: laying out, scaling, calls"); next }
    symbol ~ /VectorizedLoop|callback_fn|vml|vectorized|sleef|Sleef|adam/ { add("element-wise: ReLU, sine, sums, Adam"); next }
    dso ~ /torch|c10|gomp/ { add("the rest of PyTorch and of DJL"); next }
    dso ~ /libj|JIT|unknown|perf-|jsa/ { add("Java: the machine, its compiler, compiled code"); next }
    { add("system: kernel, libc") }
    function add(part) { count[part] += samples }
    END { for (part in count) printf "%5.1f %%  %s\n", 100 * count[part] / all, part }' | sort -rn
}

peak=$(SIZE=1024 matrix_peak "$launcher" "$out/peak.txt")
peak=${peak#* }
awk -v peak="$peak" 'BEGIN { printf "matrix peak: %.0f GFLOP/s\n", 1000 * peak }' | tee "$out/profile.txt"
record=
if command -v perf > /dev/null; then
  # The short training goes first, the long one's samples replace it.
  record="perf record -q -F 499 -o $out/perf.data"
  # oneDNN tells perf the names of the kernels that it makes, in /tmp/perf-PID.map.
  export ONEDNN_JIT_PROFILE=2
fi
for setting in ${SETTINGS:-64}; do
  box=${setting%-*}
  width=256
  [ "$setting" = "$box" ] || width=${setting#*-}
  SETTINGS=$setting ROUNDS=1 "$here/step.sh" "$record $launcher" "$out" > "$out/step-$setting.txt"
  awk -v peak="$peak" -v work="$(step_work "$box" "$width" 16)" '{
    printf "%s: %.3f CPU s a step, %.0f GFLOP/s, %.0f %% of the peak\n", $2, $4, 1e3 * work / $4, 100 * work / $4 / peak
  }' "$out/figures.txt" | tee -a "$out/profile.txt"
  [ -z "$record" ] || shares "$out/perf.data" | tee -a "$out/profile.txt"
done
