#include "planner/network/tee.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "planner/network/network.hpp"

namespace hallplan::network {
namespace {

/// A number that changes with the share: sums and products with their slopes.
using Varied = TeeCoefficient;
Varied operator+(Varied a, Varied b) { return {a.k + b.k, a.per_share + b.per_share}; }
Varied operator*(Varied a, Varied b) { return {a.k * b.k, a.k * b.per_share + a.per_share * b.k}; }
Varied operator*(double a, Varied b) { return {a * b.k, a * b.per_share}; }
Varied fixed(double value) { return {value, 0}; }
Varied square(Varied a) { return a * a; }

/// `low` up to a share, `high` from there on, and a line over 0.02 on either side of it.
Varied bridged(double share, double at, Varied low, Varied high, double low_before, double high_after) {
  constexpr double kHalf = 0.02;
  if (share <= at - kHalf) return low;
  if (share >= at + kHalf) return high;
  const double slope = (high_after - low_before) / (2 * kHalf);
  return {low_before + slope * (share - at + kHalf), slope};
}

/// F of the converging equations, by the branch's angle.
double converging_f(double angle_deg) {
  if (angle_deg <= 30) return 1.74;
  if (angle_deg <= 45) return 1.41;
  return angle_deg <= 60 ? 1.0 : 0.0;
}

constexpr double kSteep_deg = 75;  ///< from here on Crane's rows of 90 degrees

/// A flow into the node `at`.
double into(const Link& link, std::size_t at, double flow) { return link.to == at ? flow : -flow; }

}  // namespace

TeeCoefficient converging_branch(double share, double area_ratio, double angle_deg) {
  const Varied r{share, 1};
  Varied c = fixed(1);
  if (angle_deg > kSteep_deg && area_ratio > 0.35) {
    c = bridged(share, 0.4, {0.9 * (1 - share), -0.9}, fixed(0.55), 0.9 * 0.62, 0.55);
  }
  const Varied rest{1 - share, -1};
  const double f = converging_f(angle_deg) / area_ratio;
  return c * (fixed(1) + square((1 / area_ratio) * r) + (-2) * square(rest) + (-f) * square(r));
}

TeeCoefficient converging_run(double share, double area_ratio, double angle_deg) {
  const Varied r{share, 1};
  if (angle_deg > kSteep_deg) return 1.55 * r + (-1) * square(r);
  const Varied rest{1 - share, -1};
  return fixed(1) + (-1) * square(rest) + (-converging_f(angle_deg) / area_ratio) * square(r);
}

TeeCoefficient diverging_branch(double share, double area_ratio, double angle_deg) {
  constexpr double kWide = 2.0 / 3;
  const Varied r{share, 1};
  const bool as_wye = angle_deg <= 60 || area_ratio < 1;
  const double h = as_wye ? 1 : 0.3, j = as_wye ? 2 : 0;
  Varied g = fixed(1);
  if (angle_deg > kSteep_deg) {
    if (area_ratio > kWide) g = fixed(1) + 0.3 * square(r);
  } else if (area_ratio <= 0.35) {
    g = bridged(share, 0.4, {1.1 - 0.7 * share, -0.7}, fixed(0.85), 1.1 - 0.7 * 0.38, 0.85);
  } else {
    g = bridged(share, 0.6, {1 - 0.6 * share, -0.6}, fixed(0.6), 1 - 0.6 * 0.58, 0.6);
  }
  const double along = angle_deg >= 90 ? 0 : std::cos(angle_deg * std::numbers::pi / 180);
  const Varied velocity = (1 / area_ratio) * r;
  return g * (fixed(1) + h * square(velocity) + (-j * along) * velocity);
}

TeeCoefficient diverging_run(double share, double area_ratio) {
  const Varied r{share, 1};
  Varied m = fixed(0.4);
  if (area_ratio > 0.4) m = (share <= 0.5 ? 2 : 0.3) * Varied{2 * share - 1, 2};
  return m * square(r);
}

std::optional<std::array<TeeLoss, 2>> losses_of(const Tee& tee, const std::vector<Link>& links, const Fluid& fluid,
                                                const std::vector<double>& flow_m3_per_s) {
  const auto at = [&](std::size_t link) { return into(links[link], tee.node, flow_m3_per_s[link]); };
  const bool first = std::fabs(at(tee.run[0])) >= std::fabs(at(tee.run[1]));
  const std::size_t common = tee.run[first ? 0 : 1], run = tee.run[first ? 1 : 0];
  const bool meets = at(common) < 0;  // out of the node: what comes by the others
  const double sign = meets ? 1 : -1;
  const double by_run = sign * at(run), by_branch = sign * at(tee.branch);
  const double total = by_run + by_branch;
  std::array<TeeLoss, 2> made{TeeLoss{run, tee.branch, {}, 0}, TeeLoss{tee.branch, run, {}, 0}};
  constexpr double kStill_m3_per_s = 1e-7;  // six millilitres a minute lose nothing, and may be what shut valves leave
  if (total <= kStill_m3_per_s) return made;
  constexpr double kRound = 1e-6;  // flows that the solver leaves off
  if (by_run < -kRound * total || by_branch < -kRound * total) return {};
  const double share = std::clamp(by_branch / total, 0.0, 1.0);
  const double ratio = std::pow(tee.branch_diameter_m / tee.run_diameter_m, 2);
  TeeCoefficient along = meets ? converging_run(share, ratio, tee.angle_deg) : diverging_run(share, ratio);
  TeeCoefficient aside =
      meets ? converging_branch(share, ratio, tee.angle_deg) : diverging_branch(share, ratio, tee.angle_deg);
  if (!tee.gains && along.k < 0) along = {};
  if (!tee.gains && aside.k < 0) aside = {};
  const double factor = of_k(1, tee.run_diameter_m, fluid).square_pa_s2_per_m6;
  // The way the streams go, in the link's own sense. Not by its flow: that of a dead end is nothing, of either sign in its last digits, and
  // a loss that changes sides with it never balances.
  const auto way_of = [&](std::size_t link) { return (links[link].to == tee.node) == meets ? 1.0 : -1.0; };
  const auto put = [&](TeeLoss& into_loss, const TeeCoefficient& of, double share_by_own, double share_by_other) {
    const double way = way_of(into_loss.link), other_way = way_of(into_loss.other);
    into_loss.by_own = {way * factor * of.k * total * total, factor * total * (2 * of.k + of.per_share * share_by_own)};
    into_loss.slope_by_other_pa_s_per_m3 =
        way * other_way * factor * total * (2 * of.k + of.per_share * share_by_other);
  };
  put(made[0], along, -share, 1 - share);
  put(made[1], aside, 1 - share, -share);
  return made;
}

}  // namespace hallplan::network
