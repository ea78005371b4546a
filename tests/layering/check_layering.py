#!/usr/bin/env python3
"""Checks framework/ against docs/architecture.md, section 2: a module includes only modules on lower levels, and
each outside library is known to one module.

Usage: check_layering.py FRAMEWORK_FOLDER. Prints one line a violation; exit code 1 if there is any.
"""

import re
import sys
from pathlib import Path

from source_file import SOURCE_SUFFIXES, SourceFile
from standard_headers import STANDARD_HEADERS

LEVELS = [
    ["sdk"],
    ["core"],
    ["random", "statistics", "execution", "journal"],
    ["linear", "plugins"],
    ["network", "theory"],
    ["measure", "results", "conformance"],
    ["experiment"],
    ["audit", "document"],
    ["cli", "report", "python"],
]
LEVEL = {module: level for level, modules in enumerate(LEVELS) for module in modules}

# Headers that only one module may include.
OWNERS = [
    ("execution", re.compile(r"omp\.h$|(oneapi/)?tbb/|tbb\.h$|mpi\.h$|boost/mpi")),
    ("results", re.compile(r"netcdf|hdf5|H5")),
]

NOT_MODULES = {"cmake"}


def violations(framework):
    yield from unknown_folders(framework)
    uses = declared_uses(framework)
    yield from upward_uses(uses)
    boost_dll = []
    for source in source_files(framework):
        yield from wrong_modules(source, framework, uses)
        yield from wrong_libraries(source, framework)
        yield from wrong_pragmas(source)
        yield from wrong_reductions(source)
        boost_dll += [f"{source.path}:{line}" for line, name in source.includes if name.startswith("boost/dll")]
    if len({place.rsplit(":", 1)[0] for place in boost_dll}) > 1:
        yield f"{', '.join(boost_dll)}: more than one file includes Boost.DLL (one file knows how plugins are opened)"


def unknown_folders(framework):
    for folder in sorted(p.name for p in framework.iterdir() if p.is_dir()):
        if folder not in LEVEL and folder not in NOT_MODULES:
            yield f"{folder}: a folder without a level. Add it to LEVELS in {Path(__file__).name} and docs/architecture.md"


def source_files(framework):
    for path in sorted(framework.rglob("*")):
        module = path.relative_to(framework).parts[0]
        if path.suffix in SOURCE_SUFFIXES and module in LEVEL:
            yield SourceFile(path, path.relative_to(framework), module)


def declared_uses(framework):
    """The initlab_module(name USES ...) lines: module -> modules it names."""
    listing = framework / "CMakeLists.txt"
    if not listing.exists():
        return {}
    text = re.sub(r"#.*", "", listing.read_text())
    uses = {}
    for name, arguments in re.findall(r"initlab_module\(\s*(\w+)([^)]*)\)", text):
        words = re.sub(r"\b(PRIVATE_)?LIBRARIES\b.*", "", arguments, flags=re.S).split()
        uses[name] = [word for word in words if word != "USES"]
    return uses


def upward_uses(uses):
    for module, used in uses.items():
        for other in used:
            if LEVEL.get(other, 99) >= LEVEL.get(module, 99):
                yield f"CMakeLists.txt: '{module}' USES '{other}', which is not on a lower level"


def closure(module, uses):
    reached, open_ends = set(), [module]
    while open_ends:
        for other in uses.get(open_ends.pop(), []):
            if other not in reached:
                reached.add(other)
                open_ends.append(other)
    return reached


def module_of(name, source, framework):
    """The module an include belongs to, None for a header of the system or of a library."""
    if name.startswith("initlab/"):
        return "sdk"
    for base in (framework, source.folder):
        target = (base / name).resolve()
        if target.is_file() and target.is_relative_to(framework.resolve()):
            return target.relative_to(framework.resolve()).parts[0]
    first, slash, _ = name.partition("/")
    return first if slash and first in LEVEL else None


def wrong_modules(source, framework, uses):
    for line, name in source.includes:
        module = module_of(name, source, framework)
        if module is None or module == source.module:
            continue
        if LEVEL.get(module, 99) >= LEVEL[source.module]:
            yield (
                f"{source.path}:{line}: includes \"{name}\" ('{module}' is on level {LEVEL.get(module, '?')}, "
                f"'{source.module}' on level {LEVEL[source.module]}). Move the shared part down, or an interface"
            )
        elif uses and module not in closure(source.module, uses):
            yield (
                f"{source.path}:{line}: includes \"{name}\" ('{source.module}' does not use '{module}'). "
                f"Add it to USES in framework/CMakeLists.txt"
            )


def wrong_libraries(source, framework):
    for line, name in source.includes:
        for owner, headers in OWNERS:
            if headers.match(name) and source.module != owner:
                yield f"{source.path}:{line}: includes <{name}> (only {owner}/ knows that library)"
        if source.module == "sdk" and name not in STANDARD_HEADERS and module_of(name, source, framework) != "sdk":
            yield f"{source.path}:{line}: includes {name} (a plugin sees only <initlab/...> and the standard library)"


def wrong_pragmas(source):
    for line, words in source.omp_pragmas:
        if source.module != "execution" and not re.match(r"simd\b", words):
            yield f"{source.path}:{line}: 'omp {words}' (only execution/ starts threads). Use Backend::for_each_block"
        for variable in reduction_variables(words):
            if not source.declares_integer(variable):
                yield (
                    f"{source.path}:{line}: reduction of '{variable}' (a floating sum would depend on threads or on "
                    f"the vector's width; it is not declared as an integer in this file). Merge in block order"
                )


def wrong_reductions(source):
    for line, name in source.reductions:
        yield (
            f"{source.path}:{line}: {name} (sums in an order of its own, which depends on threads or ranks). Merge in "
            f"block order"
        )


def reduction_variables(words):
    for clause in re.findall(r"reduction\s*\(([^)]*)\)", words):
        yield from (variable.strip() for variable in clause.rpartition(":")[2].split(","))


def main():
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: check_layering.py FRAMEWORK_FOLDER")
    found = list(violations(Path(sys.argv[1])))
    print("\n".join(found) if found else "layering: no violation")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
