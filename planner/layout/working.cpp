#include "planner/layout/working.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "planner/layout/checks.hpp"
#include "planner/layout/geometry.hpp"
#include "planner/layout/sheets.hpp"
#include "planner/site/voltage.hpp"

namespace hallplan::layout {
namespace {

/// NEC 110.26(A), from memory: 3 ft to 150 V to ground; 3, 3.5 and 4 ft in conditions 1, 2 and 3 to 600 V; 30 in wide.
constexpr long long kLow_mm = 914;
constexpr long long kDepth_mm[] = {914, 1067, 1219};
constexpr long long kWidth_mm = 762;
/// And 26(A)(3): as high as the equipment, at least 6 ft 6 in.
constexpr long long kHeight_mm = 1981;
constexpr double kLow_v = 150;
constexpr double kMost_v = 600;

/// The highest voltage behind a device's front: what it gives and what it takes stand behind the same doors.
struct Highest {
  double volts = 0;     ///< line to line, at its high end
  std::string of;       ///< "tx-a", or "its source utility"
  std::string unknown;  ///< what keeps it from being known
};

Highest highest_voltage(const Site& site, const Device& device) {
  Highest highest;
  const Value* own = voltage_of(site, device);
  if (own == nullptr) {
    highest.unknown = fmt::format("{} states no voltage, on which its working space hangs", device.id);
    return highest;
  }
  highest.volts = own->high;
  highest.of = device.id;
  const bool transforms = device.kind == DeviceKind::transformer || device.kind == DeviceKind::pdu;
  for (const Ref& ref : device.from) {
    const Device& source = site.devices[static_cast<std::size_t>(ref.index)];
    const Value* its = voltage_of(site, source);
    if (its != nullptr && its->high > highest.volts) {
      highest.volts = its->high;
      highest.of = fmt::format("its source {}", source.id);
    }
    if (its == nullptr && transforms && highest.unknown.empty()) {
      highest.unknown =
          fmt::format("{} states no voltage, and feeds {}, whose working space hangs on it", source.id, device.id);
    }
  }
  return highest;
}

WorkingSpace by_nec(const Site& site, const Device& device) {
  WorkingSpace space;
  space.at = device.place->x_m.at;
  space.source = "NEC 110.26(A), from memory";
  const Highest highest = highest_voltage(site, device);
  const double to_ground_v = highest.volts / std::sqrt(3.0);
  if (to_ground_v > kMost_v) {
    space.unknown =
        fmt::format("{:.0f} V to ground at {}; working spaces over 600 V are not known here", to_ground_v, highest.of);
    return space;
  }
  space.unknown = highest.unknown;
  if (!space.unknown.empty()) return space;
  const int condition = site.basis.working_condition;
  space.depth_mm = to_ground_v <= kLow_v ? kLow_mm : kDepth_mm[std::clamp(condition, 1, 3) - 1];
  space.basis = fmt::format("{:.0f} V{} / sqrt(3) = {:.1f} V to ground, condition {}: {} m (NEC 110.26)", highest.volts,
                            highest.of == device.id ? std::string() : " of " + highest.of, to_ground_v, condition,
                            metres(space.depth_mm));
  return space;
}

/// The edge of the equipment, as wide as the space before it.
RectMm edge_of(const RectMm& strip, Side front) { return layout::strip(strip, opposite(front), 1); }

/// Free millimetres to a sheet that hangs into the height of the space, 0 to one that lies over the edge; negative when none does.
long long gap_in_space(const Partition& sheet, const Equipment& of, const RectMm& edge) {
  if (!in_the_way(sheet, std::max(kHeight_mm, to_mm(of.body->height_m.high)))) return -1;
  const RectMm rect = sheet_rect(sheet);
  return overlap(layout::strip(edge, of.front, 1), rect) ? 0 : gap_to(edge, of.front, rect);
}

/// Whether racks are in the way of a strip: those of a plan are, those that may yet come are not.
enum class Racks { in_the_way, no_matter };

/// What the strip may not meet.
bool is_free(const Site& site, const std::vector<Equipment>& pieces, const Equipment& of, const RectMm& strip,
             Racks racks) {
  if (!inside(strip, hall_rect(site.hall))) return false;
  const bool met = std::any_of(pieces.begin(), pieces.end(), [&](const Equipment& piece) {
    const bool counts = racks == Racks::in_the_way || piece.rack < 0;
    return counts && piece.device != of.device && overlap(piece.rect, strip);
  });
  const Span deep = along(strip, of.front);
  const RectMm edge = edge_of(strip, of.front);
  return !met && std::none_of(site.hall.columns.begin(), site.hall.columns.end(), [&](const Box& column) {
    return overlap(box_rect(column), strip);
  }) && std::none_of(site.hall.partitions.begin(), site.hall.partitions.end(), [&](const Partition& sheet) {
    const long long gap = gap_in_space(sheet, of, edge);
    return gap >= 0 && gap < deep.to - deep.from;
  });
}

/// What stands nearest before an edge, and how far.
struct Ahead {
  long long gap_mm = 0;
  std::string name;
};

Ahead ahead_of(const Site& site, const std::vector<Equipment>& pieces, const Equipment& of, const RectMm& strip) {
  const RectMm hall = hall_rect(site.hall);
  const RectMm edge = edge_of(strip, of.front);
  Ahead found{gap_to_wall(edge, of.front, hall), fmt::format("the {} wall", to_string(of.front))};
  const Span wide = across(edge, of.front);
  const Span room = across(hall, of.front);
  if (wide.from < room.from || wide.to > room.to) return {0, "a wall beside it"};
  const auto meet = [&](const RectMm& rect, const std::string& name) {
    const Span its = across(rect, of.front);
    const bool ahead = its.from < wide.to && wide.from < its.to && along(rect, of.front).to > along(edge, of.front).to;
    if (!ahead) return;
    const long long gap = std::max(0LL, along(rect, of.front).from - along(edge, of.front).to);
    if (gap < found.gap_mm) found = {gap, name};
  };
  for (const Equipment& piece : pieces) {
    if (&piece != &of) meet(piece.rect, piece.name);
  }
  for (const Box& column : site.hall.columns) meet(box_rect(column), "column " + column.id);
  for (const Partition& sheet : site.hall.partitions) {
    const long long gap = gap_in_space(sheet, of, edge);
    if (gap >= 0 && gap < found.gap_mm) found = {gap, sheet_name(sheet)};
  }
  return found;
}

/// The strips that a working space may be, as wide as the device and at least 762 mm.
class Strips {
 public:
  Strips(const Equipment& piece, long long depth_mm)
      : piece_(piece),
        own_(across(piece.rect, piece.front)),
        width_(std::max(kWidth_mm, own_.to - own_.from)),
        depth_(depth_mm) {}

  [[nodiscard]] RectMm middle() const { return from(own_.from - spare() / 2); }

  /// Before the middle of the device first, then moved aside by whole millimetres, the first of which `holds` is true; nothing where none is.
  template <typename Holds>
  [[nodiscard]] std::optional<RectMm> first(const Holds& holds) const {
    const long long middle = own_.from - spare() / 2;
    for (long long moved = 0; moved <= spare() - spare() / 2; ++moved) {
      for (const long long at : {middle - moved, middle + moved}) {
        if (at < own_.from - spare() || at > own_.from) continue;
        const RectMm strip = from(at);
        if (holds(strip)) return strip;
      }
    }
    return std::nullopt;
  }

  /// The one nearest to either hand of which `holds` is true.
  template <typename Holds>
  [[nodiscard]] std::optional<RectMm> outermost(bool low, const Holds& holds) const {
    for (long long moved = 0; moved <= spare(); ++moved) {
      const RectMm strip = from(low ? own_.from - spare() + moved : own_.from - moved);
      if (holds(strip)) return strip;
    }
    return std::nullopt;
  }

  /// From one hand to the other all of which `holds` is true.
  template <typename Holds>
  [[nodiscard]] std::vector<RectMm> all(const Holds& holds) const {
    std::vector<RectMm> found;
    for (long long at = own_.from - spare(); at <= own_.from; ++at) {
      const RectMm strip = from(at);
      if (holds(strip)) found.push_back(strip);
    }
    return found;
  }

 private:
  [[nodiscard]] long long spare() const { return width_ - (own_.to - own_.from); }
  [[nodiscard]] RectMm from(long long at) const {
    const bool along_x = piece_.front == Side::south || piece_.front == Side::north;
    RectMm edge = piece_.rect;
    (along_x ? edge.x0 : edge.y0) = at;
    (along_x ? edge.x1 : edge.y1) = at + width_;
    return layout::strip(edge, piece_.front, depth_);
  }

  const Equipment& piece_;
  Span own_;
  long long width_, depth_;
};

/// Where no strip is free the one that is measured: the nearest to the middle that lies between the walls, whatever stands in it.
RectMm measured(const Site& site, const std::vector<Equipment>& plant, const Equipment& piece, const Strips& strips) {
  if (const auto strip =
          strips.first([&](const RectMm& one) { return is_free(site, plant, piece, one, Racks::no_matter); })) {
    return *strip;
  }
  const RectMm hall = hall_rect(site.hall);
  return strips.first([&](const RectMm& one) { return inside(edge_of(one, piece.front), hall); })
      .value_or(strips.middle());
}

}  // namespace

WorkingSpace working_space(const Site& site, const Device& device) {
  const MaybeValue& own = site.basis.working_space_m;
  const bool is_nec = site.basis.electrical_code == ElectricalCode::nec;
  WorkingSpace space;
  space.at = device.place->x_m.at;
  if (is_nec) space = by_nec(site, device);
  if (!space.unknown.empty()) return space;
  if (!own) {
    if (!is_nec) space.unknown = "under iec the site states its own 'basis.working_space', and has not";
    return space;
  }
  const long long own_mm = to_mm(own->high);
  if (is_nec && own_mm <= space.depth_mm) return space;
  space.depth_mm = own_mm;
  space.basis = fmt::format("the site asks {} m", metres(own_mm));
  space.at = own->at;
  space.source = source_of(*own);
  return space;
}

std::vector<WorkingPlaces> working_places(const Site& site, const std::vector<Equipment>& plant) {
  std::vector<WorkingPlaces> out;
  for (std::size_t i = 0; i < plant.size(); ++i) {
    const Equipment& piece = plant[i];
    if (piece.device < 0) continue;
    const long long depth = working_space(site, site.devices[static_cast<std::size_t>(piece.device)]).depth_mm;
    if (depth <= 0) continue;
    const Strips strips(piece, depth);
    WorkingPlaces places;
    places.piece = i;
    places.strips = strips.all([&](const RectMm& one) { return is_free(site, plant, piece, one, Racks::no_matter); });
    out.push_back(std::move(places));
  }
  return out;
}

RectMm working_floor(const Site& site, const std::vector<Equipment>& plant, const Equipment& piece,
                     long long depth_mm) {
  const Strips strips(piece, depth_mm);
  const auto free = [&](const RectMm& one) { return is_free(site, plant, piece, one, Racks::no_matter); };
  const std::optional<RectMm> first = strips.outermost(true, free);
  if (!first) return measured(site, plant, piece, strips);
  const RectMm last = *strips.outermost(false, free);
  return {std::max(first->x0, last.x0), std::max(first->y0, last.y0), std::min(first->x1, last.x1),
          std::min(first->y1, last.y1)};
}

bool leave_none(const WorkingPlaces& places, const RectMm& one, const RectMm& other) {
  return std::all_of(places.strips.begin(), places.strips.end(),
                     [&](const RectMm& strip) { return overlap(strip, one) || overlap(strip, other); });
}

void check_working_space(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces) {
  for (const Equipment& piece : pieces) {
    if (piece.device < 0) continue;
    const WorkingSpace space = working_space(site, site.devices[static_cast<std::size_t>(piece.device)]);
    CheckSubject subject = about(Rule::layout_working, piece.name, Dimension::length, space.at);
    if (!space.unknown.empty()) {
      out.push_back(undecided(std::move(subject), space.unknown));
      continue;
    }
    subject.source = space.source;
    const Strips strips(piece, space.depth_mm);
    const auto free =
        strips.first([&](const RectMm& one) { return is_free(site, pieces, piece, one, Racks::in_the_way); });
    const RectMm strip = free ? *free : measured(site, pieces, piece, strips);
    const Ahead ahead = ahead_of(site, pieces, piece, strip);
    const Span wide = across(strip, piece.front);
    subject.arithmetic = fmt::format("{} has {} m free to {} before its front, over {} m; {}", piece.name,
                                     metres(ahead.gap_mm), ahead.name, metres(wide.to - wide.from), space.basis);
    out.push_back(at_least(std::move(subject), to_m(ahead.gap_mm), to_m(space.depth_mm)));
  }
}

}  // namespace hallplan::layout
