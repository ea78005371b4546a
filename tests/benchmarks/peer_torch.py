"""He + ReLU forward statistics as PyTorch users measure them: weights drawn in place, one matrix-vector product a layer.

Prints one number: trials a second, after a warm-up. One worker a thread, each with its own generator, because
torch.set_num_threads does not speed the drawing of random numbers.
"""
import argparse
import threading
import time

import torch


def run_trials(trials, width, depth, inputs, seed):
    generator = torch.Generator().manual_seed(seed)
    weights = torch.empty(width, width)
    std = (2.0 / width) ** 0.5
    statistics = torch.empty(trials, depth, 3, dtype=torch.float64)
    with torch.no_grad():
        for trial in range(trials):
            x = torch.empty(inputs, width).normal_(generator=generator)
            for layer in range(depth):
                weights.normal_(0.0, std, generator=generator)
                # mv is several times faster than mm with a single column
                x = torch.mv(weights, x[0])[None] if inputs == 1 else torch.mm(x, weights)
                torch.relu_(x)
                flat = x.view(-1)
                mean, square = flat.mean(), torch.dot(flat, flat) / flat.numel()
                statistics[trial, layer] = torch.stack([mean, square - mean * mean, square])
    return statistics


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=12, help="for each thread")
    parser.add_argument("--width", type=int, default=1000)
    parser.add_argument("--depth", type=int, default=50)
    parser.add_argument("--inputs", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    run_trials(1, arguments.width, 2, arguments.inputs, 0)

    workers = [
        threading.Thread(target=run_trials, args=(arguments.trials, arguments.width, arguments.depth, arguments.inputs, seed))
        for seed in range(arguments.threads)
    ]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(arguments.trials * arguments.threads / (time.perf_counter() - start))


if __name__ == "__main__":
    main()
