#pragma once
#include <filesystem>
#include <memory>
#include <vector>

#include "core/initializer.hpp"
#include "experiment/weight_matrices.hpp"
#include "plugins/arguments.hpp"

namespace initlab {

// The initializer `from_file`: weights as they stand in a file, the same in every trial; biases are zero. It is named,
// given parameters and shown like a plugin, but is a part of the host, because plugins read no files. The matrices of
// plain layers are taken in the order l = 1 ... L, those of residual blocks block by block, branch positions 1 ... m.

/// What `initlab plugins show from_file` shows. Parameters: path, arrays, layout.
const PluginRecord& from_file_record();

/// The file that the arguments name, `folder` being that of the experiment file. Throws UsageError without a path.
std::filesystem::path weight_path(const ResolvedArguments&, const std::filesystem::path& folder);

/// The matrices that the arguments choose of that file. Throws UsageError.
std::vector<FileMatrix> chosen_matrices(const ResolvedArguments&, const std::filesystem::path& path);

/// The same arguments with the file's content, by its hash, in place of its path: equal ones are equal weights.
ResolvedArguments by_content(ResolvedArguments, const std::string& sha256);

/// Its weights() throws UsageError where the network has more or fewer matrices than the file, other shapes (with
/// both), or a projection on a skip.
std::unique_ptr<Initializer> make_from_file(std::filesystem::path path,
                                            std::shared_ptr<const std::vector<FileMatrix>> matrices);

}  // namespace initlab
