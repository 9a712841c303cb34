// What coils of air units and rear doors get of their loop's water when everything else on it takes all it may, what they take with that, and
// the pressures that stand on them.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "planner/hydraulics/checks.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/site/cords.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr double kRounding = 1e-9;

bool has_cdus(const Site& site, int loop) {
  return std::any_of(site.cdu_groups.begin(), site.cdu_groups.end(),
                     [&](const CduGroup& group) { return group.loop.index == loop && !group.units.empty(); });
}

/// Facility water that a loop's CDUs are rated with, without spare ones, and what the other banks draw: high ends.
double drawn_by_others(const Site& site, int loop, std::size_t bank) {
  double drawn = 0;
  for (const CduGroup& group : site.cdu_groups) {
    if (group.loop.index != loop) continue;
    const int spare = is_dedicated(site, group) ? 0 : group.spare;
    const int needed = std::max(0, static_cast<int>(group.units.size()) - spare);
    drawn += needed * facility_flow(cdu_of(site, group).body).high;
  }
  const std::vector<CoilBank> banks = coil_banks(site, loop);
  for (std::size_t b = 0; b < banks.size(); ++b) drawn += b == bank ? 0 : banks[b].drawn_m3_per_s();
  return drawn;
}

/// Losses of a bank's own units: of doors there are none, a lost one takes no heat at all.
std::vector<PlantLoss> unit_losses(const Site& site, const CoilBank& bank) {
  if (bank.doors) return {};
  const AirZone& zone = site.air_zones[bank.number];
  return plant_losses(site.policy.air, zone.spare, cord_losses(site, zone));
}

class Cases {
 public:
  Cases(const Site& site, int loop, std::size_t number)
      : site_(site),
        loop_(site.loops[static_cast<std::size_t>(loop)]),
        index_(loop),
        number_(number),
        bank_(coil_banks(site, loop)[number]) {}

  std::vector<CoilCase> run() {
    if (loop_.piping) network_ = std::make_unique<const FacilityNetwork>(site_, index_, WaterTaker{{}, number_});
    take("normal", {}, 0);
    for (const PlantLoss& loss : unit_losses(site_, bank_)) {
      take(loss.scenario, {0, {}, {}, number_, loss.units}, static_cast<std::size_t>(loss.units));
    }
    if (!loop_.piping) return std::move(made_);
    for (const PlantLoss& loss : pump_losses(site_, *loop_.piping)) take(loss.scenario, {loss.units}, 0);
    return std::move(made_);
  }

 private:
  void take(std::string scenario, const FacilityLoss& loss, std::size_t lost) {
    CoilCase one;
    one.scenario = std::move(scenario);
    one.unknown = bank_.unknown_flow();
    const bool alone = !loop_.piping && !has_cdus(site_, index_);
    if (alone) {
      const CoilDraw draw = coil_draw(site_, index_);
      one.is_held = draw.unknown.empty() && draw.m3_per_s > loop_.flow_m3_per_s.low * (1 + kRounding);
    }
    if (!one.is_held) return made_.push_back(std::move(one));
    std::vector<double> flows;
    if (one.unknown.empty()) flows = network_ ? through_pipes(loss, lost, one.unknown) : shared(lost, one.unknown);
    if (!one.unknown.empty() || flows.empty()) {
      made_.push_back(std::move(one));
      return;
    }
    const double rated = bank_.water.flow_m3_per_s->high;
    double shares = 0;
    for (const double flow : flows) shares += std::min(1.0, flow / rated);
    one.least_m3_per_s = *std::min_element(flows.begin(), flows.end());
    one.capacity_w = shares * bank_.capacity_w;
    one.most_w = static_cast<double>(flows.size()) * bank_.capacity_w;
    one.arithmetic = fmt::format("{} x {} {} x {:.4g} % of the {} that each is rated with = {}", flows.size(),
                                 bank_.type, kw(bank_.capacity_w), 100 * shares / static_cast<double>(flows.size()),
                                 l_per_min(rated), kw(one.capacity_w));
    made_.push_back(std::move(one));
  }

  /// Of those that run, least where those are lost that get most.
  std::vector<double> through_pipes(const FacilityLoss& loss, std::size_t lost, std::string& unknown) const {
    const FacilityFlow flow = network_->flow(loss);
    unknown = flow.unknown;
    std::vector<double> flows;
    std::size_t shut = bank_.throttles() ? lost : 0;
    for (std::size_t i = 0; i < network_->coils().size() && unknown.empty(); ++i) {
      if (network_->coils()[i].bank != number_) continue;
      if (shut > 0) {
        --shut;
      } else {
        flows.push_back(flow.coil_m3_per_s[i]);
      }
    }
    std::sort(flows.begin(), flows.end());
    if (!bank_.throttles()) flows.resize(flows.size() - std::min(flows.size(), lost));
    return flows;
  }

  /// What the others leave of the loop's flow, in equal parts.
  std::vector<double> shared(std::size_t lost, std::string& unknown) const {
    unknown = coil_draw(site_, index_).unknown;
    const std::size_t running = bank_.count - std::min(bank_.count, lost);
    if (!unknown.empty() || running == 0) return {};
    const double rated = bank_.water.flow_m3_per_s->high;
    const auto open = static_cast<double>(bank_.throttles() ? running : bank_.count);
    const double each = lost > 0 || !bank_.throttles() ? rated : bank_.part() * rated;
    const double left = std::max(0.0, loop_.flow_m3_per_s.low - drawn_by_others(site_, index_, number_));
    return std::vector<double>(running, std::min(each, left / open));
  }

  const Site& site_;
  const FacilityLoop& loop_;
  int index_;
  std::size_t number_;
  CoilBank bank_;
  std::unique_ptr<const FacilityNetwork> network_;
  std::vector<CoilCase> made_;
};

/// What a bank's units have to take in the room, against what they take with their water.
Check zone_check(CheckSubject subject, const CoilBank& bank, const CoilCase& one, double heat_w) {
  subject.dimension = Dimension::power;
  subject.arithmetic = fmt::format("heat of {} {}; {}", bank.id, kw(heat_w), one.arithmetic);
  Check held = at_most(subject, heat_w, one.capacity_w);
  if (held.status != Status::fail || heat_w > one.most_w) return held;
  return undecided(std::move(subject),
                   fmt::format("with less water than {} is rated with its coils take between {} and {} of {}; {}",
                               bank.type, kw(one.capacity_w), kw(one.most_w), kw(heat_w), one.arithmetic));
}

/// A door has its own rack's heat alone: each must have what it is rated with.
Check door_check(CheckSubject subject, const CoilBank& bank, const CoilCase& one) {
  constexpr double kValve = 1e-4;  // a limiting valve holds a flow to a part in ten thousand
  const double rated = bank.water.flow_m3_per_s->high;
  const double share = one.least_m3_per_s / rated;
  subject.dimension = Dimension::fraction;
  subject.arithmetic = fmt::format("of {} doors the one with the least water gets {} of the {} that it is rated with",
                                   bank.count, l_per_min(one.least_m3_per_s), l_per_min(rated));
  Check held = at_least(subject, share >= 1 - kValve ? std::max(1.0, share) : share, 1);
  if (held.status != Status::fail) return held;
  return undecided(std::move(subject), fmt::format("no capacity known for {} with {} of the {} that it is rated with",
                                                   bank.type, l_per_min(one.least_m3_per_s), l_per_min(rated)));
}

void check_head(const FacilityLoop& loop, const CoilBank& bank, std::vector<Check>& out) {
  const Value& head = *loop.head_pa;
  CheckSubject subject{Rule::liquid_fws_head, bank.id, "normal", Dimension::pressure, source_of(head), {}, head.at};
  if (!bank.water.pressure_drop_pa || !bank.water.flow_m3_per_s) {
    const char* const key = bank.water.pressure_drop_pa ? "flow" : "pressure_drop";
    out.push_back(undecided(std::move(subject), bank.lacks("facility-water pressure drop of coils", key)));
    return;
  }
  const double drop_pa = bank.water.pressure_drop_pa->high;
  subject.arithmetic = fmt::format("coil of {} at {}: {}; {} offers {}", bank.type,
                                   l_per_min(bank.water.flow_m3_per_s->high), kpa(drop_pa), loop.id, kpa(head.low));
  out.push_back(at_least(std::move(subject), head.low, drop_pa));
}

}  // namespace

std::vector<CoilCase> coil_cases(const Site& site, int loop, std::size_t bank) { return Cases(site, loop, bank).run(); }

void check_coils(const Site& site, int number, const std::vector<double>& zone_heat_w, const DoorLost& door_lost,
                 std::vector<Check>& out) {
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(number)];
  const bool is_mixed = has_cdus(site, number);
  const std::vector<CoilBank> banks = coil_banks(site, number);
  for (std::size_t b = 0; b < banks.size(); ++b) {
    const CoilBank& bank = banks[b];
    if (loop.head_pa && (is_mixed || bank.water.pressure_drop_pa)) check_head(loop, bank, out);
    if (loop.most_pressure_pa && (is_mixed || bank.water.pressure_limit_pa)) {
      out.push_back(loop_pressure_check(loop, bank.id, bank.type, bank.water.pressure_limit_pa,
                                        "the coil of " + bank.type,
                                        bank.lacks("facility-water pressure limit of coils", "pressure_limit")));
    }
    const bool has_heat = !bank.doors && bank.number < zone_heat_w.size();
    if (!bank.doors && !has_heat) continue;
    const auto hold = [&](const CoilCase& one, const std::string& scenario, double more_w) {
      if (!one.is_held) return;
      CheckSubject subject{Rule::liquid_fws_delivery, bank.id, scenario, Dimension::power, "site", {}, bank.at};
      if (bank.water.flow_m3_per_s) {
        subject.source = source_of(*bank.water.flow_m3_per_s);
        subject.at = bank.water.flow_m3_per_s->at;
      }
      if (!one.unknown.empty()) {
        out.push_back(undecided(std::move(subject), one.unknown));
      } else if (bank.doors) {
        out.push_back(door_check(std::move(subject), bank, one));
      } else {
        out.push_back(zone_check(std::move(subject), bank, one, zone_heat_w[bank.number] + more_w));
      }
    };
    const std::vector<CoilCase> cases = coil_cases(site, number, b);
    for (const CoilCase& one : cases) hold(one, one.scenario, 0);
    const double door_w =
        !bank.doors && bank.number < door_lost.by_zone_w.size() ? door_lost.by_zone_w[bank.number] : 0;
    if (door_w > 0) hold(cases.front(), door_lost.scenario, door_w);
  }
}

}  // namespace hallplan::hydraulics
