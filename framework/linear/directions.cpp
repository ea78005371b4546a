#include "linear/directions.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "linear/cholesky.hpp"
#include "linear/inner_products.hpp"

namespace initlab {
namespace {

// Share of the squared length. The answer to so small a part keeps three digits in float, as many as its own rounding
// has left of it.
constexpr double surely_new = 1e-7;
// Directions are orthogonal to the rounding of Real. Each round leaves that share of what was there: a third one is for
// inputs of which nothing is new.
constexpr int rounds = 3;
constexpr double rounding = 0x1p-46;
// Quotients of lengths are coefficients (a cotangent's to an input's in a gradient), which have to be ordinary numbers
// of the kind: lengths between 2^-20 and 2^20 for float, 2^-200 and 2^200 for double. Others are scaled.
template <class Real>
constexpr double largest_square = sizeof(Real) == sizeof(float) ? 0x1p40 : 0x1p400;
constexpr std::size_t lanes = 8;

template <class Real>
double dot(const Real* v, const double* r, std::size_t size) {
  double sums[lanes] = {};
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane) sums[lane] += double(v[i + lane]) * r[i + lane];
  for (std::size_t lane = 0; i < size; ++i, ++lane) sums[lane] += double(v[i]) * r[i];
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

template <class Real>
void subtract(double factor, const Real* v, double* r, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) r[i] -= factor * double(v[i]);
}

/// 2^e <= |largest entry| < 2^(e+1); a size that is not finite for infinite entries and NaN.
struct Size {
  double largest;
  int exponent;
};
Size size_of(std::span<const double> r) {
  double largest = 0.0, sum = 0.0;
  for (const double number : r) {
    largest = std::max(largest, std::abs(number));
    sum += number - number;  // NaN for what is not finite
  }
  if (!(sum == 0.0)) largest = HUGE_VAL;
  return {largest, std::isfinite(largest) && largest > 0.0 ? std::ilogb(largest) : 0};
}

/// Exact also where 2^exponent is no double.
void scale_by_power(std::span<double> r, int exponent) {
  const double first = std::ldexp(1.0, exponent / 2), second = std::ldexp(1.0, exponent - exponent / 2);
  for (double& number : r) number = number * first * second;
}

/// Whether each vector has more than surely_new of its squared length beside all the others together, from the squared
/// lengths G_kk and the root of the Gram matrix G: 1 / (G^-1)_kk of G_kk.
bool are_independent(std::span<const double> squares, std::span<const double> root, std::vector<double>& inverse) {
  const std::size_t count = squares.size();
  if (count == 1) return true;
  inverse.resize(count * count);
  invert_upper(root, count, inverse);
  for (std::size_t k = 0; k < count; ++k) {
    double inverse_square = 0.0;
    for (std::size_t j = k; j < count; ++j) inverse_square += inverse[k * count + j] * inverse[k * count + j];
    if (!(squares[k] * inverse_square * surely_new < 1.0)) return false;
  }
  return true;
}

double length_of(std::span<const double> r) { return std::sqrt(dot(r.data(), r.data(), r.size())); }

}  // namespace

template <class Real>
void Directions<Real>::find(BatchView<const Real> x, double tail, std::span<const Independent<Real>> known,
                            RevealedScratch<Real>& scratch) {
  inputs_ = x;
  if (!root_.has_memory()) root_ = scratch.roots.take(x.count, x.count);
  are_the_inputs_ = known.empty() && take_inputs(tail, scratch);
  if (!are_the_inputs_) orthogonalise(tail, known, scratch);
}

template <class Real>
void Directions<Real>::forget(RevealedScratch<Real>& scratch) {
  count_ = 0;
  scratch.batches.give_back(own_);
  scratch.roots.give_back(root_);
}

template <class Real>
bool Directions<Real>::take_inputs(double tail, RevealedScratch<Real>& scratch) {
  const std::size_t count = inputs_.count;
  if (count > inputs_.units) return false;
  root_.resize(count, count);
  const std::span<double> root = root_.view().all();
  gram_matrix(inputs_, root);
  std::vector<double>& squares = scratch.products;
  squares.resize(count);
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = a; b < count; ++b) root[a * count + b] += tail * tail;
    const double square = squares[a] = root[a * count + a];
    if (!(square > 1.0 / largest_square<Real> && square < largest_square<Real>)) return false;
  }
  if (cholesky(root, count, surely_new) < count || !are_independent(squares, root, scratch.inverse)) return false;
  count_ = count;
  tails_.assign(count, tail);
  return true;
}

template <class Real>
void Directions<Real>::orthogonalise(double tail, std::span<const Independent<Real>> known,
                                     RevealedScratch<Real>& scratch) {
  const std::size_t inputs = inputs_.count, units = inputs_.units;
  count_ = 0;
  if (!own_.has_memory()) own_ = scratch.batches.take(units, inputs);
  own_.resize(units, inputs);
  tails_.assign(inputs, 0.0);
  root_.resize(inputs, inputs);
  mixing_.assign(inputs * inputs, 0.0);
  lost_.assign(inputs, 0);
  if (shares_.size() < known.size()) shares_.resize(known.size());
  for (std::size_t i = 0; i < known.size(); ++i) shares_[i].assign(known[i].vectors.count * inputs, 0.0);
  scratch.rest.resize(units + 1);
  const std::span<double> rest = scratch.rest;
  for (std::size_t b = 0; b < inputs; ++b) {
    std::copy_n(inputs_.input(b), units, rest.begin());
    rest[units] = tail;
    const Size size = size_of(rest);
    lost_[b] = !std::isfinite(size.largest);
    if (lost_[b] || size.largest == 0.0) continue;
    scale_by_power(rest, -size.exponent);
    const double length = length_of(rest);
    for (int round = 0; round < rounds; ++round) {
      for (std::size_t i = 0; i < known.size(); ++i) subtract_known(known[i], b, shares_[i], scratch);
      subtract_own(b, rest);
    }
    const bool any_left = count_ < units + (tail != 0.0 ? 1 : 0);
    if (any_left && length_of(rest) > rounding * length) append(b, rest);
    const double back = std::ldexp(1.0, size.exponent);
    for (std::size_t j = 0; j < count_; ++j) mixing_[j * inputs + b] *= back;
    for (std::size_t i = 0; i < known.size(); ++i)
      for (std::size_t j = 0; j < known[i].vectors.count; ++j) shares_[i][j * inputs + b] *= back;
  }
  own_.resize(units, count_);
  make_root();
}

/// Takes the known part out of what is left of an input, and adds it to the input's shares.
template <class Real>
void Directions<Real>::subtract_known(const Independent<Real>& known, std::size_t input, std::vector<double>& shares,
                                      RevealedScratch<Real>& scratch) {
  const std::size_t units = inputs_.units, count = known.vectors.count;
  std::vector<double>& rest = scratch.rest;
  std::vector<double>& part = scratch.products;
  part.resize(count);
  for (std::size_t j = 0; j < count; ++j)
    part[j] = dot(known.vectors.input(j), rest.data(), units) + known.tails[j] * rest[units];
  solve_normal_equations(known.root, count, part, 1);
  for (std::size_t j = 0; j < count; ++j) {
    subtract(part[j], known.vectors.input(j), rest.data(), units);
    rest[units] -= part[j] * known.tails[j];
    shares[j * inputs_.count + input] += part[j];
  }
}

template <class Real>
void Directions<Real>::subtract_own(std::size_t input, std::span<double> rest) {
  const std::size_t units = inputs_.units;
  for (std::size_t j = 0; j < count_; ++j) {
    const Real* const v = own_.view().input(j);
    const double square = root_.view().data[j];  // append() leaves it there
    const double factor = (dot(v, rest.data(), units) + tails_[j] * rest[units]) / square;
    subtract(factor, v, rest.data(), units);
    rest[units] -= factor * tails_[j];
    mixing_[j * inputs_.count + input] += factor;
  }
}

/// What is left of the input becomes a direction, scaled to entries below 2.
template <class Real>
void Directions<Real>::append(std::size_t input, std::span<double> rest) {
  const std::size_t units = inputs_.units;
  const int exponent = size_of(rest).exponent;
  scale_by_power(rest, -exponent);
  Real* const v = own_.view().input(count_);
  for (std::size_t i = 0; i < units; ++i) v[i] = static_cast<Real>(rest[i]);
  tails_[count_] = rest[units];
  double square = tails_[count_] * tails_[count_];
  for (std::size_t i = 0; i < units; ++i) square += double(v[i]) * double(v[i]);
  root_.view().data[count_] = square;
  mixing_[count_ * inputs_.count + input] = std::ldexp(1.0, exponent);
  ++count_;
}

template <class Real>
void Directions<Real>::make_root() {
  root_.resize(count_, count_);
  const std::span<double> root = root_.view().all();
  gram_matrix(vectors(), root);
  for (std::size_t a = 0; a < count_; ++a)
    for (std::size_t b = a; b < count_; ++b) root[a * count_ + b] += tails_[a] * tails_[b];
  if (cholesky(root, count_, surely_new) < count_)
    throw DomainError("directions that were made orthogonal are not independent");
}

template class Directions<float>;
template class Directions<double>;

}  // namespace initlab
