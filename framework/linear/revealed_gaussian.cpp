#include "linear/revealed_gaussian.hpp"

#include <algorithm>
#include <limits>

#include "linear/batch_arithmetic.hpp"
#include "linear/batch_kernels.hpp"
#include "linear/cholesky.hpp"
#include "linear/inner_products.hpp"
#include "random/fill.hpp"

namespace initlab {

template <class Real>
RevealedGaussian<Real>::RevealedGaussian(std::size_t fan_out, std::size_t fan_in, double scale, double bias_scale,
                                         std::shared_ptr<RevealedScratch<Real>> scratch)
    : groups_each_column_(std::max(fan_out, fan_in) / group_size<Real> + 1),
      initial_scale_(scale),
      scale_(scale),
      bias_unit_(bias_scale == 0.0 ? 0.0 : bias_scale / scale),
      scratch_(std::move(scratch)) {}

template <class Real>
void RevealedGaussian<Real>::draw(const Stream& stream) {
  forget();
  stream_ = stream;
  scale_ = initial_scale_;
  columns_drawn_ = 0;
}

template <class Real>
void RevealedGaussian<Real>::forget() {
  for (Side* side : {&inputs_, &cotangents_}) {
    for (std::size_t i = 0; i < side->asked; ++i) {
      side->questions[i].directions.forget(*scratch_);
      scratch_->batches.give_back(side->questions[i].own_answers);
    }
    side->asked = 0;
  }
}

template <class Real>
void RevealedGaussian<Real>::forward(BatchView<const Real> x, BatchView<Real> y) {
  ask(inputs_, cotangents_, x, bias_unit_, false, y);
}

template <class Real>
void RevealedGaussian<Real>::transpose(BatchView<const Real> d, BatchView<Real> g) {
  ask(cotangents_, inputs_, d, 0.0, bias_unit_ != 0.0, g);
}

template <class Real>
void RevealedGaussian<Real>::rescale(double factor) {
  scale_ *= factor;
  for (Side* side : {&inputs_, &cotangents_})
    for (std::size_t i = 0; i < side->asked; ++i) {
      Asked& asked = side->questions[i];
      if (!asked.directions.are_the_inputs()) scale(asked.own_answers.view(), factor);
      for (double& tail : asked.answer_tails) tail *= factor;
    }
}

template <class Real>
void RevealedGaussian<Real>::ask(Side& here, const Side& there, BatchView<const Real> x, double tail,
                                 bool answers_have_tails, BatchView<Real> y) {
  if (here.questions.size() == here.asked) here.questions.emplace_back();
  std::vector<Independent<Real>>& known = scratch_->known;
  known.clear();
  for (std::size_t i = 0; i < here.asked; ++i) known.push_back(here.questions[i].independent());
  Asked& asked = here.questions[here.asked++];
  asked.directions.find(x, tail, known, *scratch_);
  if (asked.directions.are_the_inputs()) {
    draw_answers(asked, there, answers_have_tails, y);
    return;
  }
  asked.own_answers = scratch_->batches.take(y.units, asked.directions.count());
  draw_answers(asked, there, answers_have_tails, asked.own_answers.view());
  put_together(here, y);
}

template <class Real>
void RevealedGaussian<Real>::draw_answers(Asked& asked, const Side& there, bool have_tails, BatchView<Real> answers) {
  const std::size_t count = answers.count;
  const std::span<const double> root = asked.directions.root();
  asked.answers = answers;
  asked.answer_tails.assign(count, 0.0);
  // A column that is alone is scaled as it is made, which saves a pass over it.
  const double deviation = count == 1 ? scale_ * root[0] : 1.0;
  for (std::size_t j = 0; j < count; ++j)
    fill_column({answers.input(j), answers.units}, deviation, have_tails ? &asked.answer_tails[j] : nullptr);
  if (count > 1) mix_columns(answers, asked.answer_tails, root);
  for (std::size_t i = 0; i < there.asked; ++i) condition(asked, there.questions[i], asked.answer_tails, answers);
}

/// The next column of normals of this deviation, and the number behind its last one.
template <class Real>
void RevealedGaussian<Real>::fill_column(std::span<Real> column, double deviation, double* tail) {
  const std::uint64_t first = columns_drawn_++ * groups_each_column_;
  const Real scale = static_cast<Real>(deviation);
  if (tail == nullptr) return fill_normal(stream_, first, column, scale);
  const std::size_t whole = column.size() / group_size<Real>, rest = column.size() % group_size<Real>;
  Real last[group_size<Real>];
  fill_normal(stream_, first, column.first(whole * group_size<Real>), scale);
  fill_normal(stream_, first + whole, std::span(last, rest + 1), scale);
  std::copy_n(last, rest, column.end() - static_cast<std::ptrdiff_t>(rest));
  *tail = double(last[rest]);
}

/// (answers; tails) scale R
template <class Real>
void RevealedGaussian<Real>::mix_columns(BatchView<Real> answers, std::vector<double>& tails,
                                         std::span<const double> root) {
  multiply_upper(answers, scratch_->rounded(root, scale_));
  for (std::size_t j = tails.size(); j-- > 0;) {
    double sum = 0.0;
    for (std::size_t i = 0; i <= j; ++i) sum += tails[i] * (scale_ * root[i * tails.size() + j]);
    tails[j] = sum;
  }
}

/// answers += E' S, S as in the header.
template <class Real>
void RevealedGaussian<Real>::condition(const Asked& asked, const Asked& other, std::vector<double>& tails,
                                       BatchView<Real> answers) {
  const Independent<Real> e = other.independent();
  const BatchView<const Real> v = asked.directions.vectors();
  const std::span<const double> v_tails = asked.directions.tails();
  const std::size_t rows = e.vectors.count, columns = v.count;
  if (rows == 0 || columns == 0) return;
  std::vector<double>& factors = scratch_->factors;
  std::vector<double>& products = scratch_->products;
  factors.resize(rows * columns);
  products.resize(rows * columns);
  inner_products(other.answers, v, factors);
  inner_products(e.vectors, answers, products);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      factors[i * columns + j] +=
          other.answer_tails[i] * v_tails[j] - (products[i * columns + j] + e.tails[i] * tails[j]);
  solve_normal_equations(e.root, rows, factors, columns);
  add_product(e.vectors, scratch_->rounded(factors), answers);
  for (std::size_t j = 0; j < columns; ++j)
    for (std::size_t i = 0; i < rows; ++i) tails[j] += e.tails[i] * factors[i * columns + j];
}

/// The last question's y from the answers to its directions and to earlier ones.
template <class Real>
void RevealedGaussian<Real>::put_together(const Side& here, BatchView<Real> y) {
  const Asked& asked = here.questions[here.asked - 1];
  std::ranges::fill(y.all(), Real(0));
  for (std::size_t i = 0; i + 1 < here.asked; ++i)
    add_product(here.questions[i].answers, scratch_->rounded(asked.directions.share_of_known(i)), y);
  add_product(asked.answers, scratch_->rounded(asked.directions.mixing()), y);
  for (std::size_t b = 0; b < y.count; ++b)
    if (asked.directions.is_lost(b)) std::fill_n(y.input(b), y.units, std::numeric_limits<Real>::quiet_NaN());
}

template class RevealedGaussian<float>;
template class RevealedGaussian<double>;

}  // namespace initlab
