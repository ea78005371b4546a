#pragma once
#include <span>
#include <vector>

#include "linear/revealed_scratch.hpp"

namespace initlab {

/// The directions of a batch that are new beside those known before:
///
///     x = sum over the known of vectors K_i + vectors() M
///
/// Inputs that are independent beyond doubt (each has a part of more than 3e-4 of its length that the others together
/// have not) and of ordinary lengths are their own directions, M = 1, and nothing is copied. All others are
/// orthogonalised one by one, in double precision and repeatedly (Giraud, Langou, Rozloznik 2005), after scaling by
/// powers of two; a rest below 2^-46 of a vector's length is rounding and counts as zero. So inputs of correlation 1 -
/// 1e-7 and far beyond, equal inputs, zero inputs, more inputs than units, and lengths whose squares are no doubles,
/// are all right. An input with an entry that is infinite or NaN has no direction: it is `lost`.
template <class Real>
class Directions {
 public:
  /// `x` has to stay as it is while vectors() are in use. `tail` is that of every input; `scratch` is used for memory
  /// alone.
  void find(BatchView<const Real> x, double tail, std::span<const Independent<Real>> known,
            RevealedScratch<Real>& scratch);
  /// Forgets them and gives their memory back.
  void forget(RevealedScratch<Real>& scratch);

  std::size_t count() const { return count_; }
  bool are_the_inputs() const { return are_the_inputs_; }
  BatchView<const Real> vectors() const { return are_the_inputs_ ? inputs_ : own_.view(); }
  std::span<const double> tails() const { return std::span(tails_).first(count_); }
  std::span<const double> root() const { return root_.view().all(); }
  /// M, count() x inputs, row-major. Not for are_the_inputs().
  std::span<const double> mixing() const { return std::span(mixing_).first(count_ * inputs_.count); }
  /// K_i, row-major. Not for are_the_inputs().
  std::span<const double> share_of_known(std::size_t i) const { return shares_[i]; }
  bool is_lost(std::size_t input) const { return !are_the_inputs_ && lost_[input]; }

 private:
  bool take_inputs(double tail, RevealedScratch<Real>& scratch);
  void orthogonalise(double tail, std::span<const Independent<Real>> known, RevealedScratch<Real>& scratch);
  void subtract_known(const Independent<Real>& known, std::size_t input, std::vector<double>& shares,
                      RevealedScratch<Real>& scratch);
  void subtract_own(std::size_t input, std::span<double> rest);
  void append(std::size_t input, std::span<double> rest);
  void make_root();

  BatchView<const Real> inputs_;
  bool are_the_inputs_ = false;
  std::size_t count_ = 0;
  Batch<Real> own_;
  Batch<double> root_;
  std::vector<double> tails_, mixing_;
  std::vector<std::vector<double>> shares_;
  std::vector<char> lost_;
};

extern template class Directions<float>;
extern template class Directions<double>;

}  // namespace initlab
