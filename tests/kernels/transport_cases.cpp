#include "transport_cases.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace transport_cases {
namespace {

/// The potential equation on the cells of one case.
class Potential {
 public:
  Potential(const flow::Tables& tables, Fluxes& flux) : tables_(tables), layout_(tables.layout), flux_(flux) {
    for (auto& factor : factor_) factor.assign(size(), 0.0);
    const Index steps[3] = {1, layout_.pitch, layout_.plane};
    std::copy(steps, steps + 3, step_);
    each_cell([&](Index i) {
      for (int d = 0; d < 3; ++d) {
        for (const Index at : {i, i + step_[d]}) {
          if (!face::is_fixed(tables_.bits[part(d)][index(at)])) factor_[part(d)][index(at)] = conductance(d);
        }
      }
    });
    for (const auto& opening : tables_.openings) {
      factor_[part(opening.component)][index(opening.at)] = 2 * conductance(opening.component);
    }
  }

  void project(int turns) {
    std::vector<double> x(size(), 0.0), r(size(), 0.0), p(size(), 0.0), q(size(), 0.0);
    double norm = 0;
    each_cell([&](Index i) {
      r[index(i)] = -divergence(i);
      norm += r[index(i)] * r[index(i)];
    });
    const double start = norm;
    p = r;
    for (int turn = 0; turn < turns && norm > 1e-26 * start; ++turn) {
      double pq = 0;
      each_cell([&](Index i) {
        double sum = 0;
        for (int d = 0; d < 3; ++d) {
          sum += factor_[part(d)][index(i)] * (p[index(i)] - p[index(i - step_[d])]);
          sum += factor_[part(d)][index(i + step_[d])] * (p[index(i)] - p[index(i + step_[d])]);
        }
        q[index(i)] = sum;
        pq += sum * p[index(i)];
      });
      const double alpha = norm / pq;
      double next = 0;
      each_cell([&](Index i) {
        x[index(i)] += alpha * p[index(i)];
        r[index(i)] -= alpha * q[index(i)];
        next += r[index(i)] * r[index(i)];
      });
      const double beta = next / norm;
      norm = next;
      each_cell([&](Index i) { p[index(i)] = r[index(i)] + beta * p[index(i)]; });
    }
    for (int d = 0; d < 3; ++d) {
      for (Index i = step_[d]; i < layout_.size - 2 * Layout::kGroup; ++i) {
        flux_[part(d)][index(i)] += factor_[part(d)][index(i)] * (x[index(i - step_[d])] - x[index(i)]);
      }
    }
  }

 private:
  static std::size_t part(int d) { return static_cast<std::size_t>(d); }
  static std::size_t index(Index i) { return static_cast<std::size_t>(i); }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(layout_.size); }
  [[nodiscard]] double conductance(int d) const {
    const auto& h = tables_.h_m;
    return h[0] * h[1] * h[2] / (h[part(d)] * h[part(d)]);
  }
  template <class Visit>
  void each_cell(const Visit& visit) const {
    for (Index z = 1; z <= layout_.nz; ++z) {
      for (Index y = 1; y <= layout_.ny; ++y) {
        for (Index x = 1; x <= layout_.nx; ++x) {
          const Index i = layout_.at(x, y, z);
          if (!face::is_solid(tables_.bits[0][index(i)])) visit(i);
        }
      }
    }
  }
  [[nodiscard]] double divergence(Index i) const {
    double sum = 0;
    for (int d = 0; d < 3; ++d) sum += flux_[part(d)][index(i + step_[d])] - flux_[part(d)][index(i)];
    return sum;
  }

  const flow::Tables& tables_;
  const Layout& layout_;
  Fluxes& flux_;
  std::array<std::vector<double>, 3> factor_;
  Index step_[3] = {};
};

/// Adds the curl of a potential that lives on the edges along `axis`.
void add_vortices(const flow::Tables& tables, int axis, double strength, Fluxes& flux) {
  const Layout& layout = tables.layout;
  const Index steps[3] = {1, layout.pitch, layout.plane};
  const int a = (axis + 1) % 3, b = (axis + 2) % 3;
  const auto open = [&](int d, Index i) {
    return !face::is_fixed(tables.bits[static_cast<std::size_t>(d)][static_cast<std::size_t>(i)]);
  };
  const double n[3] = {static_cast<double>(layout.nx), static_cast<double>(layout.ny), static_cast<double>(layout.nz)};
  for (Index z = 1; z <= layout.nz; ++z) {
    for (Index y = 1; y <= layout.ny; ++y) {
      for (Index x = 1; x <= layout.nx; ++x) {
        const Index i = layout.at(x, y, z);
        const Index la = i - steps[a], lb = i - steps[b];
        if (!open(a, i) || !open(a, lb) || !open(b, i) || !open(b, la)) continue;
        const double at[3] = {(static_cast<double>(x) - 1) / n[0], (static_cast<double>(y) - 1) / n[1],
                              (static_cast<double>(z) - 1) / n[2]};
        const double psi = strength * std::sin(3 * M_PI * at[a]) * std::sin(2 * M_PI * at[b]) * (1 + 0.3 * at[axis]);
        // The edge at the low a and low b corner of the cell i.
        flux[static_cast<std::size_t>(a)][static_cast<std::size_t>(i)] -= psi;
        flux[static_cast<std::size_t>(a)][static_cast<std::size_t>(lb)] += psi;
        flux[static_cast<std::size_t>(b)][static_cast<std::size_t>(i)] += psi;
        flux[static_cast<std::size_t>(b)][static_cast<std::size_t>(la)] -= psi;
      }
    }
  }
}

/// Elements of a layout as the flow's answers have them, without the layers around it.
std::vector<double> plain(const Layout& layout, const std::vector<double>& field, int component) {
  std::vector<double> made;
  for (Index z = 1; z <= layout.nz + (component == 2 ? 1 : 0); ++z) {
    for (Index y = 1; y <= layout.ny + (component == 1 ? 1 : 0); ++y) {
      for (Index x = 1; x <= layout.nx + (component == 0 ? 1 : 0); ++x) {
        made.push_back(field[static_cast<std::size_t>(layout.at(x, y, z))]);
      }
    }
  }
  return made;
}

}  // namespace

Fluxes make_flow(const flow::Tables& tables, const transport::Ducts& ducts, double vortex_m3_per_s) {
  const Layout& layout = tables.layout;
  Fluxes flux;
  for (int d = 0; d < 3; ++d) {
    const auto part = static_cast<std::size_t>(d);
    flux[part].assign(static_cast<std::size_t>(layout.size), 0.0);
    const double area = tables.h_m[0] * tables.h_m[1] * tables.h_m[2] / tables.h_m[part];
    for (const flow::GivenVelocity& given : tables.velocity[part]) {
      flux[part][static_cast<std::size_t>(given.at)] = static_cast<double>(given.value_m_per_s) * area;
    }
  }
  for (const auto& port : ducts.ports) {
    flux[static_cast<std::size_t>(port.component)][static_cast<std::size_t>(port.at)] = port.flux_m3_per_s;
  }
  Potential(tables, flux).project(2000);
  for (int axis = 0; axis < 3; ++axis) add_vortices(tables, axis, vortex_m3_per_s, flux);
  return flux;
}

flow::Tables tables_of(const flow::Case& hall) {
  const flow::Case* const one = &hall;
  return flow::make_tables(std::span(&one, 1));
}

transport::FrozenFlow frozen(const Hall& hall, double vortex_m3_per_s) {
  const flow::Tables tables = tables_of(hall.hall);
  const Fluxes flux = make_flow(tables, transport::make_ducts(tables, 0, hall.flows), vortex_m3_per_s);
  flow::Fields fields;
  fields.flux_u = plain(tables.layout, flux[0], 0);
  fields.flux_v = plain(tables.layout, flux[1], 1);
  fields.flux_w = plain(tables.layout, flux[2], 2);
  return transport::freeze(hall.hall, fields, hall.flows);
}

double heat_of(const flow::Case& hall) {
  double heat = 0;
  for (const auto& duct : hall.ducts) heat += duct.heat_k_m3_per_s;
  return heat;
}

transport::Question temperature_to(const transport::FrozenFlow& flow, double part) {
  transport::Question question = transport::temperature(flow);
  question.imbalance = part * heat_of(flow.hall);
  return question;
}

}  // namespace transport_cases
