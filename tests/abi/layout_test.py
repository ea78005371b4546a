"""Version 1 of the boundary keeps its promise: what a plugin was built against stays where it was."""

import shutil
import tempfile
import unittest
from pathlib import Path

from layout import HEADER, HERE, broken_promises, layout_of, read, written

RECORDED = read((HERE / "version_1.txt").read_text())


class Layout(unittest.TestCase):
    def test_it_keeps_version_1(self):
        for compiler in filter(shutil.which, ("gcc", "clang")):
            with self.subTest(compiler):
                self.assertEqual(broken_promises(RECORDED, layout_of(HEADER, compiler)), [])

    def test_what_is_written_is_what_is_read(self):
        self.assertEqual(read(written(RECORDED)), RECORDED)
        self.assertGreater(sum(len(fields) for fields in RECORDED[0].values()), 80)


class Changes(unittest.TestCase):
    """Of copies of the header: what must be refused, and what must not."""

    def promises_broken_by(self, old, new):
        text = HEADER.read_text()
        self.assertEqual(text.count(old), 1, old)
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "abi.h"
            copy.write_text(text.replace(old, new))
            return broken_promises(RECORDED, layout_of(copy, "gcc"))

    def test_a_field_in_between_is_refused(self):
        said = self.promises_broken_by("double scale;", "double location; double scale;")
        self.assertIn("initlab_law.scale was at 8 with 8 bytes and is at 16 with 8", said)
        self.assertIn("initlab_law.location is new and begins at 8, before the recorded end 40", said)

    def test_another_type_of_the_same_size_is_refused(self):
        self.assertEqual(self.promises_broken_by("double shape;", "uint64_t shape;"),
                         ["initlab_law.shape was 'double shape' and is 'uint64_t shape'"])

    def test_an_argument_more_is_refused(self):
        said = self.promises_broken_by("void (*uniforms)(void* self,", "void (*uniforms)(void* self, int how,")
        self.assertRegex(said[0], r"^initlab_stream\.uniforms was 'void \(\*uniforms\)\(void\* self, double")

    def test_another_value_of_a_constant_is_refused(self):
        self.assertEqual(self.promises_broken_by("INITLAB_UNIFORM = 2", "INITLAB_UNIFORM = 6"),
                         ["INITLAB_UNIFORM was 2 and is 6"])

    def test_a_name_less_is_refused(self):
        self.assertIn("initlab_multipliers.branch_input is gone",
                      self.promises_broken_by("double skip, branch, branch_input;", "double skip, branch;"))

    def test_a_field_at_the_end_and_another_minor_version_are_welcome(self):
        self.assertEqual(self.promises_broken_by("} initlab_stream;", "  double more;\n} initlab_stream;"), [])
        self.assertEqual(self.promises_broken_by("#define INITLAB_ABI_MINOR ", "#define INITLAB_ABI_MINOR 9 + "), [])

    def test_a_reserved_field_may_get_a_meaning(self):
        self.assertEqual(self.promises_broken_by("uint32_t blocks, reserved;", "uint32_t blocks, kind_of_input;"), [])


if __name__ == "__main__":
    unittest.main()
