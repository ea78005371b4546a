"""The numbers that an experiment file promises in its comments, and whether a measurement keeps them.

    #   layer 10: activation.second_moment = 1, spread 0.1421
    #   layer 10 of network.depth = 50: activation.mean = 0.5610, spread 0.1161

The number is the mean over networks; the spread, the standard deviation over networks divided by that mean.
"""

import math
import re
from dataclasses import dataclass

LINE = re.compile(r"#\s+layer (\d+)(?: of (\S+) = (\S+))?: (\S+) = (\S+), spread (\S+)")

# Standard errors, from the promised spread. For a log-normal mean of 16 networks of spread 0.53, the widest here, one in 3000 is
# beyond them, and less than one in 1e5 for those below 0.25; the seeds are fixed, so a pass stays a pass.
ALLOWED_ERRORS = 5.0
# The numbers are written with four digits or so, and the networks compute with single precision.
ROUNDING = 1e-3


@dataclass(frozen=True)
class Promise:
    layer: int
    axis: str | None
    label: str | None
    quantity: str
    value: float
    spread: float

    def measured(self, rows):
        """Mean and number of networks of the one row that this is about."""
        found = [row for row in rows if int(row["layer"]) == self.layer and row["observable"] == self.quantity
                 and (self.axis is None or row[self.axis] == self.label)]
        if len(found) != 1:
            raise LookupError(f"{len(found)} rows for {self}")
        if int(found[0]["nonfinite"]) > 0:
            return math.nan, int(found[0]["count"])
        return float(found[0]["mean"]), int(found[0]["count"])

    def is_kept_by(self, rows):
        mean, networks = self.measured(rows)
        tolerance = abs(self.value) * (ALLOWED_ERRORS * self.spread / math.sqrt(networks) + ROUNDING)
        return abs(mean - self.value) <= tolerance


def promises_of(file):
    promises = []
    for line in file.read_text().splitlines():
        match = LINE.fullmatch(line)
        if match:
            layer, axis, label, quantity, value, spread = match.groups()
            promises.append(Promise(int(layer), axis, label, quantity, float(value), float(spread)))
        elif re.match(r"#\s+layer \d+.*spread", line):
            raise ValueError(f"{file.name}: this promise cannot be read: {line}")
    return promises
