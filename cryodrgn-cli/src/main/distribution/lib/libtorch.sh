# Which PyTorch lies in $CRYODRGN_LIBTORCH, and where DJL looks for the layer between Java and it: sets
# PYTORCH_LIBRARY_PATH, _VERSION, _FLAVOR and _EXCLUSION for DJL, and `layer`. Read by bin/cryodrgn and
# scripts/pytorch-layer.sh, which have set `home` (the distribution) and `fail` (says a line and ends).

[ -e "$CRYODRGN_LIBTORCH/libtorch.so" ] ||
  fail "CRYODRGN_LIBTORCH=$CRYODRGN_LIBTORCH: no libtorch.so in this folder. Name the lib folder of a PyTorch"
PYTORCH_LIBRARY_PATH=$CRYODRGN_LIBTORCH

# Python's package and the archives of pytorch.org tell their version; what does not is taken for the one that we bring.
PYTORCH_VERSION=$(
  cd -P "$CRYODRGN_LIBTORCH/.." &&
    { sed -n "s/^__version__ = '\([0-9.]*\).*/\1/p" version.py || sed 's/[^0-9.].*//' build-version; } 2> /dev/null
) || true
PYTORCH_VERSION=${PYTORCH_VERSION:-@pytorch.version@}

if [ -z "${PYTORCH_FLAVOR:-}" ]; then
  if [ ! -e "$CRYODRGN_LIBTORCH/libtorch_cuda.so" ]; then
    PYTORCH_FLAVOR=cpu
  elif [ "$PYTORCH_VERSION" = @pytorch.version@ ]; then
    PYTORCH_FLAVOR=cu124 # DJL brings one layer for all CUDA versions, by the name of one.
  else
    PYTORCH_FLAVOR=cuda
  fi
  # PyTorch's older Python packages are built with the older C++ ABI.
  grep -q __cxx11 "$CRYODRGN_LIBTORCH/libc10.so" || PYTORCH_FLAVOR=$PYTORCH_FLAVOR-precxx11
fi
layer=$home/lib/jni/pytorch/$PYTORCH_VERSION-$PYTORCH_FLAVOR-linux-x86_64

PYTORCH_LIBRARY_EXCLUSION=libtorch_python.so,libshm.so,libtorch_global_deps.so,libtorchbind_test.so
PYTORCH_LIBRARY_EXCLUSION=$PYTORCH_LIBRARY_EXCLUSION,libjitbackend_test.so,libbackend_with_compiler.so,libaoti_custom_ops.so
