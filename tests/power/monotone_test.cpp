// What is worse makes no power check better, and what is less known decides nothing: random trees, one thing changed at a time.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::device_ref;
using test::number;

/// Draws of one site.
class Draw {
 public:
  explicit Draw(unsigned seed) : random_(seed) {}
  bool one_of(unsigned count) { return random_() % count == 0; }
  std::size_t below(std::size_t count) { return random_() % count; }
  double between(double low, double high) {
    return low + (high - low) * static_cast<double>(random_() % 10'000) / 10'000;
  }
  template <class Any>
  const Any& of(const std::vector<Any>& some) {
    return some[below(some.size())];
  }

 private:
  std::mt19937 random_;
};

void rate(Draw& draw, Device& device, double low_w, double high_w) {
  if (!draw.one_of(8)) device.rating_w = number(draw.between(low_w, high_w));
  device.full_rated = true;
}

/// One or two utilities, late generators, mains with switches, UPS with batteries, boards between two UPS, busways, and plant on mains.
Site random_hall(Draw& draw) {
  Site site = test::bare_site(draw.between(20e3, 60e3), 2);
  RackType& rack = site.catalogue.racks[0].body;
  rack.power.idle_w = number(5e3);
  rack.power.ramp_w_per_s = number(20e3);
  rack.power.edpp_w = number(1.3 * rack.power.tdp_w.value);
  Product<RackType> single = site.catalogue.racks[0];
  single.id = "single";
  single.body.cords = 1;
  site.catalogue.racks.push_back(single);
  if (draw.one_of(2)) site.policy.power = FaultPolicy::maintenance;
  if (draw.one_of(3)) site.policy.margins.power = number(0.1);
  std::vector<std::string> utilities, generators, mains, ups, boards;
  const std::vector<double> times_s = {0.004, 0.02, 0.5, 5};
  const auto switches = [&](Device& device) {
    if (device.from.size() < 2 || draw.one_of(3)) return;
    device.sharing = Sharing::first;
    if (!draw.one_of(4)) device.transfer_s = number(draw.of(times_s));
  };
  for (std::size_t n = 1 + draw.below(2); n > 0; --n) {
    utilities.push_back("utility-" + std::to_string(n));
    Device& made = add_device(site, utilities.back(), DeviceKind::utility, {});
    rate(draw, made, 150e3, 900e3);
    if (draw.one_of(2)) made.swing_limit_w = number(draw.between(50e3, 400e3));
    if (draw.one_of(3)) made.ramp_w_per_s = number(draw.between(30e3, 300e3));
  }
  for (std::size_t n = draw.below(3); n > 0; --n) {
    generators.push_back("gen-" + std::to_string(n));
    Device& made = add_device(site, generators.back(), DeviceKind::generator, {});
    rate(draw, made, 150e3, 900e3);
    if (!draw.one_of(4)) made.start_s = number(draw.of(std::vector<double>{0.01, 2, 12}));
  }
  for (std::size_t n = 2 + draw.below(2); n > 0; --n) {
    mains.push_back("main-" + std::to_string(n));
    std::vector<std::string> from = {draw.of(utilities)};
    from.insert(from.end(), generators.begin(), generators.end());
    Device& made = add_device(site, mains.back(), DeviceKind::switchboard, from);
    if (from.size() > 1) made.sharing = Sharing::first;
    if (from.size() > 1 && !draw.one_of(4)) made.transfer_s = number(draw.of(times_s));
    rate(draw, made, 150e3, 700e3);
  }
  for (std::size_t n = 2 + draw.below(2); n > 0; --n) {
    ups.push_back("ups-" + std::to_string(n));
    std::vector<std::string> from = {draw.of(mains)};
    if (draw.one_of(4) && mains.front() != from[0]) from.push_back(mains.front());
    Device& made = add_device(site, ups.back(), DeviceKind::ups, from);
    switches(made);
    rate(draw, made, 100e3, 500e3);
    if (!draw.one_of(10)) made.efficiency = number(draw.between(0.9, 0.99));
    if (draw.one_of(3)) made.recharge_w = number(draw.between(5e3, 40e3));
    if (draw.one_of(2)) made.runtime_s = number(draw.between(5, 25));
    if (draw.one_of(3)) made.short_time_w = number(draw.between(150e3, 600e3));
  }
  for (std::size_t n = 2 + draw.below(3); n > 0; --n) {
    boards.push_back("bus-" + std::to_string(n));
    std::vector<std::string> from = {draw.one_of(6) ? draw.of(mains) : draw.of(ups)};
    if (draw.one_of(2) && ups.front() != from[0]) from.push_back(ups.front());
    Device& made = add_device(site, boards.back(), DeviceKind::busway, from);
    made.side = n % 2 == 0 ? FeedSide::a : FeedSide::b;
    switches(made);
    rate(draw, made, 80e3, 400e3);
  }
  for (Device& device : site.devices) device.maintained = !draw.one_of(4);
  for (const std::string& a : boards) {
    for (const std::string& b : boards) {
      if (test::device(site, a).side == FeedSide::a && test::device(site, b).side == FeedSide::b) {
        site.rows[0].feeds.push_back({device_ref(site, a), device_ref(site, b)});
      }
    }
  }
  FacilityLoop loop;
  loop.id = "loop";
  loop.rejection.units = 2;
  loop.rejection.pump_power_w = number(3e3);
  loop.rejection.type = {"cooler", {}, 0};
  for (const std::string& id : {mains.front(), mains.back()}) loop.rejection.feeds.push_back(device_ref(site, id));
  site.loops.push_back(loop);
  Product<RejectionType> cooler;
  cooler.id = "cooler";
  cooler.body.power_w = number(15e3);
  site.catalogue.rejections.push_back(cooler);
  return site;
}

Plan random_plan(const Site& site, Draw& draw) {
  Plan plan;
  for (std::size_t n = 1 + draw.below(6); n > 0; --n) {
    const FeedPair& pair = draw.of(site.rows[0].feeds);
    Placement rack;
    rack.id = "rack-" + std::to_string(n);
    rack.type = draw.one_of(5) ? 1 : 0;
    rack.row = 0;
    rack.slot = static_cast<int>(n) - 1;
    rack.feed_a = pair.a.index;
    rack.feed_b = rack.type == 1 ? -1 : pair.b.index;
    plan.racks.push_back(rack);
  }
  return plan;
}

/// The worst of what each rule says of each element, as the verdict judges it: with the owner's margin.
using Verdicts = std::map<std::string, Status>;

int badness(Status status) { return status == Status::pass ? 0 : status == Status::undecided ? 1 : 2; }

Verdicts verdicts(const Site& site, const Plan& plan) {
  Verdicts worst;
  for (Check each : check(site, plan)) {
    if (site.policy.margins.power) each = with_margin(each, site.policy.margins.power->high);
    const bool of_losses = each.rule == Rule::power_supplied && each.scenario != "normal";
    const auto [at, is_new] =
        worst.try_emplace(std::string(rule_id(each.rule)) + (of_losses ? " of losses" : " " + each.where), each.status);
    if (badness(each.status) > badness(at->second)) at->second = each.status;
  }
  return worst;
}

Status whole(const Verdicts& verdicts) {
  Status worst = Status::pass;
  for (const auto& [what, status] : verdicts) {
    if (badness(status) > badness(worst)) worst = status;
  }
  return worst;
}

void for_each_rating(Site& site, const std::function<void(Value&)>& change) {
  for (Device& device : site.devices) {
    for (MaybeValue* value : {&device.rating_w, &device.short_time_w, &device.swing_limit_w, &device.ramp_w_per_s}) {
      if (*value) change(**value);
    }
  }
}

void scale(Value& value, double by) {
  value.value *= by;
  value.low *= by;
  value.high *= by;
}

void widen(Value& value, double by) {
  value.low /= by;
  value.high *= by;
}

struct Change {
  std::string what;
  std::function<void(Site&)> make;
};

/// Less room, more load, less that is stated: no check may be better for it. Shares and efficiencies move loads apart, so these are not among
/// them; nor are times that become shorter or longer, which change who carries what meanwhile.
std::vector<Change> worse() {
  return {
      {"ratings", [](Site& site) { for_each_rating(site, [](Value& rating) { scale(rating, 0.9); }); }},
      {"ratings known within 10 %", [](Site& site) { for_each_rating(site, [](Value& value) { widen(value, 1.1); }); }},
      {"racks",
       [](Site& site) {
         for (Product<RackType>& rack : site.catalogue.racks) {
           scale(rack.body.power.tdp_w, 1.1);
           scale(*rack.body.power.edpp_w, 1.1);
         }
       }},
      {"racks known within 10 %",
       [](Site& site) {
         for (Product<RackType>& rack : site.catalogue.racks) {
           widen(rack.body.power.tdp_w, 1.1);
           widen(*rack.body.power.edpp_w, 1.1);
         }
       }},
      {"plant", [](Site& site) { scale(*site.catalogue.rejections[0].body.power_w, 1.3); }},
      {"batteries",
       [](Site& site) {
         for (Device& device : site.devices) {
           if (device.recharge_w) scale(*device.recharge_w, 1.5);
           if (device.runtime_s) scale(*device.runtime_s, 0.7);
         }
       }},
      {"losses known within 3 %",
       [](Site& site) {
         for (Device& device : site.devices) {
           if (device.efficiency) device.efficiency->low /= 1.03;
         }
       }},
      {"the margin", [](Site& site) { site.policy.margins.power = number(0.2); }},
      {"the policy", [](Site& site) { site.policy.power = FaultPolicy::maintenance; }},
      {"what is maintained",
       [](Site& site) {
         for (Device& device : site.devices) device.maintained = true;
       }},
  };
}

/// What is not stated leaves what it decides open: no check may go from fail or undecided to pass, nor from pass to fail.
std::vector<Change> less_known() {
  return {
      {"idle powers", [](Site& site) { site.catalogue.racks[0].body.power.idle_w.reset(); }},
      {"ramps", [](Site& site) { site.catalogue.racks[0].body.power.ramp_w_per_s.reset(); }},
      {"pumps", [](Site& site) { site.loops[0].rejection.pump_power_w.reset(); }},
      {"the first rating",
       [](Site& site) {
         for (Device& device : site.devices) {
           if (!device.rating_w) continue;
           device.rating_w.reset();
           return;
         }
       }},
      {"starts",
       [](Site& site) {
         for (Device& device : site.devices) device.start_s.reset();
       }},
      {"the first start",
       [](Site& site) {
         for (Device& device : site.devices) {
           if (!device.start_s) continue;
           device.start_s.reset();
           return;
         }
       }},
      {"transfers",
       [](Site& site) {
         for (Device& device : site.devices) device.transfer_s.reset();
       }},
      {"the last transfer",
       [](Site& site) {
         for (auto device = site.devices.rbegin(); device != site.devices.rend(); ++device) {
           if (!device->transfer_s) continue;
           device->transfer_s.reset();
           return;
         }
       }},
  };
}

constexpr unsigned kHalls = 300;

template <class Judge>
void judge_changes(const std::vector<Change>& changes, const Judge& judge) {
  for (unsigned hall = 0; hall < kHalls; ++hall) {
    Draw draw(hall);
    const Site site = random_hall(draw);
    if (site.rows[0].feeds.empty()) continue;
    const Plan plan = random_plan(site, draw);
    const Verdicts before = verdicts(site, plan);
    for (const Change& change : changes) {
      Site changed = site;
      change.make(changed);
      const Verdicts after = verdicts(changed, plan);
      for (const auto& [what, status] : before) {
        const auto now = after.find(what);
        if (now == after.end() && what.find("autonomy") != std::string::npos) continue;  // nobody asks
        judge(status, now == after.end() ? Status::pass : now->second,
              fmt::format("hall {}: {} by {}", hall, what, change.what));
      }
    }
  }
}

TEST(Monotone, WhatIsWorseMakesNoCheckBetter) {
  int worsened = 0;
  judge_changes(worse(), [&](Status before, Status after, const std::string& what) {
    EXPECT_GE(badness(after), badness(before)) << what;
    worsened += badness(after) > badness(before) ? 1 : 0;
  });
  EXPECT_GT(worsened, 400);
}

TEST(Monotone, WhatIsNotStatedDecidesNothing) {
  int open = 0;
  judge_changes(less_known(), [&](Status before, Status after, const std::string& what) {
    EXPECT_FALSE(before == Status::pass && after == Status::fail) << what;
    EXPECT_FALSE(before != Status::pass && after == Status::pass) << what;
    open += before != Status::undecided && after == Status::undecided ? 1 : 0;
  });
  EXPECT_GT(open, 200);
}

/// The same hall with its devices named and listed the other way round.
std::pair<Site, Plan> renamed(const Site& site, Plan plan) {
  Site other = site;
  const int count = static_cast<int>(site.devices.size());
  const auto moved = [&](int index) { return index < 0 ? index : count - 1 - index; };
  const auto rename = [&](Ref& ref) {
    ref.index = moved(ref.index);
    ref.id = "z-" + ref.id;
  };
  std::reverse(other.devices.begin(), other.devices.end());
  for (Device& device : other.devices) {
    device.id = "z-" + device.id;
    for (Ref& source : device.from) rename(source);
  }
  for (FeedPair& pair : other.rows[0].feeds) {
    rename(pair.a);
    rename(pair.b);
  }
  for (Ref& feed : other.loops[0].rejection.feeds) rename(feed);
  for (Placement& rack : plan.racks) {
    rack.feed_a = moved(rack.feed_a);
    rack.feed_b = moved(rack.feed_b);
  }
  std::reverse(plan.racks.begin(), plan.racks.end());
  return {std::move(other), std::move(plan)};
}

TEST(Monotone, NamesAndOrderMakeNoDifference) {
  for (unsigned hall = 0; hall < kHalls; ++hall) {
    Draw draw(hall);
    const Site site = random_hall(draw);
    if (site.rows[0].feeds.empty()) continue;
    const Plan plan = random_plan(site, draw);
    const auto [other, its_plan] = renamed(site, plan);
    const Verdicts one = verdicts(site, plan), two = verdicts(other, its_plan);
    EXPECT_EQ(whole(one), whole(two)) << "hall " << hall;
    for (const Device& device : site.devices) {
      const std::string rule(rule_id(rule_of(device.kind)));
      const auto mine = one.find(rule + " " + device.id), its = two.find(rule + " z-" + device.id);
      ASSERT_EQ(mine == one.end(), its == two.end()) << "hall " << hall << ": " << device.id;
      if (mine != one.end()) {
        EXPECT_EQ(mine->second, its->second) << "hall " << hall << ": " << device.id;
      }
    }
  }
}

}  // namespace
}  // namespace hallplan::power
