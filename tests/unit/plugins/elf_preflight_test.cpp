// Files that are no healthy shared library: each is refused with its sentence before the loader sees it.
#include <dlfcn.h>
#include <elf.h>
#include <sys/stat.h>

#include <csignal>

#include "unit/plugins/plugin_files.hpp"

namespace initlab::test {
namespace {

std::string patched(std::size_t offset, char value) {
  std::string bytes = bytes_of(good("leaky_in_c"));
  bytes.at(offset) = value;
  return bytes;
}

TEST(ElfPreflight, a_file_that_is_not_there_is_refused) {
  TemporaryFolder folder;
  const auto file = folder / "x.so";
  EXPECT_EQ(plugin_error([&] { peek(file); }),
            file.string() + ": cannot be read (No such file or directory). Check the path.");
}

TEST(ElfPreflight, an_empty_file_is_refused) {
  TemporaryFolder folder;
  const auto file = write(folder / "x.so", "");
  EXPECT_EQ(plugin_error([&] { peek(file); }), file.string() + ": empty. Copy or build it again.");
}

TEST(ElfPreflight, a_text_file_is_refused) {
  TemporaryFolder folder;
  const auto file = write(folder / "x.so", "int main() {}\n");
  EXPECT_EQ(plugin_error([&] { peek(file); }),
            file.string() + ": not a shared library (it does not begin as an ELF file does).");
}

TEST(ElfPreflight, a_folder_is_refused) {
  TemporaryFolder folder;
  const auto file = folder / "x.so";
  fs::create_directory(file);
  EXPECT_EQ(plugin_error([&] { peek(file); }),
            file.string() + ": a folder, not a plugin file. Rename it or remove it.");
}

TEST(ElfPreflight, a_pipe_is_refused_without_waiting_for_its_writer) {
  TemporaryFolder folder;
  const auto file = folder / "x.so";
  ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
  EXPECT_EQ(plugin_error([&] { peek(file); }), file.string() + ": not a regular file. Remove it from the plugin path.");
}

TEST(ElfPreflight, a_library_for_another_machine_is_refused) {
  TemporaryFolder folder;
  const auto arm = write(folder / "arm.so", patched(offsetof(Elf64_Ehdr, e_machine), static_cast<char>(EM_AARCH64)));
  EXPECT_EQ(plugin_error([&] { peek(arm); }),
            arm.string() +
                ": built for another kind of machine (ELF class 2, byte order 1, machine 183; this host is 64-bit "
                "x86). Rebuild it here.");
  const auto narrow = write(folder / "narrow.so", patched(EI_CLASS, ELFCLASS32));
  EXPECT_EQ(plugin_error([&] { peek(narrow); }),
            narrow.string() +
                ": built for another kind of machine (ELF class 1, byte order 1, machine 62; this host is "
                "64-bit x86). Rebuild it here.");
}

TEST(ElfPreflight, an_object_file_is_refused) {
  TemporaryFolder folder;
  const auto file = write(folder / "x.so", patched(offsetof(Elf64_Ehdr, e_type), ET_REL));
  EXPECT_EQ(plugin_error([&] { peek(file); }),
            file.string() + ": not a shared library (its ELF type is 1). Link it with -shared.");
}

TEST(ElfPreflight, a_library_without_a_record_is_refused) {
  const auto file = bad("no_record");
  EXPECT_EQ(plugin_error([&] { peek(file); }),
            file.string() +
                ": not an initlab plugin (it has no section 'initlab_record'). A plugin's source ends with "
                "INITLAB_ACTIVATION or INITLAB_INITIALIZER.");
}

TEST(ElfPreflight, a_cut_off_library_says_so) {
  TemporaryFolder folder;
  const std::string whole = bytes_of(good("leaky_in_c"));
  const auto file = write(folder / "leaky_in_c.so", whole.substr(0, 100));
  EXPECT_EQ(
      plugin_error([&] { peek(file); }).rfind(file.string() + ": cut off or damaged (its table of segments should", 0),
      0u);
}

// A copy that stopped, and one that a copying tool had stretched to its final size with zeros before it stopped.
TEST(ElfPreflight, no_half_copied_library_gets_to_the_loader) {
  TemporaryFolder folder;
  const std::string whole = bytes_of(good("leaky_in_c"));
  constexpr std::size_t lengths = 150;
  const auto file = folder / "leaky_in_c.so";
  std::size_t refused = 0;
  for (std::size_t i = 0; i < lengths; ++i) {
    const std::size_t length = i + 1 == lengths ? whole.size() - 1 : i * whole.size() / lengths;
    std::string stretched = whole.substr(0, length);
    write(file, stretched);
    refused += plugin_error([&] {
                 const Catalogue catalogue({folder.path()});
                 const CatalogueEntry& entry = catalogue.find(PluginKind::activation, "leaky_in_c");
                 load_activation(entry, resolve(entry.record, {}));
               }).rfind(file.string() + ": ", 0) == 0;
    // The last bytes of the file are the last section header's, whose own last sixteen hold no addresses.
    if (i + 1 == lengths) continue;
    stretched.resize(whole.size());
    write(file, stretched);
    refused += plugin_error([&] { peek(file); }).rfind(file.string() + ": ", 0) == 0;
  }
  EXPECT_EQ(refused, 2 * lengths - 1);
}

/// The good plugin with one entry of its table of segments or sections changed.
template <class Entry, class Change>
std::string with_entry(std::size_t table_at, std::size_t index, Change&& change) {
  std::string bytes = bytes_of(good("leaky_in_c"));
  Entry entry;
  const std::size_t at = table_at + index * sizeof entry;
  std::memcpy(&entry, bytes.data() + at, sizeof entry);
  change(entry);
  std::memcpy(bytes.data() + at, &entry, sizeof entry);
  return bytes;
}

TEST(ElfPreflight, a_segment_or_section_beyond_the_end_of_the_file_is_refused) {
  TemporaryFolder folder;
  const std::string whole = bytes_of(good("leaky_in_c"));
  Elf64_Ehdr header;
  std::memcpy(&header, whole.data(), sizeof header);
  const auto segment = write(folder / "segment.so", with_entry<Elf64_Phdr>(header.e_phoff, 0, [](Elf64_Phdr& p) {
                               p.p_offset = 0;
                               p.p_filesz = p.p_memsz = 1 << 30;
                             }));
  const std::string size = std::to_string(whole.size());
  EXPECT_EQ(plugin_error([&] { peek(segment); }),
            segment.string() +
                ": cut off or damaged (its segment should reach from byte 0 over 1073741824 bytes, the file "
                "has " +
                size + "). Copy or build it again.");
  // So large that offset + size wraps around to a small number.
  const auto section = write(folder / "section.so", with_entry<Elf64_Shdr>(header.e_shoff, 1, [](Elf64_Shdr& s) {
                               s.sh_offset = 16;
                               s.sh_size = ~0ull - 8;
                             }));
  EXPECT_EQ(plugin_error([&] { peek(section); }),
            section.string() +
                ": cut off or damaged (its section should reach from byte 16 over 18446744073709551607 bytes, "
                "the file has " +
                size + "). Copy or build it again.");
}

// Why the preflight exists: the same files kill whoever loads them.
TEST(ElfPreflightDeathTest, the_loader_does_not_survive_a_half_copied_library) {
  TemporaryFolder folder;
  const std::string whole = bytes_of(good("leaky_in_c"));
  const auto file = write(folder / "leaky_in_c.so", whole.substr(0, 4096));
  EXPECT_EXIT(
      {
        std::signal(SIGBUS, SIG_DFL);
        ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
        std::exit(0);
      },
      testing::KilledBySignal(SIGBUS), "");
}

}  // namespace
}  // namespace initlab::test
