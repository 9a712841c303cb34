/// What a verdict derives from its checks. Internal to this module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/verdict/checks.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::verdict {

/// A row for every single loss: of each power device by simulation, of plant units from the checks made with them lost.
/// Failing rows first, then undecided ones, then by use. `losses`: of cooling, as these checks looked at them.
[[nodiscard]] std::vector<FailureRow> failure_rows(const Site& site, const Plan& plan, const std::vector<Check>& checks,
                                                   const std::vector<hydraulics::CoolingLoss>& losses);

/// What was followed in time, as the verdict hands it on.
[[nodiscard]] std::vector<CoolantRide> coolant_rides(std::vector<hydraulics::CoolantLoss> losses);
/// Seconds of the rack type that ends first; infinite where none does or nothing was followed.
[[nodiscard]] double shortest_s(const CoolantRide& ride);

/// The loop of every CDU group, with what its checks, made before, say of delivery.
[[nodiscard]] std::vector<CoolantLoop> coolant_loops(const Site& site, const Plan& plan,
                                                     const std::vector<Check>& checks);

/// True when row `a` fails before `b`, is undecided before it, or uses more of its limit.
[[nodiscard]] bool worse(const FailureRow& a, const FailureRow& b);
void sort_worst_first(std::vector<FailureRow>& rows);

/// Questions that no check asks, of the hall or of some of its devices, each with what the site would have to state.
void add_open_questions(const Site& site, const std::vector<Check>& checks, std::vector<std::string>& out);
/// "ups-a, ups-b": the first six, and how many more.
[[nodiscard]] std::string first_of(std::vector<std::string> ids);

/// The racks that are rolled in without a known crate, where the site has a dock door, by type; each with the size at which its routes
/// change, up to twice its own.
[[nodiscard]] std::vector<Assumption> assumed_crates(const Site& site, const Plan& plan);

/// The coolants of groups with pipes whose published viscosities disagree at the supply temperature, each with what changes when one table
/// alone counts.
[[nodiscard]] std::vector<Assumption> disputed_viscosities(const Site& site, const Plan& plan, const Fields& fields);

/// The placed racks' types whose flow table names no coolant, on groups that carry something else than water: what changes if it was water.
[[nodiscard]] std::vector<Assumption> table_coolants(const Site& site, const Plan& plan, const Fields& fields);

/// The undecided rules that may hang on a value at this path: those nearest to it by name first.
[[nodiscard]] std::vector<OpenRule> open_rules(const std::vector<Check>& checks, std::string_view path,
                                               const Domains& domains);

/// The limits by rule: totals over elements in normal running, and the tightest element. Tightest resource first.
[[nodiscard]] std::vector<Resource> resources_of(const std::vector<Check>& checks);

/// "busway bus-a3 97.1 % (bus-b3 lost)", tightest first, at most five.
[[nodiscard]] std::vector<std::string> limits_of(const std::vector<Resource>& resources);

}  // namespace hallplan::verdict
