"""The Gram trick, in PyTorch and batched over trials: no weights are drawn.

Given the inputs X of a layer, its preactivations are Gaussian with covariance s^2 X^T X + sigma_b^2 between inputs and
independent between units, so h = chol(s^2 X^T X + sigma_b^2) Z for a normal matrix Z. The backward pass of one input,
given W x = h: W^T d = x (h.d)/|x|^2 + s |d| (z - x (x.z)/|x|^2).
"""
import math

import torch

from network import CORRELATION, SIGMA_B, SIGMA_W, phase_points
from serve import serve

torch.set_num_threads(1)

# Fewer cost more calls, more do not fit into the cache.
NUMBERS_IN_BATCH = 2**19


def dot(a, b):
    return torch.einsum("ti,ti->t", a, b)


def networks_in_batch(network, inputs):
    return max(1, NUMBERS_IN_BATCH // (network.width * inputs))


@torch.no_grad()
def relu_forward(network, seed):
    generator = torch.Generator().manual_seed(seed)
    batch, width = networks_in_batch(network, network.inputs), network.width
    variance = 2 * network.weight_scale**2 / width
    z = torch.empty(batch, network.inputs, width)
    while True:
        x = torch.empty_like(z).normal_(generator=generator)
        means, squares = [], []
        for _ in range(network.depth):
            z.normal_(generator=generator)
            if network.inputs == 1:
                x = torch.mul(z, torch.sqrt(variance * dot(x[:, 0], x[:, 0]))[:, None, None])
            else:
                gram = torch.bmm(x, x.transpose(1, 2)).double().mul_(variance)
                # Single precision leaves the gram of nearly parallel inputs with eigenvalues below 0.
                diagonal = gram.diagonal(dim1=1, dim2=2)
                diagonal.add_(diagonal.mean(1, keepdim=True), alpha=1e-5)
                x = torch.bmm(torch.linalg.cholesky(gram).float(), z)
            flat = torch.relu_(x).view(batch, -1)
            means.append(flat.mean(1))
            squares.append(dot(flat, flat) / flat.shape[1])
        mean, square = torch.stack(means, 1), torch.stack(squares, 1)
        yield {"activation.mean": mean, "activation.variance": square - mean * mean, "activation.second_moment": square}


@torch.no_grad()
def tanh_pairs(network, seed, points):
    """Points fill a batch in turn."""
    generator = torch.Generator().manual_seed(seed)
    width, batch = network.width, networks_in_batch(network, 2)
    sigmas = torch.tensor(points, dtype=torch.float64)
    first = 0
    a, b = torch.empty(batch, width), torch.empty(batch, width)
    while True:
        rows = torch.arange(first, first + batch) % len(points)
        first += batch
        w_square = (network.weight_scale * sigmas[rows, 0])**2
        b_square = sigmas[rows, 1]**2
        a.normal_(generator=generator)
        b.normal_(generator=generator).mul_(math.sqrt(1 - CORRELATION**2)).add_(a, alpha=CORRELATION)
        layers = []
        for layer in range(network.depth + 1):
            # Small, so in double precision: the last line of the Cholesky factor is a difference.
            gram = torch.stack([dot(a, a), dot(a, b), dot(b, b)]).double() / width
            layers.append(gram)
            if layer == network.depth:
                break
            aa, ab, bb = w_square * gram + b_square
            root = aa.sqrt()
            slope = ab / root
            rest = (bb - slope * slope).clamp_(min=0).sqrt_()
            a.normal_(generator=generator)
            b.normal_(generator=generator)
            b.mul_(rest.float()[:, None]).addcmul_(a, slope.float()[:, None]).tanh_()
            a.mul_(root.float()[:, None]).tanh_()
        aa, ab, bb = torch.stack(layers[1:], 2)
        yield {"activation.second_moment": (aa + bb) / 2, "activation.covariance": ab,
               "activation.decorrelation": 1 - ab / torch.sqrt(aa * bb)}


@torch.no_grad()
def relu_gradients(network, seed):
    generator = torch.Generator().manual_seed(seed)
    # Fewer than above, because the forward pass is kept.
    depth, width, batch = network.depth, network.width, max(1, 2**16 // network.width)
    std = network.weight_scale * math.sqrt(2 / width)
    h, x, z = torch.empty(depth, batch, width), torch.empty(depth + 1, batch, width), torch.empty(batch, width)
    while True:
        x[0].normal_(generator=generator)
        squares, deltas = [dot(x[0], x[0])], [None] * depth
        for layer in range(depth):
            h[layer].normal_(generator=generator).mul_(std * squares[-1].sqrt()[:, None])
            torch.clamp(h[layer], min=0, out=x[layer + 1])
            squares.append(dot(x[layer + 1], x[layer + 1]))
        gradient = torch.empty(batch, width).normal_(generator=generator)
        for layer in reversed(range(depth)):
            gradient.mul_(h[layer] > 0)
            deltas[layer] = dot(gradient, gradient)
            z.normal_(generator=generator).mul_(std * deltas[layer].sqrt()[:, None])
            along = (dot(h[layer], gradient) - dot(x[layer], z)) / squares[layer]
            gradient = torch.addcmul(z, x[layer], along[:, None])
        square, delta = torch.stack(squares, 1), torch.stack(deltas, 1)
        yield {"activation.second_moment": square[:, 1:] / width, "gradient.preactivation": delta / width,
               "gradient.weight": delta * square[:, :-1]}


if __name__ == "__main__":
    serve({"J1": relu_forward,
           "J2": lambda network, seed: tanh_pairs(network, seed, [(SIGMA_W, SIGMA_B)]),
           "J3": relu_gradients,
           "J6": lambda network, seed: tanh_pairs(network, seed, phase_points(network.grid))},
          f"PyTorch {torch.__version__}")
