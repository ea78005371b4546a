#include "journal/file_window.hpp"

#include <algorithm>

namespace initlab::journal {

FileWindow::FileWindow(const std::filesystem::path& path, const OpenFile& file, std::uint64_t size)
    : path_(path), file_(file), size_(size), buffer_(std::make_unique_for_overwrite<std::byte[]>(capacity)) {}

std::span<const std::byte> FileWindow::at(std::uint64_t place, std::size_t wanted) {
  if (place >= size_) return {};
  const std::uint64_t end_wanted = place + std::min<std::uint64_t>(wanted, size_ - place);
  if (place < begin_ || end_wanted > end_) {
    const auto room = static_cast<std::size_t>(std::min<std::uint64_t>(capacity, size_ - place));
    begin_ = place;
    end_ = place + read_at(path_, file_, place, {buffer_.get(), room});
  }
  return {buffer_.get() + (place - begin_), buffer_.get() + (end_ - begin_)};
}

}  // namespace initlab::journal
