#include "kernels/flow/tables.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "kernels/base/in_threads.hpp"
#include "kernels/flow/distance.hpp"
#include "kernels/flow/k_epsilon_tables.hpp"
#include "kernels/flow/port_tables.hpp"
#include "kernels/multigrid/equations.hpp"

namespace kernels::flow {
namespace {

using face::Bits;

constexpr int index_of(Axis axis) { return static_cast<int>(axis); }

/// What stands at a fixed face.
enum class Kind : unsigned char { wall, moving, slip, blown, opening };

/// One case's part of the tables, while they are made.
class Maker {
 public:
  Maker(const Case& hall, Index unit, Tables& tables)
      : hall_(hall),
        unit_(unit),
        tables_(tables),
        layout_(tables.layout),
        solid_(static_cast<std::size_t>(layout_.stride), 1),
        step_{1, layout_.pitch, layout_.plane} {
    for (auto& kind : kind_) kind.assign(static_cast<std::size_t>(layout_.stride), Kind::wall);
  }

  /// First, of the case's own elements alone.
  void mark() {
    mark_solids();
    mark_faces();
  }

  /// Then what goes into lists of all cases: case after case.
  void add_lists() {
    add_screens();
    add_walls();
    add_supplies();
    add_openings();
    add_ducts();
    add_numbers();
  }

  /// Last, of the case's own elements again.
  void finish() {
    classify_edges();
    find_cuts();
    add_sources();
    if (hall_.turbulence == Turbulence::zero_equation) {
      wall_distance(layout_, tables_.h_m, held_back(), wall_face_,
                    tables_.wall_distance_m.data() + unit_ * layout_.stride);
    }
  }

  [[nodiscard]] const multigrid::Cuts& cuts() const { return cuts_; }

 private:
  /// The element of the cell (x, y, z), counted from 0, within the case; -1 and n are the rim.
  [[nodiscard]] Index cell(Index x, Index y, Index z) const { return layout_.at(x + 1, y + 1, z + 1) - layout_.base; }
  /// The same in the arrays of the batch.
  [[nodiscard]] Index global(Index local) const { return local + layout_.base + unit_ * layout_.stride; }
  [[nodiscard]] Bits& bits(int component, Index local) {
    return tables_.bits[static_cast<std::size_t>(component)][static_cast<std::size_t>(global(local))];
  }
  void give_velocity(int component, Index local, double value_m_per_s) {
    tables_.velocity[static_cast<std::size_t>(component)].push_back({global(local), static_cast<float>(value_m_per_s)});
  }
  [[nodiscard]] Kind& kind(int component, Index local) {
    return kind_[static_cast<std::size_t>(component)][static_cast<std::size_t>(local)];
  }
  [[nodiscard]] bool solid(Index local) const { return solid_[static_cast<std::size_t>(local)] != 0; }
  [[nodiscard]] float relative_k(double degc) const { return static_cast<float>(degc - hall_.air.reference_degc); }
  [[nodiscard]] double face_area(int component) const {
    const auto& h = tables_.h_m;
    return h[0] * h[1] * h[2] / h[static_cast<std::size_t>(component)];
  }

  template <class Visit>
  void each_cell(const Box& box, const Visit& visit) const {
    for (int z = box.z0; z < box.z1; ++z) {
      for (int y = box.y0; y < box.y1; ++y) {
        for (int x = box.x0; x < box.x1; ++x) visit(cell(x, y, z));
      }
    }
  }

  /// Calls visit(component, element) for each face.
  template <class Visit>
  void each_face(const Faces& faces, const Visit& visit) const {
    const int component = index_of(faces.normal);
    for (int b = faces.b0; b < faces.b1; ++b) {
      for (int a = faces.a0; a < faces.a1; ++a) {
        const Index at = component == 0   ? cell(faces.at, a, b)
                         : component == 1 ? cell(a, faces.at, b)
                                          : cell(a, b, faces.at);
        visit(component, at);
      }
    }
  }

  void mark_solids() {
    const Box all{0, hall_.grid.nx, 0, hall_.grid.ny, 0, hall_.grid.nz};
    each_cell(all, [&](Index at) { solid_[static_cast<std::size_t>(at)] = 0; });
    for (const Box& box : hall_.solids) {
      each_cell(box, [&](Index at) { solid_[static_cast<std::size_t>(at)] = 1; });
    }
  }

  /// Everything is fixed but the faces between two cells of air.
  void mark_faces() {
    for (Index at = 0; at < layout_.stride; ++at) {
      for (int component = 0; component < 3; ++component) {
        const Index low = at - step_[component];
        const bool air = low >= 0 && !solid(at) && !solid(low);
        bits(component, at) = air ? Bits{0} : face::kFixed;
      }
      if (solid(at)) bits(0, at) = static_cast<Bits>(bits(0, at) | face::kSolid);
    }
  }

  void add_screens() {
    Numbers& numbers = tables_.numbers[static_cast<std::size_t>(unit_)];
    std::map<double, int> known;
    for (const Screen& screen : hall_.screens) {
      int loss = 0;
      if (screen.loss >= 0) {
        loss = known.emplace(screen.loss, static_cast<int>(known.size()) + 1).first->second;
        numbers.loss[loss] = static_cast<float>(screen.loss);
      }
      each_face(screen.faces, [&](int component, Index at) {
        if (face::is_fixed(bits(component, at))) return;
        wall_face_.push_back({component, at});
        if (screen.loss < 0) {
          bits(component, at) = static_cast<Bits>(bits(component, at) | face::kFixed);
        } else {
          bits(component, at) = static_cast<Bits>(bits(component, at) | (loss << face::kLossShift));
        }
      });
    }
  }

  /// The cell on the other side of a fixed face: the solid or the rim.
  [[nodiscard]] Index beyond(int component, Index at) const {
    const Index low = at - step_[component];
    return solid(at) ? at : low;
  }

  void add_walls() {
    int number = -1;
    for (const Wall& wall : hall_.walls) {
      ++number;
      each_face(wall.faces, [&](int component, Index at) {
        const Index other = beyond(component, at);
        const auto& speed = wall.velocity_m_per_s;
        const bool moves = speed[0] != 0 || speed[1] != 0 || speed[2] != 0;
        kind(component, at) = wall.slips ? Kind::slip : moves ? Kind::moving : Kind::wall;
        if (wall.isothermal) {
          bits(component, at) = static_cast<Bits>(bits(component, at) | face::kConducts);
          tables_.temperature.push_back({global(other), relative_k(wall.temperature_degc), false, number});
        }
        for (int along = 0; along < 3 && moves; ++along) {
          if (along == component) continue;
          give_velocity(along, other, speed[static_cast<std::size_t>(along)]);
          give_velocity(along, other + step_[along], speed[static_cast<std::size_t>(along)]);
        }
      });
    }
  }

  void add_supplies() {
    int number = -1;
    for (const Supply& supply : hall_.supplies) {
      ++number;
      const double inward = supply.faces.at == 0 ? 1 : -1;
      each_face(supply.faces, [&](int component, Index at) {
        kind(component, at) = Kind::blown;
        give_velocity(component, at, inward * supply.velocity_m_per_s);
        tables_.temperature.push_back(
            {global(beyond(component, at)), relative_k(supply.temperature_degc), true, number});
        flow_m3_per_s_ += supply.velocity_m_per_s * face_area(component);
      });
    }
  }

  void add_openings() {
    int number = -1;
    for (const Opening& opening : hall_.openings) {
      ++number;
      const bool high = opening.faces.at != 0;
      each_face(opening.faces, [&](int component, Index at) {
        kind(component, at) = Kind::opening;
        const Index low = at - step_[component];
        OpeningFace made;
        made.at = global(at);
        made.inside = global(high ? low : at);
        made.rim = global(high ? at : low);
        made.component = component;
        made.high = high ? 1 : 0;
        made.temperature_k = relative_k(opening.temperature_degc);
        made.number = number;
        made.unit = unit_;
        tables_.openings.push_back(made);
      });
    }
  }

  /// Solids and the rim, but for what lies beyond walls without friction: those are no walls to turbulence.
  [[nodiscard]] std::vector<unsigned char> held_back() {
    std::vector<unsigned char> bodies = solid_;
    for (int component = 0; component < 3; ++component) {
      for (Index at = step_[component]; at < layout_.stride; ++at) {
        if (kind(component, at) == Kind::slip) bodies[static_cast<std::size_t>(beyond(component, at))] = 0;
      }
    }
    return bodies;
  }

  void add_ducts() {
    const std::size_t before = tables_.port_faces.size();
    flow_m3_per_s_ += add_ports(hall_, unit_, tables_);
    for (std::size_t face = before; face < tables_.port_faces.size(); ++face) {
      const PortFace& port = tables_.port_faces[face];
      kind(port.component, port.at - global(0)) = Kind::blown;
    }
  }

  /// An edge is a wall's where both faces that meet in it, one of each cell that the velocity lies between, are closed.
  void classify_edges() {
    for (int component = 0; component < 3; ++component) {
      for (Index at = 0; at < layout_.stride; ++at) {
        if (face::is_fixed(bits(component, at))) continue;
        int number = 0;
        Bits edges = 0;
        for (int across = 0; across < 3; ++across) {
          if (across == component) continue;
          for (const Index side : {Index{0}, step_[across]}) {
            edges = static_cast<Bits>(edges | edge_code(component, across, at + side) << (2 * number));
            ++number;
          }
        }
        bits(component, at) = static_cast<Bits>(bits(component, at) | edges);
      }
    }
  }

  /// To what slides along: a sheet that lets air pass is a wall to it.
  [[nodiscard]] static bool closed(Bits bits) { return face::is_fixed(bits) || face::loss(bits) != 0; }

  [[nodiscard]] int edge_code(int component, int across, Index at) {
    const Index other = at - step_[component];
    if (!closed(bits(across, at)) || !closed(bits(across, other))) return face::open;
    const Kind one = kind(across, at);
    const Kind two = kind(across, other);
    if (one == Kind::opening || two == Kind::opening) return face::open;
    if (one == Kind::moving || two == Kind::moving) return face::moving;
    if (one == Kind::slip && two == Kind::slip) return face::slip;
    return face::wall;
  }

  /// Weighs each plane of faces by those in it that keep air from air or from a solid: walls of racks, containment, doors.
  void find_cuts() {
    const Index n[3] = {layout_.nx, layout_.ny, layout_.nz};
    for (int d = 0; d < 3; ++d) {
      std::vector<double> closed_faces(static_cast<std::size_t>(n[d]) + 2, 0.0);
      for (Index z = 1; z <= layout_.nz; ++z) {
        for (Index y = 1; y <= layout_.ny; ++y) {
          for (Index x = 1; x <= layout_.nx; ++x) {
            const Index at = z * layout_.plane + y * layout_.pitch + x;
            const bool air = !solid(at) || !solid(at - step_[d]);
            const Index place = d == 0 ? x : d == 1 ? y : z;
            if (air && closed(bits(d, at))) closed_faces[static_cast<std::size_t>(place)] += 1;
          }
        }
      }
      const Index faces_a_plane = layout_.cells() / n[d];
      const double worth = kCutShare * static_cast<double>(faces_a_plane);
      for (Index place = 2; place <= n[d]; ++place) {
        const double faces = closed_faces[static_cast<std::size_t>(place)];
        if (faces >= worth) cuts_[static_cast<std::size_t>(d)].push_back({place, faces});
      }
    }
  }

  static constexpr double kLeastInertia = 0.1;
  static constexpr double kCutShare = 0.01;  ///< of a plane's faces, for it to count as a wall

  void add_sources() {
    const double volume_m3 = tables_.h_m[0] * tables_.h_m[1] * tables_.h_m[2];
    for (const Source& source : hall_.sources) {
      Index air = 0;
      each_cell(source.box, [&](Index at) { air += solid(at) ? 0 : 1; });
      each_cell(source.box, [&](Index at) {
        if (solid(at)) return;
        tables_.source_k_per_s[static_cast<std::size_t>(global(at))] +=
            static_cast<float>(source.heat_k_m3_per_s / (volume_m3 * static_cast<double>(air)));
      });
    }
  }

  void add_numbers() {
    Numbers& numbers = tables_.numbers[static_cast<std::size_t>(unit_)];
    const Air& air = hall_.air;
    numbers.viscosity_m2_per_s = static_cast<float>(air.viscosity_m2_per_s);
    numbers.diffusivity_m2_per_s = static_cast<float>(air.viscosity_m2_per_s / air.prandtl);
    numbers.per_turbulent_prandtl = static_cast<float>(1 / air.turbulent_prandtl);
    numbers.buoyancy_m_per_s2_k = static_cast<float>(air.gravity_m_per_s2 * air.expansion_per_k);
    const double volume_m3 = static_cast<double>(layout_.cells()) * tables_.h_m[0] * tables_.h_m[1] * tables_.h_m[2];
    const double speed_m_per_s = flow_m3_per_s_ / std::cbrt(volume_m3 * volume_m3);
    const double widest_m = std::max({tables_.h_m[0], tables_.h_m[1], tables_.h_m[2]});
    numbers.least_inertia_per_s = static_cast<float>(kLeastInertia * speed_m_per_s / widest_m);
    tables_.reference_degc.push_back(air.reference_degc);
    tables_.start_k.push_back(relative_k(hall_.start_degc));
    tables_.flow_m3_per_s.push_back(flow_m3_per_s_);
  }

  const Case& hall_;
  Index unit_;
  Tables& tables_;
  const Layout& layout_;
  std::vector<unsigned char> solid_;
  std::array<std::vector<Kind>, 3> kind_;
  std::array<Index, 3> step_;
  std::vector<WallFace> wall_face_;
  multigrid::Cuts cuts_;
  double flow_m3_per_s_ = 0;
};

}  // namespace

Index bytes_of_fields(const Grid& grid, Index cases, Turbulence turbulence, Scheme scheme) {
  constexpr Index kScalars = 5 * sizeof(float);  // velocities, pressure, temperature
  constexpr Index kFaces = 3 * sizeof(face::Bits);
  // Coefficients, diagonal, both sides, and coarser grids.
  constexpr Index kMultigrid = 3 * (sizeof(multigrid::Conductance) + sizeof(float)) * 8 / 7;
  constexpr Index kDeferred = 4 * sizeof(float);
  constexpr Index kCoarser = (kScalars + kFaces + kMultigrid + 9 * sizeof(float)) / 8;
  // Fluxes, temperature and source in 64 bits, three of them once more on their way out; coefficients and vectors of a solver,
  // and its coarser grids. Multigrid is gone then.
  constexpr Index kCertify = 8 * sizeof(double) + 16 * sizeof(float);
  const Index eddy[3] = {0, 2 * sizeof(float), 6 * sizeof(float) + sizeof(sides::Bits)};
  Index each = kScalars + kFaces + std::max(kMultigrid + kCoarser, kCertify) + eddy[static_cast<int>(turbulence)];
  if (scheme == Scheme::limited) each += kDeferred;
  return each * Layout(grid.nx, grid.ny, grid.nz, cases).size;
}

Tables make_tables(std::span<const Case* const> cases, std::size_t threads) {
  const Case& first = *cases.front();
  Tables tables;
  tables.layout = Layout(first.grid.nx, first.grid.ny, first.grid.nz, static_cast<Index>(cases.size()));
  tables.h_m = {first.grid.hx_m, first.grid.hy_m, first.grid.hz_m};
  tables.turbulence = first.turbulence;
  tables.scheme = first.scheme;
  tables.drawn_air = first.drawn_air;
  const auto size = static_cast<std::size_t>(tables.layout.size);
  for (auto& bits : tables.bits) bits.assign(size, face::kFixed);
  const bool sources = std::any_of(cases.begin(), cases.end(), [](const Case* hall) { return !hall->sources.empty(); });
  if (sources) tables.source_k_per_s.assign(size, 0.0F);
  if (first.turbulence == Turbulence::zero_equation) tables.wall_distance_m.assign(size, 0.0F);
  tables.numbers.resize(cases.size());
  tables.first_intake.push_back(0);
  std::vector<Maker> makers;
  makers.reserve(cases.size());
  for (std::size_t unit = 0; unit < cases.size(); ++unit) {
    makers.emplace_back(*cases[unit], static_cast<Index>(unit), tables);
  }
  each_in_threads(makers.size(), threads, [&](std::size_t unit) { makers[unit].mark(); });
  for (Maker& maker : makers) {
    tables.first_duct.push_back(static_cast<Index>(tables.ducts.size()));
    maker.add_lists();
  }
  each_in_threads(makers.size(), threads, [&](std::size_t unit) { makers[unit].finish(); });
  for (const Maker& maker : makers) {
    for (std::size_t d = 0; d < 3; ++d) {
      const std::vector<multigrid::Cut>& found = maker.cuts()[d];
      tables.cuts[d].insert(tables.cuts[d].end(), found.begin(), found.end());
    }
  }
  if (first.turbulence == Turbulence::k_epsilon) {
    for (std::size_t unit = 0; unit < cases.size(); ++unit) {
      make_turbulence(*cases[unit], static_cast<Index>(unit), tables);
    }
  }
  tables.first_duct.push_back(static_cast<Index>(tables.ducts.size()));
  for (std::size_t unit = 0; unit < cases.size(); ++unit) {
    tables.first_probe.push_back(static_cast<Index>(tables.first_intake.size()) - 1);
    add_probes(*cases[unit], static_cast<Index>(unit), tables);
  }
  tables.first_probe.push_back(static_cast<Index>(tables.first_intake.size()) - 1);
  tables.rooms = find_rooms(tables, threads);
  return tables;
}

}  // namespace kernels::flow
