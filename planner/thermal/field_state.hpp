/// From what the solver hands back to what racks and units have. Internal to this module.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "planner/thermal/field.hpp"

namespace hallplan::thermal {

/// One case with its answers.
struct SolvedCase {
  const HallCase* hall = nullptr;
  const kernels::flow::Solution* fine = nullptr;
};

/// What every followed rack breathes in one case.
[[nodiscard]] std::vector<RackField> racks_of(const SolvedCase& solved);

/// The racks of several ends of one state, no error of the grid smaller than the root mean square of its row's: of each rack the
/// end with the higher inlet and numerical error together, an unknown one before all. Undecided when one did not settle.
[[nodiscard]] FieldState state_of(const Site& site, const Plan& plan, std::span<const SolvedCase> ends);

/// "coils take 290 of 320 kW": why a hall without openings warms without end, by its heat alone; empty when it need not.
[[nodiscard]] std::string no_steady_state(const HallCase& hall);

[[nodiscard]] std::vector<UnitField> units_of(const SolvedCase& solved);

/// The indices of the hall from the racks, the air units and the openings.
[[nodiscard]] FieldMetrics metrics_of(const Site& site, const Plan& plan, const SolvedCase& solved,
                                      std::span<const RackField> racks);

/// A list's entry; NaN beyond its ends.
[[nodiscard]] double at_or_unknown(const std::vector<double>& values, int index);

/// Capture index and mean age of each rack and of the hall, on the frozen flow. Why not, or nothing.
[[nodiscard]] std::string add_tracers(const SolvedCase& solved, std::vector<RackField>& racks, FieldMetrics& metrics);

/// What is checked: the hottest band's mean over the last turns, the certified one where the hall is steady.
[[nodiscard]] double probe_degc(const kernels::flow::Solution& solution, int probe);
[[nodiscard]] double intake_degc(const kernels::flow::Solution& solution, int duct);
/// Of the certified flow, on which heat is conserved: what indices are made of. The mean where nothing was certified.
[[nodiscard]] double certified_intake_degc(const kernels::flow::Solution& solution, int duct);
/// What a duct makes of the air it draws, by its own law.
[[nodiscard]] double discharge_degc(const kernels::flow::Duct& duct, double intake, double flow_m3_per_s);
/// Of a cell, by the certified field where there is one.
[[nodiscard]] double cell_degc(const kernels::flow::Fields& fields, int x, int y, int z);

/// "lower third" of a rack's height.
[[nodiscard]] std::string_view band_text(int band);
/// "row r1, rack c7"
[[nodiscard]] std::string place_of(const Site& site, const Plan& plan, int rack);

}  // namespace hallplan::thermal
