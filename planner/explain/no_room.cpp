#include "planner/explain/no_room.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "planner/explain/frozen.hpp"
#include "planner/explain/words.hpp"
#include "planner/layout/layout.hpp"
#include "planner/layout/trays.hpp"
#include "planner/plan/plan.hpp"
#include "planner/plan/retirement.hpp"
#include "planner/plan/taken.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::explain {
namespace {

/// The rack types that one unit of a demand takes, by their index in the catalogue.
std::vector<int> types_of(const Demand& demand) {
  std::vector<int> out = {demand.compute.index};
  if (demand.network_racks > 0) out.push_back(demand.network.index);
  if (demand.units_per_management > 0) out.push_back(demand.management.index);
  out.erase(std::remove_if(out.begin(), out.end(), [](int type) { return type < 0; }), out.end());
  return out;
}

/// Whether the racks that stand are all that a demand asks for: as many as fit is at least one.
bool is_met(const Site& site, std::size_t demand, const Plan& standing) {
  const Demand& wanted = site.demand[demand];
  if (!wanted.is_due) return true;
  const auto counts = [&](const Placement& rack) {
    return rack.demand == static_cast<int>(demand) && rack.type == wanted.compute.index;
  };
  const auto found = std::count_if(standing.racks.begin(), standing.racks.end(), counts);
  return found >= (wanted.units > 0 ? static_cast<std::ptrdiff_t>(wanted.units) * wanted.compute_racks : 1);
}

/// All that can keep one rack out; demands are what is asked here.
const std::vector<std::string_view> kOfOneRack = {"power", "liquid", "air", "layout", "density"};

/// What the hall as it is built out, with the racks that the site pins, says of one rack; empty where it takes it.
class Asking {
 public:
  explicit Asking(Site built)
      : site_(std::move(built)),
        standing_(layout::positioned(site_, pinned_plan(site_))),
        slots_(layout::slots_of(site_)),
        trays_(site_) {}

  [[nodiscard]] bool is_met(std::size_t demand) const { return explain::is_met(site_, demand, standing_); }

  const std::string& why_not(int type) {
    const auto [known, is_new] = known_.try_emplace(type);
    if (!is_new || stands_somewhere(type)) return known->second;
    known->second = by_space(type);
    if (known->second.empty()) known->second = by_limits(type);
    return known->second;
  }

 private:
  /// A rack that the checks let stand is answer enough, and takes a hundredth of all limits of the search. Looked at are one rack of
  /// each demanded type together, then this one alone in the first slots of a few rows, each on the first feeds and CDU group that its row
  /// offers: where none of them stands, all there is is gone through.
  [[nodiscard]] bool stands_somewhere(int type) {
    constexpr int kMostTries = 3;
    if (!together_) together_ = one_of_each_stands();
    if (*together_) return true;
    int tries = 0;
    for (int row = 0; row < static_cast<int>(site_.rows.size()) && tries < kMostTries; ++row) {
      std::optional<Placement> rack = first_in(type, row, {});
      if (!rack) continue;
      ++tries;
      if (!first_failing({std::move(*rack)}, kOfOneRack)) return true;
    }
    return false;
  }

  [[nodiscard]] bool one_of_each_stands() {
    std::set<int> types;
    for (const Demand& demand : site_.demand) {
      for (const int type : types_of(demand)) types.insert(type);
    }
    std::vector<Placement> racks;
    for (const int type : types) {
      std::optional<Placement> rack;
      for (int row = 0; row < static_cast<int>(site_.rows.size()) && !rack; ++row) rack = first_in(type, row, racks);
      if (!rack) return false;
      racks.push_back(std::move(*rack));
    }
    return !first_failing(std::move(racks), kOfOneRack);
  }

  /// A rack in the first free slot of a row that takes its type, and that a tray passes where the site has some, on the first connection.
  [[nodiscard]] std::optional<Placement> first_in(int type, int row, const std::vector<Placement>& others) const {
    const RackType& body = site_.catalogue.racks[static_cast<std::size_t>(type)].body;
    const Row& at = site_.rows[static_cast<std::size_t>(row)];
    if (at.feeds.empty() || (body.liquid && at.cdu_groups.empty())) return std::nullopt;
    Placement rack;
    rack.type = type;
    rack.row = row;
    rack.feed_a = at.feeds.front().a.index;
    if (!body.single_corded()) rack.feed_b = at.feeds.front().b.index;
    if (body.liquid) rack.cdu_group = at.cdu_groups.front().index;
    for (rack.slot = 0; rack.slot < at.slots; ++rack.slot) {
      if (is_taken(standing_.racks, row, rack.slot) || is_taken(others, row, rack.slot) ||
          !layout::fits(site_, slots_, type, row, rack.slot)) {
        continue;
      }
      Placement placed = layout::positioned(site_, rack);
      if (trays_.empty() || trays_.end_of(layout::footprint(site_, placed)).count > 0) return placed;
    }
    return std::nullopt;
  }

  /// The rule of space that refuses most slots, where all are refused.
  [[nodiscard]] std::string by_space(int type) const {
    const layout::Refusals refusals = layout::refused_slots(site_, standing_, type);
    int alone = refusals.free_slots;
    const layout::RefusedSlots* most = nullptr;
    for (const layout::RefusedSlots& one : refusals.by_rule) {
      if (one.among_themselves) continue;  // each of them takes one by itself
      alone -= one.slots;
      if (most == nullptr || one.slots > most->slots) most = &one;
    }
    if (alone > 0) return {};
    if (most == nullptr) return standing_.racks.empty() ? "its rows have no slots" : "its rows have no free slots";
    return fmt::format("{} refuses {} of {} free slots: {}", rule_id(most->rule), most->slots, refusals.free_slots,
                       most->first);
  }

  /// What is short in the slot and on the feeds and CDU group that lack least. The search may keep more free than the checks ask: only
  /// what they fail is told.
  std::string by_limits(int type) {
    if (!hall_) hall_ = frozen_as_pinned(site_);
    const std::vector<int>& types = hall_->model.site_type;
    const auto found = std::find(types.begin(), types.end(), type);
    if (found == types.end()) return {};
    const OneRack one = one_more_of(*hall_, static_cast<int>(found - types.begin()));
    if (one.fits()) return {};
    if (!one.shortages.empty()) {
      if (one.there.row < 0 || !first_failing({one.there}, {"power", "liquid", "air", "layout"})) return {};
      return fmt::format("least is short in {}: {}", one.place, words_of(one.shortages[0]));
    }
    const auto cable = one.refused.find(Rule::layout_cable);
    if (cable != one.refused.end() && !has_spot(static_cast<int>(found - types.begin()))) {
      return fmt::format("{} refuses {} slots: no tray passes over or beside them", rule_id(cable->first),
                         cable->second);
    }
    const auto dense = one.refused.find(Rule::density_window);
    if (dense == one.refused.end()) return "no row offers feeds and a CDU group that it can hang on";
    const Placement rack = in_first_slot(type);
    const std::optional<Check> failing = rack.row < 0 ? std::nullopt : first_failing({rack}, {"density"});
    if (!failing) return {};
    return fmt::format("{} refuses {} slots: {}", rule_id(dense->first), dense->second, failing->arithmetic);
  }

  /// Of a type of the model: a slot that takes one, connected or not.
  [[nodiscard]] bool has_spot(int type) const {
    const search::Model& model = hall_->model;
    for (int slot = 0; slot < static_cast<int>(model.slots.size()); ++slot) {
      if (model.spot(slot, type).usable) return true;
    }
    return false;
  }

  /// Of the checks of these domains on a hall with these racks more, those that hold without them.
  [[nodiscard]] std::optional<Check> first_failing(std::vector<Placement> racks,
                                                   const std::vector<std::string_view>& domains) {
    if (!failing_before_) failing_before_ = failing_without();
    Plan plan = standing_;
    for (std::size_t i = 0; i < racks.size(); ++i) {
      plan.racks.push_back(std::move(racks[i]));
      plan.racks.back().id = i == 0 ? "one rack" : fmt::format("rack {}", i + 1);
    }
    for (const Check& check : verdict::verify(site_, plan).checks) {
      if (check.rule == Rule::layout_unit) continue;  // a rack by itself is no part of a unit
      const bool is_asked = std::find(domains.begin(), domains.end(), rule_domain(check.rule)) != domains.end();
      if (is_asked && check.status == Status::fail && failing_before_->count({check.rule, check.where}) == 0) {
        return check;
      }
    }
    return std::nullopt;
  }

  /// Power on the floor under one rack is the same wherever it stands.
  [[nodiscard]] Placement in_first_slot(int type) const {
    Placement rack;
    rack.type = type;
    for (int row = 0; row < static_cast<int>(site_.rows.size()); ++row) {
      for (int slot = 0; slot < site_.rows[static_cast<std::size_t>(row)].slots; ++slot) {
        if (is_taken(standing_.racks, row, slot) || !layout::fits(site_, slots_, type, row, slot)) continue;
        rack.row = row;
        rack.slot = slot;
        return layout::positioned(site_, std::move(rack));
      }
    }
    return rack;
  }

  using Failing = std::set<std::pair<Rule, std::string>>;
  [[nodiscard]] Failing failing_without() const {
    Failing failing;
    if (standing_.racks.empty()) return failing;  // what plant alone fails is told by itself
    for (const Check& check : verdict::verify(site_, standing_).checks) {
      if (check.status == Status::fail) failing.insert({check.rule, check.where});
    }
    return failing;
  }

  Site site_;
  Plan standing_;
  layout::Slots slots_;
  layout::TrayWays trays_;
  std::optional<bool> together_;
  std::optional<Failing> failing_before_;
  std::optional<Frozen> hall_;
  std::map<int, std::string> known_;
};

}  // namespace

std::vector<NoRoom> no_room(const Site& site) {
  std::vector<NoRoom> out;
  Asking hall(built_out(site));
  for (std::size_t d = 0; d < site.demand.size(); ++d) {
    if (hall.is_met(d)) continue;
    for (const int type : types_of(site.demand[d])) {
      const std::string& words = hall.why_not(type);
      if (words.empty()) continue;
      out.push_back({d, site.catalogue.racks[static_cast<std::size_t>(type)].id, words});
      break;  // without one kind of its racks no unit stands: the first tells enough
    }
  }
  return out;
}

}  // namespace hallplan::explain
