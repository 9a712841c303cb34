// One rack more: every free slot and every way to connect it there, and what is short at the place that lacks least.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "planner/explain/frozen.hpp"

namespace hallplan::explain {
namespace {

/// What is short at one place, one entry an element: in the scenario in which most is.
std::vector<Shortage> shortages_at(const search::Model& model, const search::Spot& spot, const search::Wire& wire) {
  std::vector<Shortage> out;
  const auto add = [&](const capacity::Term& term) {
    const auto r = static_cast<std::size_t>(term.row);
    const capacity::Row& row = model.rows[r];
    const double left = search::left_of(model, r);
    if (!std::isfinite(row.limit) || term.amount <= left) return;
    Shortage one{row.rule, row.element, row.scenario, row.unit_one_buys, row.dimension, row.limit, left, term.amount};
    const auto same = std::find_if(out.begin(), out.end(), [&](const Shortage& other) {
      return other.rule == one.rule && other.element == one.element;
    });
    if (same == out.end()) {
      out.push_back(std::move(one));
    } else if (one.short_by() > same->short_by()) {
      *same = std::move(one);
    }
  };
  for (const capacity::Term& term : wire.terms) add(term);
  for (const capacity::Term& term : spot.terms) add(term);
  std::stable_sort(out.begin(), out.end(), [](const Shortage& a, const Shortage& b) {
    return a.short_by() * b.needed > b.short_by() * a.needed;
  });
  return out;
}

/// Fewer short elements, then less of what is needed.
std::tuple<std::size_t, double> lack(const std::vector<Shortage>& shortages) {
  double sum = 0;
  for (const Shortage& one : shortages) sum += one.short_by() / one.needed;
  return {shortages.size(), sum};
}

std::string place_of(const Frozen& hall, const search::SlotInfo& slot, const search::Wire& wire) {
  const Row& row = hall.site.rows[static_cast<std::size_t>(slot.row)];
  const capacity::Choice& choice = hall.choices[static_cast<std::size_t>(wire.choice)];
  std::string out = fmt::format("row {}, slot {}", row.id, slot.slot + 1);
  if (choice.feed_pair >= 0) {
    const FeedPair& pair = row.feeds[static_cast<std::size_t>(choice.feed_pair)];
    out += fmt::format(", on {} and {}", pair.a.id, pair.b.id);
  }
  if (choice.cdu_group >= 0) {
    out += fmt::format(", CDU group {}", hall.site.cdu_groups[static_cast<std::size_t>(choice.cdu_group)].id);
  }
  return out;
}

/// A rack of that type in that slot, on what the wire names.
Placement placed_at(const Frozen& hall, const search::SlotInfo& slot, const search::Wire& wire) {
  const capacity::Choice& choice = hall.choices[static_cast<std::size_t>(wire.choice)];
  Placement rack;
  rack.type = choice.type;
  rack.row = slot.row;
  rack.slot = slot.slot;
  rack.cdu_group = choice.cdu_group;
  if (choice.feed_pair >= 0) {
    const Row& row = hall.site.rows[static_cast<std::size_t>(slot.row)];
    const FeedPair& feeds = row.feeds[static_cast<std::size_t>(choice.feed_pair)];
    rack.feed_a = feeds.a.index;
    const bool single = hall.site.catalogue.racks[static_cast<std::size_t>(choice.type)].body.single_corded();
    rack.feed_b = single ? -1 : feeds.b.index;
  }
  return layout::positioned(hall.site, std::move(rack));
}

}  // namespace

OneRack one_more_of(const Frozen& hall, int type) {
  const search::Model& model = hall.model;
  OneRack out;
  out.type = model.type_names[static_cast<std::size_t>(type)];
  out.refused = model.refused[static_cast<std::size_t>(type)];
  std::optional<std::tuple<std::size_t, double>> least;
  std::set<std::string> anywhere;
  for (int slot = 0; slot < static_cast<int>(model.slots.size()); ++slot) {
    if (!model.spot(slot, type).usable) continue;
    ++out.free_slots;
    for (const int wire_index : model.wires_at(slot, type)) {
      const search::Wire& wire = model.wires[static_cast<std::size_t>(wire_index)];
      std::vector<Shortage> shortages = shortages_at(model, model.spot(slot, type), wire);
      for (const Shortage& one : shortages) anywhere.insert(one.element);
      if (least && lack(shortages) >= *least) continue;
      least = lack(shortages);
      out.there = placed_at(hall, model.slots[static_cast<std::size_t>(slot)], wire);
      out.place = place_of(hall, model.slots[static_cast<std::size_t>(slot)], wire);
      out.shortages = std::move(shortages);
    }
  }
  for (const Shortage& one : out.shortages) anywhere.erase(one.element);
  out.elsewhere.assign(anywhere.begin(), anywhere.end());
  if (!least) out.free_slots = 0;  // nothing connects it anywhere
  return out;
}

OneRack one_more_rack(const Frozen& hall, std::size_t demand) {
  const int type = hall.model.kinds[demand].compute;
  if (type < 0) return {};
  OneRack out = one_more_of(hall, type);
  for (const layout::RefusedSlots& one : refused_slots(hall, demand).by_rule) {
    if (one.among_themselves) continue;  // of one rack more there are no others
    int& slots = out.refused[one.rule];
    slots = std::max(slots, one.slots);  // the model has no count of slots beside racks that stand
    out.why.push_back(fmt::format("{}: {}", rule_id(one.rule), one.first));
  }
  return out;
}

}  // namespace hallplan::explain
