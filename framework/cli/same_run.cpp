#include "cli/same_run.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "cli/machine.hpp"
#include "core/config_text.hpp"
#include "core/error.hpp"
#include "core/hash.hpp"
#include "execution/packed.hpp"
#include "experiment/plan_differences.hpp"

namespace initlab {

void require_same_run(Ranks& ranks, const StoredPlan& plan) {
  if (ranks.size() == 1) return;
  std::string own[2];  // the program, the plan
  ranks.agree([&] {
    own[0] = sha256_hex_of_file("/proc/self/exe");
    own[1] = to_toml(plan);
  });
  const std::vector<std::string> first = unpack_texts(ranks.from_first(pack(own)));
  ranks.agree([&] {
    std::string text;
    if (first[0] != own[0]) text += fmt::format("\n  the program (SHA-256): {} -> {}", first[0], own[0]);
    const StoredPlan wanted = parse_stored_plan(first[1], "the plan of rank 0");
    for (const PlanDifference& difference : differences(wanted.manifest, plan.manifest))
      text += fmt::format("\n  {}: {} -> {}", shortened(difference.name), shortened(difference.stored),
                          shortened(difference.now));
    if (!text.empty())
      throw UsageError(
          fmt::format("on {} it would not do what rank 0 does; what differs (there -> here):{}\nGive all "
                      "ranks the same program, plugins and files.",
                      host_name(), text));
  });
}

}  // namespace initlab
