#pragma once
#include <vector>

#include "linear/directions.hpp"
#include "linear/random_matrix.hpp"

namespace initlab {

/// gain times a Haar-distributed matrix with orthonormal columns (or rows, if there are fewer of them), revealed only
/// along the vectors that it is asked for, in exactly the law of the matrix drawn in full (mathematics.md, section 4).
///
/// It is the corner of a Haar-distributed square Q of the longer side: vectors of the shorter side are continued by
/// zeros, answers on it are cut. What is known of Q are pairs of vectors, e on its input side and f = Q e. A question
/// that is no combination of known vectors is answered, for its new part, by a direction that is uniform among those
/// orthogonal to all known vectors of the other side: normals, projected, and given the Gram matrix of the new part.
/// Questions from both sides are alike with e and f exchanged.
///
/// Of the stream, column j of all the normals takes the groups from j * ceil(longer side / group_size) on.
template <class Real>
class RevealedHaar final : public RandomMatrix<Real> {
 public:
  RevealedHaar(std::size_t fan_out, std::size_t fan_in, double gain, std::shared_ptr<RevealedScratch<Real>> scratch);

  void draw(const Stream& stream) override;
  void forward(BatchView<const Real> x, BatchView<Real> y) override { ask(true, x, y); }
  void transpose(BatchView<const Real> d, BatchView<Real> g) override { ask(false, d, g); }
  void rescale(double factor) override;
  void forget() override;

 private:
  struct Pairs {
    bool forward;  ///< the vectors are inputs and the answers outputs, or the other way round
    Batch<Real> continued, own_answers;
    Directions<Real> directions;
    BatchView<const Real> answers;    ///< gain times unit images
    std::vector<double> answer_root;  ///< of the answers' Gram matrix; found when the next question comes
  };

  void ask(bool forward, BatchView<const Real> x, BatchView<Real> y);
  Independent<Real> known_beside(const Pairs& pairs, bool forward) const;
  BatchView<const Real> continued(Pairs& pairs, BatchView<const Real> x) const;
  void draw_answers(Pairs& pairs, BatchView<Real> answers);
  bool find_root(BatchView<const Real> vectors, double least_share);
  void make_orthonormal(BatchView<Real> vectors);
  void subtract_known_answers(const Pairs& pairs, BatchView<Real> answers);
  void put_together(BatchView<Real> y);

  std::size_t side_, groups_each_column_;
  double initial_gain_, gain_;
  Stream stream_;
  std::uint64_t columns_drawn_ = 0;
  std::vector<Pairs> pairs_;  // the first `asked_` are in use; the others' memory will be
  std::size_t asked_ = 0;
  std::vector<double> zeros_;  // the tails of all vectors
  std::shared_ptr<RevealedScratch<Real>> scratch_;
};

extern template class RevealedHaar<float>;
extern template class RevealedHaar<double>;

}  // namespace initlab
