"""The class of the machine, in the words of /proc/cpuinfo."""
import os


def machine_class():
    fields = {}
    with open("/proc/cpuinfo") as file:
        for line in file:
            name, _, value = line.partition(":")
            fields.setdefault(name.strip(), value.strip())
    flags = fields.get("flags", "").split()
    vectors = "512-bit vectors" if "avx512f" in flags else "256-bit vectors" if "avx2" in flags else "no AVX2"
    name = fields.get("model name", "unknown processor")
    model = f"(family {fields.get('cpu family')}, model {fields.get('model')})"
    return f"{name} {model}, {len(os.sched_getaffinity(0))} cores, {vectors}; load {os.getloadavg()[0]:.1f}"
