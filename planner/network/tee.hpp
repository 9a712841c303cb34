/// Tees and wyes: what the streams that part or meet there lose, by the share that the branch carries.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "planner/network/laws.hpp"

namespace hallplan::network {

/// A straight run with a branch at one of its nodes: three links that end there, and no others. Node pressures are then total ones, with
/// the velocity head of the run in them, as loss coefficients by Crane are between total heads.
struct Tee {
  std::string id;
  std::size_t node = 0;
  std::size_t run[2] = {0, 0};  ///< links: the run's two ends
  std::size_t branch = 0;       ///< link
  double run_diameter_m = 0, branch_diameter_m = 0;
  double angle_deg = 90;  ///< between the branch and the run's end that is not common: 30, 45, 60 or 90
  bool gains = true;      ///< false: a stream that another speeds up gains nothing, the unfavourable side
};

/// A loss coefficient of a tee at a share r of the branch in the common flow, on the common velocity head.
struct TeeCoefficient {
  double k = 0, per_share = 0;
};

/// Crane TP-410, edition of 2009, equations 2-35 to 2-38, with the errata of their coefficients; after Idelchik. `area_ratio`: (branch
/// diameter / run diameter)^2, at most 1; r from 0 to 1. Of 90 degrees a
/// diverging branch as wide as its run has H = 0.3 and J = 0, and any narrower one H = 1 and J = 2: nothing is published between. At r of 0.4 and 0.6 the tables jump by up to 7 %: a line bridges 0.02 to either side.
[[nodiscard]] TeeCoefficient converging_branch(double share, double area_ratio, double angle_deg);
[[nodiscard]] TeeCoefficient converging_run(double share, double area_ratio, double angle_deg);
[[nodiscard]] TeeCoefficient diverging_branch(double share, double area_ratio, double angle_deg);
[[nodiscard]] TeeCoefficient diverging_run(double share, double area_ratio);

/// What a tee adds to the loss of one link, and how that changes with its own flow and another link's.
struct TeeLoss {
  std::size_t link = 0, other = 0;
  Loss by_own;
  double slope_by_other_pa_s_per_m3 = 0;
};

struct Link;
/// At flows of its links: of the run's end that is not common, and of the branch. Where the branch is the common leg Crane knows no loss:
/// nothing.
[[nodiscard]] std::optional<std::array<TeeLoss, 2>> losses_of(const Tee& tee, const std::vector<Link>& links,
                                                              const Fluid& fluid,
                                                              const std::vector<double>& flow_m3_per_s);

}  // namespace hallplan::network
