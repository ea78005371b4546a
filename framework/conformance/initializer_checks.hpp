#pragma once
#include <string>

#include "conformance/check.hpp"
#include "core/initializer.hpp"

namespace initlab {

// Checks of initializers; each is a Check::run. The places asked about are those of places.hpp.

/// Laws of weights and biases and multipliers are finite, and random weights are not all zero.
std::string check_laws(const Subject&, Doing&);
/// The same question has the same answer, whatever was asked between.
std::string check_repetition(const Subject&, Doing&);
/// The same answers on several threads at once.
std::string check_initializer_threads(const Subject&, Doing&);
/// fill draws from its stream only: equal streams give equal matrices, different ones different matrices.
std::string check_fill(const Subject&, Doing&);
/// fill touches nothing beside its matrix and leaves no entry out.
std::string check_fill_bounds(const Subject&, Doing&);
/// What is drawn has the stated law.
std::string check_drawn_law(const Subject&, Doing&);

/// What a plugin answers or refuses is thrown as Nonconformity or PluginError if it is not a law.
void expect_laws(const Initializer&);

}  // namespace initlab
