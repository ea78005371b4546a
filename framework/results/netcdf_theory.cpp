#include "results/netcdf_theory.hpp"

#include <algorithm>
#include <cmath>

namespace initlab {
namespace {

// Each at its own position, as the flags are.
const std::vector<std::string> verdict_words = {"pass", "fail", "unreliable", "none"};
static_assert(static_cast<int>(Verdict::pass) == 0 && static_cast<int>(Verdict::fail) == 1 &&
              static_cast<int>(Verdict::unreliable) == 2 && static_cast<int>(Verdict::none) == 3);

/// Writes what one quantity's fields have in common: its name, its unit, the place of a point's layer.
class TheoryFields {
 public:
  TheoryFields(const RunResult& run, const RunTheory& theory, std::size_t quantity)
      : run_(run), theory_(theory), quantity_(quantity) {}

  bool is_known(double Prediction::*number) const {
    return std::ranges::any_of(theory_.predictions, [&](const PointPrediction& point) {
      for (std::size_t layer = 0; layer < point.layers(); ++layer)
        if (!std::isnan(point.at(layer, quantity_).*number)) return true;
      return false;
    });
  }

  NetcdfField number(double Prediction::*number, const std::string& suffix, const std::string& unit,
                     const std::string& long_name) const {
    NetcdfField field{.name = name() + suffix, .long_name = long_name, .units = unit};
    field.numbers.assign(run_.points() * run_.layers.size(), std::nan(""));
    for (std::size_t point = 0; point < theory_.predictions.size(); ++point)
      for (std::size_t layer = 0; layer < theory_.predictions[point].layers(); ++layer)
        field.numbers[place(point, layer)] = theory_.predictions[point].at(layer, quantity_).*number;
    return field;
  }

  NetcdfField verdict(Compared compared, const std::string& suffix, const std::string& long_name) const {
    NetcdfField field{.name = name() + suffix, .long_name = long_name};
    field.meanings = verdict_words;
    field.flags.assign(run_.points() * run_.layers.size(), static_cast<int>(Verdict::none));
    for (const VerdictLine& line : theory_.assessment.lines)
      if (line.quantity == quantity_ && line.compared == compared)
        field.flags[place(line.point, line.layer)] = static_cast<int>(line.judgement.verdict);
    return field;
  }

 private:
  const std::string& name() const { return run_.quantities[quantity_].name; }
  std::size_t place(std::size_t point, std::size_t layer) const { return point * run_.layers.size() + layer; }

  const RunResult& run_;
  const RunTheory& theory_;
  std::size_t quantity_;
};

void write_for_points(NetcdfWriter& file, const RunTheory& theory, const std::string& name,
                      std::string PointPrediction::*text) {
  std::vector<std::string> texts;
  for (const PointPrediction& point : theory.predictions) texts.push_back(point.*text);
  if (std::ranges::all_of(texts, &std::string::empty)) return;
  if (std::ranges::adjacent_find(texts, std::ranges::not_equal_to()) == texts.end()) texts.resize(1);
  file.attribute(whole_file, name, texts);
}

}  // namespace

std::vector<NetcdfField> theory_fields(const RunResult& run, const RunTheory& theory, std::size_t quantity) {
  const TheoryFields make(run, theory, quantity);
  const std::string& unit = run.quantities[quantity].unit;
  std::vector<NetcdfField> fields;
  if (make.is_known(&Prediction::infinite_width)) {
    fields.push_back(make.number(&Prediction::infinite_width, ".infinite_width", unit,
                                 "predicted mean over networks as the width grows"));
    fields.push_back(
        make.number(&Prediction::finite_width, ".finite_width", unit, "predicted mean over networks at this width"));
    fields.push_back(make.number(&Prediction::standard_deviation, ".predicted_std", unit,
                                 "predicted standard deviation over networks"));
    fields.push_back(make.verdict(Compared::mean, ".verdict", "verdict on the mean over networks"));
  }
  if (make.is_known(&Prediction::log_mean)) {
    fields.push_back(make.number(&Prediction::log_mean, ".predicted_log_mean", "1",
                                 "predicted mean over networks of the natural logarithm"));
    fields.push_back(make.number(&Prediction::log_std, ".predicted_log_std", "1",
                                 "predicted standard deviation over networks of the natural logarithm"));
    fields.push_back(
        make.verdict(Compared::log_mean, ".log_verdict", "verdict on the mean of the logarithm over networks"));
  }
  if (make.is_known(&Prediction::square_ratio)) {
    fields.push_back(make.number(&Prediction::square_ratio, ".predicted_square_ratio", "1",
                                 "predicted mean square over squared mean, over networks"));
    fields.push_back(make.verdict(Compared::square_ratio, ".square_ratio_verdict",
                                  "verdict on the mean square over the squared mean, over networks"));
  }
  return fields;
}

void write_theory_attributes(NetcdfWriter& file, const RunTheory& theory) {
  write_for_points(file, theory, "no_theory", &PointPrediction::reason);
  write_for_points(file, theory, "theory_initializer", &PointPrediction::initializer);
}

}  // namespace initlab
