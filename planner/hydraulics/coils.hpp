/// Coils of air units and rear doors on a facility-water loop: what they draw of its water, beside CDUs.
///
/// A coil is rated with a flow at its capacity. What a two-way valve lets through follows the coil's heat: heat rises ever slower with flow
/// (by effectiveness and transfer units it is concave, and nothing without flow), so a coil that has a share of its capacity to take asks for
/// no more than that share of its flow. Units that part the heat of those that are not spare draw no more together than these, and so much
/// counts; with spare units lost the others draw their rated flow. A three-way valve leads past the coil what the coil does not ask for: its
/// branch draws its flow always, whether its unit runs or not. So it counts where the valve is not stated, too: it takes more from others.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planner/hydraulics/pipes.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// The coils of one air zone, or those of one group of rear doors: all alike.
struct CoilBank {
  bool doors = false;
  std::size_t number = 0;  ///< of the site's air zones, or of its rear doors
  std::string id;
  std::string type;       ///< of the product
  std::string path;       ///< where the site may state its water: "air.zones.room.water"
  Mark at;                ///< of the zone or the doors
  std::size_t count = 0;  ///< installed; of rear doors one for each slot of their rows
  std::size_t spare = 0;  ///< units that may be lost
  CoilWater water;        ///< the site's word before the product's
  double capacity_w = 0;  ///< of one, low end, in the air of the site's elevation

  [[nodiscard]] bool throttles() const { return water.valve == CoilValve::two_way; }
  /// Of its rated flow each coil draws, with all of them running.
  [[nodiscard]] double part() const;
  /// With nothing lost, of all of them: high end. 0 where it is not known.
  [[nodiscard]] double drawn_m3_per_s() const;
  /// "no facility-water flow known for room (air.zones.room.water.flow, line 131, or water.flow of test-crah)"; `what` is its name in words
  /// and `key` in files.
  [[nodiscard]] std::string lacks(std::string_view what, std::string_view key) const;
  /// Why what it draws is not known: empty where it is.
  [[nodiscard]] std::string unknown_flow() const;
};

/// Those of a loop that have units: zones first, in the order of the site.
[[nodiscard]] std::vector<CoilBank> coil_banks(const Site& site, int loop);

/// Of all of a loop: what they draw, or why that is not known, by name.
struct CoilDraw {
  double m3_per_s = 0;
  std::string unknown;
};
[[nodiscard]] CoilDraw coil_draw(const Site& site, int loop);

/// Where a bank's coils stand, in the order of its units or of rows and slots. Units without a place stand outside the hall: nothing of them.
struct CoilPlace {
  std::string id;
  std::optional<FloorPoint> at;
};
[[nodiscard]] std::vector<CoilPlace> coil_places(const Site& site, const CoilBank& bank);

}  // namespace hallplan::hydraulics
