#include "planner/search/floor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "planner/layout/geometry.hpp"

namespace hallplan::search {
namespace {

using layout::RectMm;
using layout::to_mm;

double area(const RectMm& rect) { return static_cast<double>(layout::area_mm2(rect)); }

/// Square bays from the hall's south-west corner, cut off at the walls, as the layout check has them.
struct Bays {
  long long side = 0, width = 0, depth = 0;

  [[nodiscard]] RectMm rect(std::pair<long long, long long> bay) const {
    return {bay.first * side, bay.second * side, std::min((bay.first + 1) * side, width),
            std::min((bay.second + 1) * side, depth)};
  }

  /// Calls `found(bay, share of the rectangle in it)`.
  template <class Found>
  void shares(const RectMm& of, Found&& found) const {
    for (long long j = std::max(0LL, of.y0 / side); j * side < std::min(of.y1, depth); ++j) {
      for (long long i = std::max(0LL, of.x0 / side); i * side < std::min(of.x1, width); ++i) {
        const RectMm bay = rect({i, j});
        const RectMm common = {std::max(of.x0, bay.x0), std::max(of.y0, bay.y0), std::min(of.x1, bay.x1),
                               std::min(of.y1, bay.y1)};
        if (common.x0 < common.x1 && common.y0 < common.y1) {
          found(std::pair(i, j), area(common) / area(of));
        }
      }
    }
  }
};

/// A rack's footprint in millimetres, from the rectangle it has on the density grid.
RectMm footprint_of(const Spot& spot) {
  return {spot.rect.x0_um / 1000, spot.rect.y0_um / 1000, spot.rect.x1_um / 1000, spot.rect.y1_um / 1000};
}

/// A rack with the floor it needs free before and behind it.
struct Stand {
  RectMm rect;
  RectMm front, rear;  ///< service clearances and pull space
  int spot = -1;       ///< -1: pinned
};

Stand stand_of(const Site& site, const Placement& rack, int spot) {
  const Body& body = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.body;
  const RectMm rect = layout::footprint(site, rack);
  const auto before = [&](bool front) {
    return layout::strip(rect, layout::side_of(rack.rotation_deg + (front ? 0 : 180)),
                         layout::service_depth_mm(body, front));
  };
  return {rect, before(true), before(false), spot};
}

bool conflict(const Stand& a, const Stand& b) {
  return layout::overlap(a.rect, b.rect) || layout::overlap(a.front, b.rect) || layout::overlap(a.rear, b.rect) ||
         layout::overlap(b.front, a.rect) || layout::overlap(b.rear, a.rect);
}

long long least_x(const Stand& stand) { return std::min({stand.rect.x0, stand.front.x0, stand.rear.x0}); }
long long most_x(const Stand& stand) { return std::max({stand.rect.x1, stand.front.x1, stand.rear.x1}); }

void note(Model& model, const Stand& a, const Stand& b) {
  if (!conflict(a, b)) return;
  if (a.spot < 0 && b.spot < 0) return;
  if (a.spot < 0 || b.spot < 0) {
    model.spots[static_cast<std::size_t>(std::max(a.spot, b.spot))].usable = false;
    return;
  }
  if (a.spot / model.types == b.spot / model.types) return;  // one slot takes one rack anyway
  model.spots[static_cast<std::size_t>(a.spot)].conflicts.push_back(b.spot);
  model.spots[static_cast<std::size_t>(b.spot)].conflicts.push_back(a.spot);
}

}  // namespace

void add_floor_bays(Model& model, const Site& site, const std::vector<layout::Equipment>& standing) {
  const RectMm hall = layout::hall_rect(site.hall);
  const Bays bays = {to_mm(site.hall.floor.bay_m.value), hall.x1, hall.y1};
  if (bays.side <= 0) return;
  std::map<std::pair<long long, long long>, int> row_of;
  const auto row_for = [&](std::pair<long long, long long> bay) {
    const auto [at, is_new] = row_of.try_emplace(bay, static_cast<int>(model.rows.size()));
    if (is_new) {
      const RectMm rect = bays.rect(bay);
      model.rows.push_back({Rule::layout_floor_bay,
                            fmt::format("the floor bay at x {:.1f} m, y {:.1f} m", static_cast<double>(rect.x0) / 1000,
                                        static_cast<double>(rect.y0) / 1000),
                            "normal", "a stronger floor", Dimension::mass,
                            site.hall.floor.bay_kg_per_m2.low * area(rect) * 1e-6, 0});
      model.pinned_use.push_back(0);
      model.pinned_least.push_back(0);
    }
    return at->second;
  };
  for (std::size_t i = 0; i < model.spots.size(); ++i) {
    const int type = model.site_type[i % static_cast<std::size_t>(model.types)];
    const MaybeValue& mass_kg = site.catalogue.racks[static_cast<std::size_t>(type)].body.body.mass_kg;
    if (!mass_kg || !model.spots[i].usable) continue;
    bays.shares(footprint_of(model.spots[i]), [&](std::pair<long long, long long> bay, double share) {
      model.spots[i].terms.push_back({row_for(bay), share * mass_kg->high});
    });
  }
  for (const layout::Equipment& piece : standing) {
    if (!piece.body->mass_kg) continue;
    bays.shares(piece.rect, [&](std::pair<long long, long long> bay, double share) {
      const auto at = row_of.find(bay);
      if (at != row_of.end())
        model.rows[static_cast<std::size_t>(at->second)].base += share * piece.body->mass_kg->high;
    });
  }
}

void add_conflicts(Model& model, const Site& site, const Plan& pinned, const std::vector<Placement>& places) {
  std::vector<Stand> stands;
  for (const Placement& rack : pinned.racks) stands.push_back(stand_of(site, rack, -1));
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (model.spots[i].usable) stands.push_back(stand_of(site, places[i], static_cast<int>(i)));
  }
  // From west to east: only pairs whose floor overlaps in x are looked at.
  std::stable_sort(stands.begin(), stands.end(),
                   [](const Stand& a, const Stand& b) { return least_x(a) < least_x(b); });
  for (std::size_t i = 0; i < stands.size(); ++i) {
    for (std::size_t j = i + 1; j < stands.size() && least_x(stands[j]) < most_x(stands[i]); ++j) {
      note(model, stands[i], stands[j]);
    }
  }
}

}  // namespace hallplan::search
