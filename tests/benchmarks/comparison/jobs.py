"""The jobs: experiments for initlab, and what to ask of its peers for the same."""
from dataclasses import dataclass, replace

from peers.network import CORRELATION, SIGMA_A, SIGMA_B, SIGMA_V, SIGMA_W, Network, phase_axes

WEIGHTS, TORCH_GRAM, NUMPY_GRAM = "torch_weights", "torch_gram", "numpy_gram"
ALL_PEERS = (WEIGHTS, TORCH_GRAM, NUMPY_GRAM)
ENGINES = ("auto", "dense")

HE = 'activation = "relu"\ninitializer = "he_normal"\n'
# Without decay: the variances of Yang & Schoenholz 2017.
MEAN_FIELD = ('activation = "tanh"\ninitializer = {{ plugin = "variance_decay", beta_w = 0.0, beta_v = 0.0, '
              'beta_a = 0.0, beta_b = 0.0{sigmas} }}\n')
TANH = MEAN_FIELD.format(sigmas=f", sigma_w = {SIGMA_W}, sigma_b = {SIGMA_B}")
RESIDUAL = 'architecture = "residual-full"\n' + MEAN_FIELD.format(
    sigmas=f", sigma_w = {SIGMA_W}, sigma_b = {SIGMA_B}, sigma_v = {SIGMA_V}, sigma_a = {SIGMA_A}")


@dataclass(frozen=True)
class Job:
    """peer_job is what the peers call it; they know it where the job names them. The observables are what the peers
    measure."""
    name: str
    title: str
    peer_job: str
    network: Network
    laws: str
    observables: tuple
    peers: tuple = ALL_PEERS

    @property
    def points(self):
        return self.network.grid**2

    def experiment(self, trials, engine="auto", observables=()):
        """The experiment file; the observables are added to the job's own."""
        network, names = self.network, sorted({*self.observables, *observables})
        text = f'trials = {trials}\nengine = "{engine}"\n'
        text += f"[network]\nwidth = {network.width}\ndepth = {network.depth}\n{self.laws}"
        text += f"[input]\ncount = {network.inputs}\n"
        if self.laws != HE:
            text += f"correlation = {CORRELATION}\n"
        text += "[measure]\nobservables = [" + ", ".join(f'"{name}"' for name in names) + "]\n"
        if self.peer_job == "J6":
            sigma_w, sigma_b = phase_axes(network.grid)
            text += f'[sweep]\n"network.initializer.sigma_w" = {sigma_w}\n"network.initializer.sigma_b" = {sigma_b}\n'
        return text

    def request(self, **options):
        """The line that a peer is asked with."""
        network = self.network
        words = [self.peer_job, f"--width {network.width} --depth {network.depth}", f"--inputs {network.inputs}",
                 f"--grid {network.grid}"]
        return " ".join(words + [f"--{name.replace('_', '-')} {value}" for name, value in options.items()])

    def resized(self, width, depth, grid):
        """Of another size, with at most as many inputs as a quarter of the width."""
        inputs, points = min(self.network.inputs, width // 4), min(self.network.grid, grid)
        return replace(self, network=Network(width, depth, inputs, points))


MOMENTS = ("activation.mean", "activation.variance", "activation.second_moment")
PAIRS = ("activation.covariance", "activation.decorrelation")

JOBS = (
    Job("J1", "He + ReLU, one input, forward", "J1", Network(1000, 50), HE, MOMENTS),
    Job("J1x100", "He + ReLU, 100 inputs, forward", "J1", Network(1000, 50, inputs=100), HE, MOMENTS),
    Job("J2", "tanh, correlation of two inputs", "J2", Network(1000, 50, inputs=2), TANH, PAIRS),
    Job("J3", "He + ReLU, forward and gradient", "J3", Network(1000, 50), HE,
        ("activation.second_moment", "gradient.preactivation", "gradient.weight")),
    Job("J4", "residual-full, tanh, two inputs: forward, correlation, gradient", "J4", Network(1000, 50, inputs=2),
        RESIDUAL, ("preactivation.second_moment", "activation.second_moment", *PAIRS, "gradient.activation"),
        (WEIGHTS,)),
    Job("J6", "phase diagram of tanh, correlation of two inputs", "J6", Network(500, 30, inputs=2, grid=20),
        MEAN_FIELD.format(sigmas=""), PAIRS),
    Job("small", "He + ReLU, one input, forward", "J1", Network(32, 10), HE, MOMENTS),
)
