// Working space before a switchboard that stands behind the row: racks end at y 4.2 m, air units begin at y 7.0 m.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/layout/asked_floor.hpp"
#include "planner/layout/working.hpp"
#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

Site with_board(const std::string& place, const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets = {"power.devices.mech.in_hall=true", "power.devices.mech.air_zone=room",
                                   "power.devices.mech.voltage=415 V",
                                   "power.devices.mech.place={height: 2 m, mass: 500 kg, " + place + "}"};
  sets.insert(sets.end(), more.begin(), more.end());
  return hallplan::test::small_placed_site(sets);
}

const char* const kBehind = "x: 2.5 m, y: 5.2 m, width: 800 mm, depth: 600 mm, front: south";  // 1.0 m behind the racks

Check of_board(const Site& site) {
  const std::vector<Check> found = of_rule(check(site, placed(site)), Rule::layout_working);
  EXPECT_EQ(found.size(), 1U);
  return found.at(0);
}

TEST(WorkingSpace, DepthFollowsVoltageAndCondition) {
  const Check failed = of_board(with_board(kBehind));
  EXPECT_EQ(failed.status, Status::fail);
  EXPECT_NEAR(failed.limit, 1.067, 1e-12);
  EXPECT_NEAR(failed.value, 1.0, 1e-12);
  EXPECT_NE(failed.arithmetic.find("415 V / sqrt(3) = 239.6 V to ground, condition 2"), std::string::npos)
      << failed.arithmetic;
  EXPECT_EQ(of_board(with_board(kBehind, {"basis.working_condition=1"})).status, Status::pass);
  EXPECT_NEAR(of_board(with_board(kBehind, {"basis.working_condition=3"})).limit, 1.219, 1e-12);
  // 208 V are 120 V to ground: 0.914 m in any condition.
  const Check low = of_board(with_board(kBehind, {"power.devices.mech.voltage=208 V", "basis.working_condition=3"}));
  EXPECT_EQ(low.status, Status::pass);
  EXPECT_NEAR(low.limit, 0.914, 1e-12);
  EXPECT_EQ(of_board(with_board(kBehind, {"power.devices.mech.voltage=10 kV"})).status, Status::undecided);
}

Device& named(Site& site, const std::string& id) {
  return *std::find_if(site.devices.begin(), site.devices.end(), [&](const Device& one) { return one.id == id; });
}

/// A PDU gives 208 V, 120 V to ground, and takes 480 V, 277 V to ground: what opens it stands before both.
TEST(WorkingSpace, IsThatOfTheHighestVoltageBehindTheFront) {
  Site site = with_board(kBehind, {"power.devices.mech.voltage=208 V"});
  EXPECT_NEAR(of_board(site).limit, 0.914, 1e-12);
  named(site, "mech").kind = DeviceKind::pdu;
  named(site, "mech").from.resize(1);
  const std::string source = named(site, "mech").from.front().id;
  named(site, source).voltage_v = stated(480);
  const Check held = of_board(site);
  EXPECT_EQ(held.status, Status::fail);
  EXPECT_NEAR(held.limit, 1.067, 1e-12);
  EXPECT_NE(held.arithmetic.find("480 V of its source " + source + " / sqrt(3) = 277.1 V to ground, condition 2"),
            std::string::npos)
      << held.arithmetic;
  named(site, "mech").kind = DeviceKind::transformer;
  named(site, source).voltage_v = stated(13'800);
  EXPECT_EQ(of_board(site).status, Status::undecided);
  EXPECT_EQ(of_board(site).arithmetic,
            "7967 V to ground at its source " + source + "; working spaces over 600 V are not known here");
}

TEST(WorkingSpace, OfATransformerHangsOnAVoltageThatItsSourceStates) {
  Site site = with_board(kBehind);
  named(site, "mech").kind = DeviceKind::transformer;
  const std::string source = named(site, "mech").from.front().id;
  named(site, source).voltage_v.reset();
  EXPECT_EQ(of_board(site).status, Status::undecided);
  EXPECT_EQ(of_board(site).arithmetic, source + " states no voltage, and feeds mech, whose working space hangs on it");
}

TEST(WorkingSpace, NothingIsAskedOfDevicesOutsideTheHall) {
  const Site site = hallplan::test::small_placed_site();
  EXPECT_TRUE(of_rule(check(site, placed(site)), Rule::layout_working).empty());
}

TEST(WorkingSpace, WhatIsNotStatedIsUndecided) {
  Site site = with_board(kBehind);
  for (Device& device : site.devices) device.voltage_v.reset();
  const Check unknown = of_board(site);
  EXPECT_EQ(unknown.status, Status::undecided);
  EXPECT_NE(unknown.arithmetic.find("mech states no voltage"), std::string::npos) << unknown.arithmetic;
  EXPECT_EQ(of_board(with_board(kBehind, {"basis.electrical_code=iec"})).status, Status::undecided);
  const Check own = of_board(with_board(kBehind, {"basis.electrical_code=iec", "basis.working_space=0.9 m"}));
  EXPECT_EQ(own.status, Status::pass);
  EXPECT_NEAR(own.limit, 0.9, 1e-12);
  EXPECT_NEAR(of_board(with_board(kBehind, {"basis.working_space=0.9 m"})).limit, 1.067, 1e-12);
  EXPECT_NEAR(of_board(with_board(kBehind, {"basis.working_space=1.5 m"})).limit, 1.5, 1e-12);
}

/// 600 mm of board need 762 mm of space: at the east wall it moves west by 81 mm.
TEST(WorkingSpace, IsAtLeast762WideAndMovesAsideForWalls) {
  const Site at_wall = with_board("x: 11.4 m, y: 7 m, width: 600 mm, depth: 600 mm, front: south");
  EXPECT_EQ(of_board(at_wall).status, Status::pass) << of_board(at_wall).arithmetic;
  EXPECT_NE(of_board(at_wall).arithmetic.find("over 0.762 m"), std::string::npos);
  Site boxed = at_wall;  // a column stands where it would move
  boxed.hall.columns = {make_box("k", 11.25, 6.5, 0.1, 0.1)};
  EXPECT_EQ(of_board(boxed).status, Status::fail);
  EXPECT_NEAR(of_board(boxed).value, 7 - 6.6, 1e-9);  // to the column, not to the wall that the space moves away from
  boxed.hall.columns = {make_box("k", 11.13, 6.5, 0.1, 0.1)};  // ends at 11.23, the space begins at 11.238
  EXPECT_EQ(of_board(boxed).status, Status::pass);
}

/// 600 mm of board at x 6.502 to 7.102 m look at the row's rear: its 762 mm may begin at x 6.34 to 6.502 m, and the last rack ends at
/// x 6.425 m (600 mm in the middle of a slot of 750 mm that ends at 6.5 m). NEC asks for 30 in that hold the board, not for its middle.
TEST(WorkingSpace, LiesAsideOfRacks) {
  const auto board = [](const std::string& x) {
    return of_board(with_board("x: " + x + ", y: 4.5 m, width: 600 mm, depth: 600 mm, front: south"));
  };
  EXPECT_EQ(board("6.502 m").status, Status::pass)
      << board("6.502 m").arithmetic;  // before its middle it begins at 6.421 m
  EXPECT_EQ(board("6.425 m").status, Status::pass);
  EXPECT_EQ(board("6.424 m").status, Status::fail);
  EXPECT_NEAR(board("6.424 m").value, 4.5 - 4.2, 1e-9);
}

/// 100 mm of board at x 2.85 to 2.95 m look at the rears of slots 1 and 2, of a pitch of 900 mm, whose racks take x 2.075 to 2.825 m and 2.975
/// to 3.725 m: its 762 mm may begin at x 2.188 to 2.85 m, and of these the one rack leaves the last 26, the other the first 26.
TEST(WorkingSpace, TwoRacksMayLeaveNoneWhereEachLeavesSome) {
  const Site site =
      with_board("x: 2.85 m, y: 5.2 m, width: 100 mm, depth: 600 mm, front: south", {"rows.r1.pitch=900 mm"});
  const std::vector<Equipment> plant = equipment(site, Plan{});
  const std::vector<WorkingPlaces> places = working_places(site, plant);
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].strips.size(), 663U);
  EXPECT_EQ(working_floor(site, plant, plant[places[0].piece], 1067), (RectMm{2850, 4133, 2950, 5200}));
  const RectMm one{2075, 3000, 2825, 4200}, other{2975, 3000, 3725, 4200};
  EXPECT_FALSE(leave_none(places[0], one, one));
  EXPECT_FALSE(leave_none(places[0], other, other));
  EXPECT_TRUE(leave_none(places[0], one, other));
  const Slots slots = slots_of(site);
  EXPECT_TRUE(fits(site, slots, site.placed[0].type.index, 0, 0));
  EXPECT_TRUE(fits(site, slots, site.placed[0].type.index, 0, 1));
  const auto status = [&](int left_out) {
    Plan plan = placed(site);
    plan.racks.erase(std::remove_if(plan.racks.begin(), plan.racks.end(),
                                    [&](const Placement& rack) { return rack.slot == left_out; }),
                     plan.racks.end());
    return of_rule(check(site, plan), Rule::layout_working).at(0).status;
  };
  EXPECT_EQ(status(-1), Status::fail);
  EXPECT_EQ(status(0), Status::pass);
  EXPECT_EQ(status(1), Status::pass);
}

/// A board 1 m wide and 2 m high looks south from y 5.8 m, with the whole aisle before it.
TEST(WorkingSpace, EndsAtPartitionsThatHangIntoIt) {
  const auto status = [](const std::string& sheet, const std::string& height) {
    const std::string place = "x: 10 m, y: 5.8 m, width: 1 m, depth: 0.8 m, front: south, height: " + height;
    return of_board(hallplan::test::small_placed_site(
        {"power.devices.mech.in_hall=true", "power.devices.mech.air_zone=room", "power.devices.mech.voltage=415 V",
         "power.devices.mech.place={mass: 500 kg, " + place + "}", "hall.partitions={s: {" + sheet + "}}"}));
  };
  const Check wall = status("x: 9 m, y: 5.6 m, width: 3 m", "2 m");
  EXPECT_EQ(wall.status, Status::fail);
  EXPECT_NEAR(wall.value, 0.2, 1e-12);
  EXPECT_NE(wall.arithmetic.find("0.200 m free to partition s before its front"), std::string::npos) << wall.arithmetic;
  EXPECT_EQ(status("x: 9 m, y: 4.733 m, width: 3 m", "2 m").status, Status::pass);  // 1.067 m
  EXPECT_EQ(status("x: 9 m, y: 4.734 m, width: 3 m", "2 m").status, Status::fail);
  EXPECT_EQ(status("x: 10.5 m, y: 5 m, depth: 0.5 m", "2 m").status, Status::fail);
  EXPECT_EQ(status("x: 11 m, y: 5 m, depth: 0.8 m", "2 m").status, Status::pass);  // beside the space
  EXPECT_EQ(status("x: 9 m, y: 5.6 m, width: 3 m, bottom: 1.99 m", "2 m").status, Status::fail);
  EXPECT_EQ(status("x: 9 m, y: 5.6 m, width: 3 m, bottom: 2 m", "2 m").status, Status::pass);
  // Before a low board it is 1.981 m high, also below a lid that begins over the board.
  EXPECT_EQ(status("x: 9 m, y: 5.6 m, width: 3 m, bottom: 1.98 m", "1.5 m").status, Status::fail);
  EXPECT_EQ(status("x: 9 m, y: 5.6 m, width: 3 m, bottom: 1.981 m", "1.5 m").status, Status::pass);
  const Check lid = status("x: 9 m, y: 5 m, width: 3 m, depth: 1.2 m, bottom: 1.8 m", "1.5 m");
  EXPECT_EQ(lid.status, Status::fail);
  EXPECT_EQ(lid.value, 0);
}

TEST(WorkingSpace, MovesAsideForPartitions) {
  // 600 mm of board at x 9 to 9.6 m: its 762 mm lie between 8.838 and 9.762 m, and a wall takes what is east of 9.65 m.
  Site site = with_board("x: 9 m, y: 7 m, width: 600 mm, depth: 600 mm, front: south",
                         {"hall.partitions={s: {x: 9.65 m, y: 6 m, depth: 1 m}}"});
  EXPECT_EQ(of_board(site).status, Status::pass) << of_board(site).arithmetic;
  site = with_board("x: 9 m, y: 7 m, width: 600 mm, depth: 600 mm, front: south",
                    {"hall.partitions={s: {x: 9.65 m, y: 6 m, depth: 1 m}, t: {x: 8.95 m, y: 6 m, depth: 1 m}}"});
  EXPECT_EQ(of_board(site).status, Status::fail);
}

TEST(WorkingSpace, ABoardIsAnObstacleAndKeepsSlotsFree) {
  const Site site = with_board(kBehind);
  const Slots slots = slots_of(site);
  const int compute = site.placed[0].type.index;
  // The space is x 2.5 to 3.3 m, y 4.133 to 5.2 m: slots 1 and 2 (x 2.0 to 3.5 m) reach into it.
  EXPECT_FALSE(fits(site, slots, compute, 0, 0));
  EXPECT_FALSE(fits(site, slots, compute, 0, 1));
  EXPECT_TRUE(fits(site, slots, compute, 0, 2));
  const Site inside = with_board("x: 2.1 m, y: 3.1 m, width: 200 mm, depth: 200 mm, front: south");
  EXPECT_EQ(slots_of(inside).rows[0][0].blocker, Blocker::plant);
  EXPECT_EQ(slots_of(inside).rows[0][0].blocked_by, "switchboard mech");
  EXPECT_FALSE(failing(of_rule(check(inside, placed(inside)), Rule::layout_overlap)).empty());
}

TEST(AskedFloor, IsWhatPlantAsksToBeFree) {
  const Site site = with_board(kBehind);
  const std::vector<Equipment> plant = equipment(site, Plan{});
  const std::vector<AskedFloor> asked = asked_floor(site, plant);
  const auto working = std::find_if(asked.begin(), asked.end(), [](const AskedFloor& one) { return one.is_working; });
  ASSERT_NE(working, asked.end());
  EXPECT_EQ(plant[working->piece].name, "switchboard mech");
  EXPECT_EQ(working->side, Side::south);
  EXPECT_EQ(working->rect, (RectMm{2500, 4133, 3300, 5200}));
  const Slots slots = slots_of(site);
  ASSERT_EQ(slots.kept_free.size(), asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i) EXPECT_EQ(slots.kept_free[i], asked[i].rect);
}

}  // namespace
}  // namespace hallplan::layout
