#include "planner/layout/refused.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>

#include "planner/layout/checks.hpp"
#include "planner/plan/taken.hpp"
#include "planner/site/policy.hpp"

namespace hallplan::layout {
namespace {

/// One of the rules that a place breaks.
struct Broken {
  Rule rule;
  bool among_themselves;
};

class Looking {
 public:
  Looking(const Site& site, const Plan& standing, int type) : site_(site), standing_(standing), type_(type) {}

  Refusals run() {
    const std::vector<Placement> probes = alone();
    beside_racks(probes);
    return std::move(out_);
  }

 private:
  [[nodiscard]] Placement probe(int row, int slot) const {
    Placement rack;
    rack.id = fmt::format("row {}, slot {}", site_.rows[static_cast<std::size_t>(row)].id, slot + 1);
    rack.type = type_;
    rack.row = row;
    rack.slot = slot;
    return positioned(site_, std::move(rack));
  }

  /// The entry of a rule, and whether it is new.
  std::pair<RefusedSlots*, bool> entry_of(const Broken& broken) {
    const auto same = [&](const RefusedSlots& one) {
      return one.rule == broken.rule && one.among_themselves == broken.among_themselves;
    };
    const auto found = std::find_if(out_.by_rule.begin(), out_.by_rule.end(), same);
    if (found != out_.by_rule.end()) return {&*found, false};
    out_.by_rule.push_back({broken.rule, 0, broken.among_themselves, {}});
    return {&out_.by_rule.back(), true};
  }

  /// A rack in each free slot that takes one by itself.
  std::vector<Placement> alone() {
    const Slots slots = slots_of(site_);
    std::vector<Placement> probes;
    for (int row = 0; row < static_cast<int>(site_.rows.size()); ++row) {
      for (int slot = 0; slot < site_.rows[static_cast<std::size_t>(row)].slots; ++slot) {
        if (is_taken(standing_.racks, row, slot)) continue;
        ++out_.free_slots;
        const std::optional<Refusal> refusal = why_not(site_, slots, type_, row, slot);
        if (!refusal) {
          probes.push_back(probe(row, slot));
          continue;
        }
        const auto [entry, is_new] = entry_of({refusal->rule, false});
        ++entry->slots;
        if (is_new) entry->first = words_of(refusal->rule, probe(row, slot));
      }
    }
    out_.open = static_cast<int>(probes.size());
    return probes;
  }

  /// What the checks say of a rack that stands there with nothing but plant.
  [[nodiscard]] std::string words_of(Rule rule, const Placement& rack) const {
    Plan plan;
    plan.racks = {rack};
    const std::string& type = site_.catalogue.racks[static_cast<std::size_t>(type_)].id;
    for (const Check& one : check(site_, plan)) {
      const auto names = [&](const std::string& what) {
        return one.where.find(what) != std::string::npos || one.arithmetic.find(what) != std::string::npos;
      };
      if (one.rule != rule || one.status != Status::fail || !(names(rack.id) || names(type))) continue;
      std::string words = one.arithmetic.find(rack.id) == std::string::npos ? rack.id + ": " : std::string();
      words += one.arithmetic;
      if (one.sense == Sense::at_most && one.dimension != Dimension::count && rule != Rule::layout_slot) {
        const FieldQuantity limit = to_field(one.dimension, one.limit);
        words += fmt::format("; at most {:.6g} {}", limit.value, limit.unit);
      }
      return words;
    }
    return fmt::format("{}: {}", rack.id, rule_demand(rule));
  }

  /// Racks in all of these slots, beside those that stand: who is in whose service clearance.
  void beside_racks(const std::vector<Placement>& probes) {
    if (only_warns(site_.policy, Rule::layout_clearance) && only_warns(site_.policy, Rule::layout_pull)) return;
    Plan full = standing_;
    const std::size_t first_probe = full.racks.size();
    full.racks.insert(full.racks.end(), probes.begin(), probes.end());
    const std::vector<Equipment> pieces = equipment(site_, full);
    const auto is_probe = [&](const Equipment& piece) {
      return piece.rack >= 0 && static_cast<std::size_t>(piece.rack) >= first_probe;
    };
    std::set<int> hampered;
    const std::vector<Near> all = too_near(site_, pieces);
    for (const bool among : {false, true}) {  // what a standing rack refuses is refused, whatever else stands
      for (const Near& near : all) {
        if (only_warns(site_.policy, near.check.rule) || pieces[near.ahead].rack < 0) continue;
        const Equipment* const pair[] = {&pieces[near.piece], &pieces[near.ahead]};
        if (!(is_probe(*pair[0]) || is_probe(*pair[1])) || (is_probe(*pair[0]) && is_probe(*pair[1])) != among)
          continue;
        for (const Equipment* piece : pair) {
          if (!is_probe(*piece) || !hampered.insert(piece->rack).second) continue;
          const auto [entry, is_new] = entry_of({near.check.rule, among});
          ++entry->slots;
          if (is_new) entry->first = near.check.arithmetic;
        }
      }
    }
    out_.open -= static_cast<int>(hampered.size());
  }

  const Site& site_;
  const Plan& standing_;
  int type_;
  Refusals out_;
};

}  // namespace

Refusals refused_slots(const Site& site, const Plan& standing, int type) { return Looking(site, standing, type).run(); }

}  // namespace hallplan::layout
