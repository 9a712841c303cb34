#include "planner/plan/field_text.hpp"

#include <fmt/format.h>

namespace hallplan::field {

std::string kw(double w) { return fmt::format("{:.5g} kW", w / 1e3); }
std::string l_per_min(double m3_per_s) { return fmt::format("{:.5g} L/min", m3_per_s * 60e3); }
std::string m3_per_s(double m3_per_s) { return fmt::format("{:.5g} m3/s", m3_per_s); }
std::string degc(double degc) { return fmt::format("{:.4g} degC", degc); }
std::string kpa(double pa) { return fmt::format("{:.4g} kPa", pa / 1e3); }

}  // namespace hallplan::field
