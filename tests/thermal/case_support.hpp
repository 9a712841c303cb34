/// Sites and cases for the tests of the case builder, and what every case must keep.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "planner/site/load.hpp"
#include "planner/thermal/case.hpp"

namespace hallplan::thermal {

using kernels::flow::Case;
using kernels::flow::Port;

Site reference_site(const std::vector<SetOption>& sets = {}, const std::string& name = "openfoam-hall-v1");
HallCase case_of(const Site& site, const std::vector<double>& cells_m, CaseOptions options = {});
/// Which cells are solid, by their number.
std::vector<char> solids_of(const Case& hall);
bool air_at(const Case& hall, const std::vector<char>& solid, std::array<int, 3> cell);
double face_area_m2(const Case& hall, kernels::flow::Axis normal);
/// Shares add up to 1 and every face lies between the room's air and a body or a wall of the hall.
void expect_sound_ports(const Case& hall, const std::vector<char>& solid, const std::vector<Port>& ports);
void expect_sound(const HallCase& hall);

}  // namespace hallplan::thermal
