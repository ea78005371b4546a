#!/usr/bin/python3
"""Weight files, good and bad, as NumPy, PyTorch and Keras would leave them. No file comes from initlab.

Usage: make_corpus.py FOLDER. Prints one line a file: its name, what is wrong with it, how it is audited.

A defect names the matrices that must be accused, and a word of the sentence; a good file names nothing.
"""

import json
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

try:
    import torch
except ImportError:
    torch = None


@dataclass
class Weights:
    name: str
    arrays: dict
    options: list = field(default_factory=list)
    accused: list = field(default_factory=list)  # names; empty for a good file
    word: str = ""  # of the sentence about the first of them
    verdict: str = "WRONG"


def save_safetensors(path, arrays):
    """The format in ten lines (github.com/huggingface/safetensors); bfloat16 comes as its upper sixteen bits."""
    names = {np.dtype("f8"): "F64", np.dtype("f4"): "F32", np.dtype("f2"): "F16", np.dtype("u2"): "BF16"}
    header, data = {"__metadata__": {"format": "np"}}, b""
    for name, array in arrays.items():
        raw = np.ascontiguousarray(array).tobytes()
        header[name] = {"dtype": names[array.dtype], "shape": list(array.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def bfloat16(array):
    """Round to nearest, ties to even, kept as sixteen bits."""
    bits = np.asarray(array, "<f4").view("<u4").astype("u8")
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2")


def save(folder, weights, index):
    """Formats in turn: all readers see good and bad files."""
    arrays = weights.arrays
    kind = "safetensors" if any(a.dtype == np.dtype("u2") for a in arrays.values()) else \
        ("npz", "safetensors", "packed.npz")[index % 3]
    path = folder / f"{weights.name}.{kind}"
    if kind == "safetensors":
        save_safetensors(path, arrays)
    elif kind == "npz":
        np.savez(path, **arrays)
    else:
        np.savez_compressed(path, **arrays)
    return path


# ---- what frameworks draw

def truncated(rng, shape, std):
    """Normal, drawn again beyond two deviations: tf.random.truncated_normal, jax.random.truncated_normal."""
    draw = rng.normal(size=shape)
    while (beyond := np.abs(draw) > 2).any():
        draw[beyond] = rng.normal(size=beyond.sum())
    return (std * draw).astype("f4")


def normal(rng, shape, std):
    return rng.normal(0, std, shape).astype("f4")


def uniform(rng, shape, bound):
    return rng.uniform(-bound, bound, shape).astype("f4")


def haar(rng, rows, columns, gain=1.0):
    q, r = np.linalg.qr(rng.normal(size=(max(rows, columns), min(rows, columns))))
    q *= np.sign(np.diag(r))
    return (gain * (q if rows >= columns else q.T)).astype("f4")


CORRECTION = 0.87962566103423978  # standard deviation of a normal law truncated at 2


def layers(draw, sizes):
    """PyTorch's layout: (out, in)."""
    return {f"layers.{i}.weight": draw(out, fan_in) for i, (fan_in, out) in enumerate(zip(sizes, sizes[1:]))}


def keras_layers(draw, sizes):
    arrays = {}
    for i, (fan_in, out) in enumerate(zip(sizes, sizes[1:])):
        arrays[f"dense_{i}/kernel"] = draw(fan_in, out)
        arrays[f"dense_{i}/bias"] = np.zeros(out, "f4")
    return arrays


def gpt2(rng, blocks, width, scaled=("attn.c_proj", "mlp.c_proj")):
    arrays = {"wte.weight": normal(rng, (500, width), 0.02), "wpe.weight": normal(rng, (64, width), 0.02)}
    shapes = {"attn.c_attn": (3 * width, width), "attn.c_proj": (width, width), "mlp.c_fc": (4 * width, width),
              "mlp.c_proj": (width, 4 * width)}
    for block in range(blocks):
        for name, shape in shapes.items():
            std = 0.02 / np.sqrt(2 * blocks) if name in scaled else 0.02
            arrays[f"h.{block}.{name}.weight"] = normal(rng, shape, std)
            arrays[f"h.{block}.{name}.bias"] = np.zeros(shape[0], "f4")
        arrays[f"h.{block}.ln_1.weight"] = np.ones(width, "f4")
    arrays["lm_head.weight"] = arrays["wte.weight"]
    return arrays


def residual_mlp(rng, blocks, width, first, last):
    """Blocks of two matrices; first and last are standard deviations."""
    arrays = {"stem.weight": normal(rng, (width, width), np.sqrt(2 / width))}
    for block in range(blocks):
        arrays[f"blocks.{block}.fc1.weight"] = normal(rng, (width, width), first)
        arrays[f"blocks.{block}.fc2.weight"] = normal(rng, (width, width), last)
    return arrays


SIZES = [(128, 256, 256, 64), (64, 64, 64, 64, 64), (512, 128, 300)]
HE, XAVIER, LECUN = ["--claims", "he_normal"], ["--claims", "xavier_normal"], ["--claims", "lecun_normal"]


def good_of_numpy():
    for seed, sizes in enumerate(SIZES):
        rng = np.random.default_rng(100 + seed)
        he = lambda out, n: normal(rng, (out, n), np.sqrt(2 / n))
        yield Weights(f"he_{seed}", layers(he, sizes))
        yield Weights(f"he_claimed_{seed}", layers(he, sizes), HE)
        yield Weights(f"he_relu_{seed}", layers(he, sizes), ["--activation", "relu"])
        yield Weights(f"he_double_{seed}", layers(lambda out, n: rng.normal(0, np.sqrt(2 / n), (out, n)), sizes), HE)
        yield Weights(f"xavier_uniform_{seed}",
                      layers(lambda out, n: uniform(rng, (out, n), np.sqrt(6 / (n + out))), sizes),
                      ["--claims", "xavier_uniform"])
        yield Weights(f"lecun_tanh_{seed}", layers(lambda out, n: normal(rng, (out, n), np.sqrt(1 / n)), sizes), LECUN)
        yield Weights(f"orthogonal_{seed}", layers(lambda out, n: haar(rng, out, n), sizes), ["--claims", "orthogonal"])
        yield Weights(f"orthogonal_relu_{seed}", layers(lambda out, n: haar(rng, out, n, np.sqrt(2)), sizes),
                      ["--claims", "orthogonal", "--set", "gain=1.4142135623730951"])
        corrected = lambda n, out: truncated(rng, (n, out), np.sqrt(2 / n) / CORRECTION)
        yield Weights(f"keras_he_{seed}", keras_layers(corrected, sizes), HE)
        yield Weights(f"keras_lecun_{seed}",
                      keras_layers(lambda n, out: truncated(rng, (n, out), np.sqrt(1 / n) / CORRECTION), sizes))
        yield Weights(f"keras_glorot_{seed}",
                      keras_layers(lambda n, out: uniform(rng, (n, out), np.sqrt(6 / (n + out))), sizes))
        yield Weights(f"half_{seed}", layers(lambda out, n: he(out, n).astype("f2"), sizes), HE)
        yield Weights(f"brain_{seed}", layers(lambda out, n: bfloat16(he(out, n)), sizes), HE)
        yield Weights(f"fan_out_{seed}", layers(lambda out, n: normal(rng, (out, n), np.sqrt(2 / out)), sizes),
                      ["--claims", "he_normal", "--set", "fan=fan_out"])
    rng = np.random.default_rng(7)
    yield Weights("gpt2", gpt2(rng, 6, 64))
    yield Weights("gpt2_claimed", gpt2(rng, 4, 64), ["--claims", "gpt2"])
    he, blocks = np.sqrt(2 / 128), 8
    yield Weights("fixup", residual_mlp(rng, blocks, 128, he / np.sqrt(blocks), 0.0), ["--claims", "fixup"])
    yield Weights("depth_scaled", residual_mlp(rng, blocks, 128, np.sqrt(1 / 128 / blocks), np.sqrt(1 / 128 / blocks)),
                  [])
    yield Weights("keras_conv", {"conv/kernel": truncated(rng, (3, 3, 32, 64), np.sqrt(2 / 288) / CORRECTION)}, HE)
    yield Weights("identity",
                  {"skip.weight": np.eye(64, dtype="f4"), "a.weight": normal(rng, (64, 64), np.sqrt(1 / 64))})
    yield Weights("fortran", {"a.weight": np.asfortranarray(normal(rng, (100, 200), np.sqrt(2 / 200)))}, HE)


def good_of_torch():
    nn, init = torch.nn, torch.nn.init
    with torch.no_grad():
        for seed in range(4):
            torch.manual_seed(seed)
            array = lambda tensor: tensor.detach().numpy().copy()
            mlp = nn.Sequential(nn.Linear(128, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 64))
            yield Weights(f"torch_linear_{seed}", {k: array(v) for k, v in mlp.state_dict().items()},
                          ["--claims", "torch_default"])
            conv = nn.Sequential(nn.Conv2d(3, 64, 3), nn.Conv2d(64, 64, 3), nn.Conv1d(32, 48, 5))
            yield Weights(f"torch_conv_{seed}", {k: array(v) for k, v in conv.state_dict().items()})
            shape = (256, 128)
            yield Weights(f"torch_init_{seed}", {
                "kaiming_normal.weight": array(init.kaiming_normal_(torch.empty(shape))),
                "kaiming_uniform.weight": array(init.kaiming_uniform_(torch.empty(shape), nonlinearity="relu")),
                "kaiming_fan_out.weight": array(init.kaiming_normal_(torch.empty(64, 32, 3, 3), mode="fan_out")),
                "xavier_normal.weight": array(init.xavier_normal_(torch.empty(shape))),
                "xavier_tanh.weight": array(init.xavier_uniform_(torch.empty(shape), gain=5 / 3)),
                "orthogonal.weight": array(init.orthogonal_(torch.empty(shape))),
                "orthogonal_conv.weight": array(init.orthogonal_(torch.empty(64, 16, 3, 3), gain=2 ** 0.5)),
                "trunc_normal.weight": array(init.trunc_normal_(torch.empty(shape), std=0.02)),
                "embedding.weight": array(nn.Embedding(300, 64).weight),
                "dirac.weight": array(init.dirac_(torch.empty(32, 32, 3, 3))),
                "sparse.weight": array(init.sparse_(torch.empty(shape), 0.5)),
            })
        torch.manual_seed(9)
        encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(64, 4, 128), 3)
        # The layers of nn.TransformerEncoder are copies of one (pytorch #72253): drawn again, as users have to.
        for module in encoder.modules():
            for parameter in module.parameters(recurse=False):
                if parameter.dim() > 1:
                    init.xavier_uniform_(parameter)
        yield Weights("torch_encoder", {k: array(v) for k, v in encoder.state_dict().items()},
                      ["--claims", "xavier_uniform"])


def bad_of_numpy():
    for seed, sizes in enumerate(SIZES[:2]):
        rng = np.random.default_rng(200 + seed)
        he = lambda out, n: normal(rng, (out, n), np.sqrt(2 / n))
        all_names = [f"layers.{i}.weight" for i in range(len(sizes) - 1)]
        uneven = [f"layers.{i}.weight" for i in range(len(sizes) - 1) if sizes[i] != sizes[i + 1]]

        yield Weights(f"xavier_for_he_{seed}",
                      layers(lambda out, n: normal(rng, (out, n), np.sqrt(2 / (n + out))), sizes), HE, all_names,
                      "xavier_normal")
        if uneven:
            yield Weights(f"fan_out_for_fan_in_{seed}",
                          layers(lambda out, n: normal(rng, (out, n), np.sqrt(2 / out)), sizes),
                          HE, uneven, "fan_out was taken for fan_in")
        yield Weights(f"gain_forgotten_{seed}", layers(lambda out, n: normal(rng, (out, n), np.sqrt(1 / n)), sizes),
                      HE, all_names, "gain of relu (1.414) is missing")
        yield Weights(f"orthogonal_gain_forgotten_{seed}", layers(lambda out, n: haar(rng, out, n), sizes),
                      ["--claims", "orthogonal", "--set", "gain=1.4142135623730951"], all_names,
                      "gain of relu (1.414) is missing")
        yield Weights(f"orthogonal_without_gain_{seed}", layers(lambda out, n: haar(rng, out, n), [128, 128, 128]),
                      ["--activation", "relu"], ["layers.0.weight", "layers.1.weight"], "0.5 with relu", "SUSPECT")
        yield Weights(f"truncated_claimed_{seed}",
                      keras_layers(lambda n, out: truncated(rng, (n, out), np.sqrt(2 / n)), sizes), HE,
                      [f"dense_{i}/kernel" for i in range(len(sizes) - 1)], "0.8796")
        yield Weights(f"truncated_{seed}", {"a/kernel": truncated(rng, (200, 300), 0.02)}, [], ["a/kernel"], "0.8796")
        yield Weights(f"bound_for_std_{seed}", layers(lambda out, n: uniform(rng, (out, n), np.sqrt(2 / n)), sizes),
                      ["--claims", "he_uniform"], all_names, "taken for the bound")
        yield Weights(f"std_for_bound_{seed}", layers(lambda out, n: normal(rng, (out, n), np.sqrt(6 / n)), sizes), HE,
                      all_names, "factor sqrt 3")
        shared = layers(he, sizes)
        shared["layers.9.weight"] = shared["layers.0.weight"].copy()
        yield Weights(f"shared_{seed}", shared, [], ["layers.0.weight", "layers.9.weight"], "the same entries")
        scaled = layers(he, sizes)
        scaled["layers.9.weight"] = scaled["layers.0.weight"] * np.float32(0.5)
        yield Weights(f"scaled_{seed}", scaled, [], ["layers.0.weight", "layers.9.weight"], "one draw, scaled")
        again = {f"layers.{i}.weight": normal(np.random.default_rng(5), (out, n), np.sqrt(2 / n))
                 for i, (n, out) in enumerate([(64, 128), (128, 128), (128, 256)])}
        yield Weights(f"one_stream_{seed}", again, [], list(again), "same random numbers")
        mixed = layers(he, sizes)
        mixed["layers.9.weight"] = (mixed["layers.1.weight"] + normal(rng, mixed["layers.1.weight"].shape,
                                                                     np.sqrt(2 / sizes[1]))) / np.float32(np.sqrt(2))
        yield Weights(f"correlated_{seed}", mixed, HE, ["layers.1.weight", "layers.9.weight"], "correlated")
        zeros = layers(he, sizes)
        zeros["layers.1.weight"][:] = 0
        yield Weights(f"zeros_{seed}", zeros, [], ["layers.1.weight"], "left at zeros")
        yield Weights(f"zeros_claimed_{seed}", zeros, HE, ["layers.1.weight"], "left at zeros")
        constant = layers(he, sizes)
        constant["layers.1.weight"][:] = 0.1
        yield Weights(f"constant_{seed}", constant, [], ["layers.1.weight"], "all entries are 0.1")
        rows = layers(he, sizes)
        rows["layers.1.weight"][5] = rows["layers.1.weight"][3]
        yield Weights(f"repeated_row_{seed}", rows, HE, ["layers.1.weight"], "1 of")
        flat = layers(he, sizes)
        flat["layers.1.weight"] = np.outer(normal(rng, sizes[2], 1), normal(rng, sizes[1], 0.1)).astype("f4")
        yield Weights(f"rank_one_{seed}", flat, [], ["layers.1.weight"], "rank is one")
        nan = layers(he, sizes)
        nan["layers.1.weight"][2, 3] = np.nan
        yield Weights(f"nan_{seed}", nan, [], ["layers.1.weight"], "1 of")
        yield Weights(f"positive_{seed}", {"a.weight": rng.uniform(0, 0.3, (100, 100)).astype("f4")}, [], ["a.weight"],
                      "its mean")
        yield Weights(f"spread_{seed}",
                      layers(lambda out, n: normal(rng, (out, n), 1.05 * np.sqrt(2 / n)), [256, 256, 256]),
                      HE, ["layers.0.weight", "layers.1.weight"], "times he_normal's")
        yield Weights(f"laplace_{seed}", {"a.weight": rng.laplace(0, 0.05, (200, 200)).astype("f4")}, [], ["a.weight"],
                      "none of the known families", "SUSPECT")
        yield Weights(f"uniform_for_normal_{seed}",
                      layers(lambda out, n: uniform(rng, (out, n), np.sqrt(6 / n)), sizes), HE,
                      all_names, "a uniform law", "SUSPECT")
        tiny = {"a.weight": normal(rng, (128, 128), 5e-7).astype("f2")}
        yield Weights(f"underflow_{seed}", tiny, ["--claims", "normal", "--set", "std=5e-7"], ["a.weight"], "float16")
        narrow = layers(lambda out, n: he(out, n).astype("f2").astype("f4"), sizes)
        yield Weights(f"drawn_in_half_{seed}", narrow, HE, all_names, "float16", "SUSPECT")
        inexact = haar(rng, 256, 256) + normal(rng, (256, 256), 1e-4)
        yield Weights(f"inexact_{seed}", {"a.weight": inexact}, ["--claims", "orthogonal"], ["a.weight"],
                      "orthogonal to", "SUSPECT")
    rng = np.random.default_rng(17)
    blocks, width = 6, 64
    last = [f"h.{b}.{m}.c_proj.weight" for b in range(blocks) for m in ("attn", "mlp")]
    yield Weights("gpt2_unscaled", gpt2(rng, blocks, width, ()), [], last, "depth factor")
    yield Weights("gpt2_unscaled_claimed", gpt2(rng, blocks, width, ()), ["--claims", "gpt2"], last, "depth factor")
    yield Weights("gpt2_half_scaled", gpt2(rng, blocks, width, ("attn.c_proj",)), [],
                  [name for name in last if "mlp" in name], "depth factor")
    he = np.sqrt(2 / 128)
    fc1, fc2 = ([f"blocks.{b}.fc{k}.weight" for b in range(8)] for k in (1, 2))
    yield Weights("fixup_unscaled", residual_mlp(rng, 8, 128, he, 0.0), ["--claims", "fixup"], fc1, "depth factor")
    yield Weights("fixup_not_zero", residual_mlp(rng, 8, 128, he / np.sqrt(8), he), ["--claims", "fixup"], fc2,
                  "0 for every")
    yield Weights("residual_unscaled", residual_mlp(rng, 8, 128, he, he), ["--residual", "fc2"], fc2,
                  "no depth factor", "SUSPECT")
    some = residual_mlp(rng, 8, 128, he, he)
    some["blocks.3.fc2.weight"][:] = 0
    yield Weights("one_branch_zero", some, [], ["blocks.3.fc2.weight"], "zeros, while 7 of 8")


def bad_of_torch():
    nn, init = torch.nn, torch.nn.init
    with torch.no_grad():
        torch.manual_seed(3)
        encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(64, 4, 128), 3)
        arrays = {k: v.detach().numpy().copy() for k, v in encoder.state_dict().items()}
        matrices = [k for k, v in arrays.items() if v.ndim == 2]
        yield Weights("torch_encoder_copies", arrays, [], matrices, "the same entries")
        shape = (256, 128)
        std = (2 / 128) ** 0.5
        weight = init.trunc_normal_(torch.empty(shape), std=std, a=-2 * std, b=2 * std)
        yield Weights("torch_truncated", {"a.weight": weight.numpy()}, HE, ["a.weight"], "0.8796")
        linear = nn.Linear(128, 256).weight.detach().numpy()
        yield Weights("torch_default_for_he", {"a.weight": linear}, HE, ["a.weight"], "torch_default")
        yield Weights("torch_default_relu", {"a.weight": linear}, ["--activation", "relu"], ["a.weight"],
                      "with relu", "SUSPECT")
        conv = init.kaiming_normal_(torch.empty(128, 32, 3, 3), mode="fan_out").numpy()
        yield Weights("torch_fan_out", {"a.weight": conv}, HE, ["a.weight"], "fan_out was taken for fan_in")
        reseeded = {}
        for i, shape in enumerate([(64, 64), (128, 64), (64, 128)]):
            torch.manual_seed(0)
            reseeded[f"l.{i}.weight"] = init.kaiming_normal_(torch.empty(shape)).numpy()
        yield Weights("torch_reseeded", reseeded, [], list(reseeded), "")


def corpus():
    makers = [good_of_numpy, bad_of_numpy] + ([good_of_torch, bad_of_torch] if torch else [])
    for maker in makers:
        yield from maker()


if __name__ == "__main__":
    for number, each in enumerate(corpus()):
        print(save(Path(sys.argv[1]), each, number).name, each.accused or "good", each.options)
