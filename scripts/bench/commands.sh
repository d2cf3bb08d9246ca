#!/usr/bin/env bash
# What the everyday commands cost beside the peer: CPU time and peak memory of the whole process, one thread each.
#
#   scripts/bench/commands.sh OURS OUT [PEER]
#
# OURS, PEER  folders with the executables cryodrgn and cryodrgn_utils of this program and of Python cryoDRGN;
#             without PEER only ours is measured
# OUT         an empty or new folder for data (2.5 GB at the default sizes), logs and figures
# Environment: ONLY (names of commands, default all), ROUNDS (3), ROWS (1000000), IMAGES (20000, which divides ROWS),
# BOX (128), CORE (0); PYTHON (python3, with NumPy) makes the data.
# In each round every command runs with the peer and with ours, one after the other on the same core. Printed: the
# median of CPU seconds and memory, the ratio of the medians, the range of the ratio over the rounds, and what is
# asked of it.
set -euo pipefail
[ $# -eq 2 ] || [ $# -eq 3 ] || { sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
. "$here/measure.sh"
ours=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
peer=${3:+$(cd "$3" && pwd)}
rows=${ROWS:-1000000}
images=${IMAGES:-20000}
box=${BOX:-128}
cd "$out"

data() { # what the commands read, made once
  [ ! -e data/ready ] || return 0
  rm -rf data
  mkdir -p data
  "$ours/cryodrgn" simulate hinge -n 100 -D "$box" --seed 1 -o data/set
  "${PYTHON:-python3}" "$here/repeat_particles.py" data/set data "$rows" "$images"
  ln -s set/particles.mrcs data/particles.mrcs
  "$ours/cryodrgn" downsample data/set/particles.mrcs -D 32 -o data/small.mrcs
  seq 40 | sed 's/.*/small.mrcs/' > data/small.txt
  for what in poses ctf; do
    # shellcheck disable=SC2046
    "$ours/cryodrgn_utils" concat_pkls $(seq 40 | sed "s,.*,data/set/$what.pkl,") -o "data/small.$what.pkl"
  done
  "$ours/cryodrgn" train_vae data/small.txt --poses data/small.poses.pkl --ctf data/small.ctf.pkl --zdim 4 -n 1 \
    --enc-dim 256 --dec-dim 256 --no-amp --no-analysis --seed 1 -o data/run
  "$ours/cryodrgn_utils" select_random 100 -n 8 -o data/few.pkl
  "$ours/cryodrgn" train_vae data/set/particles.mrcs --poses data/set/poses.pkl --ctf data/set/ctf.pkl \
    --ind data/few.pkl --zdim 8 -n 1 -b 8 --no-amp --no-analysis --seed 1 -o data/large
  touch data/ready
}

compare() { # NAME ASKED-RATIO PROGRAM ARGUMENTS...; @ in an argument becomes the folder of the program's outputs
  local name=$1 asked=$2 program=$3
  shift 3
  if [ -n "${ONLY:-}" ]; then
    [[ " $ONLY " == *" $name "* ]] || return 0
  fi
  local rounds=${ROUNDS:-3} round side bin cost figures=figures/$name.txt
  : > "$figures"
  for round in $(seq "$rounds"); do
    for side in ${peer:+peer} ours; do
      bin=$ours
      [ "$side" = ours ] || bin=$peer
      rm -rf "work/$side"
      mkdir -p "work/$side"
      cost=$(measure "logs/$name-$side-$round.txt" "$bin/$program" "${@//@/work/$side}") || return 0
      echo "$side $round $cost" >> "$figures"
    done
  done
  awk -v name="$name" -v asked="$asked" '
    function median(values, n,   i, j, t) {
      for (i = 2; i <= n; i++)
        for (j = i; j > 1 && values[j - 1] > values[j]; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
      return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
    }
    $1 == "ours" { o[++n] = $3; om[n] = $4; if ($2 in byround) ratio[++r] = $3 / byround[$2] }
    $1 == "peer" { p[++k] = $3; pm[k] = $4; byround[$2] = $3 }
    END {
      printf "%-20s %8.2f %7.0f", name, median(o, n), median(om, n)
      if (k) {
        q = median(o, n) / median(p, k)
        least = most = ratio[1]
        for (i = 2; i <= r; i++) { if (ratio[i] < least) least = ratio[i]; if (ratio[i] > most) most = ratio[i] }
        printf " %9.2f %7.0f  %6.3f (%.3f to %.3f)  %4s %s", median(p, k), median(pm, k), q, least, most, asked,
          (asked == "-" ? "" : q <= asked ? "met" : "MISSED")
      }
      print ""
    }' "$figures" | tee -a result.txt
}

mkdir -p logs figures work
data > logs/data.txt 2>&1 || { tail -5 logs/data.txt; exit 1; }
: > result.txt
printf '%-20s %8s %7s' command "CPU s" MB | tee -a result.txt
[ -z "$peer" ] || printf ' %9s %7s  %s' "peer s" "peer MB" "ratio (range)      asked" | tee -a result.txt
echo | tee -a result.txt

compare filter_star 0.3 cryodrgn_utils filter_star data/rows.star --ind data/rows.ind.pkl -o @/out.star
compare write_star 0.3 cryodrgn_utils write_star data/rows.star --ind data/rows.ind.pkl -o @/out.star
compare write_star_stack 0.3 cryodrgn_utils write_star data/rows.txt --ctf data/rows.ctf.pkl \
  --poses data/rows.poses.pkl --ind data/rows.ind.pkl -o @/out.star
compare parse_pose_star 0.5 cryodrgn parse_pose_star data/rows.star -o @/out.pkl
compare parse_ctf_star 0.5 cryodrgn parse_ctf_star data/rows.star -o @/out.pkl
compare parse_pose_csparc 0.5 cryodrgn parse_pose_csparc data/rows.cs -D "$box" -o @/out.pkl
compare parse_ctf_csparc 0.5 cryodrgn parse_ctf_csparc data/rows.cs -o @/out.pkl
compare fsc 0.5 cryodrgn_utils fsc data/set/truth/vol_000.mrc data/set/truth/vol_003.mrc -o @/out.txt
compare phase_flip 0.33 cryodrgn_utils phase_flip data/images.mrcs data/images.ctf.pkl -o @/out.mrcs
compare downsample 0.33 cryodrgn downsample data/images.mrcs -D $((box / 2)) -o @/out.mrcs --max-threads 1
compare backproject_voxel - cryodrgn backproject_voxel data/images.mrcs --poses data/images.poses.pkl \
  --ctf data/images.ctf.pkl --first $((images / 10)) -o @/out
compare analyze - cryodrgn analyze data/run 1 -o @/out
ROUNDS=1 compare eval_vol 0.4 cryodrgn eval_vol data/large/weights.1.pkl -c data/large/config.yaml \
  -z 0 0 0 0 0 0 0 0 -o @/vol.mrc
