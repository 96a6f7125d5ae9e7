"""Unadjusted Langevin on all weights of a one-hidden-layer network, full batch, as one writes it with PyTorch; the peer of `Langevin`.

langevin.py --serve      one JSON object a line in, one a line out:
    {"load": FOLDER, ...}   reads the arrays there, writes the weights after one step without noise
    {"run": SECONDS}        {"steps", "seconds"}
langevin.py --versions   prints the versions that it runs on

f = phi(X V^T) w, prior v ~ N(0, g_v/D), w ~ N(0, lambda), noise kappa. In whitened weights z = v/sd, u = w/sd:
    theta <- (1 - h) theta + h grad log p(y|theta) + noise sqrt(2 h) N(0, 1).
Gradients by hand, results into buffers made once: faster than autograd with an optimiser.
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


class Server:
    def load(self, task):
        torch.set_num_threads(task["threads"])
        torch.manual_seed(task["seed"])
        dtype = getattr(torch, task["precision"])
        folder, n, d, p = task["load"], task["width"], task["dimension"], task["points"]
        read = lambda name, *shape: torch.from_numpy(np.fromfile(os.path.join(folder, name)).reshape(shape)).to(dtype)
        x, y, self.z, self.u = read("x.bin", p, d), read("y.bin", p), read("z.bin", n, d), read("u.bin", n)
        self.chain = Langevin(x, y, task["activation"], task["step"], task["scale"], task["kappa"])
        self.chain.buffers(self.z)
        z, u = self.z.clone(), self.u.clone()
        self.chain.run(z, u, 1, 0)
        for name, weights in (("z-after.bin", z), ("u-after.bin", u)):
            weights.to(torch.float64).numpy().tofile(os.path.join(folder, name))
        return {}

    def run(self, task):
        start, steps, seconds = time.perf_counter(), 0, 0.0
        while seconds < task["run"]:
            self.chain.run(self.z, self.u, 5, 1)
            steps += 5
            seconds = time.perf_counter() - start
        assert bool(torch.isfinite(self.u).all())
        return {"steps": steps, "seconds": seconds}


def versions():
    print(f"Python {sys.version.split()[0]}, PyTorch {torch.__version__}")


if __name__ == "__main__":
    if sys.argv[1:] == ["--versions"]:
        versions()
    elif sys.argv[1:] == ["--serve"]:
        server = Server()
        with torch.no_grad():
            for line in sys.stdin:
                task = json.loads(line)
                print(json.dumps(server.load(task) if "load" in task else server.run(task)), flush=True)
    else:
        sys.exit(__doc__)
