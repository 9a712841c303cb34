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
#include "planner/plan/plan.hpp"
#include "planner/site/phase.hpp"
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

/// As the hall is in the end; racks that may go are gone, as the search would have it where that makes room.
Site built_out(const Site& site) {
  Site built = in_phase(site, last_phase(site));
  const auto may_go = [](const PinnedRack& rack) { return rack.may_retire.index >= 0; };
  built.placed.erase(std::remove_if(built.placed.begin(), built.placed.end(), may_go), built.placed.end());
  return built;
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

/// What the hall as it is built out, with the racks that the site pins, says of one rack; empty where it takes it.
class Asking {
 public:
  explicit Asking(Site built) : site_(std::move(built)), standing_(layout::positioned(site_, pinned_plan(site_))) {}

  [[nodiscard]] bool is_met(std::size_t demand) const { return explain::is_met(site_, demand, standing_); }

  const std::string& why_not(int type) {
    const auto [known, is_new] = known_.try_emplace(type);
    if (is_new) known->second = by_space(type);
    if (is_new && known->second.empty()) known->second = by_limits(type);
    return known->second;
  }

 private:
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
      if (!first_failing(one.there, {"power", "liquid", "air", "layout"})) return {};
      return fmt::format("least is short in {}: {}", one.place, words_of(one.shortages[0]));
    }
    const auto dense = one.refused.find(Rule::density_window);
    if (dense == one.refused.end()) return "no row offers feeds and a CDU group that it can hang on";
    const std::optional<Check> failing = first_failing(in_first_slot(type), {"density"});
    if (!failing) return {};
    return fmt::format("{} refuses {} slots: {}", rule_id(dense->first), dense->second, failing->arithmetic);
  }

  /// Of the checks of these domains on a hall with this rack more, those that hold without it.
  [[nodiscard]] std::optional<Check> first_failing(const Placement& rack,
                                                   const std::vector<std::string_view>& domains) const {
    if (rack.row < 0) return std::nullopt;
    std::set<std::pair<Rule, std::string>> before;
    if (!standing_.racks.empty()) {
      for (const Check& check : verdict::verify(site_, standing_).checks) {
        if (check.status == Status::fail) before.insert({check.rule, check.where});
      }
    }
    Plan plan = standing_;
    plan.racks.push_back(rack);
    plan.racks.back().id = "one rack";
    for (const Check& check : verdict::verify(site_, plan).checks) {
      const bool is_asked = std::find(domains.begin(), domains.end(), rule_domain(check.rule)) != domains.end();
      if (is_asked && check.status == Status::fail && before.count({check.rule, check.where}) == 0) return check;
    }
    return std::nullopt;
  }

  /// Power on the floor under one rack is the same wherever it stands.
  [[nodiscard]] Placement in_first_slot(int type) const {
    const layout::Slots slots = layout::slots_of(site_);
    Placement rack;
    rack.type = type;
    for (int row = 0; row < static_cast<int>(site_.rows.size()); ++row) {
      for (int slot = 0; slot < site_.rows[static_cast<std::size_t>(row)].slots; ++slot) {
        if (is_taken(row, slot) || !layout::fits(site_, slots, type, row, slot)) continue;
        rack.row = row;
        rack.slot = slot;
        return layout::positioned(site_, std::move(rack));
      }
    }
    return rack;
  }

  [[nodiscard]] bool is_taken(int row, int slot) const {
    return std::any_of(standing_.racks.begin(), standing_.racks.end(),
                       [&](const Placement& rack) { return rack.row == row && rack.slot == slot; });
  }

  Site site_;
  Plan standing_;
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
