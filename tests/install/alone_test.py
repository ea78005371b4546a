"""An installed initlab needs nothing of the folder that it was built in, nor the place where it was installed first."""

import json
import re
import shutil
import subprocess
import unittest
from pathlib import Path

from installed import BUILD, PREFIX, SOURCE, InstalledTest


def files_in(prefix):
    return sorted(path for path in Path(prefix).rglob("*") if path.is_file())


def naming(places, files):
    """Those of the files in which the name of one of the folders stands, whatever kind of file it is."""
    return [file for file in files if any(str(place).encode() in file.read_bytes() for place in places)]


class Alone(InstalledTest):
    def run_of(self, prefix):
        shutil.copy(prefix / "share/initlab/experiments/quickstart.toml", self.folder)
        return self.works("initlab", "run", "quickstart.toml", "--trials", "2", "--csv", "-", prefix=prefix)

    def plugins_of(self, prefix, program="initlab"):
        listed = json.loads(self.works(program, "plugins", "list", "--json", prefix=prefix))
        self.assertEqual(listed["problems"], [])
        return {plugin["file"] for plugin in listed["plugins"] if plugin["file"]}

    def test_it_runs_the_quickstart_with_the_numbers_of_the_build_folder(self):
        built = self.works(BUILD / "bin/initlab", "run", SOURCE / "experiments/quickstart.toml", "--trials", "2", "--csv", "-")
        self.assertEqual(self.run_of(PREFIX), built)

    def test_it_has_every_plugin_of_the_tree(self):
        sources = [*(SOURCE / "plugins").glob("*/*.cpp")]
        self.assertGreater(len(sources), 40)
        self.assertEqual(self.plugins_of(PREFIX), {f"{PREFIX}/lib/initlab/plugins/{s.parent.name}/{s.stem}.so" for s in sources})

    def test_a_moved_prefix_works_from_its_new_place(self):
        moved = self.folder / "moved here"
        shutil.copytree(PREFIX, moved)
        self.assertEqual(self.run_of(moved), self.run_of(PREFIX))
        self.assertTrue(all(file.startswith(f"{moved}/") for file in self.plugins_of(moved)))

    def test_a_link_to_the_program_finds_the_plugins(self):
        (self.folder / "lab").symlink_to(PREFIX / "bin/initlab")
        self.assertEqual(self.plugins_of(PREFIX, program="./lab"), self.plugins_of(PREFIX))

    def test_no_file_names_the_build_folder_or_the_source(self):
        self.assertEqual(naming([BUILD, SOURCE], files_in(PREFIX)), [])
        # Of the search itself: it finds such a name in a program.
        (self.folder / "program").write_bytes(b"\x7fELF\0" + f"{BUILD}/lib".encode() + b"\0")
        self.assertEqual(len(naming([BUILD, SOURCE], files_in(self.folder))), 1)

    def test_no_library_is_looked_for_in_a_folder_of_its_own(self):
        binaries = [PREFIX / "bin/initlab", *(PREFIX / "lib/initlab/plugins").rglob("*.so")]
        sections = subprocess.run(["readelf", "--wide", "--dynamic", *map(str, binaries)], capture_output=True, text=True).stdout
        self.assertEqual(sections.count("Dynamic section"), len(binaries))
        self.assertNotRegex(sections, "RPATH|RUNPATH")

    def test_every_header_is_there(self):
        headers = {file.relative_to(SOURCE / "framework/sdk") for file in (SOURCE / "framework/sdk/initlab").rglob("*.h*")}
        self.assertEqual({file.relative_to(PREFIX / "include") for file in files_in(PREFIX / "include")}, headers)

    def test_links_between_the_documents_lead_somewhere(self):
        doc = PREFIX / "share/doc/initlab"
        for page in (doc / "docs").rglob("*.md"):
            for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text()):
                if target.startswith(("../framework", "../plugins", "../tests")):
                    continue  # the source, which an installed program comes without
                with self.subTest(page.name, target=target):
                    self.assertTrue((page.parent / target).exists())


if __name__ == "__main__":
    unittest.main()
