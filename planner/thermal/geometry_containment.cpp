// Contained aisles: where they are, and the doors, panels and roofs that close them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "planner/layout/layout.hpp"
#include "planner/thermal/geometry.hpp"

namespace hallplan::thermal {
namespace {

constexpr double kWidestAisle_m = 4.0;
constexpr double kLoneAisle_m = 1.2;
constexpr double kNearWall_m = 2.4;
constexpr double kLeakagePressure_pa = 5;
constexpr double kTightest =
    0.01;  ///< no closed aisle leaks less: what racks draw and units move is never quite the same
constexpr double kTouch_m = 1e-6;
constexpr double kStep_m = 1e-3;  ///< rears that differ by less stand in one plane

double m(long long mm) { return static_cast<double>(mm) / 1000; }

/// A rack of a row: along it, across it, and its height.
struct Standing {
  Span along, across;
  double height_m = 0;
};

/// A row in the terms of an aisle beside it.
struct RowView {
  int along = 0;        ///< 0: it runs along x
  Span length, across;  ///< of its slots
  bool faces_high = false;
  std::vector<Standing> racks;  ///< along the row

  [[nodiscard]] double top_m() const {
    double top = 0;
    for (const Standing& rack : racks) top = std::max(top, rack.height_m);
    return top;
  }
  /// The plane of its fronts, or of its rears: the outermost rack's; without racks the row's own edge.
  [[nodiscard]] double plane_m(bool front) const {
    const bool high = front == faces_high;
    if (racks.empty()) return high ? across.hi : across.lo;
    double plane = high ? racks.front().across.hi : racks.front().across.lo;
    for (const Standing& rack : racks) {
      plane = high ? std::max(plane, rack.across.hi) : std::min(plane, rack.across.lo);
    }
    return plane;
  }
};

std::vector<RowView> views_of(const Site& site, const Plan& plan) {
  std::vector<RowView> views;
  for (const Row& row : site.rows) {
    RowView view;
    view.along = row.along == hallplan::Axis::x ? 0 : 1;
    const double start_m = view.along == 0 ? row.x_m.value : row.y_m.value;
    const double near_m = view.along == 0 ? row.y_m.value : row.x_m.value;
    view.length = {start_m, start_m + row.slots * row.pitch_m.value};
    view.across = {near_m, near_m + row.depth_m.value};
    view.faces_high = row.front == Side::north || row.front == Side::east;
    views.push_back(std::move(view));
  }
  for (const layout::Equipment& piece : layout::equipment(site, plan)) {
    if (piece.rack < 0) continue;
    const Placement& rack = plan.racks[static_cast<std::size_t>(piece.rack)];
    if (rack.row < 0) continue;
    RowView& view = views[static_cast<std::size_t>(rack.row)];
    const Span x{m(piece.rect.x0), m(piece.rect.x1)};
    const Span y{m(piece.rect.y0), m(piece.rect.y1)};
    view.racks.push_back({view.along == 0 ? x : y, view.along == 0 ? y : x, piece.body->height_m.high});
  }
  for (RowView& view : views) {
    std::sort(view.racks.begin(), view.racks.end(),
              [](const Standing& a, const Standing& b) { return a.along.lo < b.along.lo; });
  }
  return views;
}

/// The nearest row on a side of another one, before or behind it, whatever way it looks; -1 for none.
int nearest_row(const std::vector<RowView>& views, std::size_t from, bool high) {
  const RowView& own = views[from];
  int nearest = -1;
  double least_m = kWidestAisle_m;
  for (std::size_t i = 0; i < views.size(); ++i) {
    const RowView& other = views[i];
    if (i == from || other.along != own.along) continue;
    const double shared_m = std::min(own.length.hi, other.length.hi) - std::max(own.length.lo, other.length.lo);
    const double gap_m = high ? other.across.lo - own.across.hi : own.across.lo - other.across.hi;
    if (shared_m <= kTouch_m || gap_m < -kTouch_m || gap_m > least_m) continue;
    nearest = static_cast<int>(i);
    least_m = gap_m;
  }
  return nearest;
}

/// The aisle on the contained side of a row; nothing when it is the other row's to make, or there is nothing to
/// contain.
std::optional<Aisle> aisle_beside(const Site& site, const std::vector<RowView>& views, std::size_t r) {
  const int zone = site.rows[r].air_zone.index;
  if (zone < 0) return std::nullopt;
  const AirZone& air = site.air_zones[static_cast<std::size_t>(zone)];
  if (air.containment == Containment::none) return std::nullopt;
  const RowView& own = views[r];
  Aisle aisle;
  aisle.zone = zone;
  aisle.hot = air.containment == Containment::hot;
  aisle.along = own.along;
  const bool front = !aisle.hot;
  const bool high = front == own.faces_high;  // the aisle lies on the high side of the row
  const double plane_m = own.plane_m(front);
  const int other = nearest_row(views, r, high);
  const bool pair = other >= 0 && site.rows[static_cast<std::size_t>(other)].air_zone.index == zone &&
                    views[static_cast<std::size_t>(other)].faces_high != own.faces_high;
  if (pair && static_cast<std::size_t>(other) < r) return std::nullopt;
  const RowView* facing = pair ? &views[static_cast<std::size_t>(other)] : nullptr;
  aisle.top_m = std::max(own.top_m(), facing != nullptr ? facing->top_m() : 0.0);
  if (aisle.top_m <= 0) return std::nullopt;
  double beyond_m = 0;
  aisle.length = own.length;
  if (facing != nullptr) {
    beyond_m = facing->plane_m(front);
    aisle.length = {std::min(own.length.lo, facing->length.lo), std::max(own.length.hi, facing->length.hi)};
  } else {
    const double side_m = own.along == 0 ? site.hall.depth_m.value : site.hall.width_m.value;
    const double to_wall_m = high ? side_m - plane_m : plane_m;
    double deep_m = to_wall_m <= kNearWall_m ? to_wall_m : kLoneAisle_m;
    if (other >= 0) {
      const Span& strip = views[static_cast<std::size_t>(other)].across;
      deep_m = std::min(deep_m, 0.5 * (high ? strip.lo - plane_m : plane_m - strip.hi));
    }
    aisle.at_wall[high ? 1 : 0] = deep_m == to_wall_m;
    beyond_m = high ? plane_m + deep_m : plane_m - deep_m;
  }
  aisle.width = {std::min(plane_m, beyond_m), std::max(plane_m, beyond_m)};
  aisle.rows[high ? 0 : 1] = static_cast<int>(r);
  aisle.rows[high ? 1 : 0] = pair ? other : -1;
  if (aisle.hot && return_path(air) == ReturnPath::ceiling) {
    aisle.top_m = site.hall.ceiling_m.value;
  } else if (!aisle.hot && supply_path(air) == SupplyPath::floor) {
    aisle.roof = aisle.top_m < site.hall.ceiling_m.value;
  }
  return aisle;
}

/// The sheets of one aisle, still walls.
class Closer {
 public:
  Closer(const Aisle& aisle, const std::vector<RowView>& views, std::string name)
      : aisle_(aisle), views_(views), name_(std::move(name)) {}

  std::vector<Sheet> close() {
    const Span height{0, aisle_.top_m};
    door(aisle_.length.lo, aisle_.width, height);
    door(aisle_.length.hi, aisle_.width, height);
    for (int side = 0; side < 2; ++side) close_side(side);
    if (aisle_.roof) {
      const bool along_x = aisle_.along == 0;
      sheets_.push_back({name_ + " roof", 2, aisle_.top_m, along_x ? aisle_.length : aisle_.width,
                         along_x ? aisle_.width : aisle_.length, -1});
    }
    return std::move(sheets_);
  }

 private:
  /// Across the aisle.
  void door(double at_m, Span across, Span height) {
    if (across.length() < kStep_m || height.length() <= 0) return;
    sheets_.push_back({name_ + " door", aisle_.along, at_m, across, height, -1});
  }
  /// Along the aisle.
  void panel(double at_m, Span along, Span height) {
    if (along.length() < kStep_m || height.length() < kStep_m) return;
    sheets_.push_back({name_ + " panel", 1 - aisle_.along, at_m, along, height, -1});
  }

  void close_side(int side) {
    const auto s = static_cast<std::size_t>(side);
    if (aisle_.at_wall[s]) return;
    const double outer_m = side == 0 ? aisle_.width.lo : aisle_.width.hi;
    double from_m = aisle_.length.lo;
    if (aisle_.rows[s] >= 0) {
      for (const Standing& rack : views_[static_cast<std::size_t>(aisle_.rows[s])].racks) {
        const double plane_m = side == 0 ? rack.across.hi : rack.across.lo;
        panel(outer_m, {from_m, rack.along.lo}, {0, aisle_.top_m});
        step(rack.along.lo, outer_m, plane_m);
        panel(plane_m, rack.along, {rack.height_m, aisle_.top_m});
        step(rack.along.hi, outer_m, plane_m);
        from_m = std::max(from_m, rack.along.hi);
      }
    }
    panel(outer_m, {from_m, aisle_.length.hi}, {0, aisle_.top_m});
  }

  /// Between panels in planes that differ.
  void step(double at_m, double one_m, double other_m) {
    door(at_m, {std::min(one_m, other_m), std::max(one_m, other_m)}, {0, aisle_.top_m});
  }

  const Aisle& aisle_;
  const std::vector<RowView>& views_;
  std::string name_;
  std::vector<Sheet> sheets_;
};

std::string name_of(const Site& site, const Aisle& aisle) {
  std::string name = aisle.hot ? "hot aisle " : "cold aisle ";
  for (const int row : aisle.rows) {
    if (row < 0) continue;
    name += (name.back() == ' ' ? "" : "/") + site.rows[static_cast<std::size_t>(row)].id;
  }
  return name;
}

/// Doors and panels of a zone leak alike.
double leak_loss(const Site& site, const Plan& plan, int zone, double share, double area_m2, const Scene& scene) {
  const AirZone& air = site.air_zones[static_cast<std::size_t>(zone)];
  const double leak_m3_per_s = share * drawn_m3_per_s(site, plan, zone, air.supply_degc.high);
  if (!(leak_m3_per_s > 0) || !(area_m2 > 0)) return -1;
  const double pressure_pa = air.leakage_pressure_pa ? air.leakage_pressure_pa->value : kLeakagePressure_pa;
  const double velocity = leak_m3_per_s / area_m2;
  return 2 * pressure_pa / (scene.density_kg_per_m3 * velocity * velocity);
}

std::string describe(const Site& site, const Aisle& aisle) {
  const std::string up_to = aisle.roof ? fmt::format("closed by doors and a roof at {:.4g} m", aisle.top_m)
                            : aisle.top_m >= site.hall.ceiling_m.value
                                ? "closed up to the ceiling"
                                : fmt::format("doors up to {:.4g} m, open above", aisle.top_m);
  const bool lone = aisle.rows[0] < 0 || aisle.rows[1] < 0;
  const bool wall = aisle.at_wall[0] || aisle.at_wall[1];
  return fmt::format("{}: {:.4g} m x {:.4g} m, {}{}", name_of(site, aisle), aisle.length.length(), aisle.width.length(),
                     up_to,
                     !lone  ? ""
                     : wall ? ", up to the hall's wall"
                            : ", behind a panel");
}

}  // namespace

std::vector<Aisle> aisles_of(const Site& site, const Plan& plan) {
  const std::vector<RowView> views = views_of(site, plan);
  std::vector<Aisle> aisles;
  for (std::size_t r = 0; r < views.size(); ++r) {
    if (auto aisle = aisle_beside(site, views, r)) aisles.push_back(*aisle);
  }
  return aisles;
}

void add_containment(const Site& site, const Plan& plan, const std::vector<Aisle>& aisles, LeakageEnd end,
                     Scene& scene) {
  const std::vector<RowView> views = views_of(site, plan);
  for (std::size_t z = 0; z < site.air_zones.size(); ++z) {
    std::vector<Sheet> sheets;
    bool closed = false;
    for (const Aisle& aisle : aisles) {
      if (aisle.zone != static_cast<int>(z)) continue;
      for (Sheet& sheet : Closer(aisle, views, name_of(site, aisle)).close()) sheets.push_back(std::move(sheet));
      scene.text.push_back(describe(site, aisle));
      closed = closed || aisle.roof || aisle.top_m >= site.hall.ceiling_m.value;
    }
    if (sheets.empty()) continue;
    double area_m2 = 0;
    for (const Sheet& sheet : sheets) area_m2 += sheet.a.length() * sheet.b.length();
    const AirZone& air = site.air_zones[z];
    double share = end == LeakageEnd::high ? air.leakage.high : air.leakage.low;
    if (closed && share < kTightest) {
      share = kTightest;
      scene.assumptions.push_back(
          fmt::format("zone {}: its containment leaks {:g} % at least", air.id, 100 * kTightest));
    }
    const double loss = leak_loss(site, plan, static_cast<int>(z), share, area_m2, scene);
    for (Sheet& sheet : sheets) {
      sheet.loss = loss;
      scene.sheets.push_back(std::move(sheet));
    }
    if (!air.leakage_pressure_pa && loss >= 0) {
      scene.assumptions.push_back(fmt::format("zone {}: its leakage passes {:.4g} m2 of containment at {:g} Pa", air.id,
                                              area_m2, kLeakagePressure_pa));
    }
  }
}

}  // namespace hallplan::thermal
