// What must agree about phases: dates that rise, racks that come before they go, units that do not shrink.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "planner/site/cross_check.hpp"
#include "planner/site/phase.hpp"

namespace hallplan {
namespace {

constexpr std::size_t kMostPhases = 24;

int digits(const std::string& text, std::size_t from, std::size_t count) {
  int number = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) return -1;
    number = 10 * number + (text[i] - '0');
  }
  return number;
}

/// A day of the Gregorian calendar, written YYYY-MM-DD.
bool is_date(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int days[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return day <= days[month - 1];
}

class PhaseChecker {
 public:
  PhaseChecker(const Site& site, Diagnostics& problems) : site_(site), problems_(problems) {}

  void run() {
    check_dates();
    for (const PinnedRack& rack : site_.placed) check_rack(rack);
    for (const FacilityLoop& loop : site_.loops) {
      check_growth(loop);
      check_rejection_growth(loop);
    }
    for (const Demand& demand : site_.demand) check_deliveries(demand);
  }

 private:
  void check_dates() {
    if (site_.phases.size() > kMostPhases) {
      problems_.error(Rule::site_range, site_.phases[kMostPhases].at,
                      fmt::format("expected at most {} phases, found {}", kMostPhases, site_.phases.size()));
    }
    const Phase* last = nullptr;
    for (const Phase& phase : site_.phases) {
      if (!is_date(phase.date)) {
        problems_.error(Rule::site_phase, phase.at,
                        fmt::format("phase '{}': expected a date, found '{}'", phase.id, phase.date.substr(0, 40)),
                        "write it as YYYY-MM-DD: 2027-03-01");
        continue;
      }
      // Dates of this form are in order when their texts are.
      if (last != nullptr && phase.date <= last->date) {
        problems_.add({Rule::site_phase, phase.at,
                       fmt::format("phase '{}' begins on {}, not after '{}'", phase.id, phase.date, last->id),
                       "put phases in the order of their dates",
                       Related{last->at, fmt::format("'{}' begins on {}", last->id, last->date)}, Severity::error});
      }
      last = &phase;
    }
  }

  void check_rack(const PinnedRack& rack) {
    check_choice(rack);
    if (rack.retired.index < 0 || since(rack.phase) < rack.retired.index) return;
    problems_.error(Rule::site_phase, rack.retired.at,
                    fmt::format("'{}' is retired by '{}', before it stands there", rack.id, rack.retired.id),
                    "name a later phase, or remove the rack: give it ~ in place of its keys");
  }

  void check_choice(const PinnedRack& rack) {
    if (rack.may_retire.index < 0) return;
    if (rack.retired.given()) {
      problems_.add(
          {Rule::site_phase, rack.may_retire.at,
           fmt::format("'{}' is retired by '{}' and may be by '{}'", rack.id, rack.retired.id, rack.may_retire.id),
           "keep one of them: `retired` for a date that is given, `may_retire` for one that the plan decides",
           Related{rack.retired.at, "the date that is given"}, Severity::error});
    }
    if (since(rack.phase) >= rack.may_retire.index) {
      problems_.error(Rule::site_phase, rack.may_retire.at,
                      fmt::format("'{}' may be retired by '{}', before it stands there", rack.id, rack.may_retire.id),
                      "name a later phase");
    }
    const auto asked = std::find_if(site_.demand.begin(), site_.demand.end(), [&](const Demand& demand) {
      return demand.compute.index >= 0 && demand.compute.index == rack.type.index;
    });
    if (!rack.demand.given() && asked != site_.demand.end()) {
      problems_.add(
          {Rule::site_phase, rack.may_retire.at,
           fmt::format("'{}' is of the type that the demand '{}' asks for: it cannot be given up for more of them",
                       rack.id, asked->id),
           "remove may_retire, or give the date: retired", Related{asked->at, "the demand"}, Severity::error});
    }
    if (rack.demand.given()) {
      problems_.add({Rule::site_phase, rack.may_retire.at,
                     fmt::format("'{}' counts for the demand '{}': it cannot be given up for more racks", rack.id,
                                 rack.demand.id),
                     "remove may_retire, or the rack's demand", Related{rack.demand.at, "what it counts for"},
                     Severity::error});
    }
  }

  /// A plan never moves what stands, so what cools it must not become less.
  void check_growth(const FacilityLoop& loop) {
    const Value* flow = &loop.flow_m3_per_s;
    int phase = -1;
    for (const LoopGrowth& step : loop.grows) {
      if (step.phase < 0) continue;
      if (step.phase <= phase) {
        problems_.error(Rule::site_phase, step.at,
                        fmt::format("'{}' grows in '{}' after a later phase", loop.id, step.id),
                        "write phases in order");
      }
      phase = step.phase;
      if (!step.flow_m3_per_s && !step.supply_degc && !step.return_limit_degc && !step.head_pa &&
          !step.most_pressure_pa) {
        problems_.error(Rule::site_missing_key, step.at, fmt::format("'{}' grows by nothing in '{}'", loop.id, step.id),
                        "say what it has from then on: flow, supply, return_limit, head or most_pressure");
      }
      if (!step.flow_m3_per_s) continue;
      if (step.flow_m3_per_s->low < flow->low) {
        problems_.add({Rule::site_phase, step.flow_m3_per_s->at,
                       fmt::format("'{}' flows {} before '{}' and {} from then on", loop.id, flow->written, step.id,
                                   step.flow_m3_per_s->written),
                       "a loop keeps the flow of earlier phases", Related{flow->at, "the flow before"},
                       Severity::error});
      }
      flow = &*step.flow_m3_per_s;
    }
  }

  void check_rejection_growth(const FacilityLoop& loop) {
    int units = loop.rejection.units;
    int phase = -1;
    for (const PhaseUnits& step : loop.rejection.grows) {
      if (step.phase < 0) continue;
      if (step.phase <= phase || step.units < units) {
        problems_.error(Rule::site_phase, step.at,
                        fmt::format("heat rejection of '{}' has {} units before '{}' and {} from then on", loop.id,
                                    units, step.id, step.units),
                        "write phases in order; units of earlier phases are among those of later ones");
      }
      phase = step.phase;
      units = step.units;
    }
  }

  /// Pinned racks are there whatever is delivered; what is wanted must arrive some day.
  void check_deliveries(const Demand& demand) {
    if (demand.deliveries.empty() || demand.units <= 0) return;
    int units = 0;
    for (const PhaseUnits& delivery : demand.deliveries) units += delivery.units;
    if (units >= demand.units) return;
    problems_.error(Rule::site_phase, demand.deliveries.back().at,
                    fmt::format("'{}': {} units are wanted, {} are delivered in all phases together", demand.id,
                                demand.units, units),
                    "add what is missing to a delivery, or want fewer");
  }

  const Site& site_;
  Diagnostics& problems_;
};

}  // namespace

void cross_check_phases(const Site& site, Diagnostics& problems) { PhaseChecker(site, problems).run(); }

}  // namespace hallplan
