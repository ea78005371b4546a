"""One network of 20 layers of 16384 units: 21 GB of weights, drawn in less than 200 MiB.

Usage: wide_network.py INITLAB
"""
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

EXPERIMENT = """
trials = 1
[network]
depth = 20
width = 16384
activation = "relu"
initializer = "he_normal"
"""
LIMIT_MIB = 200

with tempfile.TemporaryDirectory() as folder:
    experiment = Path(folder) / "wide.toml"
    experiment.write_text(EXPERIMENT)
    subprocess.run([sys.argv[1], "run", experiment, "--csv", Path(folder) / "wide.csv", "--quiet"], check=True)
    rows = (Path(folder) / "wide.csv").read_text().splitlines()

peak_mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"peak memory {peak_mib:.0f} MiB, {len(rows)} rows")
assert any(row.startswith("20,activation.second_moment,1,") for row in rows), "the last layer was not measured"
if peak_mib >= LIMIT_MIB:
    sys.exit(f"peak memory {peak_mib:.0f} MiB is not below {LIMIT_MIB} MiB")
