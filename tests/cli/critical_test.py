#!/usr/bin/env python3
"""The edge of chaos and the phase diagram of shipped activations, as a user asks for them."""

import csv
import io
import json
import math
import shlex
import unittest

from program import ProgramTest

SIGMA_B = (0, 0.05, 0.1, 0.2, 0.3, 0.5, 1)

# sigma_w on the edge of chaos for each sigma_b above, and q* for all but the first, where it is 0; an independent
# quadrature. Hayou et al. 2019 quote 1.302 and 1.225 for tanh and elu at sigma_b = 0.2, from samples.
EDGES = {
    "tanh": ((1, 1.12254, 1.19340, 1.30415, 1.39558, 1.54967, 1.85559),
             (0.15369, 0.27330, 0.51208, 0.76347, 1.31794, 3.03640)),
    "erf": ((0.88623, 0.99369, 1.05559, 1.15280, 1.23367, 1.37133, 1.64875),
            (0.14515, 0.25321, 0.46576, 0.68877, 1.18327, 2.74489)),
    "hard_tanh": ((1, 1.00885, 1.02570, 1.06861, 1.11614, 1.21315, 1.43969),
                  (0.17705, 0.25915, 0.42329, 0.60157, 1.01338, 2.38781)),
    "gelu": ((2, 1.85190, 1.72708, 1.54701, 1.45047, 1.39987, 1.40594),
             (0.07517, 0.18348, 0.57564, 1.42487, 6.43410, 82.31)),
    "elu": ((1, 1.13187, 1.17615, 1.22925, 1.26311, 1.30611, 1.35798),
            (0.18917, 0.43783, 1.10693, 2.03454, 4.88663, 21.78)),
    "selu": ((0.69049, 0.82201, 0.87191, 0.93748, 0.98369, 1.04964, 1.14792),
             (0.14065, 0.30894, 0.71705, 1.22197, 2.55551, 8.39909)),
    "softsign": ((1, 1.36105, 1.51287, 1.72963, 1.89749, 2.16623, 2.66742),
                 (0.06863, 0.15396, 0.35833, 0.59964, 1.17693, 3.09832)),
}

# sigma_w^2 of tanh on the edge for sigma_b^2; Schoenholz et al. 2017 quote 1.76 at 0.05.
TANH_EDGE = {0.0025: 1.26009382, 0.01: 1.42420529, 0.05: 1.76095464, 0.09: 1.94765463, 0.1: 1.98607264, 0.25: 2.40148924}

# (sigma_w^2, sigma_b^2): q*, chi_1, 1 - c*, xi_c of tanh, and how far the last digit tabulated reaches.
TANH_POINTS = {
    (1.69, 0.09): (0.60704679, 0.93980743, 0, 16.10817, 1e-5),
    (6.25, 0.09): (4.07912388, 1.58522477, 0.87789625, 5.10892, 1e-5),
    (16.0, 0.09): (12.60414950, 2.36726104, 0.97030408, 3.63935, 1e-5),
    (1.0, 0.05): (0.19359252, 0.75903165, 0, 3.62698, 1e-5),
    (1.3, 0.05): (0.31531648, 0.88016351, 0, 7.83407, 1e-5),
    (1.5, 0.05): (0.41803720, 0.93863627, 0, 15.79099, 1e-5),
    (1.7, 0.05): (0.53307563, 0.98674081, 0, 74.918, 1e-3),
    (2.5, 0.05): (1.06395838, 1.13351570, 0.55319577, 11.7956, 1e-4),
    (3.0, 0.05): (1.42800846, 1.20893442, 0.70068236, 9.05146, 1e-5),
    (4.0, 0.05): (2.19549393, 1.34240241, 0.83493504, 6.98027, 1e-5),
}
XI_Q = {(1.69, 0.09): 1.33767, (6.25, 0.09): 0.68834, (16.0, 0.09): 0.49029}


SMALL_GRID = {"critical": ("--sigma-b", "0.1"), "phase": ("--sigma-w", "1:2:2", "--sigma-b", "0:0.5:2")}


class Critical(ProgramTest):
    def edges(self, *arguments):
        return json.loads(self.works("critical", *arguments, "--json"))["edge_of_chaos"]

    def remarks(self, *arguments):
        """What is said below the table, on one line."""
        return " ".join(self.works("critical", *arguments).split("\n\n", 2)[2].split())

    def test_edges_are_those_of_an_independent_quadrature(self):
        for activation, (sigma_w, q) in EDGES.items():
            edges = self.edges(activation)
            self.assertEqual([edge["sigma_b"] for edge in edges], list(SIGMA_B))
            for edge, w, length in zip(edges, sigma_w, (0, *q)):
                point = edge["points"][0]
                self.assertAlmostEqual(point["sigma_w"], w, delta=1e-5, msg=activation)
                self.assertAlmostEqual(point["q"], length, delta=6e-3 if length > 20 else 1.1e-5, msg=activation)
                self.assertAlmostEqual(point["chi_1"], 1, delta=1e-11)
                self.assertIsNone(point["xi_c"])

    def test_edge_of_tanh_is_the_papers_to_eight_digits(self):
        edges = self.edges("tanh", "--sigma-b", ",".join(repr(math.sqrt(b)) for b in TANH_EDGE))
        for edge, expected in zip(edges, TANH_EDGE.values()):
            self.assertAlmostEqual(edge["points"][0]["sigma_w"] ** 2, expected, delta=1e-8)

    def test_the_table_says_what_the_json_says(self):
        text = self.works("critical", "tanh", "--sigma-b", "0.2")
        point = self.edges("tanh", "--sigma-b", "0.2")[0]["points"][0]
        row = text.splitlines()[-1].split()
        self.assertEqual(row[:6], ["0.2", "1.30415", "0.512079", "1", "0.542564", "yes"])
        self.assertAlmostEqual(float(row[6]), -1 / math.log(point["slope"]), delta=1e-5)
        self.assertEqual(row[7:], ["inf", "7.08374", "/", "l"])
        self.assertEqual(point["correlation_rate"]["power"], 1)
        self.assertAlmostEqual(point["correlation_rate"]["coefficient"], 7.083738, delta=1e-6)

    def test_relu_keeps_every_length_without_bias_and_has_no_edge_with_it(self):
        said = self.remarks("relu", "--sigma-b", "0,0.1,0.3")
        self.assertIn("At sigma_b = 0 every length is a fixed point at sigma_w = 1.41421", said)
        self.assertIn("At sigma_b = 0.1, 0.3 there is no edge of chaos", said)
        without, bias = self.edges("relu", "--sigma-b", "0,0.1")
        self.assertTrue(without["every_length"])
        self.assertAlmostEqual(without["points"][0]["sigma_w"], math.sqrt(2), delta=1e-15)
        self.assertAlmostEqual(without["points"][0]["correlation_rate"]["coefficient"], 4.5 * math.pi**2, delta=1e-5)
        self.assertEqual((bias["every_length"], bias["points"]), (False, []))

    def test_softplus_has_none(self):
        self.assertIn("At sigma_b = 0, 0.05, 0.1, 0.2, 0.3, 0.5, 1 there is no edge of chaos", self.remarks("softplus"))

    def test_the_point_of_sigmoid_is_called_spurious(self):
        self.assertIn("At sigma_b = 0, 0.3 the stable point is spurious", self.remarks("sigmoid", "--sigma-b", "0,0.3"))
        point = self.edges("sigmoid", "--sigma-b", "0")[0]["points"][0]
        self.assertAlmostEqual(point["q"], 45.6243, delta=1e-4)
        self.assertAlmostEqual(point["sigma_w"], 10.14926, delta=1e-5)

    def test_gelu_is_unstable_at_small_biases(self):
        self.assertIn("At sigma_b = 0.05, 0.1 the only point is unstable", self.remarks("gelu", "--sigma-b", "0.05,0.1,1"))
        self.assertEqual([edge["points"][0]["is_stable"] for edge in self.edges("gelu", "--sigma-b", "0.05,1")], [False, True])

    def test_every_shipped_activation_has_a_stable_point_or_a_sentence(self):
        shipped = [p["id"] for p in json.loads(self.works("plugins", "list", "--json"))["plugins"] if p["kind"] == "activation"]
        self.assertGreater(len(shipped), 30)
        for activation in shipped:
            for edge in self.edges(activation, "--sigma-b", "0,0.1,0.5"):
                good = [point for point in edge["points"] if point["is_stable"]]
                self.assertTrue(good or edge["remark"], (activation, edge))
                for point in good:
                    self.assertLess(abs(point["chi_1"] - 1), 1e-9, (activation, edge))

    def test_of_the_square_the_edge_is_that_of_its_closed_forms(self):
        # V = 3 q^2 and D = 4 q: q = 4 sigma_b^2, sigma_w = 1 / (4 sigma_b), of slope 3/2.
        for sigma_b, edge in zip((0.1, 0.5), self.edges("square", "--sigma-b", "0.1,0.5")):
            point, = edge["points"]
            self.assertAlmostEqual(point["q"], 4 * sigma_b**2, delta=1e-12)
            self.assertAlmostEqual(point["sigma_w"], 0.25 / sigma_b, delta=1e-12)
            self.assertAlmostEqual(point["slope"], 1.5, delta=1e-9)
            self.assertFalse(point["is_stable"])

    def test_of_soft_shrinkage_the_point_is_marginal(self):
        self.assertIn("At sigma_b = 0.1, 0.5 the only point is marginal", self.remarks("softshrink", "--sigma-b", "0.1,0.5"))

    def test_of_a_jump_it_is_said_that_chi_1_does_not_see_it(self):
        for command in ("critical", "phase"):
            for activation in ("step", "threshold"):
                said = " ".join(self.works(command, activation, *SMALL_GRID[command]).split())
                self.assertIn("This activation jumps: close inputs part there at any sigma_w", said)
            self.assertNotIn("jumps", self.works(command, "relu", *SMALL_GRID[command]))

    def test_a_formula_has_the_edge_of_the_plugin_that_it_describes(self):
        formula = self.edges("custom", "--set", 'formula="x / (1 + exp(-x))"', "--sigma-b", "0.1,0.5")
        self.assertEqual(formula, self.edges("silu", "--sigma-b", "0.1,0.5"))

    def test_a_formula_with_a_mistake_is_one_line_with_the_place(self):
        self.assertIn("formula 'x * tnh(x)': unknown function 'tnh' at character 5 (did you mean 'tanh'?)",
                      self.one_line(3, "critical", "custom", "--set", 'formula="x * tnh(x)"'))

    def test_tanh_needs_no_remark(self):
        self.assertEqual({edge["remark"] for edge in self.edges("tanh")}, {""})

    def test_a_parameter_is_set(self):
        for slope in (0.2, 0.5):
            edge = self.edges("leaky_relu", "--set", f"slope={slope}", "--sigma-b", "0")[0]
            self.assertAlmostEqual(edge["points"][0]["sigma_w"], math.sqrt(2 / (1 + slope**2)), delta=1e-15)
        self.assertTrue(self.works("critical", "leaky_relu", "--set", "slope=0.2").startswith("leaky_relu(slope=0.2)\n"))

    def test_slips(self):
        self.assertIn("ACTIVATION is missing behind initlab critical", self.one_line(2, "critical"))
        self.assertIn("(did you mean 'tanh'?)", self.one_line(3, "critical", "tahn"))
        self.assertIn("'slop' (did you mean 'slope'?)", self.one_line(2, "critical", "leaky_relu", "--set", "slop=0.2"))
        self.assertIn("is a text (must be a number)", self.one_line(2, "critical", "leaky_relu", "--set", "slope=steep"))
        self.assertEqual(self.one_line(2, "critical", "leaky_relu", "--set", "slope=[1]"),
                         "--set slope must be a number or a string, not the list [1].")
        for text in ("x", "0,,1", "-0.1", "0.1;0.2", "inf", "nan", "0, 1"):
            self.assertEqual(self.one_line(2, "critical", "tanh", "--sigma-b", text),
                             f"--sigma-b '{text}' must be numbers from 0 to 1000 with commas between them, as in "
                             "--sigma-b 0,0.05,0.1.")


class Phase(ProgramTest):
    def rows(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.works("phase", *arguments, "--csv", "-"))))

    def test_points_of_tanh_are_those_of_the_papers(self):
        for (weight, bias), (q, chi_1, gap, xi_c, digit) in TANH_POINTS.items():
            row, = self.rows("tanh", "--sigma-w", repr(math.sqrt(weight)), "--sigma-b", repr(math.sqrt(bias)))
            self.assertAlmostEqual(float(row["q"]), q, delta=1e-8)
            self.assertAlmostEqual(float(row["chi_1"]), chi_1, delta=1e-8)
            self.assertAlmostEqual(float(row["one_minus_c"]), gap, delta=2e-8)
            self.assertAlmostEqual(float(row["xi_c"]), xi_c, delta=digit)
            if (weight, bias) in XI_Q:
                self.assertAlmostEqual(float(row["xi_q"]), XI_Q[weight, bias], delta=1e-5)
            self.assertEqual(row["fate"], "converges")

    def test_csv_has_one_row_a_point_with_sigma_w_fastest(self):
        rows = self.rows("tanh", "--sigma-w", "0.5:2:4", "--sigma-b", "0:1:3")
        self.assertEqual(list(rows[0]), ["sigma_w", "sigma_b", "q", "chi_1", "one_minus_c", "xi_c", "xi_q", "fate"])
        self.assertEqual([(row["sigma_w"], row["sigma_b"]) for row in rows],
                         [(w, b) for b in ("0", "0.5", "1") for w in ("0.5", "1", "1.5", "2")])

    def test_lengths_that_vanish_and_grow_are_values(self):
        vanishes, stays = self.rows("relu", "--sigma-w", f"1:{math.sqrt(2)!r}:2", "--sigma-b", "0")
        self.assertEqual((vanishes["q"], vanishes["fate"]), ("0", "vanishes"))
        self.assertEqual((stays["q"], stays["xi_c"], stays["fate"]), ("1", "inf", "stays"))
        grows, = self.rows("relu", "--sigma-w", "1.5", "--sigma-b", "0.1")
        self.assertEqual((grows["q"], grows["one_minus_c"], grows["xi_c"], grows["fate"]), ("inf", "", "", "grows"))

    def test_threads_do_not_change_a_bit(self):
        grid = ("--sigma-w", "0.5:4:12", "--sigma-b", "0:1:9")
        for activation in ("tanh", "hard_tanh", "selu"):
            one = self.works("phase", activation, *grid, "--csv", "-", "--threads", "1")
            for threads in ("2", "5"):
                self.assertEqual(one, self.works("phase", activation, *grid, "--csv", "-", "--threads", threads))

    def test_map_draws_the_edge_where_it_is(self):
        text = self.works("phase", "tanh", "--sigma-w", "0.5:2.5:41", "--sigma-b", "0.2")
        row, = [line.split("|")[1] for line in text.splitlines() if "|" in line]
        # chi_1 is 1 at 1.30415, and the columns are 0.05 apart.
        self.assertEqual(row, "." * 16 + "+" + "#" * 24)
        self.assertIn("Of 41 points 17 are ordered", text)
        self.assertIn("Nothing is stored", text)

    def test_map_shows_where_lengths_grow_without_bound(self):
        text = self.works("phase", "relu", "--sigma-w", "1:2:11", "--sigma-b", "0:1:3")
        self.assertEqual([line.split("|")[1] for line in text.splitlines() if "|" in line], ["." * 5 + "^" * 6] * 3)
        self.assertIn("at 18 lengths grow without bound", " ".join(text.split()))

    def test_map_fits_and_has_no_colour_in_a_pipe(self):
        text = self.works("phase", "tanh", "--sigma-w", "0.5:4:200", "--sigma-b", "0:1:30")
        self.assertLessEqual(max(map(len, text.splitlines())), 100)
        self.assertNotIn("\x1b", text)
        for word in ("sigma_w", "sigma_b", "ordered", "chaotic"):
            self.assertIn(word, text)

    def test_csv_goes_to_a_file_once(self):
        grid = ("tanh", "--sigma-w", "1:2:2", "--sigma-b", "0:1:2")
        self.assertIn("Stored in grid.csv.", self.works("phase", *grid, "--csv", "grid.csv"))
        stored = (self.folder / "grid.csv").read_text()
        self.assertEqual(stored, self.works("phase", *grid, "--csv", "-"))
        self.assertIn("grid.csv", self.one_line(4, "phase", *grid, "--csv", "grid.csv"))
        self.works("phase", *grid, "--csv", "grid.csv", "--force")

    def test_netcdf_has_the_numbers_of_the_table_and_says_how_it_was_made(self):
        grid = ("leaky_relu", "--set", "slope=0.2", "--sigma-w", "1:2:3", "--sigma-b", "0:1:2")
        self.assertIn("Stored in grid.nc. Stored in grid.csv.",
                      " ".join(self.works("phase", *grid, "--output", "grid.nc", "--csv", "grid.csv").split()))
        try:
            import xarray
        except ImportError:
            self.skipTest("xarray is not installed")
        data = xarray.load_dataset(self.folder / "grid.nc")
        fates = data["fate"].attrs["flag_meanings"].split()
        with open(self.folder / "grid.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual((dict(data.sizes), len(rows)), ({"sigma_b": 2, "sigma_w": 3}, 6))
        for row in rows:
            point = data.sel(sigma_w=float(row["sigma_w"]), sigma_b=float(row["sigma_b"]))
            for name in ("q", "chi_1", "one_minus_c", "xi_c", "xi_q"):
                number = point[name].item()
                self.assertTrue(math.isnan(number) if row[name] == "" else number == float(row[name]), (row, number))
            self.assertEqual(fates[point["fate"].item()], row["fate"])
        self.assertEqual({row["fate"] for row in rows}, {"vanishes", "converges", "grows"})
        self.assertEqual(data.attrs["title"], "Phase diagram of leaky_relu(slope=0.2)")
        plugin, = json.loads(data.attrs["plugins"])
        self.assertEqual((plugin["kind"], plugin["id"], plugin["parameters"]), ("activation", "leaky_relu", "slope=0.2"))
        self.assertRegex(plugin["sha256"], r"\A[0-9a-f]{64}\Z")
        self.assertTrue(plugin["compiler"] and plugin["version"] and data.attrs["git_revision"])

        # The command that it names gives the same file again.
        self.works(*shlex.split(data.attrs["command"])[1:], "--output", "again.nc")
        self.assertEqual((self.folder / "again.nc").read_bytes(), (self.folder / "grid.nc").read_bytes())

    def test_netcdf_does_not_depend_on_threads_place_or_time(self):
        for threads in ("1", "2", "5"):
            self.works("phase", "tanh", "--sigma-w", "0.5:3:7", "--sigma-b", "0:1:5", "--threads", threads,
                       "--output", f"{threads}.nc")
            self.assertEqual((self.folder / f"{threads}.nc").read_bytes(), (self.folder / "1.nc").read_bytes())
        record = json.loads((self.folder / "5.nc.run.json").read_text())
        self.assertEqual(record["threads"], 5)
        self.assertEqual(record["command_line"], "initlab phase tanh --sigma-w 0.5:3:7 --sigma-b 0:1:5 --threads 5 "
                                                 "--output 5.nc")
        self.assertNotIn("trials_per_second", record)

    def test_netcdf_is_refused_where_a_runs_is(self):
        grid = ("tanh", "--sigma-w", "1:2:2", "--sigma-b", "0:1:2")
        path = self.write("old.nc", "precious")
        self.assertEqual(self.one_line(4, "phase", *grid, "--output", "old.nc"),
                         "old.nc exists already; choose another name or add --force")
        self.assertEqual(path.read_text(), "precious")
        self.assertIn("there is no folder no", self.one_line(4, "phase", *grid, "--output", "no/where.nc"))
        (self.folder / "d").mkdir()
        self.assertEqual(self.one_line(4, "phase", *grid, "--output", "d"), "d is a folder; name a file in it")
        self.assertIn("both name a", self.one_line(2, "phase", *grid, "--output", "a", "--csv", "a"))
        self.works("phase", *grid, "--output", "old.nc", "--force")
        self.assertEqual(path.read_bytes()[1:4], b"HDF")

    def test_a_place_is_refused_before_the_grid_is_computed(self):
        self.write("old.nc", "precious")
        with self.within(0.5):
            self.one_line(4, "phase", "tanh", "--sigma-w", "1:4:1000", "--sigma-b", "0:1:1000", "--output", "old.nc")

    def test_the_usual_grid_takes_seconds(self):
        with self.within(10):  # two cores for five seconds
            rows = self.rows("tanh")
        self.assertEqual(len(rows), 10000)
        self.assertEqual((rows[0]["sigma_w"], rows[-1]["sigma_w"], rows[-1]["sigma_b"]), ("0.5", "4", "1"))

    def test_slips(self):
        for text in ("1:2", "2:1:5", "1:2:1", "1:2:1001", "1:2:3:4", "a", "-1:2:3", "1:inf:3", "1:1:2", "1:2:2.5"):
            self.assertEqual(self.one_line(2, "phase", "tanh", "--sigma-w", text),
                             f"--sigma-w '{text}' must be FROM:TO:COUNT with 0 <= FROM < TO <= 1000 and COUNT from 2 to 1000, "
                             "as in --sigma-w 0.5:4:100, or one number.")
        self.assertIn("--threads '0'", self.one_line(2, "phase", "tanh", "--threads", "0"))
        self.assertIn("nowhere", self.one_line(4, "phase", "tanh", "--csv", "nowhere/grid.csv"))


class Help(ProgramTest):
    def test_both_have_help_and_are_listed(self):
        for command in ("critical", "phase"):
            self.assertIn(f"\n  {command} ", self.works("--help"))
            text = self.works(command, "--help")
            self.assertTrue(text.startswith(f"initlab {command} ACTIVATION"), text)
            self.assertLessEqual(max(map(len, text.splitlines())), 100)
            for option in ("set", "plugin-path", "sigma-b"):
                self.assertRegex(text, rf"\n(  |      )--{option} ")


if __name__ == "__main__":
    unittest.main()
