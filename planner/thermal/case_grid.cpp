#include "planner/thermal/case_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "planner/thermal/face_plane.hpp"

namespace hallplan::thermal {
namespace {

using kernels::flow::Axis;
using kernels::flow::Case;
using kernels::flow::Faces;
using kernels::flow::Port;
using kernels::flow::Probe;

constexpr double kTie = 1e-6;          ///< of a cell: so close to half way counts as half way
constexpr double kLeastSnap_m = 1e-3;  ///< less is not worth a line
constexpr double kSliver_m = 1e-9;     ///< what rounding leaves of an edge that lies on a face
constexpr double kMostlyFree = 0.5;
/// Whole cells or faces along the three axes.
using Place = std::array<int, 3>;
/// The two axes of a plane, in the order x, y, z.
constexpr std::array<std::array<std::size_t, 2>, 3> kAcross = {{{1, 2}, {0, 2}, {0, 1}}};

struct Cells {
  int lo = 0, hi = 0;
  [[nodiscard]] int count() const { return hi > lo ? hi - lo : 0; }
};

/// Planes of faces by normal and place.
using Planes = std::map<std::pair<int, int>, FacePlane>;

class Layer {
 public:
  Layer(Scene& scene, const kernels::flow::Grid& grid, std::size_t racks, bool finest, HallGrid& known,
        Diagnostics& problems)
      : scene_(scene),
        racks_(racks),
        finest_(finest),
        known_(known),
        problems_(problems),
        n_{grid.nx, grid.ny, grid.nz},
        h_{grid.hx_m, grid.hy_m, grid.hz_m} {
    out_.grid = grid;
    solid_.assign(static_cast<std::size_t>(grid.cells()), 0);
  }

  Case lay() {
    for (const Solid& solid : scene_.solids) lay_solid(solid);
    known_.fluid_cells = std::count(solid_.begin(), solid_.end(), 0);
    lay_sheets();
    for (std::size_t d = 0; d < scene_.ducts.size(); ++d) lay_duct(d);
    for (const SceneSupply& supply : scene_.supplies) lay_supply(supply);
    for (const SceneReturn& opening : scene_.returns) lay_return(opening);
    for (const SceneSource& source : scene_.sources) lay_source(source);
    for (const auto& [what, by_m] : snaps_) {
      if (by_m >= kLeastSnap_m) known_.snaps.push_back({what, by_m});
    }
    std::stable_sort(known_.snaps.begin(), known_.snaps.end(),
                     [](const Snap& a, const Snap& b) { return a.by_m > b.by_m; });
    return std::move(out_);
  }

 private:
  void note_snap(const std::string& what, std::size_t axis, int face, double at_m) {
    double& by_m = snaps_[what];
    by_m = std::max(by_m, std::abs(face * h_[axis] - at_m));
  }
  void note_snap(const std::string& what, std::size_t axis, Cells cells, double lo_m, double hi_m) {
    note_snap(what, axis, cells.lo, lo_m);
    note_snap(what, axis, cells.hi, hi_m);
  }
  [[nodiscard]] Cells snapped(std::size_t axis, double lo_m, double hi_m) const {
    return {nearest_face(lo_m, h_[axis], n_[axis]), nearest_face(hi_m, h_[axis], n_[axis])};
  }

  /// Cells of the body; one that air passes through keeps one at least, where its middle is.
  [[nodiscard]] Cells solid_cells(const Solid& solid, std::size_t axis) const {
    Cells cells = snapped(axis, solid.box.lo[axis], solid.box.hi[axis]);
    cells.lo = std::clamp(cells.lo, 0, n_[axis]);
    cells.hi = std::clamp(cells.hi, 0, n_[axis]);
    if (cells.count() > 0 || !solid.has_faces) return cells;
    const double middle = 0.5 * (solid.box.lo[axis] + solid.box.hi[axis]) / h_[axis];
    const int cell = std::clamp(static_cast<int>(std::floor(middle)), 0, n_[axis] - 1);
    return {cell, cell + 1};
  }

  void lay_solid(const Solid& solid) {
    std::array<Cells, 3> cells;
    for (std::size_t d = 0; d < 3; ++d) {
      cells[d] = solid_cells(solid, d);
      note_snap(solid.name, d, cells[d], solid.box.lo[d], solid.box.hi[d]);
    }
    placed_.push_back(cells);
    if (cells[0].count() == 0 || cells[1].count() == 0 || cells[2].count() == 0) {
      if (finest_) scene_.assumptions.push_back(solid.name + " is thinner than a cell and left out");
      return;
    }
    out_.solids.push_back({cells[0].lo, cells[0].hi, cells[1].lo, cells[1].hi, cells[2].lo, cells[2].hi});
    for (int z = cells[2].lo; z < cells[2].hi; ++z) {
      for (int y = cells[1].lo; y < cells[1].hi; ++y) {
        for (int x = cells[0].lo; x < cells[0].hi; ++x) solid_[at({x, y, z})] = 1;
      }
    }
  }

  [[nodiscard]] std::size_t at(const Place& cell) const {
    const auto row =
        static_cast<std::size_t>(cell[2]) * static_cast<std::size_t>(n_[1]) + static_cast<std::size_t>(cell[1]);
    return row * static_cast<std::size_t>(n_[0]) + static_cast<std::size_t>(cell[0]);
  }
  [[nodiscard]] bool inside(const Place& cell) const {
    return cell[0] >= 0 && cell[1] >= 0 && cell[2] >= 0 && cell[0] < n_[0] && cell[1] < n_[1] && cell[2] < n_[2];
  }
  [[nodiscard]] bool air(const Place& cell) const { return inside(cell) && solid_[at(cell)] == 0; }

  // --- sheets ---------------------------------------------------------------------------------------------------------

  /// Sheets that meet on a face: the closer one counts. What falls on a wall of the hall or a body is there already.
  void lay_sheets() {
    Planes planes;
    for (const Sheet& sheet : scene_.sheets) lay_sheet(sheet, planes);
    for (auto& [where, plane] : planes) {
      for (const FaceRectangle& part : take_rectangles(plane)) {
        const Faces faces{static_cast<Axis>(where.first), where.second, part.a0, part.a1, part.b0, part.b1};
        out_.screens.push_back({faces, part.value});
      }
    }
  }

  void lay_sheet(const Sheet& sheet, Planes& planes) {
    const auto normal = static_cast<std::size_t>(sheet.normal);
    const auto [first, second] = kAcross[normal];
    const int face = nearest_face(sheet.at_m, h_[normal], n_[normal]);
    const Cells a = snapped(first, sheet.a.lo, sheet.a.hi);
    const Cells b = snapped(second, sheet.b.lo, sheet.b.hi);
    note_snap(sheet.name, normal, face, sheet.at_m);
    note_snap(sheet.name, first, a, sheet.a.lo, sheet.a.hi);
    note_snap(sheet.name, second, b, sheet.b.lo, sheet.b.hi);
    if (face <= 0 || face >= n_[normal]) return;
    for (int j = std::max(0, b.lo); j < std::min(n_[second], b.hi); ++j) {
      for (int i = std::max(0, a.lo); i < std::min(n_[first], a.hi); ++i) {
        Place high{};
        high[normal] = face;
        high[first] = i;
        high[second] = j;
        Place low = high;
        --low[normal];
        if (!air(high) || !air(low)) continue;
        double& loss = plane_of(planes, sheet.normal, face).at(i, j);
        if (std::isnan(loss) || (loss >= 0 && (sheet.loss < 0 || sheet.loss > loss))) loss = sheet.loss;
      }
    }
  }

  FacePlane& plane_of(Planes& planes, int normal, int face) const {
    const auto [first, second] = kAcross[static_cast<std::size_t>(normal)];
    FacePlane& plane = planes[{normal, face}];
    if (plane.value.empty()) plane = FacePlane(n_[first], n_[second]);
    return plane;
  }

  // --- ducts ---

  /// The plane of faces a patch lies in, on this grid.
  [[nodiscard]] int face_of(const Patch& patch) const {
    const auto normal = static_cast<std::size_t>(patch.normal);
    if (patch.solid < 0) return patch.high ? n_[normal] : 0;
    const Cells& cells = placed_[static_cast<std::size_t>(patch.solid)][normal];
    return patch.high ? cells.hi : cells.lo;
  }

  /// The face (i, j) of a patch's plane as a port, where air lies before it and a body or the hall's wall behind it.
  [[nodiscard]] std::optional<Port> port_at(const Patch& patch, int i, int j) const {
    const auto normal = static_cast<std::size_t>(patch.normal);
    const auto [first, second] = kAcross[normal];
    Place high{};
    high[normal] = face_of(patch);
    high[first] = i;
    high[second] = j;
    Place low = high;
    --low[normal];
    // The room lies outside a body and inside the hall.
    const bool room_is_low = patch.solid < 0 ? patch.high : !patch.high;
    if (!air(room_is_low ? low : high) || air(room_is_low ? high : low)) return std::nullopt;
    return Port{static_cast<Axis>(patch.normal), high[0], high[1], high[2], room_is_low, 0};
  }

  /// Ports of a patch with the area that each shares with it; `covered_m2` is their sum.
  void add_ports(const Patch& patch, std::vector<Port>& ports, double& covered_m2) const {
    const auto [first, second] = kAcross[static_cast<std::size_t>(patch.normal)];
    const auto each = [&](Span span, std::size_t axis, const auto& visit) {
      const int from = std::max(0, static_cast<int>(std::floor(span.lo / h_[axis] + kTie)));
      const int to = std::min(n_[axis], static_cast<int>(std::ceil(span.hi / h_[axis] - kTie)));
      for (int k = from; k < to; ++k) {
        visit(k, std::min(span.hi, (k + 1) * h_[axis]) - std::max(span.lo, k * h_[axis]));
      }
    };
    each(patch.b, second, [&](int j, double b_m) {
      each(patch.a, first, [&](int i, double a_m) {
        std::optional<Port> port = port_at(patch, i, j);
        if (!port || a_m < kSliver_m || b_m < kSliver_m) return;
        port->share = a_m * b_m;
        covered_m2 += a_m * b_m;
        ports.push_back(*port);
      });
    });
  }

  /// A body narrower than a cell may have moved from under its own face: the nearest face of it, then.
  void add_nearest(const Patch& patch, std::vector<Port>& ports, double& covered_m2) const {
    const auto [first, second] = kAcross[static_cast<std::size_t>(patch.normal)];
    double least = 0;
    std::optional<Port> nearest;
    const double middle_a = 0.5 * (patch.a.lo + patch.a.hi) / h_[first];
    const double middle_b = 0.5 * (patch.b.lo + patch.b.hi) / h_[second];
    for (int j = static_cast<int>(patch.b.lo / h_[second]) - 1; j <= patch.b.hi / h_[second] + 1; ++j) {
      for (int i = static_cast<int>(patch.a.lo / h_[first]) - 1; i <= patch.a.hi / h_[first] + 1; ++i) {
        const std::optional<Port> port = port_at(patch, i, j);
        const double away = std::hypot(i + 0.5 - middle_a, j + 0.5 - middle_b);
        if (!port || (nearest && away >= least)) continue;
        nearest = port;
        least = away;
      }
    }
    if (!nearest) return;
    nearest->share = 1;
    covered_m2 += 1;
    ports.push_back(*nearest);
  }

  /// All ports of an intake or a discharge, shares adding up to 1.
  std::vector<Port> ports_of(const std::vector<Patch>& patches, double* free_share = nullptr) const {
    std::vector<Port> ports;
    double covered_m2 = 0;
    double area_m2 = 0;
    for (const Patch& patch : patches) {
      add_ports(patch, ports, covered_m2);
      area_m2 += patch.a.length() * patch.b.length();
    }
    if (free_share != nullptr) *free_share = area_m2 > 0 ? covered_m2 / area_m2 : 0;
    for (std::size_t p = 0; ports.empty() && p < patches.size(); ++p) add_nearest(patches[p], ports, covered_m2);
    for (Port& port : ports) port.share /= covered_m2;
    return ports;
  }

  void lay_duct(std::size_t number) {
    const SceneDuct& from = scene_.ducts[number];
    kernels::flow::Duct duct = from.law;
    double free_intake = 0;
    double free_discharge = 0;
    duct.intake = ports_of(from.intake, &free_intake);
    duct.discharge = ports_of(from.discharge, &free_discharge);
    if (duct.intake.empty()) refuse(from.name, from.at, "where it draws");
    if (duct.discharge.empty()) refuse(from.name, from.at, "where it blows");
    if (finest_ && std::min(free_intake, free_discharge) < kMostlyFree) {
      scene_.assumptions.push_back(fmt::format("{}: only {:.0f} % of the face it {} through is free", from.name,
                                               100 * std::min(free_intake, free_discharge),
                                               free_intake < free_discharge ? "draws" : "blows"));
    }
    if (number < racks_) add_probes(from, duct.intake);
    out_.ducts.push_back(std::move(duct));
  }

  void refuse(const std::string& name, Mark at, std::string_view where) {
    problems_.error(Rule::air_inlet, at, fmt::format("{} has no free air {} (cells of {:.3g} m)", name, where, h_[0]),
                    "something stands there, or a wall is closer than a cell");
  }

  [[nodiscard]] static Probe::Cell before(const Port& port) {
    Probe::Cell cell{port.x, port.y, port.z, port.share};
    if (!port.room_is_low) return cell;
    (port.normal == Axis::x ? cell.x : port.normal == Axis::y ? cell.y : cell.z) -= 1;
    return cell;
  }

  void add_probes(const SceneDuct& rack, const std::vector<Port>& intake) {
    std::vector<Probe::Cell> front;
    for (const Port& port : intake) front.push_back(before(port));
    for (int band = 0; band < 3; ++band) {
      std::vector<Patch> part = rack.intake;
      for (Patch& patch : part) {
        const double third_m = patch.b.length() / 3;
        patch.b = {patch.b.lo + band * third_m, patch.b.lo + (band + 1) * third_m};
      }
      Probe probe;
      for (const Port& port : ports_of(part)) probe.cells.push_back(before(port));
      out_.probes.push_back(std::move(probe));
    }
    known_.fronts.push_back(std::move(front));
  }

  // --- openings and sources -------------------------------------------------------------------------------------------

  /// The faces of a patch in a wall of the hall behind which there is air, as rectangles; counts them.
  template <class Emit>
  int lay_patch(const std::string& name, const Patch& patch, const Emit& emit) {
    const auto normal = static_cast<std::size_t>(patch.normal);
    const auto [first, second] = kAcross[normal];
    const Cells a = snapped(first, patch.a.lo, patch.a.hi);
    const Cells b = snapped(second, patch.b.lo, patch.b.hi);
    note_snap(name, first, a, patch.a.lo, patch.a.hi);
    note_snap(name, second, b, patch.b.lo, patch.b.hi);
    FacePlane plane(n_[first], n_[second]);
    int count = 0;
    for (int j = std::max(0, b.lo); j < std::min(n_[second], b.hi); ++j) {
      for (int i = std::max(0, a.lo); i < std::min(n_[first], a.hi); ++i) {
        if (!port_at(patch, i, j)) continue;
        plane.at(i, j) = 1;
        ++count;
      }
    }
    for (const FaceRectangle& part : take_rectangles(plane)) {
      emit(Faces{static_cast<Axis>(patch.normal), face_of(patch), part.a0, part.a1, part.b0, part.b1});
    }
    return count;
  }

  void lay_supply(const SceneSupply& supply) {
    const auto [first, second] = kAcross[static_cast<std::size_t>(supply.patch.normal)];
    const std::size_t before = out_.supplies.size();
    const int faces = lay_patch(supply.name, supply.patch, [&](const Faces& some) {
      kernels::flow::Supply made;
      made.faces = some;
      made.temperature_degc = supply.temperature_degc;
      out_.supplies.push_back(made);
    });
    if (faces == 0) return refuse(supply.name, supply.at, "before it");
    constexpr double kCmu34 = 0.1643168;  // 0.09^(3/4)
    const double velocity = supply.flow_m3_per_s / (faces * h_[first] * h_[second]);
    const double k = 1.5 * std::pow(velocity * supply.intensity, 2);
    for (std::size_t s = before; s < out_.supplies.size(); ++s) {
      out_.supplies[s].velocity_m_per_s = velocity;
      out_.supplies[s].k_m2_per_s2 = k;
      out_.supplies[s].epsilon_m2_per_s3 = kCmu34 * std::pow(k, 1.5) / supply.eddy_length_m;
    }
  }

  void lay_return(const SceneReturn& opening) {
    const int faces = lay_patch(opening.name, opening.patch, [&](const Faces& some) {
      out_.openings.push_back({some, opening.temperature_degc});
    });
    if (faces == 0) refuse(opening.name, opening.at, "before it");
  }

  /// Heat into the air of a box; where the grid leaves no air in it, into all of the hall's.
  void lay_source(const SceneSource& source) {
    std::array<Cells, 3> cells;
    for (std::size_t d = 0; d < 3; ++d) {
      cells[d] = snapped(d, source.box.lo[d], source.box.hi[d]);
      cells[d] = {std::clamp(cells[d].lo, 0, n_[d]), std::clamp(cells[d].hi, 0, n_[d])};
    }
    bool any = false;
    for (int z = cells[2].lo; z < cells[2].hi && !any; ++z) {
      for (int y = cells[1].lo; y < cells[1].hi && !any; ++y) {
        for (int x = cells[0].lo; x < cells[0].hi && !any; ++x) any = air({x, y, z});
      }
    }
    if (!any) cells = {Cells{0, n_[0]}, Cells{0, n_[1]}, Cells{0, n_[2]}};
    out_.sources.push_back(
        {{cells[0].lo, cells[0].hi, cells[1].lo, cells[1].hi, cells[2].lo, cells[2].hi}, source.heat_k_m3_per_s});
  }

  Scene& scene_;
  std::size_t racks_;
  bool finest_;
  HallGrid& known_;
  Diagnostics& problems_;
  Place n_;
  std::array<double, 3> h_;
  Case out_;
  std::vector<unsigned char> solid_;
  std::vector<std::array<Cells, 3>> placed_;  ///< of each solid
  std::map<std::string, double> snaps_;
};

}  // namespace

int nearest_face(double at_m, double cell_m, int cells) {
  const double at = at_m / cell_m;
  const double below = std::floor(at);
  if (std::abs(at - below - 0.5) > kTie) return static_cast<int>(std::floor(at + 0.5));
  return static_cast<int>(at < 0.5 * cells - kTie ? below + 1 : below);
}

Case lay(Scene& scene, const kernels::flow::Grid& grid, std::size_t racks, bool finest, HallGrid& known,
         Diagnostics& problems) {
  return Layer(scene, grid, racks, finest, known, problems).lay();
}

}  // namespace hallplan::thermal
