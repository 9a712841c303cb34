/// The tree a YAML file becomes: text, structure and places, nothing else. No type of the YAML library leaves this
/// module, and no meaning enters it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/base/source.hpp"

namespace hallplan::yaml {

struct Entry;

struct Node {
  enum class Kind { null, scalar, sequence, mapping };

  Kind kind = Kind::null;
  std::string text;            ///< of a scalar
  bool quoted = false;         ///< a scalar written in quotes: always text, never a number
  Mark at;                     ///< where the value starts
  std::vector<Entry> entries;  ///< of a mapping, in file order, keys unique
  std::vector<Node> items;     ///< of a sequence

  /// The entry of a mapping, or nullptr.
  [[nodiscard]] const Entry* find(std::string_view key) const;
  [[nodiscard]] Entry* find(std::string_view key);
};

struct Entry {
  std::string key;
  Mark at;  ///< where the key starts
  Node value;
};

/// "a mapping", "a list", "text", "nothing": for messages.
[[nodiscard]] std::string_view kind_name(const Node& node);

/// Lays `over` on `base`: mappings merge key by key, anything else replaces what was there. Marks follow the value, so
/// that a message points into the file that stated it. Both must be mappings.
void overlay(Node& base, const Node& over);

}  // namespace hallplan::yaml
