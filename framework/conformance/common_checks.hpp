#pragma once
#include <string>

#include "conformance/check.hpp"

namespace initlab {

// Checks of activations and initializers alike; each is a Check::run.

/// Summary, formula, reference and version are there; every parameter has a meaning. (That the id is the file's name
/// and defaults lie within their range is what peek() asks.)
std::string check_record(const Subject&, Doing&);

/// It is loaded, made, and destroyed again. The other checks make no sense for a plugin that fails here.
std::string check_loading(const Subject&, Doing&);

/// Being loaded, made, asked and destroyed changes nothing of the process: surroundings.hpp.
std::string check_surroundings(const Subject&, Doing&);

/// At both ends of every parameter's range, and with every choice, the plugin either refuses with a text of its own or
/// gives numbers. Where there is no end, 100 is tried; 1e-6 at an open one at zero.
std::string check_parameters(const Subject&, Doing&);

/// Making, asking and destroying it 10 000 times leaves no memory behind.
std::string check_leaks(const Subject&, Doing&);

}  // namespace initlab
