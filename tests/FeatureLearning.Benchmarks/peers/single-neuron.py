"""One round of the single-neuron theory (full, erf), as one writes it with PyTorch: all particles at once, gradients by hand, double precision.

K1 = N<lambda_v phi phi^T>, K2 = N<w^2 phi phi^T> - <f><f>^T/N; A = K2 + kappa, kappa a + K1 h = y, a = h - A^-1 K1 h/N. A neuron's density is the prior's times
exp(g), g = lambda_v u^2/2 - log(1 + lambda s)/2, u = h.phi, s = phi.A^-1 phi, lambda_v = lambda/(1 + lambda s). Particles turn exactly in the prior's well and are kicked by the
gradient of g; twins z0 make the same turn without kicks and are control variates; the kernels move towards the averages.
"""
import math

import torch

import serve

KICKS, ANGLE = 4, math.pi / 2 / 4 * 0.9


class Round:
    def __init__(self, g, kernel, y, z, particles):
        self.g, self.kernel, self.y, self.stored = g, kernel, y, z
        self.n, self.kappa, self.lam = len(y), 0.1, 1 / len(y)
        self.z = torch.randn(g.shape[1], particles, dtype=g.dtype)
        self.twins = self.z.clone()

    def field(self, k1, k2):
        identity = torch.eye(len(self.y), dtype=k1.dtype)
        mean = torch.linalg.cholesky(k1 + self.kappa * identity)
        inverse = torch.cholesky_inverse(torch.linalg.cholesky(k2 + self.kappa * identity))
        h = torch.cholesky_solve(self.y[:, None], mean)[:, 0]
        for _ in range(12):
            shift = inverse @ (k1 @ h) / self.n
            h = torch.cholesky_solve((self.y + self.kappa * shift)[:, None], mean)[:, 0]
        return h, inverse, h - shift

    def evaluate(self, h, inverse, z):
        fields = self.g @ z
        phi = torch.erf(fields)
        slope = torch.exp(-fields.square_()).mul_(2 / math.sqrt(math.pi))
        spread = inverse @ phi
        u, s = h @ phi, (phi * spread).sum(0)
        tilt = 1 + self.lam * s
        variance = self.lam / tilt
        g = 0.5 * variance * u * u - 0.5 * torch.log(tilt)
        first = variance * u
        second = variance + first * first
        gradient = self.g.t() @ spread.mul_(-second).add_(h[:, None] * first).mul_(slope)
        return phi, g, variance, second, gradient

    def moments(self, phi, variance, second):
        twin = torch.erf(self.g @ self.twins)
        count = phi.shape[1]
        overlap, own = (phi * twin).sum(0), (twin * twin).sum(0)
        base, means = (twin @ twin.t()) / count, []
        spread = (own * own).mean() - (base * base).sum()
        for weights in (variance / self.lam, second / self.lam):
            mean = (phi * weights) @ phi.t() / count
            beta = (((weights * overlap * overlap).mean() - (mean * base).sum()) / spread).clamp(0, 3)
            means.append(mean + beta * (self.kernel - base))
        return means

    def run(self):
        k1, k2 = self.kernel.clone(), self.kernel.clone()
        h, inverse, a = self.field(k1, k2)
        p = torch.randn_like(self.z)
        self.twins = math.cos(ANGLE * KICKS) * self.twins + math.sin(ANGLE * KICKS) * p
        old = self.evaluate(h, inverse, self.z)
        z, before = self.z, 0.5 * (self.z**2 + p**2).sum(0) - old[1]
        p.add_(old[4], alpha=ANGLE / 2)
        for kick in range(1, KICKS + 1):
            z, p = math.cos(ANGLE) * z + math.sin(ANGLE) * p, math.cos(ANGLE) * p - math.sin(ANGLE) * z
            new = self.evaluate(h, inverse, z)
            p.add_(new[4], alpha=ANGLE / 2 if kick == KICKS else ANGLE)
        after = 0.5 * (z**2 + p**2).sum(0) - new[1]
        accept = torch.rand_like(before) < torch.exp(before - after)
        self.z = torch.where(accept, z, self.z)
        phi, _, variance, second, _ = (torch.where(accept, b, a) for a, b in zip(old, new))
        first, last = self.moments(phi, variance, second)
        gain, left = 5**-0.7, self.y - self.kappa * a
        k1 += gain * (self.n * self.lam * first - k1)
        k2 += gain * (self.n * self.lam * last - torch.outer(left, left) / self.n - k2)
        assert bool(torch.isfinite(k2).all())

    def check(self):
        h, inverse, _ = self.field(self.kernel, self.kernel)
        _, g, _, _, gradient = self.evaluate(h, inverse, self.stored)
        return {"field": h.numpy(), "tilt": g.numpy(), "gradient": gradient.numpy()}


def load(read, task):
    p = task["points"]
    tensors = [torch.from_numpy(read(name, *shape)) for name, *shape in (("rows.bin", p, -1), ("kernel.bin", p, p), ("y.bin", p))]
    rank = tensors[0].shape[1]
    chain = Round(*tensors, torch.from_numpy(read("z.bin", rank, -1)), task["particles"])
    return chain, chain.check()


def run(state):
    chain, answers = state
    with torch.no_grad():
        chain.run()
    return answers


if __name__ == "__main__":
    serve.main(load, run, f"PyTorch {torch.__version__}", __doc__)
