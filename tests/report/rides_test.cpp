// Ride-through of the coolant in plan.json, text and HTML.
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "planner/report/html.hpp"
#include "planner/report/text.hpp"
#include "tests/report/example.hpp"

namespace hallplan {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

verdict::CoolantRide water_off() {
  verdict::CoolantRide ride;
  ride.group = "g1";
  ride.scenario = "facility water off";
  ride.end_s = 600;
  ride.restart_s = 72.5;
  ride.restart = "gen starts in 12 s + fws restarts in 60.5 s";
  ride.judged = true;
  ride.status = Status::fail;
  ride.tank_m3 = 3.4;
  ride.types.push_back({"test-compute", 4, 28.4, 41, "supply temperature"});
  ride.first = 0;
  for (int i = 0; i <= 60; ++i) {
    ride.time_s.push_back(10.0 * i);
    ride.supply_degc.push_back(36 + 0.14 * 10 * i);
    ride.return_degc.push_back(50 + 0.14 * 10 * i);
  }
  ride.supply_limit_degc = 40;
  ride.return_limit_degc = 60;
  return ride;
}

test::Example with(std::vector<verdict::CoolantRide> rides) {
  test::Example example = test::example();
  example.verdict.rides = std::move(rides);
  return example;
}

TEST(Rides, NothingIsSaidWhereNothingIsAsked) {
  const std::string document = test::example().document();
  EXPECT_FALSE(has(document, "\"ride_through\":"));
  EXPECT_FALSE(has(report::html_report(document), "Ride-through"));
  EXPECT_FALSE(has(report::text_report(document), "Ride-through"));
}

TEST(Rides, SecondsLimitsAndTank) {
  const auto json = nlohmann::json::parse(with({water_off()}).document());
  const auto& ride = json["ride_through"][0];
  EXPECT_EQ(ride["status"], "fail");
  EXPECT_EQ(ride["first"], "test-compute");
  EXPECT_EQ(ride["types"][0]["least_seconds_to_limit"], 28.4);
  EXPECT_EQ(ride["types"][0]["ended_by"], "supply temperature");
  EXPECT_EQ(ride["restart_s"], 72.5);
  EXPECT_EQ(ride["missing_tank_l"], 3400);
  EXPECT_EQ(ride["time_s"].size(), ride["supply_degc"].size());
}

TEST(Rides, TextAndPageSayTheSame) {
  const std::string document = with({water_off()}).document();
  const std::string text = report::text_report(document), page = report::html_report(document);
  for (const char* part : {"facility water off", "28.4 s", "72.5 s", "supply temperature"}) {
    EXPECT_TRUE(has(text, part)) << part;
    EXPECT_TRUE(has(page, part)) << part;
  }
  EXPECT_TRUE(has(page, "3400 L"));
  EXPECT_TRUE(has(page, "<svg class=\"ride\""));
  EXPECT_TRUE(has(page, "supply limit 40"));
  EXPECT_TRUE(has(page, ">restart</text>"));
  EXPECT_TRUE(has(page, "href=\"#rides\""));
}

TEST(Rides, WhatWasNotFollowedHasNoDrawing) {
  verdict::CoolantRide on_ups;
  on_ups.group = "g1";
  on_ups.scenario = "pumps off";
  on_ups.runs_on = "ups-a";
  verdict::CoolantRide unknown = on_ups;
  unknown.runs_on.clear();
  unknown.scenario = "<b>off</b>";
  unknown.undecided = "no restart time known for <fws>";
  unknown.judged = true;
  unknown.restart_s = std::numeric_limits<double>::quiet_NaN();
  const std::string page = report::html_report(with({on_ups, unknown}).document());
  EXPECT_TRUE(has(page, "pumps run on: behind ups-a"));
  EXPECT_TRUE(has(page, "no restart time known for &lt;fws&gt;"));
  EXPECT_FALSE(has(page, "<svg class=\"ride\""));
  EXPECT_FALSE(has(page, "<b>off</b>"));
}

TEST(Rides, ALimitThatIsNeverMet) {
  verdict::CoolantRide ride = water_off();
  ride.types[0] = {"test-compute", 4, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(),
                   "none"};
  ride.tank_m3 = 0;
  ride.status = Status::pass;
  EXPECT_TRUE(has(report::html_report(with({ride}).document()), "over 600 s"));
  ride.settled = true;
  EXPECT_TRUE(has(report::html_report(with({ride}).document()), "settles below every limit"));
}

}  // namespace
}  // namespace hallplan
