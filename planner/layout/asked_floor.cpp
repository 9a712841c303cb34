#include "planner/layout/asked_floor.hpp"

#include "planner/layout/geometry.hpp"
#include "planner/layout/working.hpp"

namespace hallplan::layout {

std::vector<AskedFloor> asked_floor(const Site& site, const std::vector<Equipment>& plant) {
  std::vector<AskedFloor> out;
  out.reserve(2 * plant.size());
  for (std::size_t i = 0; i < plant.size(); ++i) {
    const Equipment& piece = plant[i];
    for (const bool front : {true, false}) {
      const long long depth = service_depth_mm(*piece.body, front);
      const Side side = front ? piece.front : opposite(piece.front);
      if (depth > 0) out.push_back({i, false, side, strip(piece.rect, side, depth)});
    }
    if (piece.device < 0) continue;
    const long long depth = working_space(site, site.devices[static_cast<std::size_t>(piece.device)]).depth_mm;
    if (depth > 0) out.push_back({i, true, piece.front, working_floor(site, plant, piece, depth)});
  }
  return out;
}

}  // namespace hallplan::layout
