"""The installed completion scripts are read by their shells without a word, and bash and fish complete with them."""

import shutil
import subprocess
import unittest

from installed import PREFIX, InstalledTest, environment

BASH = PREFIX / "share/bash-completion/completions/initlab"
ZSH = PREFIX / "share/zsh/site-functions/_initlab"
FISH = PREFIX / "share/fish/vendor_completions.d/initlab.fish"

# What is typed, and what a shell then offers: commands, verbs, options, choices, plugins, files.
EXPECTED = {"initlab plu": {"plugins"},
            "initlab plugins l": {"list"},
            "initlab new init": {"initializer"},
            "initlab run --back": {"--backend"},
            "initlab run --backend ": {"serial", "openmp", "tbb"},
            "initlab new initializer --dep": {"--depth-dependent"},
            "initlab plugins show leaky": {"leaky_relu"},
            "initlab critical mean_f": set(),
            "initlab critical hard_t": {"hard_tanh"},
            "initlab completion z": {"zsh"},
            "initlab run my": {"my run.toml"},
            "initlab run --csv my": {"my run.toml"},
            "initlab run -o my": {"my run.toml"}}

BASH_ASKS = """
source "$1"; shift
compopt() { :; }
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_initlab
printf '%s\\n' "${COMPREPLY[@]}"
"""


class Completion(InstalledTest):
    def setUp(self):
        super().setUp()
        (self.folder / "my run.toml").write_text("")

    def offered(self, text):
        return {line for line in text.splitlines() if line}

    def test_bash_completes(self):
        for typed, expected in EXPECTED.items():
            with self.subTest(typed):
                self.assertEqual(self.offered(self.works("bash", "-c", BASH_ASKS, "bash", BASH, *typed.split(" "))), expected)

    @unittest.skipUnless(shutil.which("fish"), "fish is not there")
    def test_fish_completes(self):
        for typed, expected in EXPECTED.items():
            with self.subTest(typed):
                answer = self.works("fish", "--no-config", "-c", "source $argv[1]; complete --do-complete=$argv[2]", FISH, typed,
                                    HOME=self.folder)
                self.assertEqual({line.split("\t")[0].replace("\\", "") for line in self.offered(answer)}, expected)

    def test_bash_reads_it(self):
        self.works("bash", "-n", BASH)

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not there")
    def test_zsh_reads_it_and_makes_its_function_known(self):
        self.works("zsh", "-n", ZSH)
        known = "fpath=($1 $fpath); autoload -U compinit; compinit -D -u; print $_comps[initlab]"
        self.assertEqual(self.works("zsh", "-f", "-c", known, "zsh", ZSH.parent, HOME=self.folder), "_initlab\n")

    @unittest.skipUnless(shutil.which("fish"), "fish is not there")
    def test_fish_reads_it(self):
        self.works("fish", "--no-execute", FISH, HOME=self.folder)

    def test_a_broken_script_is_not_read(self):
        broken = self.folder / "broken"
        broken.write_text(BASH.read_text().replace("esac", "", 1))
        done = subprocess.run(["bash", "-n", broken], env=environment(), capture_output=True)
        self.assertNotEqual(done.returncode, 0)

    def test_they_are_what_the_program_prints(self):
        for shell, script in (("bash", BASH), ("zsh", ZSH), ("fish", FISH)):
            self.assertEqual(script.read_text(), self.works("initlab", "completion", shell))


if __name__ == "__main__":
    unittest.main()
