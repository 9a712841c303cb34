/// Transport on a frozen flow as one linear (at ducts: piecewise linear) problem, on the host: the numbers of one case
/// in 64-bit floats, and its ducts as lists. Made from the flow solver's tables. Internal.
///
/// Elements are those of a layout of one case (`Layout(nx, ny, nz)`), whatever case of a batch they come from.
#pragma once

#include <array>
#include <limits>
#include <span>
#include <vector>

#include "kernels/base/hd.hpp"
#include "kernels/base/view.hpp"
#include "kernels/flow/tables.hpp"
#include "kernels/grid/layout.hpp"
#include "kernels/transport/transport.hpp"

namespace kernels::transport {

/// What a duct makes of a scalar: out = gain * in, brought down to `target` where it is above, by no more than `most`;
/// then `plus`.
struct DuctTerm {
  double gain = 1;
  double target = std::numeric_limits<double>::max();  ///< no target: nothing is above it
  double most = 0;
  double plus = 0;

  KERNELS_HD double out(double in) const {
    const double through = gain * in;
    if (through <= target) return through + plus;
    const double least = through - most;
    return (least > target ? least : target) + plus;
  }
  /// d out / d in.
  KERNELS_HD double slope(double in) const {
    const double through = gain * in;
    return through <= target || through - most > target ? gain : 0.0;
  }
};

/// A share of a duct (or of a followed thing) at an element.
struct Share {
  Index of = 0;
  double share = 0;
};

/// A face that ducts move air through, and how much, in the direction of the axis.
struct PortFlux {
  int component = 0;
  Index at = 0;
  double flux_m3_per_s = 0;
};

/// A cell of ducts' bodies: what it holds is the mean of `shares` (of = duct), which add up to 1.
struct Behind {
  Index at = 0;
  Index first = 0, last = 0;  ///< in `behind_shares`
};

/// The ducts of one case. Shares are normalised in 64-bit floats, so that a duct draws and blows the same volume.
struct Ducts {
  std::vector<double> flow_m3_per_s;  ///< a duct
  std::vector<Index> first_followed;  ///< a duct, then a probe, and the end, in `followed`
  std::vector<Share> followed;        ///< of = cell
  std::vector<PortFlux> ports;
  std::vector<Behind> behind;
  std::vector<Share> behind_shares;  ///< of = duct
  Index widest = 0;                  ///< most parts of one followed thing

  [[nodiscard]] Index count() const { return static_cast<Index>(flow_m3_per_s.size()); }
  [[nodiscard]] Index followed_count() const { return static_cast<Index>(first_followed.size()) - 1; }
};

/// `flows`: of the case's ducts, at least 0.
[[nodiscard]] Ducts make_ducts(const flow::Tables& tables, Index unit, std::span<const double> flows_m3_per_s);

/// What a duct of a hall makes of temperature, relative to `reference_degc`.
[[nodiscard]] DuctTerm temperature_term(const flow::Duct& duct, double flow_m3_per_s, double reference_degc);

/// What all questions about one flow have in common, apart from the fields that may live on a device: fluxes and eddy
/// viscosity.
struct Problem {
  Layout layout;  ///< of one case
  std::array<double, 3> h_m{};
  double diffusivity_m2_per_s = 0;
  double per_turbulent_prandtl = 0;
  Ducts ducts;

  [[nodiscard]] double volume_m3() const { return h_m[0] * h_m[1] * h_m[2]; }
};

/// A value that holds at an element: in a solid, in a wall, of what comes in.
struct Given {
  Index at = 0;
  double value = 0;
};

/// One question.
struct Asked {
  std::vector<DuctTerm> terms;  ///< a duct
  double start = 0;             ///< in all cells,
  std::vector<Given> given;     ///< and then these, each element once
  std::vector<double> source;   ///< an element: times its volume, K m3/s; empty: none
  double everywhere = 0;        ///< the same in each cell of air, K m3/s
  bool limited = false;
  double imbalance = 0;  ///< see `Tolerance`
  double change = 0;
};

/// Case `unit`.
[[nodiscard]] Problem problem_of(const flow::Tables& tables, Index unit, const flow::Case& hall,
                                 std::span<const double> flows_m3_per_s);

/// Its temperature, relative to the case's reference.
[[nodiscard]] Asked temperature_of(const flow::Tables& tables, Index unit, const flow::Case& hall,
                                   const Problem& problem);

/// A question (checked) about a scalar.
[[nodiscard]] Asked ask(const flow::Tables& tables, Index unit, const Problem& problem, const Question& question);

}  // namespace kernels::transport
