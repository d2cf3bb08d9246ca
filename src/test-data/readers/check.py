"""Whether the files of a folder hold what IndependentReadersTest wrote: python3 check.py FOLDER

Needs NumPy; yaml, mrcfile and torch read the same files again where they are installed. One line for each
file, with what read it; exit 1 with the difference at the first one that is wrong, or that nothing here knows.
"""
import collections
import io
import json
import math
import os
import pickle
import shlex
import sys
import zipfile

import numpy as np

folder = sys.argv[1]
golden = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden")
unread = set(os.listdir(folder))


def optional(name):
    try:
        return __import__(name)
    except ImportError:
        return None


yaml, mrcfile, torch = map(optional, ("yaml", "mrcfile", "torch"))


def path(name):
    unread.discard(name)
    return os.path.join(folder, name)


def same(name, found, expected, dtype=None):
    found = np.asarray(found)
    if found.dtype != (dtype or np.asarray(expected).dtype) or not np.array_equal(found, expected):
        sys.exit(f"{name}: {found.dtype} {found.tolist()}, expected {expected}")


def report(name, *readers):
    print(name + ": " + ", ".join(r if isinstance(r, str) else r.__name__ for r in readers if r))


def counting(count, factor=1.0, offset=0.0):
    """Small whole numbers in no order, in Java's float arithmetic."""
    return np.float32(np.arange(count) * 7 % 23) * np.float32(factor) + np.float32(offset)


MODES = {0: ("i1", 10, -110), 1: ("<i2", 2500, -27500), 2: ("<f4", 0.1, -1), 6: ("<u2", 2500, 0), 12: ("<f2", 0.1, -1)}


def maps():
    for mode, (dtype, factor, offset) in MODES.items():
        # Name, columns, sections, sections of a volume, space group, pixel size.
        for name, n, sections, mz, group, pixel in (
            (f"stack.{mode}.mrcs", 6, 4, 1, 0, 1.5),
            (f"volume.{mode}.mrc", 5, 5, 5, 1, 2.5),
        ):
            expected = counting(sections * n * n, factor, offset).astype(dtype).reshape(sections, n, n)
            with open(path(name), "rb") as file:
                data = file.read()
            ints, floats = np.frombuffer(data, "<i4", 256), np.frombuffer(data, "<f4", 256)
            same(name, ints[:10], [n, n, sections, mode, 0, 0, 0, n, n, mz], "i4")
            same(name, floats[10:16], [n * pixel, n * pixel, mz * pixel, 90, 90, 90], "f4")
            same(name, ints[16:19], [1, 2, 3], "i4")
            same(name, ints[[22, 23, 27]], [group, 0, 20140], "i4")
            if data[208:214] != b"MAP \x44\x44":
                sys.exit(f"{name}: no stamps of a little-endian map: {data[208:216]}")
            statistics = [expected.min(), expected.max(), expected.mean(dtype=float), expected.std(dtype=float)]
            if not np.allclose(floats[[19, 20, 21, 54]], statistics, rtol=1e-6, atol=1e-6):
                sys.exit(f"{name}: statistics {floats[[19, 20, 21, 54]]}, expected {statistics}")
            same(name, np.frombuffer(data, dtype, offset=1024).reshape(sections, n, n), expected)
            if mrcfile:
                with mrcfile.open(path(name)) as file:
                    same(name, file.data, expected)
                    if abs(file.voxel_size.x - pixel) > 1e-6 or file.is_image_stack() != (group == 0):
                        sys.exit(f"{name}: mrcfile finds {file.voxel_size}, stack {file.is_image_stack()}")
                said = io.StringIO()
                if not mrcfile.validate(path(name), print_file=said):
                    sys.exit(f"{name}: mrcfile.validate says {said.getvalue()}")
            report(name, np, mrcfile)


def arrays():
    for dtype in ("f4", "f8", "i4", "i8"):
        name = f"{dtype}.npy"
        same(name, np.load(path(name)), (np.arange(24) * 0.5 - 3).astype("<" + dtype).reshape(2, 3, 4))
        report(name, np)


def unpickled(name):
    values = []
    with open(path(name), "rb") as file:
        while file.peek(1):
            values.append(pickle.load(file))
    return values


def pickles():
    angles = np.arange(5) * 0.3
    turned = [[[math.cos(a), -math.sin(a), 0], [math.sin(a), math.cos(a), 0], [0, 0, 1]] for a in angles]
    shifts = np.arange(10).reshape(5, 2) * 0.01 - 0.05
    for name, dtype in (("poses.pkl", "f8"), ("poses32.pkl", "f4")):
        ((rotations, translations),) = unpickled(name)
        if not np.allclose(rotations, turned, rtol=0, atol=1e-15 if dtype == "f8" else 1e-7):
            sys.exit(f"{name}: {rotations}")
        same(name, translations, shifts.astype(dtype))
        same(name, rotations, rotations.reshape(5, 3, 3).astype(dtype))
        report(name, pickle)
    row = np.array([128, 1.25, 15000, 14000, 30, 300, 2.7, 0.1, 90], np.float32)
    same("ctf.pkl", unpickled("ctf.pkl")[0], np.float32([row + np.float32(i) for i in range(3)]))
    same("ind.pkl", unpickled("ind.pkl")[0], np.array([7, 0, 2147483646], np.int64))
    mean, variance = unpickled("z.1.pkl")
    same("z.1.pkl", mean, counting(8, 0.25, -2).reshape(4, 2))
    same("z.1.pkl", variance, counting(8, -0.5).reshape(4, 2))
    for name in ("ctf.pkl", "ind.pkl", "z.1.pkl"):
        report(name, pickle)


def star():
    tables, table, labels = {}, None, None
    with open(path("particles.star"), encoding="utf-8") as file:
        for line in file:
            words = shlex.split(line, comments=True)
            if not words:
                continue
            if words[0].startswith("data_"):
                table = tables.setdefault(words[0][5:], {})
            elif words[0].startswith("_"):
                table[words[0]] = []
            elif words[0] != "loop_":
                for column, word in zip(table.values(), words, strict=True):
                    column.append(word)
    expected = {
        "optics": {"_rlnOpticsGroupName": ["group 1"], "_rlnVoltage": ["300"]},
        "particles": {
            "_rlnImageName": [f"00000{i + 1}@a folder/stack.mrcs" for i in range(3)],
            "_rlnDefocusU": [str(15000.5 + i) for i in range(3)],
        },
    }
    if tables != expected:
        sys.exit(f"particles.star: {tables}, expected {expected}")
    report("particles.star", "lines of words")


def unlz4(block):
    """An LZ4 block: literals and copies of what came before."""
    out, at = bytearray(), 0

    def length(begin):
        nonlocal at
        while begin >= 15:
            begin += block[at]
            at += 1
            if block[at - 1] < 255:
                break
        return begin

    while True:
        token = block[at]
        at += 1
        literals = length(token >> 4)
        out += block[at : at + literals]
        at += literals
        if at == len(block):
            return bytes(out)
        distance = int.from_bytes(block[at : at + 2], "little")
        at += 2
        for _ in range(length(token & 15) + 4):
            out.append(out[-distance])


def csdat(name):
    with open(path(name), "rb") as file:
        data = file.read()
    if data[:6] != b"\x95CSDAT":
        sys.exit(f"{name}: no CSDAT file")
    at = 10 + int.from_bytes(data[6:10], "little")
    head = json.loads(data[10:at])
    columns = {}
    for field, kind, *shape in head["dtype"]:
        size = int.from_bytes(data[at : at + 4], "little")
        block = data[at + 4 : at + 4 + size]
        at += 4 + size
        text = kind.strip("|").startswith("O")
        values = np.frombuffer(
            unlz4(block) if field in head["compressed_fields"] else block, "<u8" if text else kind
        ).reshape(head["length"], *(shape[0] if shape else ()))
        columns[field] = (text, values)
    heap = data[at:]
    return {
        field: np.array([heap[v : heap.index(b"\0", v)] for v in values]) if text else values
        for field, (text, values) in columns.items()
    }


def cryosparc():
    before = np.load(os.path.join(golden, "particles.cs"))[[95, 3, 4]]
    after = {
        "blob/path": np.array([b"J7/a longer path than before/%d.mrc" % i for i in range(3)]),
        "alignments3D/shift": np.float32([[i + 0.5, -i] for i in range(3)]),
    }
    records = np.load(path("numpy.cs"))
    for name, found, fields in (
        ("numpy.cs", records, list(records.dtype.names)),
        ("csdat.cs", csdat("csdat.cs"), None),
    ):
        if (fields or list(found)) != list(before.dtype.names):
            sys.exit(f"{name}: fields {fields or list(found)}")
        for field in before.dtype.names:
            expected = after.get(field, before[field])
            same(f"{name}, {field}", found[field], expected, found[field].dtype if expected.dtype.kind == "S" else None)
        report(name, np if fields else "LZ4 blocks")


class Weights(pickle.Unpickler):
    """The pickle of a PyTorch zip file; a storage is an array."""

    def __init__(self, archive, root):
        super().__init__(archive.open(root + "/data.pkl"))
        self.archive, self.root = archive, root

    def find_class(self, module, name):
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, size, stride, *_: np.lib.stride_tricks.as_strided(
                storage[offset:], size, [4 * s for s in stride]
            )
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch", "FloatStorage"):
            return "<f4"
        sys.exit(f"weights.pkl: names {module}.{name}")

    def persistent_load(self, key):
        kind, dtype, number, device, count = key
        if kind != "storage" or device != "cpu":
            sys.exit(f"weights.pkl: storage {key}")
        values = np.frombuffer(self.archive.read(f"{self.root}/data/{number}"), dtype)
        same("weights.pkl, count", values.size, count)
        return values


def weights():
    name = "weights.pkl"
    with zipfile.ZipFile(path(name)) as archive:
        if archive.testzip() or any(i.compress_type for i in archive.infolist()):
            sys.exit("weights.pkl: CRC or compression")
        root = archive.namelist()[0].split("/")[0]
        read = [Weights(archive, root).load()]
    if torch:
        read.append(torch.load(path(name), weights_only=True))
    for found in read:
        model, optimizer = found["model_state_dict"], found["optimizer_state_dict"]
        if list(model) != ["decoder.first.weight", "decoder.first.bias"] or found["epoch"] != 4 or found["lr"] != 0.5:
            sys.exit(f"{name}: {found}")
        same(name, model["decoder.first.weight"], counting(6, 0.25, -1).reshape(2, 3))
        same(name, model["decoder.first.bias"], counting(8, 0.25, -1)[6:])
        moments = optimizer["state"][1]
        same(name, moments["exp_avg"], np.float32([0.5, -0.5]))
        same(name, moments["exp_avg_sq"], np.float32([0.25, 0.125]))
        if float(moments["step"]) != 3 or list(optimizer["state"]) != [1]:
            sys.exit(f"{name}: {optimizer['state']}")
        (group,) = optimizer["param_groups"]
        wanted = {"lr": 1e-3, "betas": (0.9, 0.99), "eps": 1e-8, "weight_decay": 0.1, "params": [0, 1]}
        if any(group[k] != v for k, v in wanted.items()):
            sys.exit(f"{name}: {group}")
        if torch and found is read[-1]:
            parameters = [torch.nn.Parameter(t) for t in model.values()]
            torch.optim.Adam(parameters).load_state_dict(optimizer)
    report(name, zipfile, pickle, torch)


def config():
    name = "config.yaml"
    if not yaml:
        unread.discard(name)
        print(name + ": not checked, no yaml")
        return
    with open(path(name)) as ours, open(os.path.join(golden, "hartley_gaussian", name)) as theirs:
        found, expected = yaml.safe_load(ours), yaml.safe_load(theirs)
    if found != expected:
        sys.exit(f"{name}: {found}, expected {expected}")
    report(name, yaml)


for part in (maps, arrays, pickles, star, cryosparc, weights, config):
    part()
if unread:
    sys.exit(f"nothing reads {sorted(unread)}")
