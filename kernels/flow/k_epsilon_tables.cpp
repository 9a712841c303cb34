#include "kernels/flow/k_epsilon_tables.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/flow/k_epsilon.hpp"

namespace kernels::flow {
namespace {

constexpr double kLengthPerSize = 0.07;
constexpr float kRoom_m_per_s = 0.1F;

struct Stream {
  float k_m2_per_s2;
  float epsilon_m2_per_s3;
};

Stream stream(double speed_m_per_s, double length_m) {
  const float k = stream_k(static_cast<float>(speed_m_per_s), KEpsilon::kIntensity);
  return {k, stream_epsilon(k, static_cast<float>(length_m))};
}

class TurbulenceMaker {
 public:
  TurbulenceMaker(const Case& hall, Index unit, Tables& tables)
      : hall_(hall), unit_(unit), tables_(tables), step_{1, tables.layout.pitch, tables.layout.plane} {}

  void make() {
    if (tables_.sides.empty()) allot();
    close_sides();
    for (const Wall& wall : hall_.walls) {
      const auto& speed = wall.velocity_m_per_s;
      const bool moves = speed[0] != 0 || speed[1] != 0 || speed[2] != 0;
      each_face(wall.faces, [&](int d, Index at) {
        set(d, at, wall.slips ? sides::slip : moves ? sides::given : sides::wall);
      });
    }
    for (const Supply& supply : hall_.supplies) {
      each_face(supply.faces, [&](int d, Index at) { set(d, at, sides::given); });
    }
    for (const OpeningFace& opening : tables_.openings) {
      if (opening.unit == unit_) set(opening.component, opening.at, sides::given);
    }
    for (const PortFace& port : tables_.port_faces) {
      if ((port.at - tables_.layout.base) / tables_.layout.stride == unit_) set(port.component, port.at, sides::given);
    }
    start();
  }

 private:
  [[nodiscard]] bool solid(Index at) const { return face::is_solid(tables_.bits[0][static_cast<std::size_t>(at)]); }
  [[nodiscard]] double face_area_m2(int d) const {
    const auto& h = tables_.h_m;
    return h[0] * h[1] * h[2] / h[static_cast<std::size_t>(d)];
  }

  template <class Visit>
  void each_cell(const Visit& visit) const {
    const Layout& at = tables_.layout;
    for (Index z = 1; z <= at.nz; ++z) {
      for (Index y = 1; y <= at.ny; ++y) {
        for (Index x = 1; x <= at.nx; ++x) visit(at.at(x, y, z, unit_));
      }
    }
  }

  /// Calls visit(direction, element) for each face.
  template <class Visit>
  void each_face(const Faces& faces, const Visit& visit) const {
    const int d = static_cast<int>(faces.normal);
    for (int b = faces.b0; b < faces.b1; ++b) {
      for (int a = faces.a0; a < faces.a1; ++a) {
        const int x = d == 0 ? faces.at : a;
        const int y = d == 0 ? a : d == 1 ? faces.at : b;
        const int z = d == 2 ? faces.at : b;
        visit(d, tables_.layout.at(x + 1, y + 1, z + 1, unit_));
      }
    }
  }

  /// For all cases: solids.
  void allot() {
    const auto size = static_cast<std::size_t>(tables_.layout.size);
    tables_.k_m2_per_s2.assign(size, KEpsilon::kLeastK);
    tables_.epsilon_m2_per_s3.assign(size, KEpsilon::kLeastEpsilon);
    tables_.sides.assign(size, sides::kSolid);
  }

  void set_side(Index cell, int d, bool high, sides::Side what) {
    if (solid(cell)) return;
    sides::Bits& bits = tables_.sides[static_cast<std::size_t>(cell)];
    const int shift = sides::shift(d, high);
    bits = static_cast<sides::Bits>((bits & ~(3 << shift)) | what << shift);
  }

  /// Of both cells that meet in the face.
  void set(int d, Index at, sides::Side what) {
    set_side(at, d, false, what);
    set_side(at - step_[d], d, true, what);
  }

  /// Walls where no air passes; sheets that let it pass have no wall function.
  void close_sides() {
    each_cell([&](Index at) {
      if (solid(at)) return;
      tables_.sides[static_cast<std::size_t>(at)] = 0;
      for (int d = 0; d < 3; ++d) {
        const auto& bits = tables_.bits[static_cast<std::size_t>(d)];
        for (const bool high : {false, true}) {
          const Index face = at + (high ? step_[d] : 0);
          const face::Bits here = bits[static_cast<std::size_t>(face)];
          const sides::Side sheet = face::loss(here) != 0 ? sides::given : sides::open;
          set_side(at, d, high, face::is_fixed(here) ? sides::wall : sheet);
        }
      }
    });
  }

  [[nodiscard]] double fastest_m_per_s() const {
    double fastest = kRoom_m_per_s;
    for (const Supply& supply : hall_.supplies) fastest = std::max(fastest, supply.velocity_m_per_s);
    for (const Duct& duct : hall_.ducts) {
      if (duct.flow.empty()) continue;
      const double flow = duct.flow.front().flow_m3_per_s;
      for (const Port& port : duct.discharge) {
        fastest = std::max(fastest, flow * port.share / face_area_m2(static_cast<int>(port.normal)));
      }
    }
    return fastest;
  }

  [[nodiscard]] Stream supplied(const Supply& supply) const {
    const Faces& faces = supply.faces;
    const int d = static_cast<int>(faces.normal);
    const double area_m2 = (faces.a1 - faces.a0) * (faces.b1 - faces.b0) * face_area_m2(d);
    const double length_m = kLengthPerSize * std::sqrt(area_m2);
    Stream made = stream(supply.velocity_m_per_s, length_m);
    if (supply.k_m2_per_s2 > 0) {
      made.k_m2_per_s2 = static_cast<float>(supply.k_m2_per_s2);
      made.epsilon_m2_per_s3 = stream_epsilon(made.k_m2_per_s2, static_cast<float>(length_m));
    }
    if (supply.epsilon_m2_per_s3 > 0) made.epsilon_m2_per_s3 = static_cast<float>(supply.epsilon_m2_per_s3);
    return made;
  }

  void put(Index at, const Stream& stream) {
    tables_.k_m2_per_s2[static_cast<std::size_t>(at)] = stream.k_m2_per_s2;
    tables_.epsilon_m2_per_s3[static_cast<std::size_t>(at)] = stream.epsilon_m2_per_s3;
  }

  void start() {
    const Stream first = stream(fastest_m_per_s(), KEpsilon::kLength_m);
    each_cell([&](Index at) { put(at, first); });
    const Stream room = stream(kRoom_m_per_s, KEpsilon::kLength_m);
    for (const OpeningFace& opening : tables_.openings) {
      if (opening.unit == unit_) put(opening.rim, room);
    }
    for (const Supply& supply : hall_.supplies) {
      const Stream blown = supplied(supply);
      each_face(supply.faces, [&](int d, Index at) { put(supply.faces.at == 0 ? at - step_[d] : at, blown); });
    }
  }

  const Case& hall_;
  Index unit_;
  Tables& tables_;
  Index step_[3];
};

}  // namespace

void make_turbulence(const Case& hall, Index unit, Tables& tables) { TurbulenceMaker(hall, unit, tables).make(); }

}  // namespace kernels::flow
