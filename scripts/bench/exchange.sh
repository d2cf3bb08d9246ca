#!/usr/bin/env bash
# Is a run of one program taken over by the other, do both decode the same volumes from the same weights, and does
# each go on with the selections and the subsets that the other wrote?
#
#   scripts/bench/exchange.sh CRYODRGN PEER OUT
#
# CRYODRGN, PEER  commands of this program and of Python cryoDRGN (they may have spaces); with _utils at their ends
#                 they are the commands of the second kind
# OUT             an empty or new folder
# Environment: GOLDEN (folder with particles.mrcs, .star and .cs, poses.pkl, ctf.pkl, z.pkl; default ../shared/golden
# beside the repository); PARTS ("files runs interrupted": selections and subsets; runs and volumes; a run stopped
# by a signal and resumed).
# One line a check: PASS or FAIL, and the figure. Exit 1 if any fails. The logs are in OUT/*.txt.
set -uo pipefail
[ $# -eq 3 ] || { sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
ours=$1
peer=$2
out=$3
golden=${GOLDEN:-$here/../../../shared/golden}
mkdir -p "$out"
[ -z "$(ls -A "$out")" ] || { echo "$out is not empty"; exit 2; }
failures=0

verdict() { # STATUS CHECK FIGURE
  if [ "$1" -eq 0 ]; then echo "PASS  $2: $3"; else echo "FAIL  $2: $3"; failures=$((failures + 1)); fi
}

step() { # LOG CHECK COMMAND...: a command that has to succeed
  local log=$out/$1.txt check=$2
  shift 2
  local begin=$SECONDS
  "$@" > "$log" 2>&1
  local status=$?
  if [ $status -eq 0 ]; then verdict 0 "$check" "$((SECONDS - begin)) s"
  else verdict 1 "$check" "exit $status, $(grep -v '^ *$' "$log" | tail -1)"; fi
  return $status
}

train() { # COMMAND FOLDER EPOCHS [OPTIONS]
  local command=$1 folder=$2 epochs=$3
  shift 3
  # shellcheck disable=SC2086
  $command train_vae "$golden/particles.mrcs" --poses "$golden/poses.pkl" --ctf "$golden/ctf.pkl" --zdim 4 \
    --enc-dim 32 --enc-layers 2 --dec-dim 32 --dec-layers 2 -b 8 --lr 1e-3 --no-amp --seed 1 --no-analysis \
    -n "$epochs" -o "$folder" "$@"
}

# eval_vol in a form of the options, from weights of RUN, by both programs; compares the maps
decode() { # RUN EPOCH NAME OPTIONS...
  local run=$1 epoch=$2 name=$3
  shift 3
  local base=$out/volumes/$(basename "$run")-$name
  local check="$(basename "$run"), volumes $name, ours and the peer's"
  local status=0 figure
  mkdir -p "$base"
  # shellcheck disable=SC2086
  $ours eval_vol "$run/weights.$epoch.pkl" -c "$run/config.yaml" -o "$base/ours" "$@" > "$base/ours.txt" 2>&1 || status=1
  # shellcheck disable=SC2086
  $peer eval_vol "$run/weights.$epoch.pkl" -c "$run/config.yaml" -o "$base/peer" "$@" > "$base/peer.txt" 2>&1 || status=2
  if [ $status -ne 0 ]; then
    verdict 1 "$check" "eval_vol failed, see $base/*.txt"
    return
  fi
  figure=$(python3 "$here/compare_volumes.py" "$base/ours" "$base/peer") || status=1
  [ $status -eq 0 ] && awk -v f="${figure%% *}" 'BEGIN { exit !(f <= 1e-4) }' || status=1
  verdict $status "$check" "$figure"
}

decode_all() { # RUN EPOCH
  decode "$1" "$2" zfile --zfile "$out/z_values.txt" --Apix 7.11
  decode "$1" "$2" downsampled --zfile "$out/z_values.txt" -d 16 --Apix 14.22
  decode "$1" "$2" path --z-start -1 0 0 0 --z-end 1 0.5 0 0 -n 3 --Apix 7.11 --vol-start-index 0
  decode "$1" "$2" processed --zfile "$out/z_values.txt" --Apix 7.11 --flip --invert --low-pass 24 --crop 24
}

# The loss at epoch 4 after taking over, beside that of the run left where it began
loss() { sed -n "s/.*Epoch: *$2 .*total loss = *\([-0-9.eE+]*\).*/\1/p" "$1/run.log" | sed 's/\.$//' | tail -1; }
continuation() { # CHECK TAKEN-OVER STAYED
  local a b figure status
  a=$(loss "$2" 4)
  b=$(loss "$3" 4)
  figure="total loss at epoch 4: ${a:-none} taken over, ${b:-none} continued at home, $(loss "$3" 1) at epoch 1"
  awk -v a="${a:-nan}" -v b="${b:-nan}" 'BEGIN { d = a - b; if (d < 0) d = -d; exit !(a > 0 && b > 0 && d <= 0.02 * b) }'
  status=$?
  verdict $status "$1" "$figure"
}

latents() { # CHECK FOLDER EPOCH: z.E.pkl holds two finite arrays of 96 x 4
  local figure status
  figure=$(python3 - "$2/z.$3.pkl" 2>&1 <<'PY'
import pickle, sys
import numpy as np
with open(sys.argv[1], "rb") as f:
    mean, logvar = pickle.load(f), pickle.load(f)
ok = mean.shape == logvar.shape == (96, 4) and np.isfinite(mean).all() and np.isfinite(logvar).all()
print("%s and %s, %s" % (mean.shape, logvar.shape, mean.dtype))
sys.exit(not ok)
PY
  )
  status=$?
  verdict $status "$1" "$(tail -1 <<< "$figure")"
}

analysed() { # CHECK FOLDER EPOCH
  local missing="" f
  for f in umap.pkl kmeans5/labels.pkl kmeans5/centers.txt kmeans5/centers_ind.txt kmeans5/vol_001.mrc \
    kmeans5/vol_005.mrc pc1/vol_001.mrc pc1/vol_010.mrc pc2/z_values.txt z_pca.png umap.png; do
    [ -s "$2/analyze.$3/$f" ] || missing="$missing $f"
  done
  [ -z "$missing" ]
  verdict $? "$1" "${missing:+missing}${missing:-all files there}"
}

# What FIRST selects and writes, each thing alone in files/FIRST
write_files() { # FIRST COMMAND
  local first=$1 utils=$2_utils base=$out/files/$1
  mkdir -p "$base"
  step_utils() { # NAME ARGUMENTS...
    local name=$1
    shift
    # shellcheck disable=SC2086
    step "$first-$name" "$first writes by $1" $utils "$@"
  }
  step_utils select_random select_random 96 -n 40 -o "$base/ind.pkl" -s "$base/rest.pkl"
  step_utils select_clusters select_clusters "$out/files/labels.pkl" --sel 1 3 -o "$base/clusters.pkl"
  step_utils select_parent select_clusters "$out/files/labels40.pkl" --sel 2 --parent-ind "$base/ind.pkl" \
    --N-orig 96 -o "$base/nested.pkl"
  step_utils filter_star filter_star "$golden/particles.star" --ind "$base/ind.pkl" -o "$base/filtered.star"
  step_utils write_star write_star "$golden/particles.mrcs" --ctf "$golden/ctf.pkl" --poses "$golden/poses.pkl" \
    --ind "$base/ind.pkl" --full-path -o "$base/written.star"
  step_utils write_star30 write_star "$golden/particles.mrcs" --ctf "$golden/ctf.pkl" --poses "$golden/poses.pkl" \
    --ind "$base/ind.pkl" --full-path --relion30 -o "$base/written30.star"
  step_utils filter_cs filter_cs "$golden/particles.cs" --ind "$base/ind.pkl" -o "$base/filtered.cs"
  step_utils write_cs write_cs "$golden/particles.cs" --ind "$base/ind.pkl" -o "$base/written.cs"
  step_utils filter_mrcs filter_mrcs "$golden/particles.mrcs" --ind "$base/ind.pkl" -o "$base/filtered.mrcs"
  local what which
  for what in poses ctf; do
    for which in ind rest; do
      step_utils "filter_pkl-$what-$which" filter_pkl "$golden/$what.pkl" --ind "$base/$which.pkl" \
        -o "$base/$what.$which.pkl"
    done
    step_utils "concat_pkls-$what" concat_pkls "$base/$what.ind.pkl" "$base/$what.rest.pkl" -o "$base/$what.all.pkl"
  done
}

# SECOND goes on with what FIRST wrote, into files/FIRST/then-SECOND
continue_files() { # FIRST SECOND COMMAND
  local first=$1 second=$2 command=$3 utils=$3_utils base=$out/files/$1 after=$out/files/$1/then-$2
  mkdir -p "$after"
  step_after() { # NAME COMMAND ARGUMENTS...
    step "$first-$second-$1" "$second goes on with $first's $1" "${@:2}"
  }
  local star cs
  # shellcheck disable=SC2086
  {
    for star in filtered written written30; do
      step_after "$star.star-poses" $command parse_pose_star "$base/$star.star" -D 32 --Apix 7.11 \
        -o "$after/$star.poses.pkl"
      # RELION 3.0 files of write_star have no voltage; the peer reads NaN from them, ours asks for --kv.
      [ $star = written30 ] || step_after "$star.star-ctf" $command parse_ctf_star "$base/$star.star" -D 32 --Apix 7.11 -o "$after/$star.ctf.pkl"
    done
    for cs in filtered written; do
      step_after "$cs.cs-poses" $command parse_pose_csparc "$base/$cs.cs" -D 32 -o "$after/$cs.cs.poses.pkl"
      step_after "$cs.cs-ctf" $command parse_ctf_csparc "$base/$cs.cs" -o "$after/$cs.cs.ctf.pkl"
    done
    step_after written.star-images $command downsample "$base/written.star" -D 16 -o "$after/small.mrcs"
    step_after clusters.pkl $utils filter_pkl "$golden/poses.pkl" --ind "$base/clusters.pkl" -o "$after/clusters.pkl"
    step_after nested.pkl $utils filter_pkl "$golden/ctf.pkl" --ind "$base/nested.pkl" -o "$after/nested.pkl"
    step_after concat_pkls $utils concat_pkls "$base/poses.all.pkl" "$base/poses.ind.pkl" -o "$after/poses.pkl"
    step_after ind.pkl-backproject $command backproject_voxel "$golden/particles.mrcs" --poses "$golden/poses.pkl" \
      --ctf "$golden/ctf.pkl" --ind "$base/ind.pkl" -o "$after/backproject"
    step_after subset-backproject $command backproject_voxel "$base/filtered.mrcs" --poses "$base/poses.ind.pkl" \
      --ctf "$base/ctf.ind.pkl" -o "$after/backproject-subset"
  }
}

same_values() { # CHECK A B: the files of two folders hold the same values under the same names
  local figure status
  figure=$(python3 "$here/same_values.py" "$2" "$3" 2>&1)
  status=$?
  verdict $status "$1" "$(tail -1 <<< "$figure")"
}

exchange_files() {
  mkdir -p "$out/files"
  python3 - "$out/files" <<'PY'
import pickle, sys
import numpy as np
for name, count in (("labels", 96), ("labels40", 40)):
    with open(f"{sys.argv[1]}/{name}.pkl", "wb") as f:
        pickle.dump((np.arange(count) * 7 % 5).astype(np.int32), f)
PY
  write_files ours "$ours"
  write_files peer "$peer"
  local first
  for first in ours peer; do
    continue_files "$first" ours "$ours"
    continue_files "$first" peer "$peer"
    same_values "values of what $first wrote, taken on by ours and by the peer" \
      "$out/files/$first/then-ours" "$out/files/$first/then-peer"
  done
}

exchange_runs() {
  cat > "$out/z_values.txt" <<'Z'
0 0 0 0
0.5 -0.4 0.3 1.1
-1.2 0.7 0.2 -0.6
Z

  if step peer-2 "the peer trains 2 epochs" train "$peer" "$out/peer" 2; then
    cp -r "$out/peer" "$out/peer-on"
    step peer-on "the peer continues its own to 4" train "$peer" "$out/peer-on" 4 --load "$out/peer-on/weights.2.pkl"
    decode_all "$out/peer" 2
    if step ours-continues "ours continues the peer's run to 4" \
      train "$ours" "$out/peer-then-ours" 4 --load "$out/peer/weights.2.pkl"; then
      continuation "the peer's run taken over by ours" "$out/peer-then-ours" "$out/peer-on"
      latents "latents of the run taken over by ours" "$out/peer-then-ours" 4
      decode "$out/peer-then-ours" 4 zfile --zfile "$out/z_values.txt" --Apix 7.11
    fi
    step ours-analyzes "ours analyses the peer's run" $ours analyze "$out/peer" 2 --ksample 5 &&
      analysed "files of ours' analysis" "$out/peer" 2
  fi

  if step ours-2 "ours trains 2 epochs" train "$ours" "$out/ours" 2; then
    cp -r "$out/ours" "$out/ours-on"
    step ours-on "ours continues its own to 4" train "$ours" "$out/ours-on" 4 --load "$out/ours-on/weights.2.pkl"
    latents "latents of ours, read by Python" "$out/ours" 2
    decode_all "$out/ours" 2
    if step peer-continues "the peer continues ours' run to 4" \
      train "$peer" "$out/ours-then-peer" 4 --load "$out/ours/weights.2.pkl"; then
      continuation "ours' run taken over by the peer" "$out/ours-then-peer" "$out/ours-on"
      decode "$out/ours-then-peer" 4 zfile --zfile "$out/z_values.txt" --Apix 7.11
    fi
    step peer-analyzes "the peer analyses ours' run" $peer analyze "$out/ours" 2 --ksample 5 &&
      analysed "files of the peer's analysis" "$out/ours" 2
  fi
}

# A run of ours that a signal stopped, inside an epoch where it falls so, and that was resumed, in the peer's hands
exchange_interrupted() {
  local folder=$out/stopped log=$out/stopped.txt pid status last
  cat > "$out/z_values.txt" <<'Z'
0.5 -0.4 0.3 1.1
Z
  train "exec $ours" "$folder" 100000 --checkpoint 10 > "$log" 2>&1 &
  pid=$!
  until [ -s "$folder/weights.10.pkl" ] || ! kill -0 $pid 2> /dev/null; do sleep 0.2; done
  kill -TERM $pid
  wait $pid
  status=$?
  [ $status -eq 143 ]
  verdict $? "ours is stopped by SIGTERM" "exit $status, $(cd "$folder" && ls -d resume.*.pkl weights.*.pkl 2> /dev/null | tr '\n' ' ')"
  last=$(sed -n 's/.*Epoch: *\([0-9]*\) .*/\1/p' "$folder/run.log" | tail -1)
  cp -r "$folder" "$out/stopped-peer"
  step stopped-peer "the peer goes on with the stopped folder by --load latest" \
    train "$peer" "$out/stopped-peer" $((last + 2)) --load latest
  step stopped-ours "ours resumes it to epoch $((last + 2))" train "$ours" "$folder" $((last + 2)) --load latest || return
  decode "$folder" $((last + 2)) zfile --zfile "$out/z_values.txt" --Apix 7.11
  # shellcheck disable=SC2086
  step stopped-eval "the peer's eval_vol of weights.pkl" $peer eval_vol "$folder/weights.pkl" -c "$folder/config.yaml" \
    -z 0.5 -0.4 0.3 1.1 -o "$out/stopped.mrc"
  step stopped-load "the peer's --load of weights.pkl" \
    train "$peer" "$out/stopped-then-peer" $((last + 4)) --load "$folder/weights.pkl"
  latents "latents of weights.pkl's run, trained on by the peer" "$out/stopped-then-peer" $((last + 4))
  # shellcheck disable=SC2086
  step stopped-back "ours goes on with what the peer made of it" \
    train "$ours" "$out/stopped-then-peer" $((last + 6)) --load latest
}

for part in ${PARTS:-files runs interrupted}; do
  "exchange_$part"
done
echo "$failures of the checks failed"
[ $failures -eq 0 ]
