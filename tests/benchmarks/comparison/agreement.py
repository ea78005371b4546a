"""Whether the peers do the same as initlab: numbers of small networks, in standard errors. A broken twin of each peer,
with weights that are too wide, shows that the comparison would notice if they did not."""
import csv
import io
import math

from comparison.jobs import ENGINES

WIDTH, DEPTH, GRID, TRIALS = 48, 3, 2, 400
# 2e-8 a number, two-sided, by Student's law of the smaller sample; with ten times that for skewed laws, one of the 500
# numbers of a check is beyond with probability 1e-4. Seeds are fixed.
LIMIT = 5.75
TWIN = 1.1  # moves the clearest number of each job by 10 standard errors at least


def of_initlab(initlab, job, engine):
    """(quantity, point, layer) -> mean and standard error. Contradicting mean-field theory ends the program."""
    text = initlab.run(job.experiment(TRIALS, engine, ["forward"]), "--csv", "-", "--check").output
    table, points = {}, []
    for row in csv.DictReader(io.StringIO(text)):
        point = tuple(value for key, value in row.items() if key.startswith("network."))
        if point not in points:
            points.append(point)
        key = row["observable"], points.index(point), int(row["layer"])
        table[key] = float(row["mean"]), float(row["standard_error"])
    return table


def of_peer(peer, job, weight_scale):
    answer = peer.ask(job.request(trials=TRIALS, weight_scale=weight_scale))
    for quantity, points in answer.items():
        for point, layers in enumerate(points):
            for layer, (mean, error) in enumerate(layers):
                yield (quantity, point, layer + 1), mean, error


def differences(job, peer, tables, weight_scale):
    """How many numbers were compared, and a sentence for each that is beyond the limit."""
    compared, sentences = 0, []
    for key, mean, error in of_peer(peer, job, weight_scale):
        for engine, table in tables.items():
            ours, our_error = table[key]
            z = (mean - ours) / math.hypot(error, our_error)
            compared += 1
            if not abs(z) < LIMIT:
                sentences.append(f"{job.name}, {key[0]}, point {key[1] + 1}, layer {key[2]}: {peer.name} {mean:.5g}, "
                                 f"initlab {engine} {ours:.5g}, {z:+.1f} standard errors apart")
    return compared, sentences


def check(initlab, peers, jobs):
    """How many numbers were compared, and a sentence for each thing that is wrong."""
    compared, sentences, done = 0, [], set()
    for job in (job.resized(WIDTH, DEPTH, GRID) for job in jobs):
        if (job.peer_job, job.network) in done:
            continue
        done.add((job.peer_job, job.network))
        tables = {engine: of_initlab(initlab, job, engine) for engine in ENGINES}
        for name in job.peers:
            numbers, wrong = differences(job, peers[name], tables, 1.0)
            compared += numbers
            sentences += wrong
            if not differences(job, peers[name], tables, TWIN)[1]:
                sentences.append(f"{job.name}: {name} with {TWIN} times the weights is not told from initlab")
    return compared, sentences
