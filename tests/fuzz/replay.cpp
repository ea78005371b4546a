#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

/// Hands every file of the folder that is the argument to a fuzzer, so that what fuzzing found is tried in every test
/// run, with every compiler. A failure ends the process.
int main(int count, char** arguments) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(count > 1 ? arguments[1] : ".")) {
    std::printf("%s\n", entry.path().c_str());
    std::fflush(stdout);  // the last name is that of the failure
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(stream), {}};
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    ++files;
  }
  return files > 0 ? 0 : 1;
}
