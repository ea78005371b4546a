#include "audit/weight_file.hpp"

#include <fstream>

#include "audit/safetensors_file.hpp"
#include "core/error.hpp"
#include "experiment/npz_file.hpp"

namespace initlab {
namespace {

class NpyWeights : public WeightFile {
 public:
  NpyWeights(const std::filesystem::path& path, std::string bytes)
      : names_{path.stem().string()}, array_(decode_npy(bytes, path.string())) {}
  const std::vector<std::string>& names() const override { return names_; }
  NumberArray read(std::size_t) const override { return array_; }

 private:
  std::vector<std::string> names_;
  NumberArray array_;
};

class NpzWeights : public WeightFile {
 public:
  explicit NpzWeights(const std::filesystem::path& path) : file_(path) {}
  const std::vector<std::string>& names() const override { return file_.names(); }
  NumberArray read(std::size_t index) const override { return file_.read(file_.names().at(index)); }

 private:
  NpzFile file_;
};

std::string first_bytes(const std::filesystem::path& path, std::size_t count) {
  std::string bytes(count, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(count));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

}  // namespace

std::unique_ptr<WeightFile> open_weight_file(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw UsageError(path.string() + ": no such file");
  if (!std::filesystem::is_regular_file(status)) throw UsageError(path.string() + ": is not a regular file");
  const std::string start = first_bytes(path, 9);
  if (start.starts_with("\x93NUMPY"))
    return std::make_unique<NpyWeights>(path, first_bytes(path, std::filesystem::file_size(path)));
  if (start.starts_with("PK")) return std::make_unique<NpzWeights>(path);
  if (start.starts_with("\x89HDF"))
    throw UsageError(path.string() +
                     ": is an HDF5 file (readable are .npy, .npz and .safetensors). Store the arrays "
                     "with numpy.savez");
  if (start.size() == 9 && start[8] == '{') return std::make_unique<SafetensorsFile>(path);
  throw UsageError(path.string() + ": is none of .npy, .npz and .safetensors, or is damaged at its beginning");
}

}  // namespace initlab
