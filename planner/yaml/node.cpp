#include "planner/yaml/node.hpp"

#include <algorithm>
#include <utility>

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

namespace {

void lay_over(Node& base, const Node& over, std::vector<NothingRemoved>& nothing) {
  for (const Entry& entry : over.entries) {
    Entry* below = base.find(entry.key);
    if (entry.value.kind == Node::Kind::null && !entry.value.text.empty()) {
      if (remove(base, entry.key, entry.at)) continue;
      nothing.push_back({entry.key, entry.at, {}});
      for (const Entry& each : base.entries) nothing.back().known.push_back(each.key);
    } else if (below != nullptr && below->value.kind == Node::Kind::mapping &&
               entry.value.kind == Node::Kind::mapping) {
      lay_over(below->value, entry.value, nothing);
    } else {
      put(base, entry);
    }
  }
}

}  // namespace

bool remove(Node& mapping, std::string_view key, Mark at) {
  const auto found =
      std::find_if(mapping.entries.begin(), mapping.entries.end(), [&](const Entry& e) { return e.key == key; });
  if (found == mapping.entries.end()) return false;
  mapping.entries.erase(found);
  mapping.removed.push_back({std::string(key), at});
  return true;
}

void put(Node& mapping, Entry entry) {
  if (Entry* below = mapping.find(entry.key)) {
    *below = std::move(entry);
    return;
  }
  const auto back = [&](const Removed& removed) { return removed.key == entry.key; };
  mapping.removed.erase(std::remove_if(mapping.removed.begin(), mapping.removed.end(), back), mapping.removed.end());
  mapping.entries.push_back(std::move(entry));
}

std::vector<NothingRemoved> overlay(Node& base, const Node& over) {
  std::vector<NothingRemoved> nothing;
  lay_over(base, over, nothing);
  return nothing;
}

void set_layer(Node& node, int layer) {
  node.layer = layer;
  for (Node& item : node.items) set_layer(item, layer);
  for (Entry& entry : node.entries) set_layer(entry.value, layer);
}

}  // namespace hallplan::yaml
