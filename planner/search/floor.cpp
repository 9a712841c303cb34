#include "planner/search/floor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "planner/layout/floor.hpp"
#include "planner/layout/geometry.hpp"
#include "planner/layout/rear_doors.hpp"
#include "planner/layout/working.hpp"
#include "planner/site/policy.hpp"

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

/// A rack with the floor it needs free before and behind it. What a rule asks that only warns keeps nobody out.
struct Stand {
  RectMm rect;         ///< with its rear door
  RectMm front, rear;  ///< service clearances and pull space; its door is in the latter
  int spot = -1;       ///< -1: pinned
};

Stand stand_of(const Site& site, const Placement& rack, int spot) {
  const Body& body = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.body;
  const Product<RearDoorType>* door = layout::rear_door(site, rack.row, rack.type);
  const RectMm rect = layout::footprint(site, rack);
  const auto before = [&](bool front) {
    return layout::strip(rect, layout::side_of(rack.rotation_deg + (front ? 0 : 180)),
                         layout::enforced_depth_mm(site.policy, body, front) + (front ? 0 : layout::depth_mm(door)));
  };
  return {layout::with_door(rect, layout::side_of(rack.rotation_deg), door), before(true), before(false), spot};
}

bool conflict(const Stand& a, const Stand& b, bool may_share) {
  return (!may_share && layout::overlap(a.rect, b.rect)) || layout::overlap(a.front, b.rect) ||
         layout::overlap(a.rear, b.rect) || layout::overlap(b.front, a.rect) || layout::overlap(b.rear, a.rect);
}

long long least_x(const Stand& stand) { return std::min({stand.rect.x0, stand.front.x0, stand.rear.x0}); }
long long most_x(const Stand& stand) { return std::max({stand.rect.x1, stand.front.x1, stand.rear.x1}); }

/// Not both of them; a pinned rack stays.
void forbid(Model& model, const Stand& a, const Stand& b) {
  if (a.spot < 0 && b.spot < 0) return;
  if (a.spot < 0 || b.spot < 0) {
    model.spots[static_cast<std::size_t>(std::max(a.spot, b.spot))].usable = false;
    return;
  }
  if (a.spot / model.types == b.spot / model.types) return;  // one slot takes one rack anyway
  model.spots[static_cast<std::size_t>(a.spot)].conflicts.push_back(b.spot);
  model.spots[static_cast<std::size_t>(b.spot)].conflicts.push_back(a.spot);
}

/// What a rack presses on the floor with, by the CDU group it hangs on; nothing where that is not known.
struct Weighs {
  std::optional<double> least_kg, most_kg;
};

/// By spot.
std::vector<Weighs> weights_of(const Model& model, const Site& site) {
  std::map<std::pair<int, int>, Weighs> known;  // by row and type
  std::vector<Weighs> weights;
  for (std::size_t i = 0; i < model.spots.size(); ++i) {
    const auto types = static_cast<std::size_t>(model.types);
    const int row = model.slots[i / types].row;
    const int type = model.site_type[i % types];
    const auto [at, is_new] = known.try_emplace({row, type});
    if (is_new) {
      const layout::Loads loads = layout::loads_of(site, row, type);
      const auto kg = [](const MaybeValue& mass) { return mass ? std::optional(mass->high) : std::nullopt; };
      at->second = {kg(loads.least.mass_kg), kg(loads.most.mass_kg)};
    }
    weights.push_back(at->second);
  }
  return weights;
}

/// Rows of one end of what racks weigh. The lighter end bounds what any plan holds; the heavier one steers alone.
void add_rows(Model& model, const Site& site, const Plan& pinned, const Bays& bays, const std::vector<Weighs>& weights,
              std::optional<double> Weighs::*end, bool proves) {
  std::map<std::pair<long long, long long>, int> row_of;
  const auto row_for = [&](std::pair<long long, long long> bay) {
    const auto [at, is_new] = row_of.try_emplace(bay, static_cast<int>(model.rows.size()));
    if (is_new) {
      const RectMm rect = bays.rect(bay);
      model.rows.push_back({Rule::layout_floor_bay,
                            fmt::format("the floor bay at x {:.1f} m, y {:.1f} m", static_cast<double>(rect.x0) / 1000,
                                        static_cast<double>(rect.y0) / 1000),
                            "normal", "a stronger floor", Dimension::mass,
                            site.hall.floor.bay_kg_per_m2.low * area(rect) * 1e-6, 0, proves});
      model.pinned_use.push_back(0);
    }
    return at->second;
  };
  for (std::size_t i = 0; i < model.spots.size(); ++i) {
    const std::optional<double> mass_kg = weights[i].*end;
    if (!mass_kg || !model.spots[i].usable) continue;
    bays.shares(footprint_of(model.spots[i]), [&](std::pair<long long, long long> bay, double share) {
      model.spots[i].terms.push_back({row_for(bay), share * *mass_kg});
    });
  }
  for (const layout::Equipment& piece : layout::equipment(site, pinned)) {
    const bool is_rack = piece.rack >= 0;
    const MaybeValue mass_kg =
        is_rack ? layout::loaded(site, pinned.racks[static_cast<std::size_t>(piece.rack)]).body.mass_kg
                : piece.body->mass_kg;
    if (!mass_kg) continue;
    bays.shares(piece.rect, [&](std::pair<long long, long long> bay, double share) {
      const auto at = row_of.find(bay);
      if (at != row_of.end()) model.rows[static_cast<std::size_t>(at->second)].base += share * mass_kg->high;
    });
  }
}

/// Pairs that leave a power device no working space. Racks that do so by themselves have no usable spot; of pinned ones that do, no other is
/// to blame.
void note_working_space(Model& model, const Site& site, const std::vector<Stand>& stands) {
  if (only_warns(site.policy, Rule::layout_working)) return;
  for (const layout::WorkingPlaces& places : layout::working_places(site, layout::equipment(site, Plan{}))) {
    if (places.strips.size() < 2) continue;
    std::vector<const Stand*> near;
    for (const Stand& stand : stands) {
      const auto meets = [&](const RectMm& strip) { return layout::overlap(strip, stand.rect); };
      const bool meets_some = std::any_of(places.strips.begin(), places.strips.end(), meets);
      if (meets_some && !layout::leave_none(places, stand.rect, stand.rect)) near.push_back(&stand);
    }
    for (std::size_t i = 0; i < near.size(); ++i) {
      for (std::size_t j = i + 1; j < near.size(); ++j) {
        if (layout::leave_none(places, near[i]->rect, near[j]->rect)) forbid(model, *near[i], *near[j]);
      }
    }
  }
}

}  // namespace

void add_floor_bays(Model& model, const Site& site, const Plan& pinned) {
  const RectMm hall = layout::hall_rect(site.hall);
  const Bays bays = {to_mm(site.hall.floor.bay_m.value), hall.x1, hall.y1};
  if (bays.side <= 0) return;
  const std::vector<Weighs> weights = weights_of(model, site);
  add_rows(model, site, pinned, bays, weights, &Weighs::least_kg, true);
  const bool disputed =
      std::any_of(weights.begin(), weights.end(), [](const Weighs& rack) { return rack.least_kg != rack.most_kg; });
  if (disputed) add_rows(model, site, pinned, bays, weights, &Weighs::most_kg, false);
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
  const bool may_share = only_warns(site.policy, Rule::layout_overlap);
  for (std::size_t i = 0; i < stands.size(); ++i) {
    for (std::size_t j = i + 1; j < stands.size() && least_x(stands[j]) < most_x(stands[i]); ++j) {
      if (conflict(stands[i], stands[j], may_share)) forbid(model, stands[i], stands[j]);
    }
  }
  note_working_space(model, site, stands);
}

}  // namespace hallplan::search
