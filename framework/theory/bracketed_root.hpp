#pragma once
#include <functional>

namespace initlab {

/// An interval at whose ends a function has values of different sign (or zero).
struct RootBracket {
  double begin;
  double end;
  double value_at_begin;
  double value_at_end;
};

/// Where f is zero inside the bracket, to the last few bits: algorithm 748 (Alefeld, Potra & Shi 1995).
double bracketed_root(const std::function<double(double)>& f, const RootBracket& bracket);

}  // namespace initlab
