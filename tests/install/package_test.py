"""The Debian package has the files of an installed prefix, says what it needs, and works where it is unpacked."""

import re
import shutil
import unittest

from installed import BUILD, PREFIX, InstalledTest


@unittest.skipUnless(shutil.which("dpkg-shlibdeps") and shutil.which("dpkg-deb"), "not a Debian system with dpkg-dev")
class Package(InstalledTest):
    def test_unpacked_it_is_the_prefix_and_works(self):
        self.works("sh", "-c", 'cpack --config "$1" -B "$2" 2>&1', "sh", BUILD / "CPackConfig.cmake", self.folder)
        package = next(self.folder.glob("initlab_*.deb"))
        self.works("dpkg-deb", "--extract", package, self.folder / "root")
        usr = self.folder / "root/usr"

        def files(prefix):
            return {path.relative_to(prefix) for path in prefix.rglob("*") if path.is_file()}
        self.assertEqual(files(usr), files(PREFIX))
        self.assertEqual([*(self.folder / "root").iterdir()], [usr])

        shutil.copy(usr / "share/initlab/experiments/quickstart.toml", self.folder)
        self.assertIn("he_normal", self.works("initlab", "run", "quickstart.toml", "--trials", "2", prefix=usr))

        needs = self.works("dpkg-deb", "--field", package, "Depends")
        for library in ("libc6", "libstdc++6", "libnetcdf", "libfmt", "libhwy", "libtbb"):
            self.assertRegex(needs, rf"\b{re.escape(library)}")


if __name__ == "__main__":
    unittest.main()
