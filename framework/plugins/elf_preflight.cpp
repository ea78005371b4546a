#include "plugins/elf_preflight.hpp"

#include <elf.h>
#include <fmt/format.h>
#include <initlab/abi.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string_view>

#include "core/error.hpp"

namespace initlab {

namespace {

class ElfFile {
 public:
  explicit ElfFile(const std::filesystem::path& file) : file_(file.string()) {
    open(file);
    check_header();
    check_segments();
    check_sections();
  }

  std::vector<std::byte> section(std::string_view name) {
    const Elf64_Shdr names_section = sections_[header_.e_shstrndx];
    const auto names = read<char>(names_section.sh_offset, names_section.sh_size, "names of sections");
    for (const Elf64_Shdr& s : sections_) {
      if (s.sh_type != SHT_PROGBITS || s.sh_name >= names.size()) continue;
      if (std::string_view(names.data() + s.sh_name, ::strnlen(names.data() + s.sh_name, names.size() - s.sh_name)) ==
          name)
        return read<std::byte>(s.sh_offset, s.sh_size, "plugin record");
    }
    refuse(
        fmt::format("not an initlab plugin (it has no section '{}'). A plugin's source ends with INITLAB_ACTIVATION or "
                    "INITLAB_INITIALIZER.",
                    name));
  }

 private:
  [[noreturn]] void refuse(const std::string& text) const { throw PluginError(fmt::format("{}: {}", file_, text)); }

  void open(const std::filesystem::path& file) {
    // Asked before opening: opening a pipe would wait for its other end, forever.
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (error) refuse(fmt::format("cannot be read ({}). Check the path.", error.message()));
    if (std::filesystem::is_directory(status)) refuse("a folder, not a plugin file. Rename it or remove it.");
    if (!std::filesystem::is_regular_file(status)) refuse("not a regular file. Remove it from the plugin path.");
    stream_.open(file, std::ios::binary);
    if (!stream_) refuse(fmt::format("cannot be read ({}). Check its permissions.", std::strerror(errno)));
    stream_.seekg(0, std::ios::end);
    size_ = static_cast<std::uint64_t>(stream_.tellg());
    if (size_ == 0) refuse("empty. Copy or build it again.");
  }

  void check_inside(std::uint64_t offset, std::uint64_t size, std::string_view what) const {
    if (offset > size_ || size > size_ - offset)
      refuse(
          fmt::format("cut off or damaged (its {} should reach from byte {} over {} bytes, the file has {}). Copy or "
                      "build it again.",
                      what, offset, size, size_));
  }

  template <class T>
  std::vector<T> read(std::uint64_t offset, std::uint64_t size, std::string_view what) {
    check_inside(offset, size, what);
    std::vector<T> out(size / sizeof(T));
    stream_.seekg(static_cast<std::streamoff>(offset));
    stream_.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size() * sizeof(T)));
    if (!stream_) refuse(fmt::format("its {} cannot be read. Copy or build it again.", what));
    return out;
  }

  void check_header() {
    if (size_ < SELFMAG || std::memcmp(read<char>(0, SELFMAG, "header").data(), ELFMAG, SELFMAG) != 0)
      refuse("not a shared library (it does not begin as an ELF file does).");
    header_ = read<Elf64_Ehdr>(0, sizeof(Elf64_Ehdr), "header").front();
    if (header_.e_ident[EI_CLASS] != ELFCLASS64 || header_.e_ident[EI_DATA] != ELFDATA2LSB ||
        header_.e_machine != EM_X86_64)
      refuse(
          fmt::format("built for another kind of machine (ELF class {}, byte order {}, machine {}; this host is 64-bit "
                      "x86). Rebuild it here.",
                      header_.e_ident[EI_CLASS], header_.e_ident[EI_DATA], header_.e_machine));
    if (header_.e_type != ET_DYN)
      refuse(fmt::format("not a shared library (its ELF type is {}). Link it with -shared.", header_.e_type));
    if (header_.e_phentsize != sizeof(Elf64_Phdr) || header_.e_phnum == 0 ||
        header_.e_shentsize != sizeof(Elf64_Shdr) || header_.e_shstrndx >= header_.e_shnum)
      refuse(
          "damaged (its ELF header contradicts itself), or stripped of its section headers. Copy or build it again.");
  }

  void check_segments() {
    for (const Elf64_Phdr& p :
         read<Elf64_Phdr>(header_.e_phoff, header_.e_phnum * sizeof(Elf64_Phdr), "table of segments")) {
      check_inside(p.p_offset, p.p_filesz, "segment");
      if (p.p_type == PT_LOAD && p.p_filesz > p.p_memsz)
        refuse("damaged (a segment is larger in the file than in memory). Copy or build it again.");
    }
  }

  void check_sections() {
    sections_ = read<Elf64_Shdr>(header_.e_shoff, header_.e_shnum * sizeof(Elf64_Shdr), "table of sections");
    for (const Elf64_Shdr& s : sections_)
      if (s.sh_type != SHT_NOBITS && s.sh_type != SHT_NULL) check_inside(s.sh_offset, s.sh_size, "section");
    if (sections_[header_.e_shstrndx].sh_type != SHT_STRTAB)
      refuse("damaged (the names of its sections are missing). Copy or build it again.");
  }

  std::string file_;
  std::ifstream stream_;
  std::uint64_t size_ = 0;
  Elf64_Ehdr header_{};
  std::vector<Elf64_Shdr> sections_;
};

}  // namespace

std::vector<std::byte> read_record_section(const std::filesystem::path& file) {
  return ElfFile(file).section(INITLAB_RECORD_SECTION);
}

}  // namespace initlab
