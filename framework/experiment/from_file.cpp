#include "experiment/from_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "core/error.hpp"
#include "experiment/version.hpp"

namespace initlab {
namespace {

enum Argument : std::size_t { path_argument, arrays_argument, layout_argument };

const std::string& text_of(const ResolvedArguments& arguments, Argument which) {
  return std::get<std::string>(arguments.values.at(which).value);
}

PluginParameter text_parameter(std::string name, std::string meaning) {
  PluginParameter parameter;
  parameter.name = std::move(name);
  parameter.meaning = std::move(meaning);
  parameter.type = PluginParameter::Type::text;
  return parameter;
}

PluginRecord make_record() {
  PluginRecord record;
  record.kind = PluginKind::initializer;
  record.id = "from_file";
  record.version = version();
  record.summary =
      "Weights from a file, the same in every trial: trained ones, or those of another framework's initializer. Biases "
      "are zero. Only inputs are random then, so theory has nothing to say unless theory.initializer names a law.";
  record.formula =
      "W_l = the l-th matrix of the file; of residual blocks one after the other, each branch from its first";
  record.reference = "numpy.save, numpy.savez and numpy.savez_compressed";
  record.abi_major = INITLAB_ABI_MAJOR;
  record.abi_minor = INITLAB_ABI_MINOR;
  PluginParameter layout = text_parameter(
      "layout", "how matrices lie in the file: fan_out x fan_in (PyTorch) or fan_in x fan_out (Keras, JAX)");
  layout.type = PluginParameter::Type::choice;
  layout.choices = {"fan_out_first", "fan_in_first"};
  layout.default_text = layout.choices.front();
  record.parameters = {
      text_parameter("path",
                     "a .npz file, one matrix an array, or a .npy file, a matrix or a stack of them; relative to the "
                     "experiment file's folder; required"),
      text_parameter(
          "arrays",
          "names of a .npz file's arrays, separated by commas, in the order of the layers; empty: all, in the "
          "file's order"),
      layout};
  return record;
}

std::vector<std::string> names_in(const std::string& list) {
  std::vector<std::string> names;
  std::istringstream stream(list);
  for (std::string name; std::getline(stream, name, ',');) {
    const auto is_blank = [](char c) { return c == ' '; };
    name.erase(name.begin(), std::ranges::find_if_not(name, is_blank));
    while (!name.empty() && is_blank(name.back())) name.pop_back();
    if (name.empty()) throw UsageError("initializer 'from_file': 'arrays' has an empty name.");
    names.push_back(name);
  }
  return names;
}

std::string describe(const Layer& layer) {
  if (layer.in_branch())
    return fmt::format("layer {} of {} in block {} of {}", layer.branch_position, layer.branch_layers, layer.index,
                       layer.depth);
  return fmt::format("layer {} of {}", layer.index, layer.depth);
}

class FromFile final : public Initializer {
 public:
  FromFile(std::filesystem::path path, std::shared_ptr<const std::vector<FileMatrix>> matrices)
      : path_(std::move(path)), matrices_(std::move(matrices)) {}

  std::string name() const override { return from_file_record().id; }

  Law weights(const Layer& layer) const override {
    check(layer);
    return filled();
  }

  void fill(const Layer& layer, const initlab_stream&, std::span<double> out) const override {
    check(layer);
    std::ranges::copy(matrix_of(layer).entries, out.begin());
  }

 private:
  [[noreturn]] void refuse(const std::string& problem) const { throw UsageError(path_.string() + ": " + problem); }

  const FileMatrix& matrix_of(const Layer& layer) const {
    return (*matrices_)[layer.in_branch() ? (layer.index - 1) * layer.branch_layers + layer.branch_position - 1
                                          : layer.index - 1];
  }

  void check(const Layer& layer) const {
    if (layer.role == Layer::Role::skip)
      refuse(fmt::format(
          "block {} of {} needs a matrix on its skip, from width {} to {} (a file gives those of layers and "
          "branches only). Give all blocks one width.",
          layer.index, layer.depth, layer.fan_in, layer.fan_out));
    const std::size_t needed = std::size_t{layer.depth} * std::max(layer.branch_layers, 1u);
    if (matrices_->size() != needed)
      refuse(
          fmt::format("gives {} weight matrices, but the network has {}. Change the network, or choose with 'arrays'.",
                      matrices_->size(), needed));
    const FileMatrix& matrix = matrix_of(layer);
    if (matrix.fan_out == layer.fan_out && matrix.fan_in == layer.fan_in) return;
    const bool fits_turned = matrix.fan_out == layer.fan_in && matrix.fan_in == layer.fan_out;
    refuse(fmt::format("'{}' has fan_out {} and fan_in {}, but {} has fan_out {} and fan_in {}{}", matrix.name,
                       matrix.fan_out, matrix.fan_in, describe(layer), layer.fan_out, layer.fan_in,
                       fits_turned ? " (the other 'layout' fits)" : ""));
  }

  std::filesystem::path path_;
  std::shared_ptr<const std::vector<FileMatrix>> matrices_;
};

}  // namespace

const PluginRecord& from_file_record() {
  static const PluginRecord record = make_record();
  return record;
}

std::filesystem::path weight_path(const ResolvedArguments& arguments, const std::filesystem::path& folder) {
  const std::string& path = text_of(arguments, path_argument);
  if (path.empty())
    throw UsageError("initializer 'from_file' needs a path: { plugin = \"from_file\", path = \"w.npz\" }");
  return folder / path;
}

std::vector<FileMatrix> chosen_matrices(const ResolvedArguments& arguments, const std::filesystem::path& path) {
  return read_weight_matrices(path, {.arrays = names_in(text_of(arguments, arrays_argument)),
                                     .fan_in_first = text_of(arguments, layout_argument) == "fan_in_first"});
}

ResolvedArguments by_content(ResolvedArguments arguments, const std::string& sha256) {
  arguments.values.at(path_argument).value = "sha256:" + sha256;
  return arguments;
}

std::unique_ptr<Initializer> make_from_file(std::filesystem::path path,
                                            std::shared_ptr<const std::vector<FileMatrix>> matrices) {
  return std::make_unique<FromFile>(std::move(path), std::move(matrices));
}

}  // namespace initlab
