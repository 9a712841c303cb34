/// Geometry that must hold whatever the numbers: a mirrored or turned hall gets the same answer, and the rectangle
/// arithmetic agrees with counting cells.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <tuple>

#include "planner/layout/geometry.hpp"
#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

RectMm random_rect(std::mt19937& random) {
  const auto x = static_cast<long long>(random() % 12), y = static_cast<long long>(random() % 12);
  return {x, y, x + 1 + static_cast<long long>(random() % 6), y + 1 + static_cast<long long>(random() % 6)};
}

bool covers(const RectMm& rect, long long x, long long y) {
  return x >= rect.x0 && x < rect.x1 && y >= rect.y0 && y < rect.y1;
}

/// Half a millimetre is one in every unit: it rounds away from zero, and two spellings of one place are one place.
TEST(Geometry, UnitsOfALengthDoNotMoveIt) {
  for (const char* x : {"500.5 mm", "0.5005 m", "50.05 cm"}) {
    const Site site = hallplan::test::small_placed_site(
        {std::string("hall.columns={c: {x: ") + x + ", y: 1 m, width: 500 mm, depth: 0.5 m}}"});
    EXPECT_EQ(box_rect(site.hall.columns[0]), (RectMm{501, 1000, 1001, 1500})) << x;
  }
  for (long long half_mm = 1; half_mm < 40'000; half_mm += 2) {
    const double mm = static_cast<double>(half_mm) / 2;
    EXPECT_EQ(to_mm(mm * 1e-3), (half_mm + 1) / 2);
    EXPECT_EQ(to_mm(mm / 1000), (half_mm + 1) / 2);
    EXPECT_EQ(to_mm(mm / 10 * 1e-2), (half_mm + 1) / 2);
  }
}

TEST(Geometry, OverlapAgreesWithCountingCells) {
  std::mt19937 random(1);
  for (int n = 0; n < 3000; ++n) {
    const RectMm a = random_rect(random), b = random_rect(random);
    long long shared = 0;
    for (long long y = 0; y < 18; ++y) {
      for (long long x = 0; x < 18; ++x) shared += covers(a, x, y) && covers(b, x, y) ? 1 : 0;
    }
    ASSERT_EQ(overlap(a, b), shared > 0);
    ASSERT_EQ(shared_mm2(a, b), shared);
  }
}

/// Cells that can be walked from an edge before one of the obstacle is met; -1 when none is, or the two share floor.
long long walk(const RectMm& a, Side side, const RectMm& b) {
  if (overlap(a, b)) return -1;
  for (long long step = 0; step < 20; ++step) {
    const RectMm next = strip(a, side, step + 1);
    for (long long y = next.y0; y < next.y1; ++y) {
      for (long long x = next.x0; x < next.x1; ++x) {
        if (covers(b, x, y)) return step;
      }
    }
  }
  return -1;
}

TEST(Geometry, GapAgreesWithWalking) {
  std::mt19937 random(2);
  for (int n = 0; n < 1500; ++n) {
    const RectMm a = random_rect(random), b = random_rect(random);
    for (const Side side : {Side::south, Side::north, Side::west, Side::east}) {
      ASSERT_EQ(gap_to(a, side, b), walk(a, side, b)) << describe(a) << "; " << describe(b);
    }
  }
}

TEST(Floor, WorstBayAgreesWithCountingCells) {
  const Site site = test::small_placed_site();
  const Plan plan = placed(site);
  const std::vector<Equipment> pieces = equipment(site, plan);
  const long long cell = 25;  // every edge of the small hall is a multiple of 25 mm
  double worst = 0;
  for (long long by = 0; by < 8000; by += 3000) {
    for (long long bx = 0; bx < 12000; bx += 3000) {
      double mass_kg = 0, area_m2 = 0;
      for (long long y = by; y < std::min(by + 3000, 8000LL); y += cell) {
        for (long long x = bx; x < bx + 3000; x += cell) {
          area_m2 += 0.025 * 0.025;
          for (const Equipment& piece : pieces) {
            if (!covers(piece.rect, x, y)) continue;
            mass_kg += piece.body->mass_kg->value * static_cast<double>(cell * cell) /
                       static_cast<double>(area_mm2(piece.rect));
          }
        }
      }
      worst = std::max(worst, mass_kg / area_m2);
    }
  }
  EXPECT_NEAR(of_rule(check(site, plan), Rule::layout_floor_bay).at(0).value, worst, 1e-6);
}

// --- mirrored and turned halls ----------------------------------------------------------------------------------------

Partition make_sheet(const std::string& id, double x_m, double y_m, double width_m, double depth_m, double bottom_m) {
  Partition sheet;
  sheet.id = id;
  sheet.x_m = stated(x_m);
  sheet.y_m = stated(y_m);
  if (width_m > 0) sheet.width_m = stated(width_m);
  if (depth_m > 0) sheet.depth_m = stated(depth_m);
  sheet.bottom_m = stated(bottom_m);
  return sheet;
}

/// The small hall with bays that divide it, a second row that faces the first, columns, a keep-out and partitions: walls through the
/// first slot of r1 and behind the third of r2, a lid over the last slots of both, a curtain.
Site rich_site() {
  Site site = test::small_site({"hall.floor.bay=2 m", "rows.r1.depth=1300 mm"});
  Row second = site.rows[0];
  second.id = "r2";
  second.x_m = stated(1.5);
  second.y_m = stated(0.7);
  second.front = Side::north;
  second.slots = 7;
  site.rows.push_back(second);
  site.hall.columns = {make_box("k", 3.6, 2.1, 0.3, 0.3), make_box("l", 6.3, 4.4, 0.3, 0.3)};
  site.hall.keep_outs = {make_box("exit", 0.5, 0.5, 1.2, 1.0)};
  site.hall.partitions = {make_sheet("wall", 2.4, 2.6, 0, 0.9, 0), make_sheet("back", 3.1, 0.4, 0.6, 0, 0),
                          make_sheet("lid", 5.9, 0.6, 0.9, 4, 2.1), make_sheet("curtain", 4.0, 2.0, 1.0, 0, 2.2)};
  return site;
}

Value minus(double from, const Value& a, double size) { return stated(from - a.value - size); }

Side mirrored(Side side) {
  if (side == Side::west) return Side::east;
  return side == Side::east ? Side::west : side;
}

double unit_extent_x(const Body& body, Side front) {
  return front == Side::south || front == Side::north ? body.width_m.value : body.depth_m.value;
}

/// West and east exchanged. Slots of rows along x are then counted from the other end.
Site mirror(Site site) {
  const double width = site.hall.width_m.value;
  for (std::vector<Box>* boxes : {&site.hall.columns, &site.hall.keep_outs}) {
    for (Box& box : *boxes) box.x_m = minus(width, box.x_m, box.width_m.value);
  }
  for (Partition& sheet : site.hall.partitions) {
    sheet.x_m = minus(width, sheet.x_m, sheet.width_m ? sheet.width_m->value : 0);
  }
  for (Row& row : site.rows) {
    row.x_m = minus(width, row.x_m, row.along == Axis::x ? row.slots * row.pitch_m.value : row.depth_m.value);
    row.front = mirrored(row.front);
  }
  const auto move = [&](std::vector<Unit>& units, const Body& body) {
    for (Unit& unit : units) {
      unit.x_m = minus(width, *unit.x_m, unit_extent_x(body, unit.front));
      unit.front = mirrored(unit.front);
    }
  };
  for (CduGroup& g : site.cdu_groups)
    move(g.units, site.catalogue.cdus[static_cast<std::size_t>(g.type.index)].body.body);
  for (AirZone& z : site.air_zones)
    move(z.units, site.catalogue.air_units[static_cast<std::size_t>(z.type.index)].body.body);
  return site;
}

Side transposed(Side side) {
  switch (side) {
    case Side::south:
      return Side::west;
    case Side::west:
      return Side::south;
    case Side::north:
      return Side::east;
    case Side::east:
      return Side::north;
  }
  return side;
}

/// x and y exchanged.
Site transpose(Site site) {
  std::swap(site.hall.width_m, site.hall.depth_m);
  for (std::vector<Box>* boxes : {&site.hall.columns, &site.hall.keep_outs}) {
    for (Box& box : *boxes) {
      std::swap(box.x_m, box.y_m);
      std::swap(box.width_m, box.depth_m);
    }
  }
  for (Partition& sheet : site.hall.partitions) {
    std::swap(sheet.x_m, sheet.y_m);
    std::swap(sheet.width_m, sheet.depth_m);
  }
  for (Row& row : site.rows) {
    std::swap(row.x_m, row.y_m);
    row.along = row.along == Axis::x ? Axis::y : Axis::x;
    row.front = transposed(row.front);
  }
  const auto turn = [](std::vector<Unit>& units) {
    for (Unit& unit : units) {
      std::swap(unit.x_m, unit.y_m);
      unit.front = transposed(unit.front);
    }
  };
  for (CduGroup& g : site.cdu_groups) turn(g.units);
  for (AirZone& z : site.air_zones) turn(z.units);
  return site;
}

/// Any racks in any slots, also blocked and taken ones.
Plan random_plan(const Site& site, std::mt19937& random) {
  Plan plan;
  const int count = 1 + static_cast<int>(random() % 12);
  for (int i = 0; i < count; ++i) {
    Placement rack;
    rack.id = "k" + std::to_string(i);
    rack.type = static_cast<int>(random() % site.catalogue.racks.size());
    rack.row = static_cast<int>(random() % site.rows.size());
    rack.slot = static_cast<int>(random() % static_cast<unsigned>(site.rows[static_cast<std::size_t>(rack.row)].slots));
    rack.demand = 0;
    rack.unit = rack.type == site.demand[0].management.index ? -1 : static_cast<int>(random() % 2);
    plan.racks.push_back(rack);
  }
  return positioned(site, plan);
}

using Line = std::tuple<int, int, long long, long long>;

/// What checks say, without the words for places: rule, status, value and limit to the millionth.
std::vector<Line> answer(const Site& site, const Plan& plan) {
  std::vector<Line> out;
  for (const Check& c : check(site, plan)) {
    out.emplace_back(static_cast<int>(c.rule), static_cast<int>(c.status), std::llround(c.value * 1e6),
                     std::llround(c.limit * 1e6));
  }
  std::sort(out.begin(), out.end());
  return out;
}

TEST(Symmetry, AMirroredHallGetsTheSameAnswer) {
  std::mt19937 random(3);
  const Site site = rich_site();
  const Site other = mirror(site);
  for (int n = 0; n < 300; ++n) {
    const Plan plan = random_plan(site, random);
    Plan reflected = plan;
    for (Placement& rack : reflected.racks) {
      rack.slot = site.rows[static_cast<std::size_t>(rack.row)].slots - 1 - rack.slot;
    }
    ASSERT_EQ(answer(site, plan), answer(other, positioned(other, reflected))) << n;
  }
}

TEST(Symmetry, ATransposedHallGetsTheSameAnswer) {
  std::mt19937 random(4);
  const Site site = rich_site();
  const Site other = transpose(site);
  for (int n = 0; n < 300; ++n) {
    const Plan plan = random_plan(site, random);
    ASSERT_EQ(answer(site, plan), answer(other, positioned(other, plan))) << n;
  }
}

TEST(Symmetry, SlotsAndWhatFitsFollowTheMirror) {
  const Site site = rich_site();
  const Site other = mirror(site);
  const Slots slots = slots_of(site), reflected = slots_of(other);
  int fitting = 0, refused = 0;
  for (int r = 0; r < 2; ++r) {
    const auto row = static_cast<std::size_t>(r);
    const int count = site.rows[row].slots;
    for (int s = 0; s < count; ++s) {
      EXPECT_EQ(slots.rows[row][static_cast<std::size_t>(s)].blocked_by,
                reflected.rows[row][static_cast<std::size_t>(count - 1 - s)].blocked_by);
      for (int type = 0; type < 3; ++type) {
        const bool here = fits(site, slots, type, r, s);
        EXPECT_EQ(here, fits(other, reflected, type, r, count - 1 - s));
        (here ? fitting : refused) += 1;
      }
    }
  }
  EXPECT_GT(fitting, 0);
  EXPECT_GT(refused, 0);
}

/// A rack that `fits` breaks none of the rules that concern it alone.
TEST(Fits, AgreesWithTheChecksOfARackAlone) {
  const Site site = rich_site();
  const Slots slots = slots_of(site);
  for (int r = 0; r < 2; ++r) {
    for (int s = 0; s < site.rows[static_cast<std::size_t>(r)].slots; ++s) {
      for (int type = 0; type < 3; ++type) {
        Plan plan;
        plan.racks.resize(1);
        plan.racks[0].type = type;
        plan.racks[0].row = r;
        plan.racks[0].slot = s;
        plan = positioned(site, plan);
        int broken = 0;
        for (const Check& c : check(site, plan)) {
          const bool of_the_rack = rule_domain(c.rule) == "layout" && c.rule != Rule::layout_unit;
          broken += of_the_rack && c.status == Status::fail ? 1 : 0;
        }
        EXPECT_EQ(fits(site, slots, type, r, s), broken == 0) << "row " << r << " slot " << s << " type " << type;
      }
    }
  }
}

}  // namespace
}  // namespace hallplan::layout
