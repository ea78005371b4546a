#include <algorithm>

#include "random/fill.hpp"
#include "random/stream.hpp"

namespace initlab {

void StreamReader::uniforms(std::span<double> out) { read(Kind::uniform, out); }
void StreamReader::normals(std::span<double> out) { read(Kind::normal, out); }

void StreamReader::read(Kind kind, std::span<double> out) {
  if (out.empty()) return;
  if (kind != kind_) left_ = 0;
  kind_ = kind;

  const std::size_t from_group = std::min(left_, out.size());
  std::copy_n(group_.end() - static_cast<std::ptrdiff_t>(left_), from_group, out.begin());
  left_ -= from_group;
  out = out.subspan(from_group);

  const std::size_t whole = out.size() - out.size() % group_.size();
  make_groups(kind, out.first(whole));
  out = out.subspan(whole);
  if (out.empty()) return;

  make_groups(kind, group_);
  std::copy_n(group_.begin(), out.size(), out.begin());
  left_ = group_.size() - out.size();
}

void StreamReader::make_groups(Kind kind, std::span<double> out) {
  if (kind == Kind::uniform) {
    fill_uniform(stream_, next_group_, out);
  } else {
    fill_normal(stream_, next_group_, out);
  }
  next_group_ += out.size() / group_.size();
}

}  // namespace initlab
