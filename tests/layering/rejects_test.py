#!/usr/bin/env python3
"""The layering check accepts a small good tree and rejects it after each kind of damage."""

import tempfile
import unittest
from pathlib import Path

from check_layering import violations

GOOD_TREE = {
    "CMakeLists.txt": """
        initlab_module(core)
        initlab_module(random USES core LIBRARIES x)
        initlab_module(execution USES core)
        initlab_module(linear USES random)
        initlab_module(plugins USES core sdk)
        initlab_module(results)
    """,
    "cmake/Options.cmake": "",
    "sdk/initlab/abi.h": "#include <stdint.h>\n",
    "sdk/initlab/law.hpp": '#include <cmath>\n#include <initlab/abi.h>\n#include "abi.h"\n',
    "core/error.hpp": "#include <string>\n// #include \"linear/matrix.hpp\" in a comment\n",
    "random/stream.hpp": '#include "core/error.hpp"\n/*\n#include "linear/matrix.hpp"\n*/\n',
    "execution/openmp.cpp": "#include <omp.h>\n#include <oneapi/tbb/parallel_for.h>\n#pragma omp parallel\n",
    "linear/matrix.hpp": '#include "random/stream.hpp"\n#include "core/error.hpp"\n#include "linear/tile.hpp"\n',
    "linear/tile.hpp": "#include <hwy/highway.h>\n#pragma omp simd\n",
    "linear/count.cpp": "std::size_t n = 0;\n#pragma omp simd reduction(+ : n)\n",
    "plugins/library.cpp": "#include <boost/dll/shared_library.hpp>\n#include <initlab/abi.h>\n",
    "results/store.cpp": "#include <netcdf.h>\n",
}


class Layering(unittest.TestCase):
    def found(self, damage):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**GOOD_TREE, **damage}.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return list(violations(Path(folder)))

    def reject(self, name, text, because):
        found = self.found({name: text})
        self.assertEqual(len(found), 1, found)
        self.assertIn(because, found[0])
        self.assertIn(name.split("/")[0], found[0])

    def test_accepts_the_good_tree(self):
        self.assertEqual(self.found({}), [])

    def test_rejects_an_upward_include(self):
        self.reject("random/a.hpp", '\n#include "linear/matrix.hpp"\n', 'random/a.hpp:2: includes "linear/matrix.hpp"')

    def test_rejects_an_include_on_the_same_level(self):
        self.reject("execution/a.hpp", '#include "random/stream.hpp"\n', "'random' is on level ")

    def test_rejects_an_upward_include_in_disguise(self):
        self.reject("random/a.cpp", '#include "../linear/matrix.hpp"\n', "'linear' is on level ")
        self.reject("random/a.cpp", "  #  include <linear/matrix.hpp>\n", "'linear' is on level ")
        self.reject("random/a.cpp", '#include "linear/generated.hpp"\n', "'linear' is on level ")

    def test_rejects_a_module_that_USES_does_not_name(self):
        self.reject("linear/a.hpp", '#include "execution/openmp.hpp"\n', "does not use 'execution'")

    def test_rejects_USES_that_point_up(self):
        listing = GOOD_TREE["CMakeLists.txt"] + "initlab_module(statistics\n  USES results)\n"
        self.reject("CMakeLists.txt", listing, "'statistics' USES 'results'")

    def test_rejects_threads_outside_execution(self):
        for header in ("omp.h", "tbb/tbb.h", "oneapi/tbb/parallel_for.h", "mpi.h"):
            self.reject("linear/a.cpp", f"#include <{header}>\n", "only execution/ knows")

    def test_rejects_netcdf_outside_results(self):
        self.reject("core/a.cpp", "#include <netcdf.h>\n", "only results/ knows")

    def test_rejects_a_second_file_with_boost_dll(self):
        self.reject("plugins/other.cpp", "#include <boost/dll/import.hpp>\n", "more than one file")

    def test_rejects_a_pragma_outside_execution(self):
        self.reject("linear/a.cpp", "\n#pragma omp parallel for\n", "linear/a.cpp:2")
        self.reject("linear/a.cpp", "#pragma \\\n omp parallel\n", "only execution/ starts threads")
        self.reject("linear/a.cpp", '_Pragma("omp parallel")\n', "only execution/ starts threads")

    def test_rejects_a_floating_reduction(self):
        self.reject("execution/a.cpp", "double s = 0;\n#pragma omp parallel for reduction(+ : s)\n", "reduction of 's'")
        self.reject("linear/a.cpp", "float s = 0;\n#pragma omp simd reduction(+:s)\n", "reduction of 's'")

    def test_rejects_sums_of_libraries(self):
        for code in ("tbb::parallel_reduce(range, 0.0, add, plus);", "tbb::parallel_deterministic_reduce(r, b);",
                     "MPI_Reduce(&a, &b, 1, MPI_DOUBLE, MPI_SUM, 0, comm);", "MPI_Allreduce(MPI_IN_PLACE, &a, 1, t, o, c);",
                     "MPI_Ireduce(&a, &b, 1, t, o, 0, c, &r);", "MPI_Reduce_scatter(a, b, n, t, o, c);", "MPI_Scan(a, b, 1, t, o, c);",
                     "return std::reduce(v.begin(), v.end());", "std::transform_reduce(a, b, c, 0.0);",
                     "std::sort(std::execution::par, a, b);"):
            self.reject("execution/a.cpp", "\n" + code + "\n", "execution/a.cpp:2: " )
        self.assertEqual(self.found({"execution/a.cpp": "// no MPI_Reduce here\nvoid reduce_to(int);\n"}), [])

    def test_rejects_a_plugin_header_that_needs_more_than_the_standard_library(self):
        for line in ("#include <fmt/format.h>", "#include <immintrin.h>", '#include "helper.h"'):
            self.reject("sdk/initlab/a.hpp", line + "\n", "a plugin sees only")

    def test_rejects_an_unknown_folder(self):
        self.reject("helpers/a.hpp", "", "folder without a level")


if __name__ == "__main__":
    unittest.main()
