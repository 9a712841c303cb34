/// Whether a case makes sense, before anything is allocated for it.
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "kernels/flow/tables.hpp"

namespace kernels::flow {
namespace {

constexpr std::int64_t kMostCells = std::int64_t{1} << 30;
constexpr double kSharesAgree = 1e-6;
constexpr double kMostDegc = 1000;

Status bad(std::string text) { return {Code::bad_input, std::move(text)}; }

bool is_number(double value) { return std::isfinite(value); }
bool is_temperature(double degc) { return is_number(degc) && degc > -274 && degc < kMostDegc; }

/// The case with its solid cells marked.
class Checker {
 public:
  explicit Checker(const Case& hall) : hall_(hall), grid_(hall.grid) {}

  Status run() {
    if (Status status = sizes(); !status) return status;
    if (Status status = air(); !status) return status;
    if (Status status = solids(); !status) return status;
    if (Status status = sheets(); !status) return status;
    for (std::size_t i = 0; i < hall_.ducts.size(); ++i) {
      if (Status status = duct(hall_.ducts[i], "duct " + std::to_string(i)); !status) return status;
    }
    return inner();
  }

 private:
  [[nodiscard]] Status sizes() const {
    if (grid_.nx < 1 || grid_.ny < 1 || grid_.nz < 1) return bad("a grid needs cells in all three directions");
    if (!(grid_.hx_m > 0 && grid_.hy_m > 0 && grid_.hz_m > 0)) return bad("cells need a size");
    if (grid_.cells() > kMostCells) return {Code::too_large, "a grid may have 2^30 cells at most"};
    if (Layout(grid_.nx, grid_.ny, grid_.nz).size > kMostPlaces) {
      return {Code::too_large, "a grid may have 2^31 places at most, the padding of its rows included"};
    }
    return {};
  }

  [[nodiscard]] Status air() const {
    const Air& air = hall_.air;
    if (!(air.viscosity_m2_per_s > 0 && air.prandtl > 0 && air.turbulent_prandtl > 0)) {
      return bad("viscosity and Prandtl numbers must be above 0");
    }
    if (!is_number(air.expansion_per_k) || !is_number(air.gravity_m_per_s2)) return bad("buoyancy must be a number");
    if (!is_temperature(air.reference_degc) || !is_temperature(hall_.start_degc)) {
      return bad("reference and start must be temperatures");
    }
    return {};
  }

  Status solids() {
    solid_.assign(static_cast<std::size_t>(grid_.cells()), 0);
    for (const Box& box : hall_.solids) {
      if (!inside(box)) return bad("a solid reaches out of the grid, or is empty");
      for (int z = box.z0; z < box.z1; ++z) {
        for (int y = box.y0; y < box.y1; ++y) {
          for (int x = box.x0; x < box.x1; ++x) solid_[index(x, y, z)] = 1;
        }
      }
    }
    return {};
  }

  [[nodiscard]] Status sheets() const {
    for (const Screen& screen : hall_.screens) {
      if (!inside(screen.faces)) return bad("a screen reaches out of the grid, or is empty");
      if (std::isnan(screen.loss)) return bad("a screen's loss must be a number");
    }
    for (const Wall& wall : hall_.walls) {
      if (!inside(wall.faces)) return bad("a wall reaches out of the grid, or is empty");
      if (wall.isothermal && !is_temperature(wall.temperature_degc)) return bad("a wall's temperature is none");
    }
    for (const Supply& supply : hall_.supplies) {
      if (!inside(supply.faces) || !at_hall_wall(supply.faces)) return bad("a supply must lie in a wall of the hall");
      if (!(supply.velocity_m_per_s > 0) || !is_temperature(supply.temperature_degc)) {
        return bad("a supply needs a velocity above 0 and a temperature");
      }
    }
    for (const Opening& opening : hall_.openings) {
      if (!inside(opening.faces) || !at_hall_wall(opening.faces))
        return bad("an opening must lie in a wall of the hall");
      if (!is_temperature(opening.temperature_degc)) return bad("an opening's temperature is none");
    }
    return {};
  }

  [[nodiscard]] Status duct(const Duct& duct, const std::string& name) const {
    if (duct.flow.empty() || duct.flow.size() > kMaxFlowPoints) {
      return bad(name + " needs 1 to " + std::to_string(kMaxFlowPoints) + " flow points");
    }
    for (std::size_t i = 0; i < duct.flow.size(); ++i) {
      const FlowPoint& point = duct.flow[i];
      if (!(point.flow_m3_per_s >= 0) || !is_temperature(point.intake_degc)) return bad(name + " has no proper flow");
      if (i > 0 && !(point.intake_degc > duct.flow[i - 1].intake_degc)) {
        return bad(name + " needs flow points of rising temperature");
      }
    }
    if (!is_number(duct.heat_k_m3_per_s)) return bad(name + " has no proper heat");
    if (duct.cools && (!(duct.capacity_k_m3_per_s >= 0) || !is_temperature(duct.setpoint_degc))) {
      return bad(name + " cools without a capacity or a set point");
    }
    if (!(duct.discharge_intensity >= 0) || !(duct.discharge_eddy_length_m > 0)) {
      return bad(name + " blows with a negative intensity or without an eddy length");
    }
    if (Status status = ports(duct.intake, name + "'s intake"); !status) return status;
    return ports(duct.discharge, name + "'s discharge");
  }

  [[nodiscard]] Status ports(const std::vector<Port>& ports, const std::string& name) const {
    double sum = 0;
    for (const Port& port : ports) {
      const int step[3] = {port.normal == Axis::x ? 1 : 0, port.normal == Axis::y ? 1 : 0,
                           port.normal == Axis::z ? 1 : 0};
      const bool high = air_at(port.x, port.y, port.z);
      const bool low = air_at(port.x - step[0], port.y - step[1], port.z - step[2]);
      const bool fits = port.room_is_low ? low && !high : high && !low;
      if (!fits) {
        return bad(name + " has a face at cell (" + std::to_string(port.x) + ", " + std::to_string(port.y) + ", " +
                   std::to_string(port.z) + ") that is not between the hall's air and the duct's body");
      }
      if (!(port.share >= 0)) return bad(name + " has a share below 0");
      sum += port.share;
    }
    if (std::fabs(sum - 1) > kSharesAgree) return bad(name + " has shares that add up to " + std::to_string(sum));
    return {};
  }

  [[nodiscard]] Status inner() const {
    for (const Source& source : hall_.sources) {
      if (!inside(source.box) || !is_number(source.heat_k_m3_per_s)) return bad("a source is not inside the grid");
    }
    for (const Probe& probe : hall_.probes) {
      if (probe.cells.empty()) return bad("a probe follows no cell");
      for (const Probe::Cell& cell : probe.cells) {
        if (!air_at(cell.x, cell.y, cell.z)) return bad("a probe follows a cell that is no air");
      }
    }
    return {};
  }

  [[nodiscard]] std::size_t index(int x, int y, int z) const {
    return (static_cast<std::size_t>(z) * static_cast<std::size_t>(grid_.ny) + static_cast<std::size_t>(y)) *
               static_cast<std::size_t>(grid_.nx) +
           static_cast<std::size_t>(x);
  }
  [[nodiscard]] bool air_at(int x, int y, int z) const {
    const bool in = x >= 0 && x < grid_.nx && y >= 0 && y < grid_.ny && z >= 0 && z < grid_.nz;
    return in && solid_[index(x, y, z)] == 0;
  }
  [[nodiscard]] bool inside(const Box& box) const {
    return box.x0 >= 0 && box.x0 < box.x1 && box.x1 <= grid_.nx && box.y0 >= 0 && box.y0 < box.y1 &&
           box.y1 <= grid_.ny && box.z0 >= 0 && box.z0 < box.z1 && box.z1 <= grid_.nz;
  }
  [[nodiscard]] int cells_along(Axis axis) const {
    return axis == Axis::x ? grid_.nx : axis == Axis::y ? grid_.ny : grid_.nz;
  }
  [[nodiscard]] bool inside(const Faces& faces) const {
    const Axis a = faces.normal == Axis::x ? Axis::y : Axis::x;
    const Axis b = faces.normal == Axis::z ? Axis::y : Axis::z;
    return faces.at >= 0 && faces.at <= cells_along(faces.normal) && faces.a0 >= 0 && faces.a0 < faces.a1 &&
           faces.a1 <= cells_along(a) && faces.b0 >= 0 && faces.b0 < faces.b1 && faces.b1 <= cells_along(b);
  }
  [[nodiscard]] bool at_hall_wall(const Faces& faces) const {
    return faces.at == 0 || faces.at == cells_along(faces.normal);
  }

  const Case& hall_;
  const Grid& grid_;
  std::vector<unsigned char> solid_;
};

}  // namespace

Status check(const Case& hall) { return Checker(hall).run(); }

}  // namespace kernels::flow
