// Writes one entry more than the matrix has.
#include <initlab/initializer.hpp>

struct FillsBeyondItsMatrix {
  initlab::Law weights(const initlab::Layer&) const { return initlab::filled(); }
  void fill(const initlab::Layer&, initlab::HostStream& stream, initlab::Entries w) const {
    stream.normals({w.all().data(), w.all().size() + 1});
  }
};

INITLAB_INITIALIZER(FillsBeyondItsMatrix, "fills_beyond_its_matrix", "1.0", "Normal, and one too many.",
                    "W_ij ~ N(0, 1)", "for tests");
