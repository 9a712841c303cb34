/// The part of a site that is what more plant would cost. Included by `site.hpp`.
#pragma once

#include <optional>
#include <string>

namespace hallplan {

/// One piece of a kind of plant, bought and installed.
struct Piece {
  int price = 0;            ///< in whole units of the site's currency
  int lead_time_weeks = 0;  ///< from order to running; 0: not stated
};

/// What pieces cost, by kind. No check looks at it: `explain` finds the cheapest purchases by it.
struct Purchases {
  std::string currency;
  std::optional<Piece> scalable_unit, utility, generator, transformer, switchboard, ups, busway, pdu, tap_off, cdu,
      rejection, facility_water, air_unit, floor;
};

}  // namespace hallplan
