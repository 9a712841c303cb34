#include "planner/search/leak.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "planner/layout/leak.hpp"

namespace hallplan::search {
namespace {

const RackType& rack_type(const Site& site, int type) {
  return site.catalogue.racks[static_cast<std::size_t>(type)].body;
}

/// One limit of a zone; `amount` is what a rack of a type counts for.
template <class Amount>
class LeakRow {
 public:
  LeakRow(Model& model, const Site& site, const std::vector<capacity::Choice>& choices,
          const std::vector<Placement>& places, const layout::LeakReach& reach, Amount amount)
      : model_(model), site_(site), choices_(choices), places_(places), reach_(reach), amount_(std::move(amount)) {}

  void add(capacity::Row row) {
    number_ = static_cast<int>(model_.rows.size());
    model_.rows.push_back(std::move(row));
    model_.pinned_use.push_back(0);
    for (Wire& wire : model_.wires) {
      if (is_liquid(wire.type) && on_stopped_group(wire)) wire.terms.push_back(term(wire.type));
    }
    bool counts_twice = false;
    for (std::size_t i = 0; i < model_.spots.size(); ++i) {
      const int type = static_cast<int>(i) % model_.types;
      if (!model_.spots[i].usable || !is_liquid(type)) continue;
      if (!layout::in_leak(reach_, layout::footprint(site_, places_[i]))) continue;
      bool some_stop = false, some_run = false;
      for (const Wire& wire : model_.wires) {
        if (wire.type != type || wire.row != places_[i].row) continue;
        const bool stops = on_stopped_group(wire);
        some_stop = some_stop || stops;
        some_run = some_run || !stops;
      }
      if (some_stop && !some_run) continue;  // its connection counts it
      counts_twice = counts_twice || some_stop;
      model_.spots[i].terms.push_back(term(type));
    }
    model_.rows.back().proves = !counts_twice;
  }

 private:
  [[nodiscard]] const RackType& of(int type) const {
    return rack_type(site_, model_.site_type[static_cast<std::size_t>(type)]);
  }
  [[nodiscard]] bool is_liquid(int type) const { return of(type).liquid.has_value(); }
  [[nodiscard]] bool on_stopped_group(const Wire& wire) const {
    const int group = choices_[static_cast<std::size_t>(wire.choice)].cdu_group;
    return std::binary_search(reach_.groups.begin(), reach_.groups.end(), group);
  }
  [[nodiscard]] capacity::Term term(int type) const { return {number_, amount_(of(type))}; }

  Model& model_;
  const Site& site_;
  const std::vector<capacity::Choice>& choices_;
  const std::vector<Placement>& places_;
  const layout::LeakReach& reach_;
  Amount amount_;
  int number_ = 0;
};

}  // namespace

void add_leak_zones(Model& model, const Site& site, const std::vector<capacity::Choice>& choices, const Plan& pinned,
                    const std::vector<Placement>& places) {
  for (const LeakZone& zone : site.leak_zones) {
    const layout::LeakReach reach = layout::leak_reach(site, zone);
    const std::vector<int> stopped = layout::stopped_by_leak(site, pinned, zone);
    const auto add = [&](Rule rule, Dimension dimension, const MaybeValue& limit, const auto& amount) {
      if (!limit) return;
      double base = 0;
      for (const int rack : stopped) base += amount(rack_type(site, pinned.racks[static_cast<std::size_t>(rack)].type));
      LeakRow(model, site, choices, places, reach, amount)
          .add({rule, layout::leak_name(zone), "normal", "a smaller leak zone", dimension, limit->low, base});
    };
    add(Rule::layout_leak, Dimension::count, zone.most_racks, [](const RackType&) { return 1.0; });
    add(Rule::layout_leak_power, Dimension::power, zone.most_w,
        [&](const RackType& rack) { return sustained_w(site, rack).high; });
  }
}

}  // namespace hallplan::search
