#!/bin/sh
# Trainings with pose SGD by Python cryoDRGN 4.3, from particles.mrcs of the folder above; one step an epoch, so that the
# order of particles does not matter. Only the last epoch is written: on a CPU the peer divides the shifts that it trains
# each time that it writes them.
# usage: nn.sh GOLDEN OUT
set -eu
golden=$1; out=$2
common="-b 96 --layers 1 --dim 12 --pe-dim 4 --domain hartley --lr 1e-3 --no-amp --seed 1"
inputs="$golden/particles.mrcs --poses $golden/poses.pkl --ctf $golden/ctf.pkl"
cryodrgn train_nn $inputs $common -n 1 -o "$out/one"
for type in s2s2 quat; do
  cryodrgn train_nn $inputs $common -n 4 --load "$out/one/weights.1.pkl" --checkpoint 0 \
    --do-pose-sgd --pretrain 2 --emb-type $type --pose-lr 1e-2 -o "$out/$type"
done
