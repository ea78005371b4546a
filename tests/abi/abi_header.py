"""What initlab/abi.h declares, read from its text: structs with their fields in order, macros and enumerators."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    name: str
    declaration: str  # on one line, without comments


def without_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.S)


def fields_of(body):
    for statement in body.split(";"):
        declaration = " ".join(statement.split())
        if not declaration:
            continue
        if function := re.search(r"\(\*(\w+)\)", declaration):
            yield Field(function[1], declaration)
            continue
        base, first = re.match(r"((?:const )?\w+\s*\**)\s*(.*)", declaration).groups()
        for declarator in first.split(","):
            name = re.match(r"\s*(\w+)", declarator)[1]
            yield Field(name, f"{base.strip()} {declarator.strip()}")


def structs(text):
    """{"initlab_error": [Field, ...], ...}, in the order of the header."""
    found = re.findall(r"typedef struct (\w+) \{(.*?)\}\s*(\w+);", without_comments(text), re.S)
    assert all(tag == name for tag, _, name in found)
    return {name: list(fields_of(body)) for name, body, _ in found}


def constants(text):
    """The names of the enumerators and of the macros that have a number or a text."""
    text = without_comments(text)
    names = re.findall(r"^#define (INITLAB_\w+) +(?!__attribute__)\S", text, re.M)
    for body in re.findall(r"enum \{(.*?)\}", text, re.S):
        names += re.findall(r"(INITLAB_\w+)\s*=", body)
    return names
