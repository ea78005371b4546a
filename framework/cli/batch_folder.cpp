#include "cli/batch_folder.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "cli/batch_files.hpp"
#include "core/error.hpp"
#include "experiment/stored_plan.hpp"
#include "results/atomic_file.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;

bool has_journals(const fs::path& folder) {
  std::error_code ignored;
  for (const fs::directory_entry& file : fs::directory_iterator(folder, ignored))
    if (file.path().extension() == ".journal") return true;
  return false;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void make_folder(const fs::path& folder) {
  std::error_code problem;
  fs::create_directory(folder, problem);
  if (problem) throw ResultError(fmt::format("the folder {} cannot be made ({}).", folder.string(), problem.message()));
}

}  // namespace

BatchFolder::BatchFolder(fs::path path, bool may_exist) : path_(std::move(path)) {
  std::error_code error;
  if (fs::exists(path_, error)) {
    if (!fs::is_directory(path_, error))
      throw ResultError(fmt::format("{} is not a folder. Take another --output.", path_.string()));
    if (!may_exist)
      throw ResultError(
          fmt::format("{} exists already. Take another --output, or write into it with --force.", path_.string()));
  } else if (!fs::is_directory(path_.parent_path(), error)) {
    throw ResultError(fmt::format("there is no folder {} for {} to be made in.", path_.parent_path().string(),
                                  path_.filename().string()));
  }
}

void BatchFolder::refuse_other_plan(const std::string& plan) const {
  if (!has_journals(path_) || bytes_of(path_ / "plan.toml") == plan) return;
  throw ResultError(
      fmt::format("{} holds what shards of another plan have finished. Take another --output, or remove its "
                  "shard-*.journal if that is not needed any more.",
                  path_.string()));
}

void BatchFolder::write(const std::string& plan, const BatchJob& job) const {
  refuse_other_plan(plan);
  if (plan.size() > stored_plan_size_limit)
    throw UsageError(
        fmt::format("the plan would have {} bytes (a plan of more than {} is not read). Take fewer points.",
                    plan.size(), stored_plan_size_limit));
  make_folder(path_);
  make_folder(path_ / "logs");
  for (const auto& [name, text] : {std::pair<const char*, std::string>{"plan.toml", plan},
                                   {"shards.sbatch", shards_script(job)},
                                   {"merge.sbatch", merge_script(job)},
                                   {"submit.sh", submit_script(job)},
                                   {"README.md", batch_readme(job)}})
    write_atomically(path_ / name, text, Overwrite::keep_backup);
  std::error_code problem;
  using enum fs::perms;
  fs::permissions(path_ / "submit.sh", owner_exec | group_exec | others_exec, fs::perm_options::add, problem);
  if (problem)
    throw ResultError(
        fmt::format("{} cannot be made executable ({}).", (path_ / "submit.sh").string(), problem.message()));
}

}  // namespace initlab
