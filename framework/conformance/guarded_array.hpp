#pragma once
#include <cstddef>
#include <span>

namespace initlab {

/// Whole pages of memory between two that nobody may touch.
class GuardedPages {
 public:
  /// At least `bytes` of them. Throws ResultError if the system gives none.
  explicit GuardedPages(std::size_t bytes);
  ~GuardedPages();
  GuardedPages(const GuardedPages&) = delete;
  GuardedPages& operator=(const GuardedPages&) = delete;

  std::byte* begin() const { return begin_; }
  std::byte* end() const { return begin_ + size_; }
  /// From now on writing to them, too, is a SIGSEGV.
  void make_read_only() const;

 private:
  std::byte* begin_;
  std::size_t size_, page_;
};

/// Which neighbour of an array nobody may touch.
enum class GuardedSide { before, behind };

/// An array right beside a page whose touching is a SIGSEGV: who reads or writes beyond that end dies of it.
template <class T>
class GuardedArray {
 public:
  GuardedArray(std::size_t count, GuardedSide side)
      : pages_(count * sizeof(T)),
        first_(reinterpret_cast<T*>(side == GuardedSide::before ? pages_.begin() : pages_.end() - count * sizeof(T))),
        count_(count) {}
  std::span<T> all() const { return {first_, count_}; }
  void make_read_only() const { pages_.make_read_only(); }

 private:
  GuardedPages pages_;
  T* first_;
  std::size_t count_;
};

}  // namespace initlab
