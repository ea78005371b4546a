#pragma once
#include <vector>

#include "linear/directions.hpp"
#include "linear/random_matrix.hpp"

namespace initlab {

/// A matrix of independent entries N(0, scale^2), revealed only along the vectors that it is asked for: a question
/// takes O(fan_in + fan_out) normals instead of fan_in * fan_out, and the answers have exactly the joint law of those
/// of a matrix drawn in full, for any number and order of questions (mathematics.md, section 4).
///
/// Say V are the new directions of a question (directions.hpp; R^T R = V^T V), and the other side has been asked for
/// the vectors E' and answered F' (V is an input, then W^T E' = F'). Then, Z being fresh normals,
///
///     W V = P + E' S      P = scale Z R      S = (E'^T E')^(-1) (F'^T V - E'^T P)
///
/// which is orthonormal projection written without orthonormal vectors: with one input x, W x = y and one cotangent d,
/// W^T d = scale |d| z + x (y.d - scale |d| x.z) / |x|^2.
///
/// With a `bias_scale`, forward() adds biases N(0, bias_scale^2): a further column of W, for an input unit that is
/// always bias_scale / scale. Of the stream, column j of all the Z takes the groups from j * ceil((longer side + 1) /
/// group_size) on.
template <class Real>
class RevealedGaussian final : public RandomMatrix<Real> {
 public:
  RevealedGaussian(std::size_t fan_out, std::size_t fan_in, double scale, double bias_scale,
                   std::shared_ptr<RevealedScratch<Real>> scratch);

  void draw(const Stream& stream) override;
  void forward(BatchView<const Real> x, BatchView<Real> y) override;
  void transpose(BatchView<const Real> d, BatchView<Real> g) override;
  void rescale(double factor) override;
  void forget() override;

 private:
  struct Asked {
    Directions<Real> directions;
    Batch<Real> own_answers;  // of directions that are not the inputs
    BatchView<const Real> answers;
    std::vector<double> answer_tails;

    Independent<Real> independent() const { return {directions.vectors(), directions.tails(), directions.root()}; }
  };
  /// The questions of one direction; what was allocated for the last matrix is used again.
  struct Side {
    std::vector<Asked> questions;
    std::size_t asked = 0;
  };

  void ask(Side& here, const Side& there, BatchView<const Real> x, double tail, bool answers_have_tails,
           BatchView<Real> y);
  void draw_answers(Asked& asked, const Side& there, bool have_tails, BatchView<Real> answers);
  void fill_column(std::span<Real> column, double deviation, double* tail);
  void mix_columns(BatchView<Real> answers, std::vector<double>& tails, std::span<const double> root);
  void condition(const Asked& asked, const Asked& other, std::vector<double>& tails, BatchView<Real> answers);
  void put_together(const Side& here, BatchView<Real> y);

  std::size_t groups_each_column_;
  double initial_scale_, scale_, bias_unit_;
  Stream stream_;
  std::uint64_t columns_drawn_ = 0;
  Side inputs_, cotangents_;
  std::shared_ptr<RevealedScratch<Real>> scratch_;
};

extern template class RevealedGaussian<float>;
extern template class RevealedGaussian<double>;

}  // namespace initlab
