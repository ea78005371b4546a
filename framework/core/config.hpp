#pragma once

/// Configuration in four steps: text -> tree (config_parser.hpp), the tree and its changes (config_value.hpp), tree ->
/// checked values (config_reader.hpp), tree -> text (config_text.hpp).
#include "core/config_parser.hpp"
#include "core/config_reader.hpp"
#include "core/config_text.hpp"
#include "core/config_value.hpp"
