#include "planner/yaml/node.hpp"

#include <algorithm>

namespace hallplan::yaml {

const Entry* Node::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

Entry* Node::find(std::string_view key) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

std::string_view kind_name(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::scalar:
      return "text";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping";
  }
  return "nothing";
}

void overlay(Node& base, const Node& over) {
  for (const Entry& entry : over.entries) {
    Entry* below = base.find(entry.key);
    if (below == nullptr) {
      base.entries.push_back(entry);
    } else if (below->value.kind == Node::Kind::mapping && entry.value.kind == Node::Kind::mapping) {
      overlay(below->value, entry.value);
    } else {
      *below = entry;
    }
  }
}

}  // namespace hallplan::yaml
