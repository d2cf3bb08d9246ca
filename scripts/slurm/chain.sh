#!/bin/bash
# A first training at a small box, then one at a larger box, which starts when the first is done:
#
#   chain.sh OUTDIR SMALL.mrcs LARGE.mrcs [options of train_vae for both]
#
# Options of sbatch: SBATCH_FIRST="--time=4:00:00", SBATCH_SECOND="--time=24:00:00 --mem=64G".
# A larger model takes --enc-dim and --dec-dim for the second: TRAIN_SECOND="--enc-dim 1024 --dec-dim 1024".
set -eu
unset CDPATH # with it, cd looks elsewhere and prints
out=$1
small=$2
large=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
first=$(sbatch --parsable ${SBATCH_FIRST:-} "$here/train.sbatch" "$out/small" "$small" "$@")
# Requeued jobs keep their number, so the second waits for the end of them all.
second=$(sbatch --parsable ${SBATCH_SECOND:-} --dependency=afterok:"$first" --kill-on-invalid-dep=yes \
  "$here/train.sbatch" "$out/large" "$large" "$@" ${TRAIN_SECOND:-})
echo "$first $second"
