#!/usr/bin/env bash
# Compiles DJL's layer between Java and PyTorch for another PyTorch than ours, so that CRYODRGN_LIBTORCH may name it.
#
#   scripts/pytorch-layer.sh LIBTORCH DJL [HOME]
#
# LIBTORCH  the folder of libtorch.so, with PyTorch's headers in ../include, as Python's package (torch/lib) and the
#           archives of pytorch.org have them
# DJL       a clone of https://github.com/deepjavalibrary/djl that has the tag of the release in HOME/lib
# HOME      the unpacked distribution, which gets the layer in lib/jni; default: the one that this script lies in
# Needs g++, git and a JDK; no CUDA toolkit. Takes some minutes.
set -euo pipefail
unset CDPATH # with it, cd looks elsewhere and prints
[ $# -eq 2 ] || [ $# -eq 3 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 2; }
fail() { echo "pytorch-layer.sh: $1" >&2; exit 1; }

libtorch=$(cd "$1" && pwd)
djl=$2
home=$(cd "${3:-$(dirname "$0")/..}" && pwd)
include=$libtorch/../include
[ -e "$include/torch/csrc/api/include/torch/torch.h" ] || fail "$include: no headers of PyTorch in this folder"
[ -e "$home/lib/libtorch.sh" ] || fail "$home: no distribution of cryodrgn in this folder"
CRYODRGN_LIBTORCH=$libtorch
. "$home/lib/libtorch.sh"
release=$(basename "$home"/lib/pytorch-engine-*.jar .jar)
release=${release#pytorch-engine-}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
native=engines/pytorch/pytorch-native/src/main/native
library=engines/pytorch/pytorch-engine/src/main/java/ai/djl/pytorch/jni/PyTorchLibrary.java
git -C "$djl" archive "v$release" "$native" "$library" api/src/main/native | tar -x -C "$work" ||
  fail "$djl: no clone of DJL with the tag v$release (git fetch --tags)"
javac -h "$work/headers" -d "$work/classes" -cp "$home/lib/*" "$work/$library"

java=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
case $PYTORCH_FLAVOR in *-precxx11) abi=0 ;; *) abi=1 ;; esac
cd "$work/$native"
printf '%s\0' *.cc | xargs -0 -P "$(nproc)" -n 1 g++ -c -O2 -fPIC -std=c++17 -D_GLIBCXX_USE_CXX11_ABI=$abi \
  -isystem "$include" -isystem "$include/torch/csrc/api/include" -I"$java/include" -I"$java/include/linux" \
  -I"$work/headers" -I"$work/api/src/main/native"
g++ -shared -o layer.so ./*.o -L"$libtorch" -Wl,--no-as-needed -ltorch -ltorch_cpu -lc10

mkdir -p "$layer"
mv layer.so "$layer/$release-libdjl_torch.so"
echo "$layer/$release-libdjl_torch.so"
