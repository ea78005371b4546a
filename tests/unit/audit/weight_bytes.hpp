#pragma once
#include <unistd.h>
#include <zlib.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace initlab::test {

template <class T>
std::string bytes_of(const std::vector<T>& numbers) {
  return std::string(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T));
}

inline std::string little(std::uint64_t value, std::size_t bytes) {
  return std::string(reinterpret_cast<const char*>(&value), bytes);
}

inline std::string npy_bytes(const std::string& type, const std::string& shape, const std::string& data,
                             const std::string& fortran_order = "False") {
  std::string header = "{'descr': '" + type + "', 'fortran_order': " + fortran_order + ", 'shape': " + shape + ", }";
  header.resize((10 + header.size() + 1 + 63) / 64 * 64 - 11, ' ');
  header += '\n';
  return std::string("\x93NUMPY\x01\x00", 8) + little(header.size(), 2) + header + data;
}

struct Member {
  std::string name, contents;
  bool is_deflated = false;
};

inline std::string deflated(const std::string& contents) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, contents.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(contents.data()));
  stream.avail_in = static_cast<uInt>(contents.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// A zip archive; with wide sizes those of the directory are in the 64-bit extra field.
inline std::string zip_bytes(const std::vector<Member>& members, bool has_wide_sizes = false) {
  std::string file, directory;
  for (const Member& member : members) {
    const std::string packed = member.is_deflated ? deflated(member.contents) : member.contents;
    const std::uint64_t crc =
        crc32_z(0, reinterpret_cast<const Bytef*>(member.contents.data()), member.contents.size());
    const std::string common = little(0, 2) + little(member.is_deflated ? 8 : 0, 2) + little(0, 4) + little(crc, 4);
    const std::string sizes = little(packed.size(), 4) + little(member.contents.size(), 4);
    const std::string extra =
        little(1, 2) + little(16, 2) + little(member.contents.size(), 8) + little(packed.size(), 8);
    directory += "PK\x01\x02" + little(45, 2) + little(45, 2) + common +
                 (has_wide_sizes ? little(0xFFFFFFFFFFFFFFFF, 8) : sizes) + little(member.name.size(), 2) +
                 little(has_wide_sizes ? extra.size() : 0, 2) + little(0, 2) + little(0, 2) + little(0, 2) +
                 little(0, 4) + little(file.size(), 4) + member.name + (has_wide_sizes ? extra : "");
    file += "PK\x03\x04" + little(45, 2) + common + sizes + little(member.name.size(), 2) + little(0, 2) + member.name +
            packed;
  }
  return file + directory + "PK\x05\x06" + little(0, 4) + little(members.size(), 2) + little(members.size(), 2) +
         little(directory.size(), 4) + little(file.size(), 4) + little(0, 2);
}

inline std::string safetensors_bytes(const std::string& header, const std::string& data) {
  return little(header.size(), 8) + header + data;
}

/// A file that is gone with its name.
class ScratchFile {
 public:
  explicit ScratchFile(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / ("initlab_audit_" + std::to_string(::getpid()) + "_" + name)) {}
  ~ScratchFile() { std::filesystem::remove(path_); }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  const std::filesystem::path& write(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary) << bytes;
    return path_;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace initlab::test
