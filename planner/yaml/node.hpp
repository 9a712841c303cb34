/// The tree a YAML file becomes: text, structure and places, nothing else. No type of the YAML library leaves this
/// module, and no meaning enters it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/base/source.hpp"

namespace hallplan::yaml {

struct Entry;

/// A key that a file laid over this mapping took away.
struct Removed {
  std::string key;
  Mark at;  ///< where it says so
};

struct Node {
  enum class Kind { null, scalar, sequence, mapping };

  Kind kind = Kind::null;
  std::string text;     ///< of a scalar; of a null that is written out "~" or "null", empty where it was left blank
  bool quoted = false;  ///< a scalar written in quotes: always text, never a number
  Mark at;              ///< where the value starts
  std::vector<Entry> entries;    ///< of a mapping, in file order, keys unique
  std::vector<Node> items;       ///< of a sequence
  std::vector<Removed> removed;  ///< of a mapping
  int layer = 0;                 ///< of the file that stated it: what is laid over another file has the higher one

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

/// Takes the entry of a key away and remembers where that was said. False when there is none.
bool remove(Node& mapping, std::string_view key, Mark at);

/// Puts an entry in the place of the one of its key, or at the end.
void put(Node& mapping, Entry entry);

/// A null that stands over nothing: its key, its place, and the keys that the mapping has.
struct NothingRemoved {
  std::string key;
  Mark at;
  std::vector<std::string> known;
};

/// Lays `over` on `base`: mappings merge key by key, a null that is written out removes the entry below it, anything else
/// replaces what was there. Marks and layers follow the value, so that a message points into the file that stated it. Both
/// must be mappings. Returns the nulls that remove nothing.
[[nodiscard]] std::vector<NothingRemoved> overlay(Node& base, const Node& over);

/// Sets the layer of a node and of all below it.
void set_layer(Node& node, int layer);

}  // namespace hallplan::yaml
