#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/error.hpp"
#include "plugins/load.hpp"
#include "plugins/plugin_call.hpp"
#include "plugins/plugin_instance.hpp"
#include "plugins/plugin_table.hpp"
#include "plugins/probe.hpp"

namespace initlab {

namespace {

constexpr std::uint32_t most_kinks = 4096;  // more than any quadrature can be split at: a count beyond is a mistake

using MomentFunction = initlab_status (*)(const void*, double, double*, initlab_error*);
using PairMomentFunction = initlab_status (*)(const void*, double, double, double*, initlab_error*);

class LoadedActivation final : public Activation {
 public:
  LoadedActivation(const CatalogueEntry& entry, const initlab_activation_table& table,
                   const ResolvedArguments& arguments)
      : id_(entry.record.id),
        plugin_(plugin_name(PluginKind::activation, id_)),
        table_(table),
        closed_form_(find_closed_form(table)),
        instance_(entry.record, arguments, table.create, table.destroy),
        kinks_(ask_kinks()) {}

  std::string name() const override { return id_; }
  void value(std::span<const float> z, std::span<float> out) const override { batch(table_.value_f32, z, out); }
  void value(std::span<const double> z, std::span<double> out) const override { batch(table_.value_f64, z, out); }
  void derivative(std::span<const float> z, std::span<float> out) const override {
    batch(table_.derivative_f32, z, out);
  }
  void derivative(std::span<const double> z, std::span<double> out) const override {
    batch(table_.derivative_f64, z, out);
  }

  std::vector<double> kinks() const override { return kinks_; }

  std::optional<double> closed_form(Moment moment, double q) const override {
    const auto [f, formula] = closed_form_of(moment);
    return ask_closed_form(f, formula, q);
  }
  std::optional<double> pair_closed_form(PairMoment moment, double q, double one_minus_c) const override {
    const auto [f, formula] = closed_form_of(moment);
    return ask_closed_form(f, formula, q, one_minus_c);
  }

 private:
  template <class T>
  void batch(initlab_status (*f)(const void*, const T*, T*, std::size_t, initlab_error*), std::span<const T> z,
             std::span<T> out) const {
    if (z.size() != out.size())
      throw DomainError(
          fmt::format("{}: a batch of {} numbers has room for {} results", plugin_, z.size(), out.size()));
    run_plugin(plugin_,
               [&](initlab_error* error) { return f(instance_.self(), z.data(), out.data(), z.size(), error); });
  }

  static const initlab_closed_form_v1* find_closed_form(const initlab_activation_table& table) {
    return table.extension ? static_cast<const initlab_closed_form_v1*>(table.extension(INITLAB_CLOSED_FORM_V1))
                           : nullptr;
  }

  /// A member of the plugin's table of closed forms; null where the table has none or, being older, ends before it.
  template <class Function>
  Function offered(Function initlab_closed_form_v1::*member) const {
    if (!closed_form_) return nullptr;
    const auto* const begin = reinterpret_cast<const std::byte*>(closed_form_);
    const auto* const end = reinterpret_cast<const std::byte*>(&(closed_form_->*member) + 1);
    return closed_form_->struct_size >= static_cast<std::size_t>(end - begin) ? closed_form_->*member : nullptr;
  }

  template <class Function>
  struct Form {
    Function function;
    std::string_view formula;
  };
  Form<MomentFunction> closed_form_of(Moment moment) const {
    using Table = initlab_closed_form_v1;
    switch (moment) {
      case Moment::mean:
        return {offered(&Table::mean), "E[phi(sqrt(q) z)]"};
      case Moment::second_moment:
        return {offered(&Table::second_moment), "E[phi(sqrt(q) z)^2]"};
      case Moment::derivative_second_moment:
        break;
    }
    return {offered(&Table::derivative_second_moment), "E[phi'(sqrt(q) z)^2]"};
  }
  Form<PairMomentFunction> closed_form_of(PairMoment moment) const {
    using Table = initlab_closed_form_v1;
    switch (moment) {
      case PairMoment::kernel:
        return {offered(&Table::kernel), "E[phi(u1) phi(u2)]"};
      case PairMoment::derivative_kernel:
        return {offered(&Table::derivative_kernel), "E[phi'(u1) phi'(u2)]"};
      case PairMoment::kernel_deficit:
        break;
    }
    return {offered(&Table::kernel_deficit), "E[(phi(u1) - phi(u2))^2] / 2"};
  }

  template <class Function, class... Numbers>
  std::optional<double> ask_closed_form(Function f, std::string_view formula, Numbers... numbers) const {
    double answer = std::nan("");  // a plugin that says OK and writes nothing is found out
    const auto ask = [&](initlab_error* error) { return f(instance_.self(), numbers..., &answer, error); };
    if (!f || !ask_plugin(plugin_, ask)) return std::nullopt;
    if (!std::isfinite(answer)) {
      constexpr std::string_view names[] = {"q", "1 - c"};
      std::string place;
      for (std::size_t i = 0; const double number : {numbers...})
        place += fmt::format("{}{} = {}", i == 0 ? "" : ", ", names[i], number), ++i;
      throw PluginError(fmt::format("{} gave {} for its closed form of {} at {}", plugin_, answer, formula, place));
    }
    return answer;
  }

  std::vector<double> ask_kinks() const {
    std::uint32_t count = 0;
    std::vector<double> out(16);
    const auto ask = [&](initlab_error* error) {
      return table_.kinks(instance_.self(), out.data(), static_cast<std::uint32_t>(out.size()), &count, error);
    };
    run_plugin(plugin_, ask);
    if (count > most_kinks) throw PluginError(fmt::format("{} claims to have {} kinks", plugin_, count));
    if (count > out.size()) {
      out.resize(count);
      run_plugin(plugin_, ask);
    }
    out.resize(std::min<std::size_t>(count, out.size()));
    for (const double kink : out)
      if (!std::isfinite(kink)) throw PluginError(fmt::format("{} gave a kink at {}", plugin_, kink));
    if (const auto wrong = std::is_sorted_until(out.begin(), out.end()); wrong != out.end())
      throw PluginError(
          fmt::format("{} gave a kink at {} after one at {} (they must ascend)", plugin_, *wrong, wrong[-1]));
    return out;
  }

  std::string id_, plugin_;
  const initlab_activation_table& table_;
  const initlab_closed_form_v1* closed_form_;
  PluginInstance instance_;
  std::vector<double> kinks_;
};

}  // namespace

std::unique_ptr<Activation> load_activation(const CatalogueEntry& entry, const ResolvedArguments& arguments) {
  if (entry.trust == Trust::after_probe) probe(entry, arguments);
  const auto& table =
      *static_cast<const initlab_activation_table*>(load_table(entry, sizeof(initlab_activation_table)));
  require_function(entry, "create", table.create);
  require_function(entry, "destroy", table.destroy);
  require_function(entry, "value_f32", table.value_f32);
  require_function(entry, "value_f64", table.value_f64);
  require_function(entry, "derivative_f32", table.derivative_f32);
  require_function(entry, "derivative_f64", table.derivative_f64);
  // A forgotten kink costs quadrature all but a few digits, silently: "none" has to be said.
  require_function(entry, "kinks", table.kinks);
  return std::make_unique<LoadedActivation>(entry, table, arguments);
}

}  // namespace initlab
