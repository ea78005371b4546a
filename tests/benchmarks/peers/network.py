"""The networks of the jobs that initlab is compared on, as its peers see them."""
from dataclasses import dataclass

# J2 and J4; of phase diagrams (J6) sigma_w and sigma_b are the axes.
SIGMA_W, SIGMA_B, SIGMA_V, SIGMA_A = 1.5, 0.2, 0.3, 0.1
CORRELATION = 0.5  # of the two inputs in J2, J4 and J6


@dataclass(frozen=True)
class Network:
    """weight_scale multiplies all weights: other than 1 it makes a broken twin, which is not what initlab does."""
    width: int
    depth: int
    inputs: int = 1
    grid: int = 1
    weight_scale: float = 1.0


def spaced(first, last, count):
    return [round(first + (last - first) * k / max(count - 1, 1), 6) for k in range(count)]


def phase_axes(grid):
    """sigma_w and sigma_b of a diagram of grid x grid points."""
    return spaced(0.5, 4.0, grid), spaced(0.05, 2.0, grid)


def phase_points(grid):
    """(sigma_w, sigma_b), the last axis fastest."""
    sigma_w, sigma_b = phase_axes(grid)
    return [(w, b) for w in sigma_w for b in sigma_b]
