// Racks: the feeds they hang on, their tap-offs and their shelves; and for the search the connections that these refuse.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numbers>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "planner/power/checks.hpp"
#include "planner/power/tree.hpp"
#include "planner/site/policy.hpp"
#include "planner/site/voltage.hpp"

namespace hallplan::power {
namespace {

constexpr const char* kOneSide = "one side carries all";

/// Why a rack's feeds are not as its row offers them; empty when they are. Of unknown cords it may hang on A alone.
std::string feeds_fault(const Site& site, const Placement& rack) {
  const RackType& body = rack_at(site, rack.type).body;
  const bool single = body.single_corded() || (!body.cords && rack.feed_b < 0);
  const auto name = [&](int feed) { return feed < 0 ? std::string("none") : device_at(site, feed).id; };
  if (rack.feed_a < 0) return "it has no A feed";
  if (!single && rack.feed_b < 0) return "it is dual-corded and has no B feed";
  if (single && rack.feed_b >= 0) return fmt::format("it is single-corded and names a B feed, {}", name(rack.feed_b));
  const std::vector<FeedPair>& offered = site.rows[static_cast<std::size_t>(rack.row)].feeds;
  const bool known = std::any_of(offered.begin(), offered.end(), [&](const FeedPair& pair) {
    return pair.a.index == rack.feed_a && (single || pair.b.index == rack.feed_b);
  });
  if (!known) return fmt::format("its row offers no pair [{}, {}]", name(rack.feed_a), name(rack.feed_b));
  if (device_at(site, rack.feed_a).side != FeedSide::a) return name(rack.feed_a) + " is not of side a";
  if (!single && device_at(site, rack.feed_b).side != FeedSide::b) return name(rack.feed_b) + " is not of side b";
  return {};
}

std::vector<int> feeds_of(const Site& site, const Placement& rack) {
  std::vector<int> feeds;
  if (rack.feed_a >= 0) feeds.push_back(rack.feed_a);
  if (rack.feed_b >= 0 && !rack_at(site, rack.type).body.single_corded()) feeds.push_back(rack.feed_b);
  return feeds;
}

/// Whether circuits take what a feed carries, whichever ends of both are true.
bool voltage_fits(const Value& wanted_v, const Value& carried_v) {
  return wanted_v.high - carried_v.low <= kVoltageFits * wanted_v.high &&
         carried_v.high - wanted_v.low <= kVoltageFits * wanted_v.low;
}

std::string volts(const Value& voltage_v) {
  if (voltage_v.low < voltage_v.high) return fmt::format("{:.6g} to {:.6g} V", voltage_v.low, voltage_v.high);
  return fmt::format("{:.6g} V", voltage_v.value);
}

/// Why a rack's circuits do not fit the voltage of its feeds; empty when they do.
std::string voltage_fault(const Site& site, const Placement& rack) {
  const Product<RackType>& type = rack_at(site, rack.type);
  if (!type.body.circuits) return {};
  const Value& wanted_v = type.body.circuits->voltage_v;
  for (const int feed : feeds_of(site, rack)) {
    const Value* voltage_v = voltage_of(site, device_at(site, feed));
    if (voltage_v == nullptr || voltage_fits(wanted_v, *voltage_v)) continue;
    return fmt::format("{} takes {} and {} carries {}", type.id, volts(wanted_v), device_at(site, feed).id,
                       volts(*voltage_v));
  }
  return {};
}

void check_feeds(const Site& site, const Plan& plan, std::vector<Check>& out) {
  std::size_t faults = 0;
  for (const Placement& rack : plan.racks) {
    std::string fault = feeds_fault(site, rack);
    if (fault.empty()) fault = voltage_fault(site, rack);
    if (fault.empty()) continue;
    if (++faults > kMostLines) continue;
    const Row& row = site.rows[static_cast<std::size_t>(rack.row)];
    const Mark at = row.feeds.empty() ? row.at : row.feeds.front().a.at;
    const std::string where = fmt::format("{} (row {}, slot {})", rack.id, row.id, rack.slot + 1);
    out.push_back(holds({Rule::power_feeds, where, "normal", Dimension::count, "site", fault, at}, false));
  }
  std::set<int> types;
  for (const Placement& rack : plan.racks) types.insert(rack.type);
  bool known = true;
  for (const int type : types) {
    const Product<RackType>& rack = rack_at(site, type);
    if (rack.body.cords) continue;
    known = false;
    out.push_back(
        undecided({Rule::power_feeds, rack.id, "normal", Dimension::count, "site", "", rack.at}, unknown_cords(rack)));
  }
  if (faults > 0 || !known || plan.racks.empty()) return;
  const std::string all = fmt::format("{}, each on a pair of its row, A and B",
                                      plan.racks.size() == 1 ? "1 rack" : fmt::format("{} racks", plan.racks.size()));
  out.push_back(holds({Rule::power_feeds, "all racks", "normal", Dimension::count, "site", all, {}}, true));
}

/// How many of a rack's like parts (shelves, circuits) carry it when one side is gone.
int one_side(const RackType& rack, int count) { return rack.single_corded() ? count : count / 2; }

std::string side_text(const RackType& rack, int count) {
  return rack.single_corded() ? fmt::format("{}", count) : fmt::format("{} / 2", count);
}

/// The voltage that gives most current: of the circuits, or of a feed that a rack of the type hangs on where that is lower.
struct Voltage {
  double volts = 0;
  std::string feed;  ///< empty: of the circuits
};

Voltage least_voltage(const Site& site, const Plan& plan, int type) {
  Voltage least{rack_at(site, type).body.circuits->voltage_v.low, {}};
  for (const Placement& rack : plan.racks) {
    if (rack.type != type) continue;
    for (const int feed : feeds_of(site, rack)) {
      const Value* voltage_v = voltage_of(site, device_at(site, feed));
      if (voltage_v != nullptr && voltage_v->low < least.volts) least = {voltage_v->low, device_at(site, feed).id};
    }
  }
  return least;
}

/// What a circuit's power is of line-to-line voltage x current x power factor, by its phases, and how that is written.
struct ByPhases {
  double factor = 1;
  std::string before, after;
};

ByPhases by_phases(int phases) {
  if (phases == 1) return {1 / std::numbers::sqrt3, "", " / 1.732"};
  if (phases == 2) return {1, "", ""};
  return {std::numbers::sqrt3, "1.732 x ", ""};
}

Check tap_off_check(const Site& site, const Plan& plan, int type) {
  const Product<RackType>& rack = rack_at(site, type);
  CheckSubject subject{Rule::power_tap_off, rack.id, kOneSide, Dimension::current, "", "", rack.at};
  if (!rack.body.circuits) return undecided(std::move(subject), "no circuits known for " + rack.id);
  if (!rack.body.cords) return undecided(std::move(subject), unknown_cords(rack));
  const RackCircuits& circuits = *rack.body.circuits;
  const int circuits_left = one_side(rack.body, circuits.count);
  subject.source = source_of(circuits.rating_a);
  subject.at = circuits.rating_a.at;
  if (circuits_left < 1) return undecided(std::move(subject), fmt::format("{} has no circuit on one side", rack.id));
  const bool nec = site.basis.electrical_code == ElectricalCode::nec;
  const double power_factor = site.basis.power_factor.low;
  const Voltage voltage = least_voltage(site, plan, type);
  const ByPhases by = by_phases(circuits.phases);
  const double current_a = rack_w(site, rack.body) / (by.factor * voltage.volts * power_factor * circuits_left);
  const double limit_a = circuits.rating_a.low * (nec ? kContinuousShare : 1.0);
  subject.arithmetic = fmt::format("{} / ({}{:.6g} V{}{} x {:.4g} x {}) = {:.5g} A a circuit; limit {:.6g} A",
                                   kw(rack_w(site, rack.body)), by.before, voltage.volts, by.after,
                                   voltage.feed.empty() ? "" : " of " + voltage.feed, power_factor,
                                   side_text(rack.body, circuits.count), current_a, circuits.rating_a.low);
  if (nec) subject.arithmetic += fmt::format(" x {:.4g} % = {:.6g} A", kContinuousShare * 100, limit_a);
  return without_pass(at_most(std::move(subject), current_a, limit_a), unknown_power(site, rack));
}

/// The shelves are rated in DC: what they give is what the rack takes in AC times their efficiency, at its high end.
Check shelf_check(const Site& site, const Product<RackType>& rack) {
  const RackShelves& shelves = *rack.body.shelves;
  CheckSubject subject{Rule::power_shelf,           rack.id, kOneSide,           Dimension::power,
                       source_of(shelves.rating_w), "",      shelves.rating_w.at};
  if (!rack.body.cords) return undecided(std::move(subject), unknown_cords(rack));
  const double dc_w = rack_w(site, rack.body) * shelves.efficiency.high;
  const double limit_w = one_side(rack.body, shelves.count) * shelves.rating_w.low;
  subject.arithmetic = fmt::format("{} AC x {:.4g} % = {} DC; limit {} x {} = {}", kw(rack_w(site, rack.body)),
                                   shelves.efficiency.high * 100, kw(dc_w), side_text(rack.body, shelves.count),
                                   kw(shelves.rating_w.low), kw(limit_w));
  return without_pass(at_most(std::move(subject), dc_w, limit_w), unknown_power(site, rack));
}

/// A rack alone, connected as a choice says: in a slot that plays no part.
Plan alone(const Site& site, const capacity::Choice& choice) {
  const FeedPair& pair =
      site.rows[static_cast<std::size_t>(choice.row)].feeds[static_cast<std::size_t>(choice.feed_pair)];
  Plan plan;
  Placement& rack = plan.racks.emplace_back();
  rack.type = choice.type;
  rack.row = choice.row;
  rack.slot = 0;
  rack.feed_a = pair.a.index;
  rack.feed_b = rack_at(site, choice.type).body.single_corded() ? -1 : pair.b.index;
  return plan;
}

/// Circuit breakers and power supplies are made for up to 2000 m (IEC 60947-1, 6.1.3, and IEC 62368-1, from memory); nothing
/// states what is left of a rack's own above.
std::string unknown_in_thin_air(const Site& site, const Product<RackType>& rack) {
  constexpr double kRated_m = 2000;
  if (site.basis.elevation_m.high <= kRated_m) return {};
  return fmt::format("nothing known of {} above {:.4g} m", rack.id, kRated_m);
}

}  // namespace

void check_racks(const Site& site, const Plan& plan, std::vector<Check>& out) {
  check_feeds(site, plan, out);
  std::set<int> types;
  for (const Placement& rack : plan.racks) types.insert(rack.type);
  for (const int type : types) {
    out.push_back(without_pass(tap_off_check(site, plan, type), unknown_in_thin_air(site, rack_at(site, type))));
  }
  for (const int type : types) {
    const Product<RackType>& rack = rack_at(site, type);
    if (rack.body.shelves) out.push_back(without_pass(shelf_check(site, rack), unknown_in_thin_air(site, rack)));
  }
}

void add_rack_rows(const Site& site, const std::vector<capacity::Choice>& choices, capacity::Part& part) {
  // A rule that only warns refuses nothing: it would refuse the type everywhere, and who lives with it has said so.
  const auto refuses = [&](Rule rule) { return !only_warns(site.policy, rule); };
  // "test-compute on one side: 97.5 of 97 kW"; empty where it does not fail. The owner's margin is the hall's, not the rack's.
  const auto too_much = [&](const Product<RackType>& rack, const Check& check) -> std::string {
    if (!refuses(check.rule) || check.status != Status::fail) return {};
    const FieldQuantity limit = to_field(check.dimension, check.limit);
    return fmt::format("{} on one side: {:.4g} of {:.4g} {}", rack.id, to_field(check.dimension, check.value).value,
                       limit.value, limit.unit);
  };
  const auto broken = [&](const capacity::Choice& choice) -> std::optional<capacity::Row> {
    const Plan plan = alone(site, choice);
    const Product<RackType>& rack = rack_at(site, choice.type);
    const auto row = [](Rule rule, std::string element, const char* wanted) {
      return capacity::Row{rule, std::move(element), "normal", wanted, Dimension::count, 0, 0};
    };
    const bool misfits = !feeds_fault(site, plan.racks[0]).empty() || !voltage_fault(site, plan.racks[0]).empty();
    if (misfits && refuses(Rule::power_feeds)) return row(Rule::power_feeds, rack.id, "feeds that fit it");
    std::string why = too_much(rack, tap_off_check(site, plan, choice.type));
    if (!why.empty())
      return row(Rule::power_tap_off, std::move(why), "a variant of the rack with larger or more circuits");
    if (rack.body.shelves) why = too_much(rack, shelf_check(site, rack));
    if (!why.empty())
      return row(Rule::power_shelf, std::move(why), "a variant of the rack with larger or more power shelves");
    return std::nullopt;
  };
  std::map<std::tuple<int, int, int>, std::optional<capacity::Row>> known;  // by type and feeds
  std::map<std::pair<Rule, int>, int> row_of;                               // by rule and type
  for (std::size_t c = 0; c < choices.size(); ++c) {
    if (choices[c].feed_pair < 0) continue;
    const Placement rack = alone(site, choices[c]).racks[0];
    const auto [at, is_new] = known.try_emplace({rack.type, rack.feed_a, rack.feed_b});
    if (is_new) at->second = broken(choices[c]);
    if (!at->second) continue;
    const auto [row, is_first] = row_of.try_emplace({at->second->rule, rack.type}, static_cast<int>(part.rows.size()));
    if (is_first) part.rows.push_back(*at->second);
    part.terms[c].push_back({row->second, 1});
  }
}

}  // namespace hallplan::power
