"""A job's programs run in turn, so that all see the same machine. Rates and their ratios are medians over turns."""
import statistics
from dataclasses import dataclass

from comparison.jobs import ALL_PEERS, ENGINES, WEIGHTS


@dataclass(frozen=True)
class Race:
    """rates[program] has one number a turn. beside is the median time that an initlab run takes beside its trials."""
    job: object
    rates: dict
    beside: float

    def rate(self, program):
        return statistics.median(self.rates[program]) if program in self.rates else None

    def ratio(self, program, other):
        return statistics.median(a / b for a, b in zip(self.rates[program], self.rates[other]))

    @property
    def strongest(self):
        return max(self.job.peers, key=self.rate)


def race(job, initlab, peers, threads, seconds, repeats):
    trials = {engine: initlab.trials_for(job, engine, seconds, "--threads", threads) for engine in ENGINES}
    rates, beside = {}, []
    for _ in range(repeats):
        for engine in ENGINES:
            done = initlab.run(job.experiment(trials[engine], engine), "--threads", threads)
            rates.setdefault(engine, []).append(done.rate)
            if engine == "auto":
                beside.append(done.seconds - trials[engine] * job.points / done.rate)
        for peer in job.peers:
            rates.setdefault(peer, []).append(peers[peer].ask(job.request(seconds=seconds, threads=threads)))
    return Race(job, rates, statistics.median(beside))


COLUMNS = f"{'job':8}{'initlab':>10}{'dense':>9}" + "".join(f"{peer:>15}" for peer in ALL_PEERS)
COLUMNS += f"{'/ ordinary':>12}{'dense /':>9}{'/ strongest':>13}{'beside':>9}"


def row(result):
    def number(program):
        rate = result.rate(program)
        return f"{rate:.4g}" if rate is not None else "-"

    text = f"{result.job.name:8}{number('auto'):>10}{number('dense'):>9}"
    text += "".join(f"{number(peer):>15}" for peer in ALL_PEERS)
    text += f"{result.ratio('auto', WEIGHTS):>12.4g}{result.ratio('dense', WEIGHTS):>9.3g}"
    return text + f"{result.ratio('auto', result.strongest):>13.4g}{result.beside:>7.2f} s"


LEGEND = """
Trials a second of all threads together, medians; the ratios are medians of those of one turn.
initlab: with the engine that it chooses itself, revealed for all of these jobs; dense: with engine = "dense".
/ ordinary, dense /: initlab and its dense engine over torch_weights; / strongest: initlab over its fastest peer.
beside: what an initlab run takes beside its trials: start-up, theory, verdicts, report. The rates are without it.
All measure the same quantities, initlab their logarithms and spreads too."""
