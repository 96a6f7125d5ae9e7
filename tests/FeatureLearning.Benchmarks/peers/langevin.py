"""Unadjusted Langevin on all weights of a one-hidden-layer network, full batch, as one writes it with PyTorch; the peer of `Langevin`.

langevin.py FOLDER    reads FOLDER/langevin.json and the arrays beside it, writes the weights after the steps, prints {"seconds"} as JSON
langevin.py --versions

f = phi(X V^T) w, prior v ~ N(0, g_v/D), w ~ N(0, lambda), noise kappa. In whitened weights z = v/sd, u = w/sd:
    theta <- (1 - h) theta + h grad log p(y|theta) + noise sqrt(2 h) N(0, 1).
Gradients by hand, results into buffers made once: faster than autograd and an optimiser, on one thread by a half and more.
"""
import json
import math
import os
import sys
import time

import numpy as np
import torch


class Langevin:
    def __init__(self, x, y, activation, step, scale, kappa):
        """x: inputs times the prior's standard deviation of a hidden weight, P x D; scale: that of a readout weight."""
        self.x, self.y, self.activation, self.step, self.scale, self.kappa = x, y, activation, step, scale, kappa

    def buffers(self, z):
        p, n = self.x.shape[0], z.shape[0]
        make = lambda *shape: torch.empty(*shape, dtype=z.dtype)
        self.h, self.slope, self.pull, self.g = make(p, n), make(p, n), make(z.shape), make(n)
        self.noise_z, self.noise_u = make(z.shape), make(n)

    def drift(self, z, u):
        """theta <- (1 - h) theta + h grad log p(y|theta), in place."""
        if self.activation == "linear":  # the gradient has rank one: no product of two matrices
            pulled = torch.mv(z.t(), u)
            delta = (self.y - self.scale * torch.mv(self.x, pulled)) * (self.scale / self.kappa)
            back = torch.mv(self.x.t(), delta)
            torch.mv(z, back, out=self.g)
            z.mul_(1 - self.step).addr_(u, back, alpha=self.step)
        else:
            torch.mm(self.x, z.t(), out=self.h)
            if self.activation == "erf":
                torch.mul(self.h, self.h, out=self.slope)
                self.slope.neg_().exp_().mul_(2 / math.sqrt(math.pi))
                self.h.erf_()
            else:
                torch.gt(self.h, 0, out=self.slope)
                self.h.relu_()
            delta = (self.y - self.scale * torch.mv(self.h, u)) * (self.scale / self.kappa)
            torch.mv(self.h.t(), delta, out=self.g)
            self.slope.mul_(u).mul_(delta[:, None])
            torch.addmm(z, self.slope.t(), self.x, beta=1 - self.step, alpha=self.step, out=z)
        u.mul_(1 - self.step).add_(self.g, alpha=self.step)

    def run(self, z, u, steps, noise):
        amplitude = noise * math.sqrt(2 * self.step)
        for _ in range(steps):
            self.drift(z, u)
            if noise:
                z.add_(self.noise_z.normal_(), alpha=amplitude)
                u.add_(self.noise_u.normal_(), alpha=amplitude)


def main(folder):
    with open(os.path.join(folder, "langevin.json")) as file:
        task = json.load(file)
    torch.set_num_threads(task["threads"])
    torch.manual_seed(task["seed"])
    dtype = getattr(torch, task["precision"])
    n, d, p = task["width"], task["dimension"], task["points"]
    read = lambda name, *shape: torch.from_numpy(np.fromfile(os.path.join(folder, name)).reshape(shape)).to(dtype)
    x, y, z, u = read("x.bin", p, d), read("y.bin", p), read("z.bin", n, d), read("u.bin", n)
    chain = Langevin(x, y, task["activation"], task["step"], task["scale"], task["kappa"])
    chain.buffers(z)
    with torch.no_grad():
        chain.run(z, u, task["exact"], 0)
        for name, weights in (("z-after.bin", z), ("u-after.bin", u)):
            weights.to(torch.float64).numpy().tofile(os.path.join(folder, name))
        chain.run(z, u, task["warmup"], 1)
        start = time.perf_counter()
        chain.run(z, u, task["steps"], 1)
        seconds = time.perf_counter() - start
    assert bool(torch.isfinite(u).all())
    json.dump({"seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    if sys.argv[1:] == ["--versions"]:
        print(f"Python {sys.version.split()[0]}, PyTorch {torch.__version__}, {torch.backends.cpu.get_cpu_capability() if hasattr(torch.backends, 'cpu') else ''}".rstrip(", "))
    else:
        main(sys.argv[1])
