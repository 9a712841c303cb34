// Pairs of devices that a row's racks hang on, and what those who write them otherwise are told.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "planner/base/text.hpp"
#include "planner/site/bind_value.hpp"

namespace hallplan {

using Kind = yaml::Node::Kind;

namespace {

constexpr std::string_view kPairs = "[[bus-a1, bus-b1], [bus-a2, bus-b2]]";

std::optional<FeedPair> bind_pair(BindContext& context, std::string_view key, const yaml::Node& node) {
  if (node.kind != Kind::sequence || node.items.size() != 2) {
    context.problems.error(Rule::site_type, node.at, fmt::format("{}: expected a pair [a, b] of device ids", key),
                           fmt::format("write {}: {}", key, kPairs));
    return std::nullopt;
  }
  const std::optional<Ref> a = bind_ref(context, node.items[0]);
  const std::optional<Ref> b = bind_ref(context, node.items[1]);
  if (!a || !b) return std::nullopt;
  return FeedPair{*a, *b};
}

}  // namespace

std::vector<FeedPair> bind_pairs(BindContext& context, const yaml::Entry& entry) {
  std::vector<FeedPair> pairs;
  const yaml::Node& node = entry.value;
  const bool is_flat = node.kind == Kind::sequence && !node.items.empty() &&
                       std::all_of(node.items.begin(), node.items.end(),
                                   [](const yaml::Node& item) { return item.kind == Kind::scalar; });
  if (node.kind == Kind::scalar || is_flat) {
    std::string mend = fmt::format("write {}: {}", entry.key, kPairs);
    if (is_flat && node.items.size() == 2) {
      mend =
          fmt::format("write {}: [[{}, {}]]", entry.key, shortened(node.items[0].text), shortened(node.items[1].text));
    } else if (!is_flat || node.items.size() == 1) {
      const std::string id = shortened(is_flat ? node.items[0].text : node.text);
      mend = fmt::format("write {}: [[{}, OTHER]], with OTHER the device of the other side", entry.key, id);
    }
    context.problems.error(Rule::site_type, node.at,
                           fmt::format("{}: expected a list of pairs [a, b] of device ids, found {}", entry.key,
                                       is_flat ? "a list of ids" : kind_name(node)),
                           mend);
    return pairs;
  }
  for (const yaml::Node& item : bind_list(context, entry)) {
    if (const std::optional<FeedPair> pair = bind_pair(context, entry.key, item)) pairs.push_back(*pair);
  }
  return pairs;
}

}  // namespace hallplan
