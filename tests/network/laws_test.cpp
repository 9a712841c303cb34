// Friction and losses against published tables, and their slopes against differences.
#include "planner/network/laws.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <cmath>
#include <string>
#include <vector>

#include "planner/network/friction.hpp"
#include "tests/support/reference.hpp"

namespace hallplan::network {
namespace {

// Colebrook and White in 40-digit arithmetic; the first is CalebBell/fluids' own anchor.
TEST(Friction, ColebrookIsExact) {
  struct Row {
    double reynolds, roughness, factor;
  };
  for (const Row& row :
       {Row{1e5, 1e-4, 0.018513866077471648}, Row{4000, 0, 0.0399070140556}, Row{4000, 0.05, 0.0769868348892},
        Row{6000, 1e-6, 0.035504268214}, Row{6000, 0.005, 0.041090607857}, Row{4000, 0.001, 0.0409103898628}}) {
    EXPECT_NEAR(colebrook_factor(row.reynolds, row.roughness).factor, row.factor, 1e-12) << row.reynolds;
  }
}

// The whole table, 90 pairs of Reynolds number and roughness, with Swamee and Jain beside.
TEST(Friction, ColebrookAndSwameeAndJainByTheTable) {
  SKIP_WITHOUT_REFERENCE("friction_colebrook.csv");
  int points = 0;
  for (const std::vector<std::string>& row : test::reference_rows("friction_colebrook.csv")) {
    if (std::isdigit(static_cast<unsigned char>(row[0][0])) == 0) continue;
    const double reynolds = std::stod(row[0]), rough = std::stod(row[1]);
    EXPECT_NEAR(colebrook_factor(reynolds, rough).factor, std::stod(row[2]), 1e-8) << reynolds << ' ' << rough;
    EXPECT_NEAR(swamee_jain_factor(reynolds, rough).factor, std::stod(row[3]), 1e-8) << reynolds << ' ' << rough;
    ++points;
  }
  EXPECT_EQ(points, 90);
}

TEST(Friction, SwameeAndJainAreThemselves) {
  EXPECT_NEAR(swamee_jain_factor(4000, 0).factor, 0.0405514907, 1e-9);
  EXPECT_NEAR(swamee_jain_factor(6000, 0.005).factor, 0.0420076092, 1e-9);
}

TEST(Friction, SlopesAreThoseOfDifferences) {
  for (const FrictionLaw law : {FrictionLaw::colebrook, FrictionLaw::swamee_jain}) {
    for (const double reynolds : {100.0, 1999.0, 2100.0, 3000.0, 3900.0, 4100.0, 1e5, 1e7}) {
      const double step = reynolds * 1e-6;
      const double rise =
          (friction_factor(reynolds + step, 1e-3, law).factor - friction_factor(reynolds - step, 1e-3, law).factor) /
          (2 * step);
      EXPECT_NEAR(friction_factor(reynolds, 1e-3, law).per_reynolds, rise, 1e-5 * std::fabs(rise) + 1e-15) << reynolds;
    }
  }
}

TEST(Friction, TransitionJoinsBothEnds) {
  for (const double roughness : {0.0, 1e-3, 0.05}) {
    EXPECT_NEAR(friction_factor(2000.001, roughness, FrictionLaw::colebrook).factor, 0.032, 1e-6);
    EXPECT_NEAR(friction_factor(3999.999, roughness, FrictionLaw::colebrook).factor,
                friction_factor(4000.001, roughness, FrictionLaw::colebrook).factor, 1e-6);
  }
}

// Crane TP-410 as CalebBell/fluids works it: SAE 30 oil, laminar: 26.064 psi of which 50 ft of it are lift.
TEST(Laws, CranesOilPipe) {
  constexpr double kInch = 0.0254, kFoot = 0.3048, kGallon = 0.003785411784;
  const Fluid oil{0.87 * 999.0, 0.130};
  const Pipe pipe{300 * kFoot, 5.047 * kInch, 4.572e-5, 29.991 - 0.038195 * 300 * kFoot / (5.047 * kInch)};
  const double lift_pa = oil.density_kg_per_m3 * 9.80665 * 50 * kFoot;
  const double psi = (loss_of(pipe, oil, 400 * kGallon / 60).pa + lift_pa) / 6894.757;
  EXPECT_NEAR(psi, 26.064, 0.02 * 26.064);
}

// The published points of an NVL72 rack: each from the other four.
TEST(Laws, ARacksPointsPredictEachOther) {
  const std::vector<CurvePoint> points = {{59, 15.9}, {71, 22.1}, {89, 33.8}, {119, 58.6}, {177, 126.9}};
  for (std::size_t left_out = 0; left_out < points.size(); ++left_out) {
    DropCurve curve;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (i != left_out) curve.points.push_back(points[i]);
    }
    EXPECT_NEAR(loss_of(curve, {}, points[left_out].flow_m3_per_s).pa, points[left_out].pa, 0.05 * points[left_out].pa);
  }
}

TEST(Laws, LossesRiseWithFlowAndSlopesAreTheirs) {
  const Fluid fluid;
  const std::vector<Law> laws = {
      Pipe{10, 0.05, 5e-5, 3},
      Pipe{10, 0.05, 0, 0, FrictionLaw::hazen_williams, 130},
      Resistance{1e5, 1e9},
      of_kv(10, fluid),
      DropCurve{{{1e-3, 1e4}, {2e-3, 3.6e4}, {3e-3, 9e4}}},
      Pump{PowerCurve{3e5, 1e9, 2}, 0.8},
      Pump{QuadraticCurve{3e5, -1e6, -1e9}},
  };
  for (std::size_t law = 0; law < laws.size(); ++law) {
    double before = -1e30;
    for (const double flow : {-3e-3, -1e-4, -1e-7, 0.0, 1e-8, 1e-6, 1e-4, 1.5e-3, 2.5e-3, 5e-3}) {
      if (law >= 5 && flow < 0) continue;
      const Loss loss = loss_of(laws[law], fluid, flow);
      EXPECT_GT(loss.pa, before - 1e-12) << law << " at " << flow;
      before = loss.pa;
      const double step = std::max(1e-12, std::fabs(flow) * 1e-6);
      const double rise =
          (loss_of(laws[law], fluid, flow + step).pa - loss_of(laws[law], fluid, flow - step).pa) / (2 * step);
      if (std::fabs(flow) > 1e-5) {
        EXPECT_NEAR(loss.slope_pa_s_per_m3, rise, 1e-3 * std::fabs(rise)) << law << " at " << flow;
      }
      EXPECT_TRUE(std::isfinite(loss.slope_pa_s_per_m3));
    }
  }
}

TEST(Laws, AffinityLaws) {
  const Pump full{PowerCurve{3e5, 1e10, 2}, 1}, half{PowerCurve{3e5, 1e10, 2}, 0.5};
  EXPECT_NEAR(gain_of(half, 1e-3).pa, 0.25 * gain_of(full, 2e-3).pa, 1e-6);
}

// A curve of Kv passes Kv cubic metres an hour of water of 15 degC at a bar.
TEST(Laws, AFlowCoefficientIsItself) {
  const Fluid water{999.1, 1.1e-3};
  EXPECT_NEAR(loss_of(of_kv(7.2, water), water, 2e-3).pa, 1e5, 1);
}

}  // namespace
}  // namespace hallplan::network
