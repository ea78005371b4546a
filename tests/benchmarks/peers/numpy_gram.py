"""The Gram trick of torch_gram.py in NumPy, for its faster normal numbers."""
import math

import numpy

from network import CORRELATION, SIGMA_B, SIGMA_W, phase_points
from serve import serve

NUMBERS_IN_BATCH = 2**19


def generator_of(seed):
    return numpy.random.Generator(numpy.random.SFC64(seed))


def normal(generator, out):
    return generator.standard_normal(out=out, dtype=numpy.float32)


def dot(a, b):
    return numpy.einsum("ti,ti->t", a, b)


def column(numbers):
    return numbers.astype(numpy.float32)[:, None]


def networks_in_batch(network, inputs):
    return max(1, NUMBERS_IN_BATCH // (network.width * inputs))


def relu_forward(network, seed):
    generator = generator_of(seed)
    batch, width = networks_in_batch(network, network.inputs), network.width
    variance = 2 * network.weight_scale**2 / width
    z = numpy.empty((batch, network.inputs, width), numpy.float32)
    while True:
        x = normal(generator, numpy.empty_like(z))
        mean, square = numpy.empty((batch, network.depth)), numpy.empty((batch, network.depth))
        for layer in range(network.depth):
            normal(generator, z)
            if network.inputs == 1:
                x = z * column(numpy.sqrt(variance * dot(x[:, 0], x[:, 0])))[:, None]
            else:
                gram = (x @ x.transpose(0, 2, 1)).astype(numpy.float64) * variance
                # Single precision leaves the gram of nearly parallel inputs with eigenvalues below 0.
                diagonal = numpy.einsum("tii->ti", gram)
                diagonal += 1e-5 * diagonal.mean(1, keepdims=True)
                x = numpy.linalg.cholesky(gram).astype(numpy.float32) @ z
            numpy.maximum(x, 0, out=x)
            flat = x.reshape(batch, -1)
            mean[:, layer] = flat.mean(1)
            square[:, layer] = dot(flat, flat) / flat.shape[1]
        yield {"activation.mean": mean, "activation.variance": square - mean**2, "activation.second_moment": square}


def tanh_pairs(network, seed, points):
    """Points fill a batch in turn."""
    generator = generator_of(seed)
    width, depth, batch = network.width, network.depth, networks_in_batch(network, 2)
    sigmas = numpy.array(points)
    first = 0
    a, b = numpy.empty((2, batch, width), numpy.float32)
    while True:
        rows = numpy.arange(first, first + batch) % len(points)
        first += batch
        w_square = (network.weight_scale * sigmas[rows, 0])**2
        b_square = sigmas[rows, 1]**2
        normal(generator, a)
        normal(generator, b)
        b *= numpy.float32(math.sqrt(1 - CORRELATION**2))
        b += numpy.float32(CORRELATION) * a
        grams = numpy.empty((depth + 1, 3, batch))
        for layer in range(depth + 1):
            grams[layer] = dot(a, a), dot(a, b), dot(b, b)
            grams[layer] /= width
            if layer == depth:
                break
            aa, ab, bb = w_square * grams[layer] + b_square
            root = numpy.sqrt(aa)
            slope = ab / root
            rest = numpy.sqrt(numpy.maximum(bb - slope * slope, 0))
            normal(generator, a)
            normal(generator, b)
            b *= column(rest)
            b += column(slope) * a
            a *= column(root)
            numpy.tanh(a, out=a)
            numpy.tanh(b, out=b)
        aa, ab, bb = grams[1:].transpose(1, 2, 0)
        yield {"activation.second_moment": (aa + bb) / 2, "activation.covariance": ab,
               "activation.decorrelation": 1 - ab / numpy.sqrt(aa * bb)}


def relu_gradients(network, seed):
    generator = generator_of(seed)
    depth, width, batch = network.depth, network.width, networks_in_batch(network, 1)
    std = network.weight_scale * math.sqrt(2 / width)
    h, x = numpy.empty((depth, batch, width), numpy.float32), numpy.empty((depth + 1, batch, width), numpy.float32)
    gradient, z = numpy.empty((2, batch, width), numpy.float32)
    while True:
        square, delta = numpy.empty((batch, depth + 1)), numpy.empty((batch, depth))
        normal(generator, x[0])
        square[:, 0] = dot(x[0], x[0])
        for layer in range(depth):
            normal(generator, h[layer])
            h[layer] *= column(std * numpy.sqrt(square[:, layer]))
            numpy.maximum(h[layer], 0, out=x[layer + 1])
            square[:, layer + 1] = dot(x[layer + 1], x[layer + 1])
        normal(generator, gradient)
        for layer in reversed(range(depth)):
            gradient *= h[layer] > 0
            delta[:, layer] = dot(gradient, gradient)
            normal(generator, z)
            z *= column(std * numpy.sqrt(delta[:, layer]))
            along = (dot(h[layer], gradient) - dot(x[layer], z)) / square[:, layer]
            gradient = z + x[layer] * column(along)
        yield {"activation.second_moment": square[:, 1:] / width, "gradient.preactivation": delta / width,
               "gradient.weight": delta * square[:, :-1]}


if __name__ == "__main__":
    serve({"J1": relu_forward,
           "J2": lambda network, seed: tanh_pairs(network, seed, [(SIGMA_W, SIGMA_B)]),
           "J3": relu_gradients,
           "J6": lambda network, seed: tanh_pairs(network, seed, phase_points(network.grid))},
          f"NumPy {numpy.__version__}")
