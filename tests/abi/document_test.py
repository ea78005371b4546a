"""docs/abi.md has the structs of initlab/abi.h with their fields in order, its constants, and nothing else of them."""

import re
import unittest

import abi_header
from layout import HEADER, HERE

DOCUMENT = (HERE.parents[1] / "docs/abi.md").read_text()
TEXT = HEADER.read_text()


def rows(section):
    """The names in the first column of its table."""
    return [name for row in re.findall(r"^\| (`.*?) \|", section, re.M) for name in re.findall(r"`(\w+)`", row)]


class Document(unittest.TestCase):
    def test_it_has_the_fields_of_every_struct(self):
        sections = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", DOCUMENT, re.M | re.S))
        declared = {struct: [field.name for field in fields if field.name != "reserved"]
                    for struct, fields in abi_header.structs(TEXT).items()}
        self.assertEqual(list(sections), list(declared))
        for struct, fields in declared.items():
            with self.subTest(struct):
                self.assertEqual(rows(sections[struct]), fields)

    def test_it_has_every_constant(self):
        constants = re.search(r"^## Constants\n(.*?)(?=^## |\Z)", DOCUMENT, re.M | re.S)[1]
        self.assertEqual(rows(constants), abi_header.constants(TEXT))


if __name__ == "__main__":
    unittest.main()
