// From the site to its model: what stands already, which slots are left, and what a rack of each type takes in them.
#include "planner/search/model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "planner/hydraulics/door_lost.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/plan/taken.hpp"
#include "planner/power/power.hpp"
#include "planner/search/floor.hpp"
#include "planner/search/leak.hpp"
#include "planner/site/policy.hpp"
#include "planner/thermal/density.hpp"
#include "planner/thermal/zones.hpp"

namespace hallplan::search {
namespace {

constexpr int kAsManyAsFit = std::numeric_limits<int>::max() / 4;

/// Builds a model step by step; the order of the steps matters.
class Building {
 public:
  /// `of_pinned`: the choice of each pinned rack, of those that `part` has.
  Building(const Site& site, const std::vector<capacity::Choice>& choices, const capacity::Part& part,
           const std::vector<int>& of_pinned)
      : site_(site),
        choices_(choices),
        part_(part),
        of_pinned_(of_pinned),
        pinned_(layout::positioned(site, pinned_plan(site))) {}

  Model build() {
    model_.site_rows = static_cast<int>(site_.rows.size());
    add_kinds();
    add_wires();
    add_rows();
    add_trays();
    add_slots();
    add_pinned_units();
    add_floor_bays(model_, site_, pinned_);
    add_leak_zones(model_, site_, choices_, pinned_, places_);
    let_warnings_prove_nothing();
    add_conflicts(model_, site_, pinned_, places_);
    add_cables();
    add_density();
    finish(model_);
    return std::move(model_);
  }

 private:
  [[nodiscard]] const RackType& rack_type(int type) const {
    return site_.catalogue.racks[static_cast<std::size_t>(type)].body;
  }

  int type_number(const Ref& ref) {
    if (ref.index < 0) return -1;
    const auto found = std::find(model_.site_type.begin(), model_.site_type.end(), ref.index);
    if (found != model_.site_type.end()) return static_cast<int>(found - model_.site_type.begin());
    model_.site_type.push_back(ref.index);
    model_.type_names.push_back(site_.catalogue.racks[static_cast<std::size_t>(ref.index)].id);
    return static_cast<int>(model_.site_type.size()) - 1;
  }

  void add_kinds() {
    model_.valued = has_values(site_);
    for (const Demand& demand : site_.demand) {
      Kind kind;
      kind.compute = type_number(demand.compute);
      kind.compute_racks = demand.compute_racks;
      kind.network_racks = demand.network.given() ? demand.network_racks : 0;
      kind.network = kind.network_racks > 0 ? type_number(demand.network) : -1;
      kind.units_per_management = demand.management.given() ? demand.units_per_management : 0;
      kind.management = kind.units_per_management > 0 ? type_number(demand.management) : -1;
      kind.wanted = demand.units > 0 ? demand.units : kAsManyAsFit;
      if (model_.valued) kind.value = demand.value_thousandths;
      kind.ordered = kind.wanted;
      if (demand.delivered >= 0) kind.wanted = std::min(kind.wanted, demand.delivered);
      if (demand.is_due) kind.due = demand.units > 0 ? kind.wanted : std::min(1, kind.wanted);
      model_.kinds.push_back(kind);
    }
    model_.types = static_cast<int>(model_.site_type.size());
    for (const int type : model_.site_type) model_.air_w.push_back(thermal::rack_air_heat_w(site_, rack_type(type)));
  }

  /// Only ways to connect that give power: a rack without feeds is never proposed, nor one on feeds that wait for a phase; on one that waits and
  /// one that lives only where it does no more than warn that a loss leaves racks dark.
  void add_wires() {
    const std::vector<bool> live = power::live(site_);
    const bool one_is_enough = only_warns(site_.policy, Rule::power_supplied);
    const auto has_power = [&](const capacity::Choice& choice) {
      if (choice.feed_pair < 0) return false;
      const FeedPair& pair =
          site_.rows[static_cast<std::size_t>(choice.row)].feeds[static_cast<std::size_t>(choice.feed_pair)];
      const bool a = live[static_cast<std::size_t>(pair.a.index)];
      if (rack_type(choice.type).single_corded()) return a;
      const bool b = live[static_cast<std::size_t>(pair.b.index)];
      return (a && b) || (one_is_enough && (a || b));
    };
    for (std::size_t i = 0; i < choices_.size(); ++i) {
      const auto type = std::find(model_.site_type.begin(), model_.site_type.end(), choices_[i].type);
      if (type == model_.site_type.end() || !has_power(choices_[i])) continue;
      Wire wire;
      wire.choice = static_cast<int>(i);
      wire.type = static_cast<int>(type - model_.site_type.begin());
      wire.row = choices_[i].row;
      if (i < part_.terms.size()) wire.terms = part_.terms[i];
      model_.wires.push_back(std::move(wire));
    }
  }

  /// The rows, less what pinned racks take.
  void add_rows() {
    model_.rows = part_.rows;
    model_.pinned_use.assign(model_.rows.size(), 0);
    for (std::size_t i = 0; i < pinned_.racks.size(); ++i) {
      const Placement& rack = pinned_.racks[i];
      if (is_answer(site_, rack.type)) ++model_.pinned_compute;
      if (model_.valued) model_.pinned_value += value_of(site_, rack);
      for (const capacity::Term& term : part_.terms[static_cast<std::size_t>(of_pinned_[i])]) {
        model_.pinned_use[static_cast<std::size_t>(term.row)] += term.amount;
      }
    }
  }

  /// The search keeps to what the policy takes as a warning; a plan that does not keep to it is none the worse.
  void let_warnings_prove_nothing() {
    for (capacity::Row& row : model_.rows) row.proves = row.proves && !only_warns(site_.policy, row.rule);
    model_.reach_proves = !only_warns(site_.policy, Rule::layout_cable);
    model_.lived_with = {only_warns(site_.policy, Rule::layout_unit), only_warns(site_.policy, Rule::layout_management),
                         only_warns(site_.policy, Rule::demand_supply)};
  }

  void add_slots() {
    const layout::Slots slots = layout::slots_of(site_);
    model_.refused.resize(static_cast<std::size_t>(model_.types));
    int run = -1;
    SlotInfo last;
    for (int row = 0; row < model_.site_rows; ++row) {
      for (int slot = 0; slot < site_.rows[static_cast<std::size_t>(row)].slots; ++slot) {
        if (is_taken(pinned_.racks, row, slot)) continue;
        std::vector<char> fit;
        for (int type = 0; type < model_.types; ++type) {
          const auto number = static_cast<std::size_t>(type);
          const std::optional<Rule> refusal = refusal_of(slots, type, row, slot);
          if (refusal) ++model_.refused[number][*refusal];
          fit.push_back(refusal ? 0 : 1);
        }
        if (std::find(fit.begin(), fit.end(), 1) == fit.end()) continue;
        const layout::RectMm& rect = slots.rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(slot)].rect;
        if (model_.slots.empty() || last.row != row || last.slot + 1 != slot) ++run;
        last = {row, slot, run, {rect.x0 + rect.x1, rect.y0 + rect.y1}};
        model_.slots.push_back(last);
        for (int type = 0; type < model_.types; ++type)
          add_spot(row, slot, type, fit[static_cast<std::size_t>(type)] != 0);
      }
    }
  }

  void add_spot(int row, int slot, int type, bool usable) {
    Placement rack;
    rack.type = model_.site_type[static_cast<std::size_t>(type)];
    rack.row = row;
    rack.slot = slot;
    rack = layout::positioned(site_, rack);
    const layout::RectMm rect = layout::footprint(site_, rack);
    Spot spot;
    spot.usable = usable;
    spot.centre = {rect.x0 + rect.x1, rect.y0 + rect.y1};
    if (!model_.trays.empty()) spot.tray = model_.trays.end_of(rect);
    spot.rect = thermal::density_rect(site_, rack);
    model_.spots.push_back(std::move(spot));
    places_.push_back(std::move(rack));
  }

  /// Which part of a unit a pinned rack is; a type that serves several parts counts as the layout check counts it.
  void add_pinned_units() {
    for (const Placement& rack : pinned_.racks) {
      if (rack.demand < 0) continue;
      const Demand& demand = site_.demand[static_cast<std::size_t>(rack.demand)];
      Kind& kind = model_.kinds[static_cast<std::size_t>(rack.demand)];
      const bool compute = rack.type == demand.compute.index;
      const bool network = !compute && rack.type == demand.network.index;
      if (!compute && rack.type == demand.management.index && (!network || rack.unit < 0)) {
        ++kind.pinned_management;
      } else if ((compute || network) && rack.unit >= 0) {
        const layout::RectMm rect = layout::footprint(site_, rack);
        PinnedUnit& unit = pinned_unit(rack.demand, rack.unit);
        (compute ? unit.compute : unit.network)
            .push_back({{rect.x0 + rect.x1, rect.y0 + rect.y1}, model_.trays.end_of(rect)});
      }
    }
    for (PinnedUnit& unit : model_.pinned_units) {
      Kind& kind = model_.kinds[static_cast<std::size_t>(unit.kind)];
      ++kind.pinned_units;
      unit.missing_compute = std::max(0, kind.compute_racks - static_cast<int>(unit.compute.size()));
      unit.missing_network = std::max(0, kind.network_racks - static_cast<int>(unit.network.size()));
    }
  }

  PinnedUnit& pinned_unit(int kind, int number) {
    for (PinnedUnit& unit : model_.pinned_units) {
      if (unit.kind == kind && unit.number == number) return unit;
    }
    model_.pinned_units.push_back({kind, number, {}, {}, 0, 0});
    return model_.pinned_units.back();
  }

  /// Types whose racks all need a tray: a part of units that are cabled, and no management rack of any.
  void add_trays() {
    if (site_.network.trays.empty() || site_.network.cable.index < 0) return;
    model_.trays = layout::TrayWays(site_);
    if (only_warns(site_.policy, Rule::layout_cable))
      return;  // such a cable is too long for the search, and proves nothing
    needs_tray_.assign(static_cast<std::size_t>(model_.types), 0);
    for (const Kind& kind : model_.kinds) {
      if (kind.network < 0) continue;
      needs_tray_[static_cast<std::size_t>(kind.compute)] = needs_tray_[static_cast<std::size_t>(kind.network)] = 1;
    }
    for (const Kind& kind : model_.kinds) {
      if (kind.network < 0) needs_tray_[static_cast<std::size_t>(kind.compute)] = 0;
      if (kind.management >= 0) needs_tray_[static_cast<std::size_t>(kind.management)] = 0;
    }
  }

  /// Why no rack of a type may stand in a slot: as the layout has it, or for want of a tray.
  [[nodiscard]] std::optional<Rule> refusal_of(const layout::Slots& slots, int type, int row, int slot) const {
    const int of_site = model_.site_type[static_cast<std::size_t>(type)];
    if (const auto refusal = layout::why_not(site_, slots, of_site, row, slot)) return refusal->rule;
    if (needs_tray_.empty() || needs_tray_[static_cast<std::size_t>(type)] == 0) return std::nullopt;
    Placement rack;
    rack.type = of_site;
    rack.row = row;
    rack.slot = slot;
    const layout::RectMm rect = layout::footprint(site_, layout::positioned(site_, std::move(rack)));
    if (model_.trays.end_of(rect).count > 0) return std::nullopt;
    return Rule::layout_cable;
  }

  /// Reach less drops and slack.
  void add_cables() {
    model_.reach = std::numeric_limits<long long>::max() / 8;
    if (places_.empty()) return;
    model_.cable_fixed_m = 2 * site_.network.drop_m.high + site_.network.slack_m.high;
    if (site_.network.cable.index < 0) return;
    constexpr double kHalfMillimetres = 2000;
    const double reach_m = site_.catalogue.cables[static_cast<std::size_t>(site_.network.cable.index)].body.reach_m.low;
    model_.reach = std::llround(std::floor((reach_m - model_.cable_fixed_m) * kHalfMillimetres + 1e-6));
  }

  void add_density() {
    if (site_.density.empty() || only_warns(site_.policy, Rule::density_window)) return;
    Rects fixed;
    for (const Placement& rack : pinned_.racks) fixed.push_back(thermal::density_rect(site_, rack));
    const auto types = static_cast<std::size_t>(model_.types);
    std::vector<Rects> by_slot(types > 0 ? model_.spots.size() / types : 0);
    for (std::size_t i = 0; i < model_.spots.size(); ++i) {
      if (model_.spots[i].usable) by_slot[i / types].push_back(model_.spots[i].rect);
    }
    model_.density = density_guard(site_, std::move(fixed), by_slot);
    if (!model_.density.binds) return;
    for (std::size_t i = 0; i < model_.spots.size(); ++i) {
      Spot& spot = model_.spots[i];
      if (!spot.usable || within_windows(model_.density, {spot.rect}, {spot.rect})) continue;
      spot.usable = false;
      ++model_.refused[i % static_cast<std::size_t>(model_.types)][Rule::density_window];
    }
  }

  const Site& site_;
  const std::vector<capacity::Choice>& choices_;
  const capacity::Part& part_;
  const std::vector<int>& of_pinned_;
  Plan pinned_;
  std::vector<Placement> places_;  ///< by spot
  std::vector<char> needs_tray_;   ///< by type; empty where the site names no trays
  Model model_;
};

/// By zone: what the door of one rack takes at most, of all that may be placed, where it hangs on another loop than the zone's units.
hydraulics::DoorLost worst_door_lost(const Site& site, const std::vector<capacity::Choice>& choices) {
  hydraulics::DoorLost worst{thermal::door_lost_text(site), std::vector<double>(site.air_zones.size(), 0.0)};
  for (const capacity::Choice& choice : choices) {
    const RearDoors* const doors = doors_of(site, choice.row, choice.type);
    if (doors == nullptr) continue;
    const auto zone = static_cast<std::size_t>(site.rows[static_cast<std::size_t>(choice.row)].air_zone.index);
    if (doors->loop.index == site.air_zones[zone].loop.index) continue;
    worst.by_zone_w[zone] = std::max(worst.by_zone_w[zone], thermal::door_heat(site, choice.row, choice.type).least_w);
  }
  return worst;
}

}  // namespace

capacity::Part capacity_part(const Site& site, const std::vector<capacity::Choice>& choices) {
  std::vector<capacity::Part> parts;
  parts.push_back(power::capacity_rows(site, choices));
  parts.push_back(thermal::capacity_rows(site, choices, power::zone_losses_w));
  const std::vector<double> door_heat_w = thermal::door_heat_w(site, choices);
  capacity::Part liquid = hydraulics::capacity_rows(site, choices, parts.back(), door_heat_w);
  parts.push_back(hydraulics::door_lost_rows(site, choices, parts.back(), door_heat_w, worst_door_lost(site, choices)));
  parts.push_back(std::move(liquid));
  return capacity::with_margins(site, capacity::join(std::move(parts)));
}

Model model_of(const Site& site, const std::vector<capacity::Choice>& choices) {
  const capacity::WithPinned all = capacity::with_pinned(site, choices);
  return Building(site, choices, capacity_part(all.site, all.choices), all.of_pinned).build();
}

Model model_of(const Site& site) { return model_of(site, capacity::choices(site)); }

}  // namespace hallplan::search
