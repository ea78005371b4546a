#include <fmt/format.h>

#include <cstring>

#include "conformance/activation_checks.hpp"
#include "conformance/evaluate.hpp"
#include "conformance/instance.hpp"

namespace initlab {
namespace {

template <class Real>
using Batch = void (Activation::*)(std::span<const Real>, std::span<Real>) const;

template <class Real>
bool same_bits(const std::vector<Real>& a, const std::vector<Real>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(Real)) == 0;
}

template <class Real>
class BatchComparison {
 public:
  BatchComparison(const Subject& subject, const Activation& phi, Batch<Real> f, const char* what)
      : subject_(subject), phi_(phi), f_(f), what_(what) {
    for (const double each : evenly_spaced(-5.0, 5.01, 259)) z_.push_back(static_cast<Real>(each));
    whole_ = evaluated(z_.size());
  }

  void compare() const {
    expect(evaluated(z_.size()), "a second time");
    for (const std::size_t part : {1, 2, 3, 5, 7, 8, 15, 16, 17, 31, 64, 100, 258})
      expect(evaluated(part), fmt::format("in parts of {}", part));
    std::vector<Real> in_place(z_);
    (phi_.*f_)(in_place, in_place);
    expect(in_place, "in place (out is z itself)");
  }

 private:
  std::vector<Real> evaluated(std::size_t part) const {
    std::vector<Real> out(z_.size());
    for (std::size_t first = 0; first < z_.size(); first += part) {
      const std::size_t count = std::min(part, z_.size() - first);
      (phi_.*f_)(std::span(z_).subspan(first, count), std::span(out).subspan(first, count));
    }
    return out;
  }

  void expect(const std::vector<Real>& other, const std::string& how) const {
    if (same_bits(whole_, other)) return;
    std::size_t i = 0;
    while (i + 1 < other.size() && std::memcmp(&other[i], &whole_[i], sizeof(Real)) == 0) ++i;
    throw Nonconformity(
        fmt::format("{} gives {}({:.9g}) = {:.17g} in a batch of {}, and {:.17g} {}. A number's result must "
                    "not depend on its neighbours or on earlier calls.",
                    subject_.name(), what_, z_[i], whole_[i], z_.size(), other[i], how));
  }

  const Subject& subject_;
  const Activation& phi_;
  Batch<Real> f_;
  const char* what_;
  std::vector<Real> z_, whole_;
};

template <class Real>
void compare(const Subject& subject, const Activation& phi) {
  BatchComparison<Real>(subject, phi, &Activation::value, "phi").compare();
  BatchComparison<Real>(subject, phi, &Activation::derivative, "phi'").compare();
}

}  // namespace

std::string check_batches(const Subject& subject, Doing& doing) {
  const auto phi = load_activation(subject, doing);
  compare<float>(subject, *phi);
  compare<double>(subject, *phi);
  return "The same bits whole, in parts of 13 sizes, in place and again.";
}

}  // namespace initlab
