#include "cli/new_project.hpp"

#include <utility>

#include "cli/new_name.hpp"
#include "experiment/version.hpp"

namespace initlab {
namespace {

constexpr std::string_view cmake_lists = R"text(cmake_minimum_required(VERSION 3.25)
project(@name@ LANGUAGES CXX)
find_package(initlab @version@ REQUIRED)
initlab_add_plugin(@name@ @name@.cpp)
initlab_add_experiment_test(@name@ @name@.toml)
)text";

constexpr std::string_view read_me = R"text(# @name@

[An @kind@](@name@.cpp) for initlab, and [a question](@name@.toml) that is asked with it.

```sh
cmake -B build                                # finds initlab by PATH; elsewhere: -DCMAKE_PREFIX_PATH=/its/prefix
cmake --build build
ctest --test-dir build --output-on-failure    # fails if a measured number contradicts theory
initlab plugins show @name@ --plugin-path build
initlab plugins check build/@name@.so         # does it keep the rules of the boundary?
initlab run @name@.toml --plugin-path build
```

`initlab run @name@.toml --plugin-path build --output @name@.nc` stores the results for xarray, R or Julia.
)text";

constexpr std::string_view workflow =
    R"text(# Builds the plugin and compares its experiment with theory. The repository's variable INITLAB_PACKAGE (Settings, Secrets
# and variables, Actions) holds the address of initlab's Debian package.
name: check
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    container: debian:12
    steps:
      - uses: actions/checkout@v4
      - run: apt-get update && apt-get install --yes --no-install-recommends ca-certificates curl cmake g++ make
      - run: curl --fail --location --output /tmp/initlab.deb "$INITLAB_PACKAGE"
        env:
          INITLAB_PACKAGE: ${{ vars.INITLAB_PACKAGE }}
      - run: apt-get install --yes --no-install-recommends /tmp/initlab.deb
      - run: cmake -B build && cmake --build build && ctest --test-dir build --output-on-failure
)text";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

}  // namespace

std::vector<ProjectFile> new_project(const PluginDraft& draft, std::string_view name) {
  const auto filled_in = [&](std::string_view text) {
    std::string out(text);
    for (const auto& [what, by] : {std::pair<std::string_view, std::string>{"@name@", std::string(name)},
                                   {"@Type@", type_name_of(name)},
                                   {"@kind@", std::string(draft.kind)},
                                   {"@version@", std::string(version())}})
      out = replaced(std::move(out), what, by);
    return out;
  };
  const std::string stem(name);
  return {{stem + ".cpp", filled_in(draft.source)},         {"CMakeLists.txt", filled_in(cmake_lists)},
          {stem + ".toml", filled_in(draft.question)},      {"README.md", filled_in(read_me)},
          {".gitignore", "/build/\n*.nc\n*.nc.run.json\n"}, {".github/workflows/ci.yml", filled_in(workflow)}};
}

}  // namespace initlab
