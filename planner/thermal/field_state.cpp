#include "planner/thermal/field_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <utility>

namespace hallplan::thermal {
namespace {

using kernels::flow::Ended;
using kernels::flow::Followed;
using kernels::flow::Solution;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kGridSafety = 3;

const Followed* followed_probe(const Solution& solution, int probe) {
  const auto i = static_cast<std::size_t>(probe);
  return probe >= 0 && i < solution.probes.size() ? &solution.probes[i] : nullptr;
}

/// The mean of the turns; where the hall stands still, what the conservative temperature of the certified flow says.
double best_of(const Solution& solution, double mean_degc, double certified_degc) {
  return solution.ended == Ended::steady && !std::isnan(certified_degc) ? certified_degc : mean_degc;
}

/// Half of what a band moved by, and what an iteration that ended may have left.
double wander_of(const Solution& solution, int probe) {
  const Followed* followed = followed_probe(solution, probe);
  if (followed == nullptr) return kUnknown;
  const double left_k = solution.ended == Ended::not_converged ? 0 : followed->left_k;
  return 0.5 * (followed->high_degc - followed->low_degc) + left_k;
}

/// What certifying changed; in a hall that moves, beyond what it moves by anyway.
double closing_of(const Solution& solution, int probe) {
  const Followed* followed = followed_probe(solution, probe);
  const double certified_degc = at_or_unknown(solution.certified_probe_degc, probe);
  if (followed == nullptr || std::isnan(certified_degc)) return 0;
  const double change = std::abs(certified_degc - followed->mean_degc);
  return solution.ended == Ended::steady ? change : std::max(0.0, change - wander_of(solution, probe));
}

/// The hottest band's value on a grid; `band` is told which.
double hottest_of(const Solution& solution, const FollowedRack& rack, int* band) {
  double hottest = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < rack.bands.size(); ++i) {
    const double degc = probe_degc(solution, rack.bands[i]);
    if (std::isnan(degc)) return kUnknown;
    if (degc <= hottest) continue;
    hottest = degc;
    if (band != nullptr) *band = static_cast<int>(i);
  }
  return hottest;
}

/// The hottest band over the last turns, and how far the mean of any band may still be off.
struct Hottest {
  double mean_degc = kUnknown;
  double left_k = 0;
};

Hottest hottest_mean(const std::vector<Followed>& probes, const FollowedRack& rack) {
  Hottest hottest{-std::numeric_limits<double>::infinity(), 0};
  for (const int band : rack.bands) {
    const auto i = static_cast<std::size_t>(band);
    if (band < 0 || i >= probes.size()) return {};
    hottest.mean_degc = std::max(hottest.mean_degc, probes[i].mean_degc);
    hottest.left_k = std::max(hottest.left_k, probes[i].left_k);
  }
  return hottest;
}

/// From the two finest grids, as the iteration left both: what it left counts as their difference does. Of the coarser one this
/// rack's own values count, wherever else it may still move. Unknown where they do not say what is left.
double grid_error_of(const Solution& solution, const FollowedRack& rack) {
  if (!solution.coarser.known) return kUnknown;
  const Hottest fine = hottest_mean(solution.probes, rack), coarse = hottest_mean(solution.coarser.probes, rack);
  const double error_k = kGridSafety * (std::abs(fine.mean_degc - coarse.mean_degc) + fine.left_k + coarse.left_k);
  return std::isfinite(error_k) ? error_k : kUnknown;
}

double warmest_cell(const SolvedCase& solved, std::size_t follower) {
  double warmest = kUnknown;
  if (solved.hall->grids.empty() || follower >= solved.hall->grids.back().fronts.size()) return warmest;
  for (const kernels::flow::Probe::Cell& cell : solved.hall->grids.back().fronts[follower]) {
    warmest = std::fmax(warmest, cell_degc(solved.fine->fields, cell.x, cell.y, cell.z));
  }
  return warmest;
}

RackField rack_of(const SolvedCase& solved, std::size_t follower) {
  const FollowedRack& followed = solved.hall->racks[follower];
  const Solution& fine = *solved.fine;
  RackField out;
  out.rack = followed.rack;
  out.inlet_band_degc = hottest_of(fine, followed, &out.band);
  for (std::size_t i = 0; i < followed.bands.size(); ++i) out.bands_degc[i] = probe_degc(fine, followed.bands[i]);
  out.inlet_mean_degc = intake_degc(fine, followed.duct);
  out.inlet_max_degc = std::fmax(out.inlet_band_degc, warmest_cell(solved, follower));
  const int checked = followed.bands[static_cast<std::size_t>(out.band)];
  out.wander_k = wander_of(fine, checked);
  out.closing_k = closing_of(fine, checked);
  const auto duct = static_cast<std::size_t>(followed.duct);
  if (followed.duct >= 0 && duct < fine.ducts.size()) {
    out.flow_m3_per_s = fine.ducts[duct].flow_m3_per_s;
    out.exhaust_degc =
        discharge_degc(solved.hall->sequence.grids.back().ducts[duct], out.inlet_mean_degc, out.flow_m3_per_s);
  }
  out.grid_error_k = grid_error_of(fine, followed);
  return out;
}

/// The difference to the racks opposite, in every mirror the hall has.
void add_mirrors(const HallCase& hall, std::vector<RackField>& racks) {
  for (const Mirror& mirror : hall.mirrors) {
    for (std::size_t i = 0; i < std::min(racks.size(), mirror.opposite.size()); ++i) {
      const auto opposite = static_cast<std::size_t>(mirror.opposite[i]);
      if (mirror.opposite[i] < 0 || opposite >= racks.size()) continue;
      const double difference = std::abs(racks[i].inlet_band_degc - racks[opposite].inlet_band_degc);
      racks[i].mirror_k = std::max(racks[i].mirror_k, difference);
    }
  }
}

/// Two grids' difference passes through zero between racks, whose errors do not: no known error of the grid is smaller than
/// the root mean square of the known ones of its row.
void widen_by_rows(const Plan& plan, std::vector<RackField>& racks) {
  struct Sum {
    double squares = 0;
    int racks = 0;
  };
  std::map<int, Sum> rows;
  const auto row_of = [&](const RackField& rack) { return plan.racks[static_cast<std::size_t>(rack.rack)].row; };
  for (const RackField& rack : racks) {
    if (std::isnan(rack.grid_error_k)) continue;
    Sum& sum = rows[row_of(rack)];
    sum.squares += rack.grid_error_k * rack.grid_error_k;
    ++sum.racks;
  }
  for (RackField& rack : racks) {
    if (std::isnan(rack.grid_error_k)) continue;
    const Sum& sum = rows[row_of(rack)];
    rack.grid_error_k = std::max(rack.grid_error_k, std::sqrt(sum.squares / sum.racks));
  }
}

/// Which of two ends is the worse for a rack: by the bound of its inlet. What has no bound is worse than what has one.
bool worse(const RackField& a, const RackField& b) {
  const auto bound = [](const RackField& rack) {
    const double degc = rack.inlet_band_degc + rack.numerical_error_k();
    return std::pair(std::isnan(degc) ? std::numeric_limits<double>::infinity() : degc, rack.inlet_band_degc);
  };
  return bound(a) > bound(b);
}

/// "row B, rack B-07 inlet wanders 0.8 K": where a case moves most.
std::string most_wandering(const Site& site, const Plan& plan, const std::vector<RackField>& racks) {
  const auto most = std::max_element(racks.begin(), racks.end(),
                                     [](const RackField& a, const RackField& b) { return a.wander_k < b.wander_k; });
  if (most == racks.end()) return "the flow did not settle";
  return fmt::format("{} inlet wanders {:.2g} K", place_of(site, plan, most->rack), most->wander_k);
}

}  // namespace

double at_or_unknown(const std::vector<double>& values, int index) {
  const auto i = static_cast<std::size_t>(index);
  return index >= 0 && i < values.size() ? values[i] : kUnknown;
}

double probe_degc(const Solution& solution, int probe) {
  const Followed* followed = followed_probe(solution, probe);
  const double mean_degc = followed == nullptr ? kUnknown : followed->mean_degc;
  return best_of(solution, mean_degc, at_or_unknown(solution.certified_probe_degc, probe));
}

double intake_degc(const Solution& solution, int duct) {
  const auto i = static_cast<std::size_t>(duct);
  const double mean_degc = duct >= 0 && i < solution.ducts.size() ? solution.ducts[i].intake.mean_degc : kUnknown;
  return best_of(solution, mean_degc, at_or_unknown(solution.certified_intake_degc, duct));
}

double certified_intake_degc(const Solution& solution, int duct) {
  const double certified = at_or_unknown(solution.certified_intake_degc, duct);
  return std::isnan(certified) ? intake_degc(solution, duct) : certified;
}

double discharge_degc(const kernels::flow::Duct& duct, double intake, double flow_m3_per_s) {
  if (!(flow_m3_per_s > 0)) return intake;
  const double rise_k = duct.heat_k_m3_per_s / flow_m3_per_s;
  double before_coil = intake + (duct.cools_last ? rise_k : 0);
  if (duct.cools) {
    const double coldest = before_coil - duct.capacity_k_m3_per_s / flow_m3_per_s;
    before_coil = std::min(before_coil, std::max(duct.setpoint_degc, coldest));
  }
  return before_coil + (duct.cools_last ? 0 : rise_k);
}

double cell_degc(const kernels::flow::Fields& fields, int x, int y, int z) {
  const kernels::flow::Grid& grid = fields.grid;
  const std::size_t cell =
      (static_cast<std::size_t>(z) * static_cast<std::size_t>(grid.ny) + static_cast<std::size_t>(y)) *
          static_cast<std::size_t>(grid.nx) +
      static_cast<std::size_t>(x);
  if (cell < fields.certified_temperature.size()) return fields.certified_temperature[cell];
  return cell < fields.temperature.size() ? static_cast<double>(fields.temperature[cell]) : kUnknown;
}

std::string place_of(const Site& site, const Plan& plan, int rack) {
  const Placement& placed = plan.racks[static_cast<std::size_t>(rack)];
  const auto row = static_cast<std::size_t>(placed.row);
  if (placed.row < 0 || row >= site.rows.size()) return "rack " + placed.id;
  return fmt::format("row {}, rack {}", site.rows[row].id, placed.id);
}

std::vector<RackField> racks_of(const SolvedCase& solved) {
  std::vector<RackField> racks;
  for (std::size_t i = 0; i < solved.hall->racks.size(); ++i) racks.push_back(rack_of(solved, i));
  add_mirrors(*solved.hall, racks);
  return racks;
}

FieldState state_of(const Site& site, const Plan& plan, std::span<const SolvedCase> ends) {
  FieldState state;
  for (const SolvedCase& solved : ends) {
    std::vector<RackField> racks = racks_of(solved);
    widen_by_rows(plan, racks);
    const std::string endless = no_steady_state(*solved.hall);
    if ((solved.fine->ended == Ended::not_converged || !endless.empty()) && state.settled) {
      state.settled = false;
      state.has_steady_state = endless.empty();
      state.unsettled = endless.empty() ? most_wandering(site, plan, racks) : endless;
    }
    if (state.racks.empty()) {
      state.racks = racks;
      continue;
    }
    for (std::size_t i = 0; i < std::min(racks.size(), state.racks.size()); ++i) {
      if (worse(racks[i], state.racks[i])) state.racks[i] = racks[i];
    }
  }
  return state;
}

std::string no_steady_state(const HallCase& hall) {
  const kernels::flow::Case& finest = hall.sequence.grids.back();
  const double heat_w = hall.heat.racks_w + hall.heat.devices_w;
  const double taken_w = hall.heat.capacity_w + hall.heat.doors_w;
  if (!finest.supplies.empty() || !finest.openings.empty() || heat_w <= taken_w) return {};
  return fmt::format("coils take {:.4g} of {:.4g} kW", taken_w / 1e3, heat_w / 1e3);
}

std::vector<UnitField> units_of(const SolvedCase& solved) {
  std::vector<UnitField> units;
  for (const FollowedUnit& followed : solved.hall->units) {
    UnitField unit{followed.zone, followed.unit, followed.duct >= 0};
    const auto duct = static_cast<std::size_t>(followed.duct);
    if (unit.runs && duct < solved.fine->ducts.size()) {
      unit.return_degc = certified_intake_degc(*solved.fine, followed.duct);
      const kernels::flow::Duct& law = solved.hall->sequence.grids.back().ducts[duct];
      unit.flow_m3_per_s = solved.fine->ducts[duct].flow_m3_per_s;
      unit.supply_degc = discharge_degc(law, unit.return_degc, unit.flow_m3_per_s);
      unit.setpoint_degc = law.setpoint_degc;
    }
    units.push_back(unit);
  }
  return units;
}

}  // namespace hallplan::thermal
