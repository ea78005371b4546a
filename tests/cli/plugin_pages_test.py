#!/usr/bin/env python3
"""docs/plugins: made from the plugins by initlab plugins doc, and what the program does with its folder."""

import filecmp
import json
import re
import unittest
import xml.etree.ElementTree

from program import SOURCE, TEST_PLUGINS, ProgramTest, environment

COMMITTED = SOURCE / "docs/plugins"
GOOD = TEST_PLUGINS / "good"
REFRESH = "Run ./dev initlab plugins doc in the checkout's folder and commit what it changes."


def files_below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


class Committed(ProgramTest):
    def test_they_are_what_the_plugins_give(self):
        with self.within(20):
            self.works("plugins", "doc", "--output", "made")
        made = self.folder / "made"
        self.assertEqual(files_below(COMMITTED), files_below(made), REFRESH)
        _, changed, unreadable = filecmp.cmpfiles(COMMITTED, made, files_below(made), shallow=False)
        self.assertEqual(changed + unreadable, [], REFRESH)

    def test_every_plugin_that_is_listed_has_a_page_and_a_row(self):
        index = (COMMITTED / "README.md").read_text()
        for plugin in json.loads(self.works("plugins", "list", "--json"))["plugins"]:
            page = f"{plugin['kind']}s/{plugin['id']}.md"
            self.assertIn(f"\n# {plugin['id']}\n", (COMMITTED / page).read_text())
            self.assertIn(f"\n| [{plugin['id']}]({page}) |", index)

    def test_links_and_pictures_are_there(self):
        for page in COMMITTED.rglob("*.md"):
            for target in re.findall(r"\]\(([^)]+)\)", page.read_text()):
                if not target.startswith("https://"):
                    self.assertTrue((page.parent / target).is_file(), (page, target))

    def test_pictures_are_well_formed(self):
        pictures = sorted(COMMITTED.rglob("*.svg"))
        self.assertGreater(len(pictures), 30)
        for picture in pictures:
            root = xml.etree.ElementTree.fromstring(picture.read_text())
            self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
            self.assertTrue(root.findall(".//{http://www.w3.org/2000/svg}polyline"), picture)

    def test_snippets_run(self):
        # from_file's names a file: three 8 x 8 matrices, to which the network is cut.
        numpy_header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (3, 8, 8), }"
        numpy_header += b" " * (64 - (10 + len(numpy_header) + 1) % 64) + b"\n"
        matrices = b"\x93NUMPY\x01\x00" + len(numpy_header).to_bytes(2, "little") + numpy_header + bytes(8 * 3 * 64)
        self.write("weights.npy", matrices)
        pages = sorted(COMMITTED.glob("*/*.md"))
        self.assertGreater(len(pages), 70)
        for page in pages:
            (snippet,) = re.findall(r"^```toml\n(.*?)^```$", page.read_text(), re.M | re.S)
            if page.stem == "from_file":
                snippet = snippet.replace("weights.npz", "weights.npy")
            self.write(f"{page.stem}.toml", snippet)
            small = ("--trials", "2", "--set", "network.depth=3", "--set", "network.width=8")
            told = self.works("run", f"{page.stem}.toml", *small)
            self.assertIn("layer", told, page)

    def test_numbers_of_the_edge_of_chaos_are_those_of_critical(self):
        page = (COMMITTED / "activations/gelu.md").read_text()
        rows = re.findall(r"^\| (0[.\d]*|1) \| ([\d.]+) \| ([\d.]+) \|", page, re.M)
        edges = json.loads(self.works("critical", "gelu", "--json"))["edge_of_chaos"]
        found = [(f"{e['sigma_b']:.6g}", f"{p['sigma_w']:.6g}", f"{p['q']:.6g}") for e in edges for p in e["points"]]
        self.assertGreater(len(found), 3)
        self.assertEqual(rows, found)


class Folder(ProgramTest):
    def test_the_usual_one_is_docs_plugins(self):
        told = self.works("plugins", "doc", "--only", "relu,he_normal")
        self.assertEqual(files_below(self.folder / "docs/plugins"),
                         ["README.md", "activations/relu.md", "activations/relu.svg", "initializers/he_normal.md"])
        self.assertTrue(told.endswith("docs/plugins: 4 new, 0 changed, 0 removed, 0 as before.\n"), told)

    def test_it_is_kept_equal_to_the_plugins_asked_for(self):
        self.works("plugins", "doc", "--output", "d", "--only", "relu,tanh")
        self.assertEqual(self.works("plugins", "doc", "--output", "d", "--only", "tanh", "--only", "relu"),
                         "d: 0 new, 0 changed, 0 removed, 5 as before.\n")
        self.write("d/activations/relu.md", (self.folder / "d/activations/relu.md").read_text() + "edited\n")
        told = self.works("plugins", "doc", "--output", "d", "--only", "relu")
        self.assertEqual(told, "changed  README.md\nchanged  activations/relu.md\nremoved  activations/tanh.md\n"
                               "removed  activations/tanh.svg\nd: 0 new, 2 changed, 2 removed, 1 as before.\n")
        self.assertNotIn("edited", (self.folder / "d/activations/relu.md").read_text())

    def test_files_of_someone_else_are_left_alone(self):
        self.write("d/notes.md", "mine")
        self.assertEqual(self.one_line(4, "plugins", "doc", "--output", "d", "--only", "relu"),
                         "d/notes.md: is in the way (initlab plugins doc did not make it, and keeps its folder to "
                         "itself). Move it away, or give another folder with --output.")

    def test_a_name_that_is_none_is_told_and_nothing_is_written(self):
        self.assertIn("there is no plugin 'rellu' (did you mean 'relu'?)",
                      self.one_line(3, "plugins", "doc", "--only", "relu,rellu"))


class Strangers(ProgramTest):
    def test_a_plugin_from_elsewhere_has_its_page(self):
        strangers = ("leaky_in_c", "asks_theory", "every_parameter", "fills_itself", "scales_parts")
        self.works("plugins", "doc", "--output", "d", "--only", ",".join(strangers), "--plugin-path", GOOD)
        for name in strangers:
            (page,) = (self.folder / "d").glob(f"*/{name}.md")
            self.assertIn(f"\n# {name}\n", page.read_text())

    def test_the_environment_s_path_counts(self):
        self.works("plugins", "doc", "--only", "leaky_in_c", env=environment(INITLAB_PLUGIN_PATH=str(GOOD)))
        self.assertTrue((self.folder / "docs/plugins/activations/leaky_in_c.svg").is_file())

    def test_one_that_fails_is_told_and_nothing_is_written(self):
        told = self.fails(3, "plugins", "doc", "--only", "throws_in_batch", "--plugin-path", TEST_PLUGINS / "bad")
        self.assertIn("activation 'throws_in_batch' failed", told)


if __name__ == "__main__":
    unittest.main()
