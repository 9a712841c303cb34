#include "planner/hydraulics/ride_through/ride_through.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/header_volumes.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/ride_through/group_circuit.hpp"
#include "planner/hydraulics/ride_through/group_ride.hpp"
#include "planner/hydraulics/ride_through/restart.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr double kFollowed_s = 600;  ///< at least; as of the air

/// The same loss, with plant back after its restart.
Timeline restored(Timeline timeline, const Restarts& restarts, double part) {
  timeline.first_alone = true;
  if (timeline.pumps_stop) timeline.pumps_return_s = part * restarts.pumps_s;
  if (timeline.water_stops) timeline.water_return_s = part * restarts.water_s;
  return timeline;
}

/// How long racks bear it: until a limit is passed or, where what has become warm passes one after the restart, the latest restart
/// after which none does.
double borne_s(const GroupRide& ride, const RideCase& loss, const Variant& variant, double passed_s) {
  const double restart_s = loss.restarts.seconds;
  if (passed_s < restart_s || loss.units_lost > 0) return passed_s;
  const auto holds = [&](double part) {
    const Timeline timeline = restored(loss.timeline, loss.restarts, part);
    return ride.follow_all(timeline, variant).first_s() == kNever_s;
  };
  if (holds(1)) return passed_s;
  double good = 0, bad = 1;
  for (int i = 0; i < 8; ++i) {
    const double middle = 0.5 * (good + bad);
    (holds(middle) ? good : bad) = middle;
  }
  return good * restart_s;
}

double rounded_up(double m3) {
  const double step = std::pow(10.0, std::floor(std::log10(m3)) - 1);
  return std::ceil(m3 / step - 1e-9) * step;
}

/// The least buffer tank with which the group bears the loss, to two digits; 0 where none up to 1000 m3 does.
double missing_tank_m3(const GroupRide& ride, const RideCase& loss, Variant variant) {
  const auto holds = [&](double m3) {
    variant.tank_m3 = m3;
    Timeline timeline = loss.timeline;
    timeline.first_alone = true;
    const double passed_s = ride.follow_all(timeline, variant).first_s();
    return passed_s >= loss.restarts.seconds && borne_s(ride, loss, variant, passed_s) >= loss.restarts.seconds;
  };
  double enough = 0.01;
  while (!holds(enough)) {
    enough *= 2;
    if (enough > 1000) return 0;
  }
  double few = enough > 0.01 ? enough / 2 : 0;
  for (int i = 0; i < 7; ++i) {
    const double middle = 0.5 * (few + enough);
    (holds(middle) ? enough : few) = middle;
  }
  double tank = rounded_up(enough);
  return holds(tank) ? tank : rounded_up(tank * 1.1);
}

std::string seconds_text(double seconds, double end_s) {
  return seconds == kNever_s ? fmt::format("over {:.4g} s", end_s) : fmt::format("{:.3g} s", seconds);
}

std::string litres(double m3) { return fmt::format("{:.4g} L", m3 * 1e3); }

/// "4 x test-compute 360 kW into 800 L that flow: 0.112 K/s once mixed", or of what is trapped in one rack.
std::string rate_text(const GroupRide& ride, const GroupCircuit& circuit, const RideCase& loss, std::size_t type) {
  const double heat = heat_w(ride.site(), ride.racks());
  if (!loss.timeline.pumps_stop) {
    std::vector<std::string> racks;
    for (const auto& [index, count] : ride.racks()) {
      racks.push_back(fmt::format("{} x {}", count, ride.site().catalogue.racks[static_cast<std::size_t>(index)].id));
    }
    const double j_per_k = circuit.volume_m3 * circuit.j_per_m3_k;
    return fmt::format("{} = {} into {} of coolant x {:.4g} kJ/(L K): {:.3g} K/s once mixed", join(racks, " + "),
                       field::kw(heat), litres(circuit.volume_m3), circuit.j_per_m3_k / 1e6,
                       j_per_k > 0 ? heat / j_per_k : 0);
  }
  const int count = ride.racks().at(circuit.types[type]);
  const Cell& plates = circuit.circuit.cells[static_cast<std::size_t>(circuit.plate_cell[type])];
  return fmt::format("without flow {} of a {} into {:.4g} kJ/K in its cold plates: {:.3g} K/s",
                     field::kw(plates.heat_w / count), ride.rack(type).id, plates.capacity_j_per_k / count / 1e3,
                     plates.heat_w / plates.capacity_j_per_k);
}

/// "; headers hold 310.2 L of supply and 310.2 L of return, by their pipes", where the site does not say.
/// Of a unit on headers of its own without pipes: that the site's volumes are dealt out.
std::string headers_text(const CduGroup& group, bool is_of_unit) {
  const CoolantInventory& ride = *group.ride_through;
  std::vector<std::string> held;
  const auto say = [&](const MaybeValue& volume, const char* which) {
    if (!volume || volume->means != kByPipes) return;
    held.push_back(
        fmt::format("{}{} {}", volume->disputed() ? litres(volume->low) + " to " : "", litres(volume->high), which));
  };
  say(ride.supply_m3, "of supply");
  say(ride.return_m3, "of return");
  if (!held.empty()) return "; headers and branches hold " + join(held, " and ") + ", by their pipes";
  const auto is_equal = [](const MaybeValue& part) { return part && part->high > 0 && part->means == kEqualPart; };
  const bool dealt = is_of_unit && group.units.size() > 1 && (is_equal(ride.supply_m3) || is_equal(ride.return_m3));
  return dealt ? fmt::format("; of the headers of all {} units it is taken to hold an equal part", group.units.size())
               : "";
}

class Judge {
 public:
  Judge(const GroupRide& ride, const RideCase& loss, bool details) : ride_(ride), loss_(loss), details_(details) {}

  /// The check of one loss, where it is judged; `out` has what was followed.
  std::optional<Check> run(CoolantLoss& out) {
    const CduGroup& group = ride_.group();
    out.group = group.id;
    out.scenario = loss_.scenario;
    out.runs_on = loss_.runs_on;
    out.restart = loss_.restarts.words;
    out.judged = loss_.judged;
    const bool is_known = loss_.restarts.unknown.empty();
    out.restart_s = is_known && loss_.judged ? loss_.restarts.seconds : std::numeric_limits<double>::quiet_NaN();
    if (!loss_.runs_on.empty()) return std::nullopt;
    timeline_ = loss_.timeline;
    timeline_.end_s = std::max(kFollowed_s, is_known ? 1.5 * loss_.restarts.seconds : 0);
    timeline_.first_alone = !details_;
    out.end_s = timeline_.end_s;
    const std::vector<RackCoolant>& inside = group.ride_through->racks;
    CheckSubject subject{Rule::liquid_ride_through,
                         group.id,
                         loss_.scenario,
                         Dimension::duration,
                         "site",
                         {},
                         inside.empty() ? group.at : inside.front().at};
    variant_.units_lost = loss_.units_lost;
    variant_.circulates = loss_.circulates;
    const GroupCircuit circuit = ride_.circuit(variant_);
    std::string unknown = circuit.unknown;
    if (unknown.empty()) {
      low_ = ride_.follow_all(timeline_, variant_);
      unknown = low_.problem;
    }
    if (!unknown.empty()) return undecided_with(out, std::move(subject), unknown);
    describe(circuit, out);
    if (!loss_.judged) return std::nullopt;
    Check held = decide(circuit, std::move(subject), out);
    out.status = held.status;
    if (held.status == Status::undecided) out.undecided = held.arithmetic.substr(0, held.arithmetic.find("; "));
    return held;
  }

 private:
  std::optional<Check> undecided_with(CoolantLoss& out, CheckSubject subject, const std::string& reason) const {
    out.undecided = reason;
    if (!loss_.judged) return std::nullopt;
    return undecided(std::move(subject), reason);
  }

  void describe(const GroupCircuit& circuit, CoolantLoss& out) {
    out.settled = low_.settled && low_.first_s() == kNever_s;
    std::optional<Passed> high;
    if (details_) {
      Variant variant = variant_;
      variant.volumes = End::high;
      high = ride_.follow_all(timeline_, variant);
    }
    for (std::size_t t = 0; t < circuit.types.size(); ++t) {
      TypeRide one;
      one.rack = ride_.rack(t).id;
      one.racks = ride_.racks().at(circuit.types[t]);
      one.least_s = low_.stated_s[t];
      one.most_s = high ? std::max(high->stated_s[t], one.least_s) : one.least_s;
      one.ended_by = low_.by[t];
      one.table_flow_s = low_.table_s[t];
      const bool sooner = out.first < 0 || one.least_s < out.types[static_cast<std::size_t>(out.first)].least_s;
      if (sooner) out.first = static_cast<int>(t);
      out.types.push_back(std::move(one));
    }
    if (details_) out.series = ride_.series(timeline_, variant_, static_cast<std::size_t>(out.first));
  }

  [[nodiscard]] std::string first_text(const GroupCircuit& circuit, const CoolantLoss& out) const {
    const TypeRide& first = out.types[static_cast<std::size_t>(out.first)];
    std::string text = first.least_s == kNever_s
                           ? fmt::format("{} meets no limit within {:.4g} s", first.rack, out.end_s)
                           : fmt::format("{} meets its {} after {}", first.rack, to_string(first.ended_by),
                                         seconds_text(first.least_s, out.end_s));
    if (details_ && first.most_s != first.least_s) {
      text += fmt::format(" (after {} at the high end of the volumes)", seconds_text(first.most_s, out.end_s));
    }
    return text + "; " + rate_text(ride_, circuit, loss_, static_cast<std::size_t>(out.first)) +
           headers_text(ride_.group(), ride_.is_of_unit());
  }

  Check decide(const GroupCircuit& circuit, CheckSubject subject, CoolantLoss& out) {
    const Lacking lacking = lacking_of(ride_.site(), ride_.group(), ride_.racks());
    const TypeRide& first = out.types[static_cast<std::size_t>(out.first)];
    subject.arithmetic = first_text(circuit, out);
    if (out.settled && low_.short_s < kNever_s) {
      return undecided(std::move(subject),
                       fmt::format("it settles below every limit, but at a supply that asks for more flow than {} gets",
                                   ride_.rack(static_cast<std::size_t>(out.first)).id));
    }
    if (out.settled && lacking.limits.empty() && low_.first_table_s() == kNever_s) {
      subject.arithmetic += "; it settles below every limit, so no restart is needed";
      return at_least(std::move(subject), out.end_s, 0);
    }
    if (!loss_.restarts.unknown.empty()) return undecided(std::move(subject), loss_.restarts.unknown);
    const double restart_s = loss_.restarts.seconds;
    const double value_s = std::min(borne_s(ride_, loss_with_end(), variant_, low_.first_s()), out.end_s);
    if (value_s < low_.first_s() && value_s < restart_s) {
      subject.arithmetic += fmt::format(
          "; what is warm by then reaches the racks after the restart, which {:.3g} s would avoid", value_s);
    }
    subject.arithmetic += fmt::format("; restart: {} = {:.4g} s", loss_.restarts.words, restart_s);
    if (value_s < restart_s) return too_short(lacking, std::move(subject), value_s, first, out);
    if (low_.first_table_s() < restart_s) {
      return undecided(std::move(subject), fmt::format("no least flow known for {}", first.rack));
    }
    if (!lacking.limits.empty()) return undecided(std::move(subject), lacking.limits);
    return at_least(std::move(subject), value_s, restart_s);
  }

  Check too_short(const Lacking& lacking, CheckSubject subject, double value_s, const TypeRide& first,
                  CoolantLoss& out) const {
    const double restart_s = loss_.restarts.seconds;
    const bool stands = loss_.timeline.pumps_stop;
    // More volume may be there than the site says; to flow that is too small it does not matter.
    const std::string& missing = stands ? lacking.standing : lacking.flowing;
    if (!missing.empty() && first.ended_by != RideLimit::least_flow) return undecided(std::move(subject), missing);
    if (details_ && (!stands || first.least_s >= loss_.restarts.pumps_s)) {
      out.tank_m3 = missing_tank_m3(ride_, loss_with_end(), variant_);
    }
    if (out.tank_m3 > 0) {
      subject.arithmetic += fmt::format("; {} more of buffer tank in {} supply would do", litres(out.tank_m3),
                                        ride_.is_of_unit() ? "its" : "the");
    } else if (loss_.unit_out) {
      subject.arithmetic += "; no tank helps while nothing flows: on shared headers the other units go on";
    } else if (stands) {
      subject.arithmetic += "; no tank helps while nothing flows: feed the pumps from a UPS, without a switch after it";
    }
    return at_least(std::move(subject), value_s, restart_s);
  }

  [[nodiscard]] RideCase loss_with_end() const {
    RideCase loss = loss_;
    loss.timeline = timeline_;
    return loss;
  }

  const GroupRide& ride_;
  const RideCase& loss_;
  bool details_;
  Timeline timeline_;
  Variant variant_;
  Passed low_;
};

/// What is followed as one circuit: a group, or one unit of it with its own racks.
struct Part {
  CduGroup group;
  Racks racks;
  std::optional<std::size_t> unit;
};

std::vector<Part> parts_of(const Site& site, const Plan& plan, int number, Racks racks) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(number)];
  if (!is_dedicated(site, group)) return {{with_header_volumes(site, plan, number), std::move(racks), {}}};
  std::vector<Part> parts;
  const std::vector<std::vector<int>> by_unit = racks_by_unit(site, plan, number);
  for (std::size_t u = 0; u < by_unit.size(); ++u) {
    if (by_unit[u].empty()) continue;
    Racks own;
    for (const int rack : by_unit[u]) ++own[plan.racks[static_cast<std::size_t>(rack)].type];
    parts.push_back({with_unit_volumes(site, plan, number, u), std::move(own), u});
  }
  return parts;
}

struct Outcome {
  std::optional<Check> held;
  CoolantLoss followed;

  /// Failed before undecided before passed; of two alike the one with less time left.
  [[nodiscard]] bool is_worse_than(const Outcome& other) const {
    return std::pair(-rank(), spare_s()) < std::pair(-other.rank(), other.spare_s());
  }

 private:
  [[nodiscard]] int rank() const {
    if (!held) return followed.undecided.empty() ? 0 : 1;
    return held->status == Status::fail ? 2 : held->status == Status::undecided ? 1 : 0;
  }
  [[nodiscard]] double spare_s() const {
    if (held && held->status != Status::undecided) return held->value - held->limit;
    return followed.first < 0 ? 0 : followed.types[static_cast<std::size_t>(followed.first)].least_s;
  }
};

/// The worst of a group's circuits, by its unit's name.
Outcome worst_of(std::vector<Outcome> outcomes, std::size_t units) {
  double most_tank_m3 = 0;
  bool helps = true;
  Outcome* worst = &outcomes.front();
  for (Outcome& one : outcomes) {
    if (one.is_worse_than(*worst)) worst = &one;
    if (!one.held || one.held->status != Status::fail) continue;
    helps = helps && one.followed.tank_m3 > 0;
    most_tank_m3 = std::max(most_tank_m3, one.followed.tank_m3);
  }
  if (worst->followed.unit.empty()) return std::move(*worst);
  // What the site gives is dealt out in equal parts.
  worst->followed.tank_m3 = helps ? static_cast<double>(units) * most_tank_m3 : 0;
  const std::string named = worst->followed.unit + ": ";
  if (worst->held) worst->held->arithmetic.insert(0, named);
  if (!worst->followed.undecided.empty()) worst->followed.undecided.insert(0, named);
  return std::move(*worst);
}

}  // namespace

std::string to_string(RideLimit limit) {
  constexpr std::array kWords = {"none", "supply temperature", "return limit", "minimum flow", "cold plate"};
  return kWords[static_cast<std::size_t>(limit)];
}

std::vector<Check> check_ride_through(const Site& site, const Plan& plan, const PlantPower& power,
                                      const std::vector<double>& loop_heat_w, std::vector<CoolantLoss>* losses,
                                      const Accuracy& accuracy) {
  std::vector<Check> checks;
  for (std::size_t g = 0; g < site.cdu_groups.size(); ++g) {
    Racks racks = racks_on(site, plan, static_cast<int>(g));
    if (!site.cdu_groups[g].ride_through || racks.empty()) continue;
    const std::vector<Part> parts = parts_of(site, plan, static_cast<int>(g), std::move(racks));
    const CduGroup& group = site.cdu_groups[g];
    const auto l = static_cast<std::size_t>(group.loop.index);
    if (parts.empty()) continue;
    for (const RideCase& loss : ride_cases(site, group, power.groups[g], power.loops[l], power.loop_pumps[l])) {
      std::vector<Outcome> outcomes;
      for (const Part& part : parts) {
        const GroupRide ride(site, part.group, part.racks, loop_heat_w[l], accuracy, part.unit);
        Outcome& one = outcomes.emplace_back();
        if (part.unit) one.followed.unit = group.units[*part.unit].id;
        one.held = Judge(ride, loss, losses != nullptr).run(one.followed);
      }
      Outcome worst = worst_of(std::move(outcomes), group.units.size());
      if (worst.held) checks.push_back(std::move(*worst.held));
      if (losses != nullptr) losses->push_back(std::move(worst.followed));
    }
  }
  return checks;
}

}  // namespace hallplan::hydraulics
