/// Numbers in the field's units, as an arithmetic writes them: "360 kW", "400 L/min", "7.35 m3/s", "40 degC".
#pragma once

#include <string>

namespace hallplan::field {

[[nodiscard]] std::string kw(double w);
[[nodiscard]] std::string l_per_min(double m3_per_s);
[[nodiscard]] std::string m3_per_s(double m3_per_s);
[[nodiscard]] std::string degc(double degc);
[[nodiscard]] std::string kpa(double pa);

}  // namespace hallplan::field
