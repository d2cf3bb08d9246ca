#!/usr/bin/env bash
# The command lines of cryoDRGN's EMPIAR-10076 tutorial, from particles to a path of volumes, on any such set.
#
#   scripts/tutorial.sh DATA OUT
#
# DATA  a folder with particles.mrcs, particles.star (CTF) and particles.cs (poses): of `cryodrgn simulate`, or of
#       the bench's make_dataset.py mixed
# OUT   a new folder
# It calls whichever cryodrgn and cryodrgn_utils are first on PATH, ours or Python's, and nothing else of either.
# Environment: HIGH (64), LOW (32): the two box sizes, where the tutorial has 256 and 128; EPOCHS (6); FIRST (256), DIM
# (256): widths of the first and the second training's networks; CLUSTERS (10); SEED (1): of both trainings; TINY=1:
# sizes for a test that all commands run, a minute.
# What is picked by eye or in a notebook there is picked by number here: the clusters whose volumes resemble the
# consensus least are the junk; the first two clusters of the second training are the class that is exported.
set -euo pipefail
unset CDPATH # with it, cd looks elsewhere and prints
seed=${SEED:-1}
[ $# -eq 2 ] || { sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 2; }
data=$(cd "$1" && pwd)
[ ! -e "$2" ] || { echo "tutorial: $2 exists already"; exit 2; }
mkdir -p "$2"
cd "$2"
if [ "${TINY:-0}" = 1 ]; then
  high=${HIGH:-24} low=${LOW:-16} epochs=${EPOCHS:-2} dim=${DIM:-48} first=${FIRST:-32} clusters=${CLUSTERS:-4}
else
  high=${HIGH:-64} low=${LOW:-32} epochs=${EPOCHS:-6} dim=${DIM:-256} first=${FIRST:-256} clusters=${CLUSTERS:-10}
fi

ints() { od -An -td4 -j"$2" -N4 "$1" | tr -d ' '; }
box=$(ints "$data/particles.mrcs" 0)
particles=$(ints "$data/particles.mrcs" 8)
apix=$(od -An -tf4 -j40 -N4 "$data/particles.mrcs" | awk -v n="$(ints "$data/particles.mrcs" 28)" '{ printf "%.6f", $1 / n }')
pixel() { awk -v a="$apix" -v from="$box" -v to="$1" 'BEGIN { printf "%.6f", a * from / to }'; }

mkdir logs inputs
step() { # LOG COMMAND...
  local log=logs/$1.txt
  shift
  printf '%4d s  %s\n' "$SECONDS" "$*"
  "$@" > "$log" 2>&1 || { tail -5 "$log"; echo "tutorial: failed: $* (log: $PWD/$log)"; exit 1; }
}

# 3) Inputs
step pose_csparc cryodrgn parse_pose_csparc "$data/particles.cs" -D "$box" -o inputs/poses.pkl
step ctf_star cryodrgn parse_ctf_star "$data/particles.star" --Apix "$apix" -D "$box" -o inputs/ctf.pkl --ps 0
step ctf_csparc cryodrgn parse_ctf_csparc "$data/particles.cs" -o inputs/ctf_csparc.pkl
step downsample_high cryodrgn downsample "$data/particles.mrcs" -D "$high" -o "inputs/particles.$high.mrcs" \
  --chunk $((particles * 2 / 5))
step downsample_low cryodrgn downsample "inputs/particles.$high.txt" -D "$low" -o "inputs/particles.$low.mrcs"
step backproject cryodrgn backproject_voxel "inputs/particles.$low.mrcs" --poses inputs/poses.pkl \
  --ctf inputs/ctf.pkl -o backproject

# 4, 5) First training at the small box, and what it found
step train_low cryodrgn train_vae "inputs/particles.$low.mrcs" --ctf inputs/ctf.pkl --poses inputs/poses.pkl \
  --zdim 8 -n "$epochs" --enc-dim "$first" --dec-dim "$first" --lr 5e-4 --seed "$seed" --no-amp --no-analysis -o 00_vae_low
step analyze_low cryodrgn analyze 00_vae_low "$epochs" --Apix "$(pixel "$low")" --ksample "$clusters"

# 6) Filtering: away with the two clusters that look least like the consensus
kmeans=00_vae_low/analyze.$epochs/kmeans$clusters
mkdir fsc
for i in $(seq "$clusters"); do
  step "fsc_$i" cryodrgn_utils fsc "$kmeans/$(printf 'vol_%03d.mrc' "$i")" backproject/backproject.mrc -o "fsc/$i.txt"
done
keep=$(for i in $(seq "$clusters"); do
  awk -v i="$i" '$2 ~ /^-?[0-9.]+(e-?[0-9]+)?$/ { sum += $2; n++ } END { print sum / n, i }' "fsc/$i.txt"
done | sort -g | tail -n +3 | awk '{ print $2 }')
# shellcheck disable=SC2086
step select_keep cryodrgn_utils select_clusters "$kmeans/labels.pkl" --sel $keep -o 00_vae_low/ind_keep.pkl
step filter_mrcs cryodrgn_utils filter_mrcs "inputs/particles.$low.mrcs" --ind 00_vae_low/ind_keep.pkl \
  -o "inputs/kept.$low.mrcs"
step filter_star cryodrgn_utils filter_star "$data/particles.star" --ind 00_vae_low/ind_keep.pkl -o inputs/kept.star

# 7) Second training: larger box, larger networks, the kept particles
step train_high cryodrgn train_vae "inputs/particles.$high.txt" --ctf inputs/ctf.pkl --poses inputs/poses.pkl \
  --zdim 8 -n "$epochs" --enc-dim "$dim" --enc-layers 3 --dec-dim "$dim" --dec-layers 3 --lr 5e-4 --seed "$seed" --no-amp \
  --no-analysis --ind 00_vae_low/ind_keep.pkl -o 01_vae_high

# 8.1) Analysis, with the hand turned
step analyze_high cryodrgn analyze 01_vae_high "$epochs" --Apix "$(pixel "$high")" --flip --ksample "$clusters"
kmeans=01_vae_high/analyze.$epochs/kmeans$clusters
step flip_hand cryodrgn_utils flip_hand "$kmeans/vol_001.mrc" -o flipped.mrc
step add_psize cryodrgn_utils add_psize flipped.mrc --Apix 1.31 -o rescaled.mrc

# 8.3) A class for traditional refinement
step select_class cryodrgn_utils select_clusters "$kmeans/labels.pkl" --sel 1 2 \
  --parent-ind 00_vae_low/ind_keep.pkl --N-orig "$particles" -o 01_vae_high/ind_class.pkl
step write_star cryodrgn_utils write_star "inputs/particles.$low.mrcs" --ctf inputs/ctf.pkl --poses inputs/poses.pkl \
  --ind 01_vae_high/ind_class.pkl --full-path -o class.star
step write_star_chunks cryodrgn_utils write_star "inputs/particles.$high.txt" --ctf inputs/ctf.pkl \
  --poses inputs/poses.pkl --ind 01_vae_high/ind_class.pkl -o class.chunks.star --relion30

# 8.4) A path through the latent space, and its volumes
mkdir path
# Junk that is left lies far out: the anchors are the three centres nearest to the origin.
anchors=$(paste "$kmeans/centers_ind.txt" "$kmeans/centers.txt" |
  awk '{ s = 0; for (i = 2; i <= NF; i++) s += $i * $i; print s, int($1) }' | sort -g | head -3 | awk '{ print $2 }')
# shellcheck disable=SC2086
step graph_traversal cryodrgn graph_traversal "01_vae_high/z.$epochs.pkl" --anchors $anchors \
  --max-neighbors 100 --avg-neighbors 100 -o path/z.path.txt --outind path/path.txt
step eval_vol cryodrgn eval_vol "01_vae_high/weights.$epochs.pkl" -c 01_vae_high/config.yaml \
  --zfile path/z.path.txt --Apix "$(pixel "$high")" -o path
printf '%4d s  done\n' "$SECONDS"
