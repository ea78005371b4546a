#include "linear/draw_vector.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "linear/independent_entries.hpp"

namespace initlab {
namespace {

template <class Real>
void draw(const Law& law, const Stream& stream, std::span<Real> out) {
  const Real scale = static_cast<Real>(law.scale);
  switch (law.family) {
    case Law::Family::constant:
      std::fill(out.begin(), out.end(), scale);
      return;
    case Law::Family::gaussian:
      GaussianEntry::fill(stream, 0, out);
      break;
    case Law::Family::uniform:
      UniformEntry::fill(stream, 0, out);
      break;
    default:
      throw DomainError("a vector of a law that is neither Gaussian, uniform nor constant");
  }
  for (Real& number : out) number *= scale;
}

}  // namespace

void draw_vector(const Law& law, const Stream& stream, std::span<float> out) { draw(law, stream, out); }
void draw_vector(const Law& law, const Stream& stream, std::span<double> out) { draw(law, stream, out); }

}  // namespace initlab
