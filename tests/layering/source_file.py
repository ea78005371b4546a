"""What the layering check reads of a C++ file: its includes, OpenMP pragmas and reductions, each with its line."""

import re

SOURCE_SUFFIXES = {".h", ".hpp", ".c", ".cpp", ".cc", ".inl", ".ipp"}

INTEGER = r"\b(?:bool|char|short|int|long|unsigned|(?:std::)?(?:size_t|ptrdiff_t|u?int\d+_t))\b"


# What adds up in an order that nobody wrote down.
REDUCTION = re.compile(r"\b(?:parallel(?:_deterministic)?_reduce|parallel_scan|MPI_I?(?:All)?[Rr]educe\w*|MPI_I?(?:Ex)?[Ss]can"
                       r"|std::(?:transform_)?reduce|std::execution)\b")


class SourceFile:
    def __init__(self, path, shown_path, module):
        self.path = shown_path
        self.folder = path.parent
        self.module = module
        self._text = joined_lines(without_comments(path.read_text(encoding="utf-8")))

    @property
    def includes(self):
        """(line, name) of every include."""
        for line, text in enumerate(self._text.split("\n"), 1):
            found = re.match(r'\s*#\s*include(?:_next)?\s*[<"]([^>"]+)[>"]', text)
            if found:
                yield line, found[1].strip()

    @property
    def omp_pragmas(self):
        """(line, what follows `omp`) of every OpenMP pragma."""
        for line, text in enumerate(self._text.split("\n"), 1):
            for found in re.finditer(r'(?:#\s*pragma|_Pragma\s*\(\s*")\s*omp\s+([^"]*)', text):
                yield line, found[1].strip()

    @property
    def reductions(self):
        """(line, name) of every use of a parallel or unordered sum of a library."""
        for line, text in enumerate(self._text.split("\n"), 1):
            for found in REDUCTION.finditer(text):
                yield line, found[0]

    def declares_integer(self, variable):
        return re.search(INTEGER + r"[^;(){}=]*\b" + re.escape(variable) + r"\b", self._text) is not None


def without_comments(text):
    """Comments blanked out, line numbers and string literals kept."""
    pattern = r'("(?:\\.|[^"\\\n])*")|/\*.*?\*/|//[^\n]*'
    return re.sub(pattern, lambda m: m[1] or re.sub(r"[^\n]", " ", m[0]), text, flags=re.S)


def joined_lines(text):
    """Lines continued with a backslash become one, followed by empty ones so that numbers stay."""
    lines, continued = [], 0
    for line in text.split("\n"):
        if continued:
            lines[-continued] = lines[-continued][:-1] + " " + line
            lines.append("")
        else:
            lines.append(line)
        continued = continued + 1 if line.endswith("\\") else 0
    return "\n".join(lines)
