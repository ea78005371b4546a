"""One network whose signals do not fit into the memory allowed: parts of the forward pass run again."""
from comparison.jobs import HE, Job
from peers.network import Network


def wide_network(initlab, width, depth, limit):
    job = Job("memory", "", "J3", Network(width, depth), HE, ("forward", "gradient"))
    done = initlab.run(job.experiment(1), "--threads", 1, "--quiet", "--csv", "-", "--memory", limit)
    if f"\n{depth},activation.second_moment,1," not in done.output:
        raise SystemExit("the last layer of the wide network was not measured")
    return (f"one trial, width {width}, depth {depth}, forward and backward, --memory {limit}: {done.seconds:.2f} s "
            f"({done.cpu_seconds:.2f} s of a processor), at most {done.peak_bytes / 2**20:.0f} MiB resident")
