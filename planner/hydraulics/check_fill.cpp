// What the fill of a loop has to do: keep pumps from boiling their inlet, and have room for what warm coolant grows by.
#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "planner/hydraulics/checks.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/site/atmosphere.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr double kAtmosphere_pa = 101325;

/// Of water, Magnus form of Alduchov and Eskridge (1996): within 0.4 % up to 50 degC, up to 1 % high to 100 degC. Glycol in water lowers
/// it: on the safe side.
double vapour_pa(double temperature_degc) {
  return 610.94 * std::exp(17.625 * temperature_degc / (temperature_degc + 243.04));
}

/// What comes back from the racks at the flow they ask for; nothing where it is not known, with the reason.
std::optional<double> warmest_return(const Site& site, const CduGroup& group, const Racks& racks,
                                     std::string& unknown) {
  const Product<CoolantType>& coolant = site.catalogue.coolants[static_cast<std::size_t>(group.coolant.index)];
  const GroupFlow flow = flow_of(site, group, racks);
  unknown = flow.unknown;
  if (!unknown.empty()) return {};
  const std::optional<double> back =
      return_degc(coolant.body, group.supply_degc.high, heat_w(site, racks), flow.m3_per_s);
  if (!back) unknown = fmt::format("properties known of {} only", reach_text(coolant));
  return back;
}

std::string litres(double volume_m3) { return fmt::format("{:.4g} L", volume_m3 * 1e3); }

}  // namespace

void check_suction(const Site& site, const CduGroup& group, const Racks& racks, std::vector<Check>& out) {
  const Product<CduType>& cdu = cdu_of(site, group);
  if (!group.fill_pressure_pa || !cdu.body.npsh_pa || racks.empty()) return;
  const Value& fill = *group.fill_pressure_pa;
  CheckSubject subject{Rule::liquid_pressure,
                       fmt::format("{}, pump inlet", group.id),
                       "normal",
                       Dimension::pressure,
                       source_of(fill),
                       {},
                       fill.at};
  std::string unknown;
  const std::optional<double> back_degc = warmest_return(site, group, racks, unknown);
  if (!back_degc) {
    out.push_back(undecided(std::move(subject), unknown));
    return;
  }
  const double air_pa = kAtmosphere_pa * density_ratio(site.basis.elevation_m.high);
  const double had_pa = fill.low + air_pa - vapour_pa(*back_degc);
  subject.arithmetic =
      fmt::format("fill {} + air {} - vapour {} at {} = {}; {} needs {}", kpa(fill.low), kpa(air_pa),
                  kpa(vapour_pa(*back_degc)), degc(*back_degc), kpa(had_pa), cdu.id, kpa(cdu.body.npsh_pa->high));
  out.push_back(at_least(std::move(subject), had_pa, cdu.body.npsh_pa->high));
}

void check_expansion(const Site& site, const CduGroup& group, const Racks& racks, std::vector<Check>& out) {
  if (!group.expansion_m3 || racks.empty()) return;
  const Value& vessel = *group.expansion_m3;
  CheckSubject subject{Rule::liquid_expansion, group.id, "normal", Dimension::volume, source_of(vessel), {}, vessel.at};
  std::string unknown;
  const std::optional<double> back_degc = warmest_return(site, group, racks, unknown);
  if (unknown.empty() && !group.coolant_m3) unknown = fmt::format("no coolant_volume known for {}", group.id);
  const Product<CoolantType>& coolant = site.catalogue.coolants[static_cast<std::size_t>(group.coolant.index)];
  const double cold_degc = coolant.body.table.front().temperature_degc.value;
  const std::optional<CoolantState> cold = coolant_at(coolant.body, cold_degc, End::high);
  const std::optional<CoolantState> warm = back_degc ? coolant_at(coolant.body, *back_degc, End::low) : std::nullopt;
  if (unknown.empty() && (!cold || !warm)) unknown = fmt::format("properties known of {} only", reach_text(coolant));
  if (!unknown.empty()) {
    out.push_back(undecided(std::move(subject), unknown));
    return;
  }
  // All of it as warm as what comes back: on the safe side. What is filled colder than the table begins grows more.
  const double grown_m3 = group.coolant_m3->high * (cold->density_kg_per_m3 / warm->density_kg_per_m3 - 1);
  subject.arithmetic = fmt::format("{} of {} x ({:.5g} kg/m3 at {} / {:.5g} kg/m3 at {} - 1) = {}; vessels take {}",
                                   litres(group.coolant_m3->high), coolant.id, cold->density_kg_per_m3, degc(cold_degc),
                                   warm->density_kg_per_m3, degc(*back_degc), litres(grown_m3), litres(vessel.low));
  out.push_back(at_most(std::move(subject), grown_m3, vessel.low));
}

}  // namespace hallplan::hydraulics
