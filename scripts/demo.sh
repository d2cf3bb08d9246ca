#!/usr/bin/env bash
# The whole line on synthetic particles whose motion is known: a molecule with an arm that swivels.
# usage: scripts/demo.sh [FOLDER]      default ./demo-output; about 3 minutes on one core after the build
set -euo pipefail
unset CDPATH # with it, cd looks elsewhere and prints

top=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-demo-output}
if [ -e "$out" ]; then
  echo "demo: $out exists already. Remove it or name another folder: scripts/demo.sh FOLDER" >&2
  exit 1
fi

if [ -x "$top/bin/cryodrgn" ]; then
  bin=$top/bin
else
  if ! ls "$top"/cryodrgn-cli/target/cryodrgn-*.tar.gz >/dev/null 2>&1; then
    echo "building (the first time fetches about 250 MB)"
    (cd "$top" && mvn -q -B -ntp -DskipTests package)
  fi
  bin=$(echo "$top"/cryodrgn-cli/target/cryodrgn-*/bin)
fi

mkdir -p "$out"
cd "$out"
mkdir logs
started=$SECONDS
step() {
  printf '%4d s  %s\n' $((SECONDS - started)) "$*"
  local log="logs/$2.log"
  "$bin/$1" "${@:2}" >"$log" || {
    echo "demo: $2 failed; its log is $out/$log" >&2
    exit 1
  }
}

particles=4000
epochs=14

step cryodrgn simulate hinge --arc 120 -n $particles -D 64 --snr 0.2 --seed 1 -o data
step cryodrgn preprocess data/particles.star -D 32 -o prepared/particles.mrcs
step cryodrgn parse_pose_star prepared/particles.star -o poses.pkl
step cryodrgn parse_ctf_star prepared/particles.star -o ctf.pkl
step cryodrgn backproject_voxel prepared/particles.mrcs --poses poses.pkl --ctf ctf.pkl -o backproject
step cryodrgn train_vae prepared/particles.mrcs --poses poses.pkl --ctf ctf.pkl --zdim 4 -n $epochs \
  --enc-dim 128 --dec-dim 128 -b 8 --lr 5e-4 --seed 1 --no-analysis -o train
step cryodrgn analyze train $epochs --ksample 12
step cryodrgn eval_vol train/weights.$epochs.pkl -c train/config.yaml \
  --zfile train/analyze.$epochs/pc1/z_values.txt -o movie
step cryodrgn filter train --epoch $epochs --labels 0-2 -o selection
step cryodrgn_utils write_star prepared/particles.mrcs --poses poses.pkl --ctf ctf.pkl --ind selection.pkl -o selected.star
step cryodrgn score_latent train/z.$epochs.pkl data/truth/latents.txt --plot truth.png

r2=$(sed -n 's/^r2 //p' logs/score_latent.log)
cat <<END

Done in $((SECONDS - started)) s. How well the latent tells the true angle of the arm: R^2 = $r2 (1 is perfect, 0 is nothing).
Look at, in $PWD:
  truth.png                                       the latent, coloured by the true angle of the arm
  train/analyze.$epochs/umap.png, z_pca.png            the latent as you would see it
  train/analyze.$epochs/kmeans12/vol_*.mrc             maps across the latent (ChimeraX: open vol_*.mrc vseries true)
  movie/vol_*.mrc                                 maps along the first principal component
  backproject/backproject.mrc                     the average, where the arm is a blur
  selected.star                                   the particles of three clusters, for RELION or cryoSPARC
END
awk -v r2="$r2" 'BEGIN { exit !(r2 > 0.5) }' || {
  echo "demo: R^2 is not above 0.5: the motion was not found" >&2
  exit 1
}
