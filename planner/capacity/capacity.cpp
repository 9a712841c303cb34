#include "planner/capacity/capacity.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

#include "planner/plan/check.hpp"

namespace hallplan::capacity {
namespace {

/// Types that the demand or a pinned rack names, in order of the catalogue.
std::vector<int> types_in_question(const Site& site) {
  std::vector<int> types;
  const auto name = [&](const Ref& ref) {
    if (ref.index >= 0) types.push_back(ref.index);
  };
  for (const Demand& demand : site.demand) {
    name(demand.compute);
    name(demand.network);
    name(demand.management);
  }
  for (const PinnedRack& pinned : site.placed) name(pinned.type);
  std::sort(types.begin(), types.end());
  types.erase(std::unique(types.begin(), types.end()), types.end());
  return types;
}

void add_choices(const Site& site, int type, int row_index, std::vector<Choice>& all) {
  const hallplan::Row& row = site.rows[static_cast<std::size_t>(row_index)];
  const bool liquid = site.catalogue.racks[static_cast<std::size_t>(type)].body.liquid.has_value();
  const int pairs = static_cast<int>(row.feeds.size());
  for (int pair = pairs == 0 ? -1 : 0; pair < pairs; ++pair) {
    if (!liquid) {
      all.push_back({type, row_index, pair, -1});
      continue;
    }
    for (const Ref& group : row.cdu_groups) all.push_back({type, row_index, pair, group.index});
  }
}

/// A rack's own feeds as a pair of its row. Of two cords of which one hangs nowhere the other carries all, as if both hung there.
FeedPair own_feeds(const Site& site, const Placement& rack) {
  const auto ref = [&](int device) {
    return device < 0 ? Ref{} : Ref{site.devices[static_cast<std::size_t>(device)].id, {}, device};
  };
  if (site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.single_corded()) return {ref(rack.feed_a), {}};
  return {ref(rack.feed_a < 0 ? rack.feed_b : rack.feed_a), ref(rack.feed_b < 0 ? rack.feed_a : rack.feed_b)};
}

}  // namespace

std::vector<Choice> choices(const Site& site) {
  std::vector<Choice> all;
  for (const int type : types_in_question(site)) {
    for (int row = 0; row < static_cast<int>(site.rows.size()); ++row) add_choices(site, type, row, all);
  }
  return all;
}

Part join(std::vector<Part> parts) {
  Part joined;
  for (Part& part : parts) {
    const int first = static_cast<int>(joined.rows.size());
    std::move(part.rows.begin(), part.rows.end(), std::back_inserter(joined.rows));
    joined.terms.resize(std::max(joined.terms.size(), part.terms.size()));
    for (std::size_t choice = 0; choice < part.terms.size(); ++choice) {
      for (const Term& term : part.terms[choice]) {
        joined.terms[choice].push_back({first + term.row, term.amount});
      }
    }
  }
  return joined;
}

Part with_margins(const Site& site, Part part) {
  const Margins& margins = site.policy.margins;
  for (Row& row : part.rows) {
    const std::string_view domain = rule_domain(row.rule);
    const MaybeValue* margin = domain == "power"    ? &margins.power
                               : domain == "liquid" ? &margins.liquid
                               : domain == "air"    ? &margins.air
                                                    : nullptr;
    if (margin != nullptr && *margin && takes_margin(row.dimension)) row.limit *= 1 - (*margin)->high;
  }
  return part;
}

int choice_of(const Site& site, const std::vector<Choice>& all, const Placement& rack) {
  if (rack.type < 0 || rack.row < 0) return -1;
  const bool single = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.single_corded();
  const std::vector<FeedPair>& feeds = site.rows[static_cast<std::size_t>(rack.row)].feeds;
  const auto same_feeds = [&](int pair) {
    if (pair < 0) return rack.feed_a < 0 && rack.feed_b < 0;
    const FeedPair& offered = feeds[static_cast<std::size_t>(pair)];
    return offered.a.index == rack.feed_a && (single ? -1 : offered.b.index) == rack.feed_b;
  };
  const auto found = std::find_if(all.begin(), all.end(), [&](const Choice& choice) {
    return choice.type == rack.type && choice.row == rack.row && choice.cdu_group == rack.cdu_group &&
           same_feeds(choice.feed_pair);
  });
  return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

WithPinned with_pinned(const Site& site, std::vector<Choice> all) {
  WithPinned out{site, std::move(all), {}};
  const std::vector<Choice> offered = out.choices;
  for (const Placement& rack : pinned_plan(site).racks) {
    int choice = choice_of(site, offered, rack);
    if (choice < 0) {
      FeedPair pair = own_feeds(site, rack);
      const bool liquid = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.liquid.has_value();
      Choice own{rack.type, rack.row, -1, liquid ? rack.cdu_group : -1};
      if (pair.a.index >= 0) {
        std::vector<FeedPair>& feeds = out.site.rows[static_cast<std::size_t>(rack.row)].feeds;
        own.feed_pair = static_cast<int>(feeds.size());
        feeds.push_back(std::move(pair));
      }
      choice = static_cast<int>(out.choices.size());
      out.choices.push_back(own);
    }
    out.of_pinned.push_back(choice);
  }
  return out;
}

}  // namespace hallplan::capacity
