#include "linear/revealed_haar.hpp"

#include <algorithm>
#include <limits>

#include "core/error.hpp"
#include "linear/batch_arithmetic.hpp"
#include "linear/batch_kernels.hpp"
#include "linear/cholesky.hpp"
#include "linear/inner_products.hpp"
#include "random/fill.hpp"

namespace initlab {
namespace {

constexpr double well_apart = 1e-2;  // share of the squared length: a tenth of the length

}  // namespace

template <class Real>
RevealedHaar<Real>::RevealedHaar(std::size_t fan_out, std::size_t fan_in, double gain,
                                 std::shared_ptr<RevealedScratch<Real>> scratch)
    : side_(std::max(fan_out, fan_in)),
      groups_each_column_((side_ + group_size<Real> - 1) / group_size<Real>),
      initial_gain_(gain),
      gain_(gain),
      scratch_(std::move(scratch)) {}

template <class Real>
void RevealedHaar<Real>::draw(const Stream& stream) {
  forget();
  stream_ = stream;
  gain_ = initial_gain_;
  columns_drawn_ = 0;
}

template <class Real>
void RevealedHaar<Real>::forget() {
  for (std::size_t i = 0; i < asked_; ++i) {
    pairs_[i].directions.forget(*scratch_);
    scratch_->batches.give_back(pairs_[i].continued);
    scratch_->batches.give_back(pairs_[i].own_answers);
  }
  asked_ = 0;
}

template <class Real>
void RevealedHaar<Real>::rescale(double factor) {
  gain_ *= factor;
  for (std::size_t i = 0; i < asked_; ++i) {
    if (pairs_[i].answers.data == pairs_[i].own_answers.view().data) scale(pairs_[i].own_answers.view(), factor);
    for (double& r : pairs_[i].answer_root) r *= factor;
  }
}

template <class Real>
void RevealedHaar<Real>::ask(bool forward, BatchView<const Real> x, BatchView<Real> y) {
  if (gain_ == 0.0) {
    std::ranges::fill(y.all(), Real(0));
    return;
  }
  if (pairs_.size() == asked_) pairs_.emplace_back();
  zeros_.resize(std::max(zeros_.size(), x.count));
  if (asked_ > 0) {
    // Of the last answers as rounding left them, which projections must know to the last digit of a double; and only
    // now, because a forward pass alone never needs it.
    find_root(pairs_[asked_ - 1].answers, 0.0);
    pairs_[asked_ - 1].answer_root = scratch_->factors;
  }
  std::vector<Independent<Real>>& known = scratch_->known;
  known.clear();
  for (std::size_t i = 0; i < asked_; ++i) known.push_back(known_beside(pairs_[i], forward));
  Pairs& pairs = pairs_[asked_++];
  pairs.forward = forward;
  pairs.directions.find(continued(pairs, x), 0.0, known, *scratch_);
  if (pairs.directions.are_the_inputs() && y.units == side_) {
    draw_answers(pairs, y);
    return;
  }
  pairs.own_answers = scratch_->batches.take(side_, pairs.directions.count());
  draw_answers(pairs, pairs.own_answers.view());
  put_together(y);
}

/// What earlier pairs say about vectors on the side of a question.
template <class Real>
Independent<Real> RevealedHaar<Real>::known_beside(const Pairs& pairs, bool forward) const {
  if (pairs.forward == forward) return {pairs.directions.vectors(), zeros_, pairs.directions.root()};
  return {pairs.answers, zeros_, pairs.answer_root};
}

template <class Real>
BatchView<const Real> RevealedHaar<Real>::continued(Pairs& pairs, BatchView<const Real> x) const {
  if (x.units == side_) return x;
  pairs.continued = scratch_->batches.take(side_, x.count);
  const BatchView<Real> longer = pairs.continued.view();
  for (std::size_t b = 0; b < x.count; ++b)
    std::fill(std::copy_n(x.input(b), x.units, longer.input(b)), longer.input(b) + side_, Real(0));
  return longer;
}

template <class Real>
void RevealedHaar<Real>::draw_answers(Pairs& pairs, BatchView<Real> answers) {
  const std::size_t count = answers.count;
  pairs.answers = answers;
  for (std::size_t j = 0; j < count; ++j)
    fill_normal(stream_, columns_drawn_++ * groups_each_column_, std::span<Real>(answers.input(j), side_));
  const std::span<const double> root = pairs.directions.root();
  // Normals may be nearly dependent, and where few dimensions are left, the projection takes nearly everything: both
  // leave their rounding, enlarged. A second time there is nothing to enlarge.
  if (asked_ > 1 || !find_root(answers, well_apart)) {
    subtract_known_answers(pairs, answers);
    make_orthonormal(answers);
    subtract_known_answers(pairs, answers);
    find_root(answers, 0.0);
  }
  // answers = answers (their root)^-1 gain R: the Gram matrix of the questions, times gain^2
  std::vector<double>& factors = scratch_->factors;
  std::vector<double>& inverse = scratch_->inverse;
  inverse.resize(count * count);
  invert_upper(factors, count, inverse);
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = 0; j < count; ++j) {
      double sum = 0.0;
      for (std::size_t k = i; k <= j; ++k) sum += inverse[i * count + k] * gain_ * root[k * count + j];
      factors[i * count + j] = sum;
    }
  multiply_upper(answers, scratch_->rounded(factors));
}

/// Leaves the root of the vectors' Gram matrix in the scratch's factors, unless one of them has less than this share of
/// its squared length beside those before it.
template <class Real>
bool RevealedHaar<Real>::find_root(BatchView<const Real> vectors, double least_share) {
  std::vector<double>& root = scratch_->factors;
  root.resize(vectors.count * vectors.count);
  gram_matrix(vectors, root);
  if (cholesky(root, vectors.count, least_share) == vectors.count) return true;
  if (least_share > 0.0) return false;
  throw DomainError("normal vectors that are linearly dependent: the random numbers are broken");
}

template <class Real>
void RevealedHaar<Real>::make_orthonormal(BatchView<Real> vectors) {
  find_root(vectors, 0.0);
  std::vector<double>& inverse = scratch_->inverse;
  inverse.resize(vectors.count * vectors.count);
  invert_upper(scratch_->factors, vectors.count, inverse);
  multiply_upper(vectors, scratch_->rounded(inverse));
}

/// Takes the part along the answers to earlier pairs out of new ones.
template <class Real>
void RevealedHaar<Real>::subtract_known_answers(const Pairs& pairs, BatchView<Real> answers) {
  std::vector<double>& factors = scratch_->factors;
  for (std::size_t i = 0; i + 1 < asked_; ++i) {
    const Independent<Real> other = known_beside(pairs_[i], !pairs.forward);
    if (other.vectors.count == 0 || answers.count == 0) continue;
    factors.resize(other.vectors.count * answers.count);
    inner_products(other.vectors, answers, factors);
    solve_normal_equations(other.root, other.vectors.count, factors, answers.count);
    add_product(other.vectors, scratch_->rounded(factors, -1.0), answers);
  }
}

/// The last question's y from the answers to its directions and from earlier pairs. The transposed matrix leads an
/// answer W e back to gain^2 e.
template <class Real>
void RevealedHaar<Real>::put_together(BatchView<Real> y) {
  const Pairs& pairs = pairs_[asked_ - 1];
  Batch<Real> whole = scratch_->batches.take(side_, y.count);
  const BatchView<Real> sum = whole.view();
  std::ranges::fill(sum.all(), Real(0));
  for (std::size_t i = 0; i + 1 < asked_; ++i) {
    const double factor = pairs_[i].forward == pairs.forward ? 1.0 : gain_ * gain_;
    add_product(known_beside(pairs_[i], !pairs.forward).vectors,
                scratch_->rounded(pairs.directions.share_of_known(i), factor), sum);
  }
  if (pairs.directions.are_the_inputs())
    std::ranges::copy(pairs.answers.all(), sum.data);
  else
    add_product(pairs.answers, scratch_->rounded(pairs.directions.mixing()), sum);
  for (std::size_t b = 0; b < y.count; ++b) {
    std::copy_n(sum.input(b), y.units, y.input(b));
    if (pairs.directions.is_lost(b)) std::fill_n(y.input(b), y.units, std::numeric_limits<Real>::quiet_NaN());
  }
  scratch_->batches.give_back(whole);
}

template class RevealedHaar<float>;
template class RevealedHaar<double>;

}  // namespace initlab
