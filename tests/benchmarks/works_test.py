"""tests/benchmarks/run on tiny networks: all programs still run, peers still measure what initlab measures (--check),
and each job has its figures. Skipped without PyTorch or NumPy.

Usage: INITLAB=path/to/initlab works_test.py
"""
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SKIPPED = 77

missing = [module for module in ("torch", "numpy") if importlib.util.find_spec(module) is None]
if missing:
    print(f"skipped: no {' and no '.join(missing)}. Peers of initlab need python3-torch and python3-numpy.")
    sys.exit(SKIPPED)

done = subprocess.run([sys.executable, "-B", HERE / "run", "--tiny", "--check"], stdout=subprocess.PIPE, text=True)
print(done.stdout)
assert done.returncode == 0, f"run ended with exit code {done.returncode}"
number = r"[0-9.e+-]+"
# Job; two engines; three peers, two of which J4 does not have; three ratios; seconds beside the trials.
for job in ("J1", "J1x100", "J2", "J3", "J4", "J6", "small"):
    assert re.search(rf"^{job}( +{number}){{9}} s$", done.stdout, re.MULTILINE), f"no figures of {job}"
exponents = [float(found) for found in re.findall(r"exponent ([0-9.]+)", done.stdout)]
assert len(exponents) == 3, "width, depth and trials have an exponent each"
# Time that grew with the square, or not at all, would be another program's. Tiny runs on a busy machine need the room.
assert all(0.5 < exponent < 1.5 for exponent in exponents), exponents
assert re.search(r"^20 shards: .* to merge", done.stdout, re.MULTILINE), "no figure of shards"
assert re.search(r"at most \d+ MiB resident", done.stdout), "no figure of memory"
