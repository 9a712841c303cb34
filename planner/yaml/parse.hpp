/// Bytes to a node tree, inside limits. Files come from strangers: what YAML can do beyond plain data (anchors,
/// aliases, merge keys, tags, several documents) is refused, and so is anything too large or too deep.
#pragma once

#include "planner/base/diagnostic.hpp"
#include "planner/yaml/node.hpp"

namespace hallplan::yaml {

inline constexpr std::size_t kMostBytes = 1U << 20U;
inline constexpr std::size_t kMostNodes = 100'000;
inline constexpr std::size_t kDeepest = 32;

/// Parses one text of `files`. The root is a mapping. With any error there is no value: nothing is half-read.
[[nodiscard]] Result<Node> parse(const SourceFiles& files, int file);

}  // namespace hallplan::yaml
