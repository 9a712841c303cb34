/// How well a hall's air is led, in the field's own numbers, from plain lists of temperatures and flows: rack cooling index,
/// return temperature index, supply and return heat index, capture index. Nothing here knows of grids or sites.
///
/// Sources: RCI by Herrlin (ASHRAE Transactions 111(2), 2005); RTI by Herrlin (ASHRAE Transactions 114(2), 2008); SHI and RHI by
/// Sharma, Bash and Patel (AIAA 2002-3091); capture index by VanGilder and Shrivastava (ASHRAE Transactions 113(1), 2007).
/// They hold for steady fields. RCI is not clamped: a hot hall has a negative one. What has no meaning (no racks, no flow, no
/// rise) is NaN.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace hallplan::thermal {

/// The intake temperatures of an equipment class: allowable, and the recommended ones within them.
struct IntakeClass {
  std::string_view name;
  double least_allowable_degc = 0, least_recommended_degc = 0;
  double most_recommended_degc = 0, most_allowable_degc = 0;
};

/// The widest class of ASHRAE TC 9.9 (A1 to A4, H1; fifth edition of the guidelines) that asks for no air warmer than that
/// limit; none when even H1 (25 degC) is wider.
[[nodiscard]] std::optional<IntakeClass> class_within(double limit_degc);

/// Rack cooling index in percent: 100 is no intake beyond the recommended range. 96 and above is called good, 90 and
/// below poor. The intakes are those at 1/6, 1/2 and 5/6 of each rack's height.
struct RackCooling {
  double high = 0;
  double low = 0;
};
[[nodiscard]] RackCooling rack_cooling_index(std::span<const double> intakes_degc, const IntakeClass& limits);

/// Return temperature index in percent: 100 * (return - supply) / rise of the equipment. Below 100 supply air passes the
/// racks by, above 100 racks breathe their own exhaust, both net.
[[nodiscard]] double return_temperature_index(double return_degc, double supply_degc, double equipment_rise_k);

/// One rack's air.
struct RackStream {
  double intake_degc = 0, exhaust_degc = 0;
  double flow_m3_per_s = 0;
};

/// SHI = dQ / (Q + dQ) and RHI = Q / (Q + dQ): Q is what the racks add to the air, dQ what it has picked up before it reaches
/// them. Together 1; SHI 0 is ideal, below 0.2 is usual in good halls.
struct HeatIndex {
  double supply = 0;
  double returned = 0;
};
[[nodiscard]] HeatIndex heat_index(std::span<const RackStream> racks, double supply_degc);

/// Mean of what flows, such as the return of several air units; NaN when nothing flows.
[[nodiscard]] double mean_by_flow(std::span<const double> values, std::span<const double> flows_m3_per_s);

/// Cold-aisle capture index of the hall: share of all air the racks draw that came straight from the supply. `captured` are
/// the racks' own indices: the tracer at their intakes that is 1 in supply air and 0 in exhausts.
[[nodiscard]] double capture_index(std::span<const double> captured, std::span<const double> flows_m3_per_s);

}  // namespace hallplan::thermal
