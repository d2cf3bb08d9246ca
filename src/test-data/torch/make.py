"""Made the checkpoints of this folder with PyTorch 2.13: python make.py"""
import collections

import torch

base = torch.arange(24.0)
state = collections.OrderedDict(
    whole=base.reshape(4, 6),
    transposed=base.reshape(4, 6).t(),
    strided=base[1::3],
    part=base[5:9],
    expanded=torch.tensor([3.0]).expand(2, 3),
    half=torch.tensor([0.5, -2.0, 65504.0], dtype=torch.float16),
    bfloat=torch.tensor([0.5, -3.0], dtype=torch.bfloat16),
    double=torch.tensor([0.1, -2.0], dtype=torch.float64),
    long=torch.tensor([-1, 16777216]),
    byte=torch.tensor([0, 255], dtype=torch.uint8),
    char=torch.tensor([-128, 127], dtype=torch.int8),
    short=torch.tensor([-300], dtype=torch.int16),
    int=torch.tensor([70000], dtype=torch.int32),
    bool=torch.tensor([True, False]),
    scalar=torch.tensor(2.5),
    empty=torch.zeros(0, 5),
    parameter=torch.nn.Parameter(torch.tensor([[7.0]])),
)
state._metadata = {"": {"version": 1}}
torch.save(
    {
        "norm": [0.0, 1.5],
        "epoch": 3,
        "model_state_dict": state,
        "optimizer_state_dict": {
            "state": {0: {"step": 5, "exp_avg": base, "exp_avg_sq": base * 2}},
            "param_groups": [
                {"lr": 1e-3, "betas": (0.8, 0.99), "eps": 1e-6, "weight_decay": 0.25, "params": [0, 1]}
            ],
        },
        "search": None,
        "nested": collections.defaultdict(list, {"a": [1, 2.5, "x"]}),
    },
    "kinds.pkl",
)
torch.save({"epoch": 1, "model_state_dict": {}}, "legacy.pkl", _use_new_zipfile_serialization=False)
torch.save({"epoch": 1, "model_state_dict": {"a": torch.tensor([16777217])}}, "inexact.pkl")
torch.save({"model_state_dict": {}}, "no-epoch.pkl")
torch.save({"epoch": 1, "model_state_dict": torch.nn.Linear(1, 1)}, "module.pkl")
