#pragma once
#include <string_view>

#include "results/report_style.hpp"

namespace initlab {

/// How to write for whoever reads standard output: colour on a terminal unless NO_COLOR is set (no-color.org) or TERM
/// is "dumb"; the terminal's width, at most 120, or 100 where there is none.
ReportStyle output_style();

bool stderr_is_terminal();

/// Before any file is opened: of the three standard streams, those that were closed when the process began get a place
/// holder, or the next file that is opened, a journal say, would take what is written to them.
void occupy_closed_streams();

/// Writes all of it to standard output. Throws ResultError when that fails: a full disk must not look like success. A
/// reader who has gone away (a closed pipe) is an error without a text.
void print(std::string_view text);

}  // namespace initlab
