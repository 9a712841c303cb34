/// One file with what it extends and what was set over it, as one node tree. Every node keeps the mark of the file that
/// stated it.
#pragma once

#include <string>

#include "planner/base/diagnostic.hpp"
#include "planner/base/source.hpp"
#include "planner/yaml/node.hpp"

namespace hallplan {

inline constexpr int kSchemaVersion = 1;
inline constexpr std::size_t kLongestExtendsChain = 8;

/// Reads `path`, then every file it extends, and merges them; checks and removes `schema` and `extends`.
[[nodiscard]] Result<yaml::Node> read_tree(SourceFiles& files, const std::string& path);

/// The same for a text that is already in `files`; `extends` is refused when `folder` is empty.
[[nodiscard]] Result<yaml::Node> tree_of(SourceFiles& files, int file, const std::string& folder);

/// Lays a what-if ("liquid.cdu_groups.g1.supply=42 degC") over a tree; "~" for a value removes the key. Messages name the option that it
/// came by.
[[nodiscard]] Diagnostics apply_set(SourceFiles& files, yaml::Node& root, const std::string& set,
                                    const std::string& option = "--set");

}  // namespace hallplan
