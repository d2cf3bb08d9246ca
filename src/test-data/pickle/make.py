"""Made the pickles of this folder, once with NumPy 1.26 and once with NumPy 2: python make.py PREFIX"""
import collections
import pickle
import sys

import numpy as np

prefix = sys.argv[1]
for protocol in range(6):
    arrays = {}
    for dtype in "b1 i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8 >i4 >f8 >f2 >u8".split():
        a = np.arange(6).reshape(2, 3) % (2 if dtype == "b1" else 7)
        arrays[dtype] = a.astype(dtype)
        arrays["F" + dtype] = np.asfortranarray(a.astype(dtype))
    arrays["strided"] = np.arange(24.0).reshape(2, 3, 4)[:, ::2, 1:3].transpose(2, 0, 1)
    arrays["cube F"] = np.asfortranarray(np.arange(24.0).reshape(2, 3, 4))
    arrays["empty"] = np.zeros((4, 0, 5), "f4")
    arrays["zero-dim"] = np.array(2.5)
    shared = [1, 2]
    values = {
        "int": [0, 1, -1, 255, 256, 65535, 65536, -(2**31), 2**31, 2**62, -(2**63), 2**63, -(2**80)],
        "float": [0.0, -1.5, 1e300, float("inf")],
        "bool": (True, False, None),
        "text": ["", "a", "Å µm \U0001f600 \\u0041 \n", "x" * 300],
        "bytes": [b"", b"abc\xff\x00", bytes(range(256)) * 2, bytearray(b"\x80x")],
        "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
        "set": {1, 2, 3},
        "frozenset": frozenset(["a"]),
        "dict": collections.OrderedDict([("z", 1), ("a", 2)]),
        "defaultdict": collections.defaultdict(list, {"k": [1]}),
        "shared": [shared, shared],
        "scalar": [np.float32(0.5), np.int64(-7), np.bool_(True), np.float64(0.1), np.dtype(">f8").type(3)],
    }
    with open(f"{prefix}.protocol{protocol}.pkl", "wb") as f:
        pickle.dump(arrays, f, protocol)
        pickle.dump(values, f, protocol)
