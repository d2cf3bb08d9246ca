"""Pose gradients and three steps with pose SGD of Python cryoDRGN on the golden particles.
usage: steps.py GOLDEN OUT"""
import json, sys, types
import numpy as np, torch
from cryodrgn.models import HetOnlyVAE
from cryodrgn.pose import PoseTracker
from cryodrgn.commands import train_vae
torch.set_num_threads(1)
golden, out = sys.argv[1:3]
load = lambda n: np.load(f"{golden}/{n}.npy")
D = 33
y0 = torch.tensor(load("hartley_images")).view(8, D, D)
ctf = torch.tensor(load("ctf_params"))
rots, trans = load("rotations"), load("translations_px")
steps = []
for name in ("hartley_gaussian", "fourier_gaussian"):
    for emb in ("s2s2", "quat"):
        model, lattice = HetOnlyVAE.load(f"{golden}/{name}/config.yaml", f"{golden}/{name}/weights.0.pkl", device=torch.device("cpu"))
        optim = torch.optim.Adam(model.parameters(), lr=1e-3)
        poses = PoseTracker(rots, trans.copy(), D, emb, device=torch.device("cpu"))
        pose_optim = torch.optim.SparseAdam(list(poses.parameters()), lr=3e-3)
        which = torch.arange(8)
        for step in range(3):
            eps = torch.tensor(load(f"{name}/step{step}_eps"))
            model.reparameterize = lambda mu, logvar: eps * torch.exp(0.5 * logvar) + mu
            pose_optim.zero_grad()
            rot, tran = poses.get_pose(which)
            loss, gen, kld = train_vae.train_batch(model, lattice, y0.clone(), None, rot, tran, optim, 0.25, None, ctf_params=ctf)
            if step == 0:
                np.save(f"{out}/{name}.{emb}.rotation_gradient.npy", poses.rots_emb.weight.grad.to_dense().numpy())
                np.save(f"{out}/{name}.{emb}.shift_gradient.npy", poses.trans_emb.weight.grad.to_dense().numpy())
            pose_optim.step()
            steps.append(dict(model=name, embedding=emb, step=step, loss=loss, gen_loss=gen, kld=kld))
        np.save(f"{out}/{name}.{emb}.rotation_table.npy", poses.rots_emb.weight.data.numpy())
        np.save(f"{out}/{name}.{emb}.shift_table.npy", poses.trans_emb.weight.data.numpy())
json.dump(dict(lr=1e-3, pose_lr=3e-3, beta=0.25, steps=steps), open(f"{out}/steps.json", "w"), indent=1)
