#include "kernels/transport/balance.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "kernels/base/in_threads.hpp"
#include "kernels/base/worse.hpp"

namespace kernels::transport {
namespace {

using flow::Axis;
using flow::Case;

/// Counts heat in and heat out.
class Count {
 public:
  Count(const Case& hall, const HandedOut& fields) : hall_(hall), grid_(hall.grid), fields_(fields) {
    air_.assign(static_cast<std::size_t>(grid_.cells()), 1);
    for (const flow::Box& box : hall.solids) {
      for (int z = box.z0; z < box.z1; ++z) {
        for (int y = box.y0; y < box.y1; ++y) {
          for (int x = box.x0; x < box.x1; ++x) air_[cell(x, y, z)] = 0;
        }
      }
    }
  }

  flow::Balance make(std::size_t threads) {
    mass(threads);
    for (const flow::Supply& supply : hall_.supplies) stream(supply.faces, supply.temperature_degc);
    for (const flow::Opening& opening : hall_.openings) stream(opening.faces, opening.temperature_degc);
    ducts();
    sources();
    for (const flow::Wall& wall : hall_.walls) {
      if (wall.isothermal) conduct(wall);
    }
    balance_.heat_in_k_m3_per_s = in_;
    balance_.heat_out_k_m3_per_s = out_;
    balance_.heat = in_ > 0 || out_ > 0 ? std::fabs(in_ - out_) / std::max(in_, out_) : 0;
    return balance_;
  }

 private:
  [[nodiscard]] std::size_t cell(int x, int y, int z) const {
    return (static_cast<std::size_t>(z) * static_cast<std::size_t>(grid_.ny) + static_cast<std::size_t>(y)) *
               static_cast<std::size_t>(grid_.nx) +
           static_cast<std::size_t>(x);
  }
  /// Through the low face of the cell, along the axis.
  [[nodiscard]] double flux(Axis normal, int x, int y, int z) const {
    const auto d = static_cast<std::size_t>(normal);
    const std::size_t nx = static_cast<std::size_t>(grid_.nx) + (d == 0 ? 1 : 0);
    const std::size_t ny = static_cast<std::size_t>(grid_.ny) + (d == 1 ? 1 : 0);
    return fields_.flux_m3_per_s[d][(static_cast<std::size_t>(z) * ny + static_cast<std::size_t>(y)) * nx +
                                    static_cast<std::size_t>(x)];
  }
  [[nodiscard]] double over_reference(double degc) const { return degc - hall_.air.reference_degc; }
  [[nodiscard]] double temperature(std::size_t at) const { return over_reference(fields_.temperature_degc[at]); }

  void add(double heat) { (heat > 0 ? in_ : out_) += std::fabs(heat); }

  struct Imbalance {
    double sum = 0, worst = 0;
  };

  [[nodiscard]] Imbalance imbalance_of_layer(int z) const {
    Imbalance made;
    for (int y = 0; y < grid_.ny; ++y) {
      for (int x = 0; x < grid_.nx; ++x) {
        if (air_[cell(x, y, z)] == 0) continue;
        const double net = (flux(Axis::x, x, y, z) - flux(Axis::x, x + 1, y, z)) +
                           (flux(Axis::y, x, y, z) - flux(Axis::y, x, y + 1, z)) +
                           (flux(Axis::z, x, y, z) - flux(Axis::z, x, y, z + 1));
        made.sum += std::fabs(net);
        made.worst = worse(made.worst, std::fabs(net));
      }
    }
    return made;
  }

  /// Layers are summed by themselves, so that the sum does not depend on the threads.
  void mass(std::size_t threads) {
    double flow = 0;
    for (const double duct : fields_.flows_m3_per_s) flow += duct;
    std::vector<Imbalance> layers(static_cast<std::size_t>(grid_.nz));
    each_in_threads(layers.size(), threads,
                    [&](std::size_t z) { layers[z] = imbalance_of_layer(static_cast<int>(z)); });
    double sum = 0, worst = 0;
    for (const Imbalance& layer : layers) {
      sum += layer.sum;
      worst = worse(worst, layer.worst);
    }
    for (const flow::Supply& supply : hall_.supplies) {
      each_face(supply.faces, [&](int x, int y, int z, std::size_t, double) {
        flow += std::fabs(flux(supply.faces.normal, x, y, z));
      });
    }
    balance_.mass = flow > 0 ? sum / flow : 0;
    balance_.worst_mass = flow > 0 ? worst / flow : 0;
  }

  /// Calls visit(x, y, z of the face's cell, the air cell beside it, +1 where the air lies at the high side else -1)
  /// for the faces that have air at one side alone.
  template <class Visit>
  void each_face(const flow::Faces& faces, const Visit& visit) const {
    const int n[3] = {grid_.nx, grid_.ny, grid_.nz};
    const int d = static_cast<int>(faces.normal);
    for (int b = faces.b0; b < faces.b1; ++b) {
      for (int a = faces.a0; a < faces.a1; ++a) {
        int at[3] = {a, b, b};
        at[d] = faces.at;
        if (d == 0) at[1] = a;
        if (d == 1) at[0] = a;
        if (d == 2) at[1] = b;
        int low[3] = {at[0], at[1], at[2]};
        --low[d];
        const bool air_high = at[d] < n[d] && air_[cell(at[0], at[1], at[2])] != 0;
        const bool air_low = low[d] >= 0 && air_[cell(low[0], low[1], low[2])] != 0;
        if (air_high == air_low) continue;
        const std::size_t beside = air_high ? cell(at[0], at[1], at[2]) : cell(low[0], low[1], low[2]);
        visit(at[0], at[1], at[2], beside, air_high ? 1.0 : -1.0);
      }
    }
  }

  void stream(const flow::Faces& faces, double temperature_degc) {
    each_face(faces, [&](int x, int y, int z, std::size_t beside, double inward) {
      const double in = flux(faces.normal, x, y, z) * inward;
      add(in * (in > 0 ? over_reference(temperature_degc) : temperature(beside)));
    });
  }

  void ducts() {
    const std::vector<double> drawn = intakes(hall_, fields_.temperature_degc);
    for (std::size_t i = 0; i < hall_.ducts.size(); ++i) {
      const flow::Duct& duct = hall_.ducts[i];
      const double flow = fields_.flows_m3_per_s[i];
      if (flow <= 0) continue;
      const double before_coil = drawn[i] + (duct.cools_last ? duct.heat_k_m3_per_s / flow : 0);
      if (duct.cools && before_coil > duct.setpoint_degc) {
        add(-std::min(flow * (before_coil - duct.setpoint_degc), duct.capacity_k_m3_per_s));
      }
      add(duct.heat_k_m3_per_s);
    }
  }

  void sources() {
    for (const flow::Source& source : hall_.sources) {
      const flow::Box& box = source.box;
      bool air = false;
      for (int z = box.z0; z < box.z1; ++z) {
        for (int y = box.y0; y < box.y1; ++y) {
          for (int x = box.x0; x < box.x1; ++x) air = air || air_[cell(x, y, z)] != 0;
        }
      }
      if (air) add(source.heat_k_m3_per_s);
    }
  }

  void conduct(const flow::Wall& wall) {
    const double h[3] = {grid_.hx_m, grid_.hy_m, grid_.hz_m};
    const auto d = static_cast<std::size_t>(wall.faces.normal);
    const double area_per_half = 2 * h[0] * h[1] * h[2] / (h[d] * h[d]);
    each_face(wall.faces, [&](int, int, int, std::size_t beside, double) {
      double diffusivity = hall_.air.viscosity_m2_per_s / hall_.air.prandtl;
      // Half of the cell's own: turbulence has none at a wall.
      if (!fields_.eddy_m2_per_s.empty()) {
        diffusivity += 0.5 * static_cast<double>(fields_.eddy_m2_per_s[beside]) / hall_.air.turbulent_prandtl;
      }
      add(diffusivity * area_per_half * (over_reference(wall.temperature_degc) - temperature(beside)));
    });
  }

  const Case& hall_;
  const flow::Grid& grid_;
  const HandedOut& fields_;
  std::vector<char> air_;
  flow::Balance balance_;
  double in_ = 0, out_ = 0;
};

}  // namespace

flow::Balance balance(const flow::Case& hall, const HandedOut& fields, std::size_t threads) {
  return Count(hall, fields).make(threads);
}

std::vector<double> intakes(const flow::Case& hall, std::span<const double> temperature_degc) {
  const auto nx = static_cast<std::size_t>(hall.grid.nx);
  const auto ny = static_cast<std::size_t>(hall.grid.ny);
  std::vector<double> drawn;
  for (const flow::Duct& duct : hall.ducts) {
    double sum = 0, share = 0;
    for (const flow::Port& port : duct.intake) {
      std::size_t at[3] = {static_cast<std::size_t>(port.x), static_cast<std::size_t>(port.y),
                           static_cast<std::size_t>(port.z)};
      if (port.room_is_low) --at[static_cast<std::size_t>(port.normal)];
      sum += port.share * temperature_degc[(at[2] * ny + at[1]) * nx + at[0]];
      share += port.share;
    }
    drawn.push_back(share > 0 ? sum / share : 0);
  }
  return drawn;
}

}  // namespace kernels::transport
