/// What the rules are called whose limits are quantities that racks use up.
#pragma once

#include <array>
#include <string_view>

#include "planner/base/rule.hpp"

namespace hallplan::verdict {

struct ResourceName {
  Rule rule;
  std::string_view name;
};

/// The rules whose limits are quantities that racks use up, as a reader calls them.
inline constexpr std::array kResourceNames = {
    ResourceName{Rule::power_utility, "utility"},
    ResourceName{Rule::power_generator, "generator"},
    ResourceName{Rule::power_transformer, "transformer"},
    ResourceName{Rule::power_switchboard, "switchboard"},
    ResourceName{Rule::power_ups, "UPS"},
    ResourceName{Rule::power_busway, "busway"},
    ResourceName{Rule::power_pdu, "PDU"},
    ResourceName{Rule::power_phase, "line"},
    ResourceName{Rule::power_tap_off_count, "tap-off places"},
    ResourceName{Rule::liquid_cdu_heat, "CDU heat"},
    ResourceName{Rule::liquid_cdu_flow, "CDU flow"},
    ResourceName{Rule::liquid_fws_delivery, "facility water"},
    ResourceName{Rule::liquid_rejection, "heat rejection"},
    ResourceName{Rule::liquid_expansion, "expansion volume"},
    ResourceName{Rule::air_heat, "room air heat"},
    ResourceName{Rule::air_flow, "room airflow"},
    ResourceName{Rule::layout_floor_bay, "floor bay"},
    ResourceName{Rule::layout_leak, "racks a leak stops"},
    ResourceName{Rule::layout_leak_power, "power a leak stops"},
    ResourceName{Rule::density_window, "power density"},
};

}  // namespace hallplan::verdict
