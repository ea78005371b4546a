"""The ordinary way, in PyTorch: weights drawn in place into one buffer, then a product.

torch.mv, because OpenBLAS multiplies a matrix with one column several times slower by mm; narrow networks in batches.
"""
import itertools
import math

import torch

from network import CORRELATION, SIGMA_A, SIGMA_B, SIGMA_V, SIGMA_W, phase_points
from serve import serve

torch.set_num_threads(1)  # the generator is serial: threads help as workers only


def correlated_pair(width, generator):
    a, b = torch.empty(2, width).normal_(generator=generator)
    return torch.stack([a, CORRELATION * a + math.sqrt(1 - CORRELATION**2) * b])


def moments(x):
    """Of each network's layer: x is networks x inputs x units."""
    flat = x.reshape(len(x), -1)
    mean, square = flat.mean(1), torch.linalg.vecdot(flat, flat) / flat.shape[1]
    return torch.stack([mean, square - mean * mean, square])


@torch.no_grad()
def relu_forward(network, seed):
    generator = torch.Generator().manual_seed(seed)
    batch = 1 if network.width >= 256 else max(1, 2**18 // network.width**2)
    weights = torch.empty(batch, network.width, network.width)
    std = network.weight_scale * math.sqrt(2 / network.width)
    while True:
        x = torch.empty(batch, network.inputs, network.width).normal_(generator=generator)
        layers = []
        for _ in range(network.depth):
            weights.normal_(0, std, generator=generator)
            if batch > 1:
                x = torch.bmm(x, weights)
            elif network.inputs == 1:
                x = torch.mv(weights[0], x[0, 0])[None, None]
            else:
                x = torch.mm(x[0], weights[0])[None]
            layers.append(moments(torch.relu_(x)))
        mean, variance, square = torch.stack(layers, 2)
        yield {"activation.mean": mean, "activation.variance": variance, "activation.second_moment": square}


def pair_results(grams, width):
    """From the 2 x 2 inner products of each layer's x."""
    square, product = grams.diagonal(dim1=1, dim2=2), grams[:, 0, 1]
    return {"activation.second_moment": square.mean(1)[None] / width, "activation.covariance": product[None] / width,
            "activation.decorrelation": (1 - product / square.prod(1).sqrt())[None]}


@torch.no_grad()
def tanh_pairs(network, seed, points):
    generator = torch.Generator().manual_seed(seed)
    weights, bias = torch.empty(network.width, network.width), torch.empty(network.width)
    grams = torch.empty(network.depth, 2, 2)
    for sigma_w, sigma_b in itertools.cycle(points):
        x = correlated_pair(network.width, generator)
        for layer in range(network.depth):
            weights.normal_(0, network.weight_scale * sigma_w / math.sqrt(network.width), generator=generator)
            bias.normal_(0, sigma_b, generator=generator)
            x = torch.tanh_(torch.stack([torch.addmv(bias, weights, x[0]), torch.addmv(bias, weights, x[1])]))
            torch.mm(x, x.t(), out=grams[layer])
        yield pair_results(grams, network.width)


@torch.no_grad()
def relu_gradients(network, seed):
    generator = torch.Generator().manual_seed(seed)
    depth, width = network.depth, network.width
    weights, x = torch.empty(depth, width, width), torch.empty(depth + 1, width)
    std = network.weight_scale * math.sqrt(2 / width)
    while True:
        x[0].normal_(generator=generator)
        for layer in range(depth):
            weights[layer].normal_(0, std, generator=generator)
            torch.mv(weights[layer], x[layer], out=x[layer + 1])
            torch.relu_(x[layer + 1])
        square = torch.linalg.vecdot(x, x)
        gradient = torch.empty(width).normal_(generator=generator)
        deltas = torch.empty(depth)
        for layer in reversed(range(depth)):
            gradient.mul_(x[layer + 1] > 0)
            deltas[layer] = torch.dot(gradient, gradient)
            gradient = torch.mv(weights[layer].t(), gradient)
        yield {"activation.second_moment": square[None, 1:] / width, "gradient.preactivation": deltas[None] / width,
               "gradient.weight": (deltas * square[:-1])[None]}


@torch.no_grad()
def residual_gradients(network, seed):
    generator = torch.Generator().manual_seed(seed)
    depth, width = network.depth, network.width
    w, v = torch.empty(depth, width, width), torch.empty(depth, width, width)
    b, a, slope = torch.empty(width), torch.empty(width), torch.empty(depth, 2, width)
    grams, preactivations, squares = torch.empty(depth, 2, 2), torch.empty(depth), torch.empty(depth)
    scale = network.weight_scale / math.sqrt(width)
    while True:
        x = correlated_pair(width, generator)
        for block in range(depth):
            w[block].normal_(0, scale * SIGMA_W, generator=generator)
            v[block].normal_(0, scale * SIGMA_V, generator=generator)
            b.normal_(0, SIGMA_B, generator=generator)
            a.normal_(0, SIGMA_A, generator=generator)
            h = torch.stack([torch.addmv(b, w[block], row) for row in x])
            preactivations[block] = torch.dot(h.view(-1), h.view(-1)) / (2 * width)
            u = torch.tanh_(h)
            torch.addcmul(torch.ones(()), u, u, value=-1, out=slope[block])
            x = torch.stack([torch.addmv(row, v[block], u_row) for row, u_row in zip(x, u)]).add_(a)
            torch.mm(x, x.t(), out=grams[block])
        gradient = torch.empty(2, width).normal_(generator=generator)
        for block in reversed(range(depth)):
            squares[block] = torch.dot(gradient.view(-1), gradient.view(-1)) / (2 * width)
            delta = slope[block] * torch.stack([torch.mv(v[block].t(), row) for row in gradient])
            gradient = torch.stack([torch.addmv(row, w[block].t(), d_row) for row, d_row in zip(gradient, delta)])
        yield {**pair_results(grams, width), "preactivation.second_moment": preactivations[None],
               "gradient.activation": squares[None]}


if __name__ == "__main__":
    serve({"J1": relu_forward,
           "J2": lambda network, seed: tanh_pairs(network, seed, [(SIGMA_W, SIGMA_B)]),
           "J3": relu_gradients,
           "J4": residual_gradients,
           "J6": lambda network, seed: tanh_pairs(network, seed, phase_points(network.grid))},
          f"PyTorch {torch.__version__}")
