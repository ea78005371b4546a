"""Sizes and offsets of initlab/abi.h as a compiler sees them, and whether they keep version 1.

A layout is {"initlab_error": {"": (0, 512, ""), "struct_size": (0, 4, "uint32_t struct_size"), ...}, ...}: offset, size
and declaration of every field, the struct's own under the empty name; and {"INITLAB_OK": "0", ...}.
`layout.py HEADER` prints it as it is stored in version_1.txt."""

import subprocess
import sys
import tempfile
from pathlib import Path

import abi_header

HERE = Path(__file__).parent
HEADER = HERE.parents[1] / "framework/sdk/initlab/abi.h"


def question(text):
    """A C program that prints the layout's numbers."""
    lines = ["#include <initlab/abi.h>", "#include <stdio.h>",
             '#define NUMBER(name) _Generic((name), char*: "%s %s\\n", unsigned long: "%s %lu\\n", unsigned long long: "%s %llu\\n", '
             'default: "%s %d\\n")',
             "int main(void) {"]
    for name, fields in abi_header.structs(text).items():
        lines.append(f'  printf("{name}. 0 %zu\\n", sizeof({name}));')
        lines += [f'  printf("{name}.{f.name} %zu %zu\\n", offsetof({name}, {f.name}), sizeof((({name}*)0)->{f.name}));'
                  for f in fields]
    lines += [f'  printf(NUMBER({name}), "{name}", {name});' for name in abi_header.constants(text)]
    return "\n".join(lines) + "\n  return 0;\n}\n"


def layout_of(header, compiler):
    """Of the file `header`, which is called initlab/abi.h where it lies or is a copy of it."""
    text = Path(header).read_text()
    declared = {(s, f.name): f.declaration for s, fields in abi_header.structs(text).items() for f in fields}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "initlab").mkdir()
        (Path(folder) / "initlab/abi.h").write_text(text)
        (Path(folder) / "ask.c").write_text(question(text))
        subprocess.run([compiler, "-std=c11", "-w", f"-I{folder}", "ask.c", "-o", "ask"], cwd=folder, check=True)
        lines = subprocess.run(["./ask"], cwd=folder, check=True, capture_output=True, text=True).stdout.splitlines()
    structs, constants = {}, {}
    for line in lines:
        name, *numbers = line.split(maxsplit=2)
        if "." in name:
            struct, field = name.split(".")
            structs.setdefault(struct, {})[field] = (int(numbers[0]), int(numbers[1]), declared.get((struct, field), ""))
        else:
            constants[name] = " ".join(numbers)
    return structs, constants


def written(layout):
    structs, constants = layout
    lines = ["# struct.field offset size declaration; struct. 0 size; constant value. Made by layout.py."]
    for struct, fields in structs.items():
        lines += [f"{struct}.{field} {offset} {size} {declaration}".rstrip() for field, (offset, size, declaration) in fields.items()]
    return "\n".join(lines + [f"{name} {value}" for name, value in constants.items()]) + "\n"


def read(text):
    structs, constants = {}, {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        name, rest = line.split(maxsplit=1)
        if "." in name:
            struct, field = name.split(".")
            offset, size, *declaration = rest.split(maxsplit=2)
            structs.setdefault(struct, {})[field] = (int(offset), int(size), "".join(declaration))
        else:
            constants[name] = rest
    return structs, constants


# These grow, or say how far it has grown.
MAY_CHANGE = {"INITLAB_ABI_MINOR"}


def broken_promises(recorded, now):
    """A sentence for everything in `now` with which plugins of the recorded version could not work. A field that was
    reserved may get a name and a meaning; its place and size stay."""
    (old_structs, old_constants), (structs, constants) = recorded, now
    out = []
    for struct, old in old_structs.items():
        new = structs.get(struct)
        if new is None:
            out.append(f"{struct} is gone")
            continue
        places = {(offset, size) for name, (offset, size, _) in new.items() if name}
        for field, (offset, size, declaration) in old.items():
            if field == "reserved":
                if (offset, size) not in places:
                    out.append(f"{struct}: nothing is left at the place of its reserved field")
            elif field and field not in new:
                out.append(f"{struct}.{field} is gone")
            elif field and new[field][:2] != (offset, size):
                out.append(f"{struct}.{field} was at {offset} with {size} bytes and is at {new[field][0]} with {new[field][1]}")
            elif field and new[field][2] != declaration:
                out.append(f"{struct}.{field} was '{declaration}' and is '{new[field][2]}'")
        reserved = {value[:2] for name, value in old.items() if name == "reserved"}
        for field, (offset, size, _) in new.items():
            if field and field not in old and offset < old[""][1] and (offset, size) not in reserved:
                out.append(f"{struct}.{field} is new and begins at {offset}, before the recorded end {old[''][1]}")
        if new[""][1] < old[""][1]:
            out.append(f"{struct} has shrunk from {old[''][1]} to {new[''][1]} bytes")
    for name, value in old_constants.items():
        if name not in MAY_CHANGE and constants.get(name) != value:
            out.append(f"{name} was {value} and is {constants.get(name, 'gone')}")
    return out


if __name__ == "__main__":
    print(written(layout_of(sys.argv[1], "gcc")), end="")
