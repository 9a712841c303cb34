// Racks' flow with each branch shut, against a solution for each; what is kept between calls follows every change of the network.
#include <gtest/gtest.h>

#include <algorithm>

#include "planner/hydraulics/kept_flows.hpp"
#include "planner/hydraulics/pump_speed.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"

namespace hallplan {
namespace {

using hydraulics::BranchFlows;
using hydraulics::GroupNetwork;

Site piped(const std::string& header, const std::string& more = {}) {
  return test::small_site({"liquid.cdu_groups.g1.type=test-cdu-4bar",
                           "liquid.cdu_groups.g1.piping={header_diameter: " + header +
                               ", branch_diameter: 40 mm, branch_length: 3 m, roughness: 0.045 mm" + more + "}"});
}

GroupNetwork network_of(const Site& site, int compute) {
  const Plan plan = racks(site, {{"test-compute", compute}});
  return hydraulics::network_of(site, layout::positioned(site, plan), 0);
}

void expect_brute_force(const Site& site, const GroupNetwork& network) {
  const CduGroup& group = site.cdu_groups[0];
  const BranchFlows found = hydraulics::branch_flows(group, network);
  ASSERT_EQ(found.unknown, "");
  for (std::size_t i = 0; i < network.racks.size(); ++i) {
    double most = 0, least = 1e9;
    for (std::size_t out = 0; out < network.racks.size(); ++out) {
      if (out == i) continue;
      GroupNetwork shut = network;
      shut.network.links[shut.racks[out].link].open = false;
      const double flow = hydraulics::controlled_flow(group, shut).flow.flow_m3_per_s[shut.racks[i].link];
      most = std::max(most, flow);
      least = std::min(least, flow);
      if (out == found.most_shut[i]) {
        EXPECT_NEAR(flow, found.most_m3_per_s[i], 1e-12);
      }
      if (out == found.least_shut[i]) {
        EXPECT_NEAR(flow, found.least_m3_per_s[i], 1e-12);
      }
    }
    EXPECT_NEAR(found.most_m3_per_s[i], most, 1e-12);
    EXPECT_NEAR(found.least_m3_per_s[i], least, 1e-12);
  }
}

TEST(BranchFlows, AreThoseOfEachSolutionWhateverWasKept) {
  for (int again = 0; again < 2; ++again) {
    for (const char* const header : {"80 mm", "50 mm", "80.001 mm"}) {
      const Site site = piped(header);
      expect_brute_force(site, network_of(site, 4));
      expect_brute_force(site, network_of(site, 3));
    }
    const Site limited = piped("80 mm", ", flow_limited: true");
    expect_brute_force(limited, network_of(limited, 4));
    const Site held = piped("80 mm", ", control: constant_pressure, control_pressure: 120 kPa");
    expect_brute_force(held, network_of(held, 4));
  }
}

// All that a solution hangs on is part of what it is kept by.
TEST(BranchFlows, FollowEveryChange) {
  const Site site = piped("60 mm");
  const GroupNetwork before = network_of(site, 4);
  const double was = hydraulics::branch_flows(site.cdu_groups[0], before).most_m3_per_s[0];
  GroupNetwork thin = before;
  thin.network.fluid.viscosity_pa_s /= 2;
  EXPECT_GT(hydraulics::branch_flows(site.cdu_groups[0], thin).most_m3_per_s[0], was);
  GroupNetwork lost = before;
  lost.network.links[lost.unit_links[0]].open = false;
  EXPECT_LT(hydraulics::branch_flows(site.cdu_groups[0], lost).most_m3_per_s[0], was);
  GroupNetwork harder = before;
  std::get<network::DropCurve>(harder.network.links[harder.racks[0].link].law).points.back().pa *= 2;
  EXPECT_LT(hydraulics::branch_flows(site.cdu_groups[0], harder).most_m3_per_s[0], was);
  EXPECT_DOUBLE_EQ(hydraulics::branch_flows(site.cdu_groups[0], before).most_m3_per_s[0], was);
}

}  // namespace
}  // namespace hallplan
