#include "planner/search/aggregate/instance_file.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "planner/base/text.hpp"

namespace hallplan::search::aggregate {
namespace {

using Json = nlohmann::json;

constexpr double kCableFixed_m = 3;
constexpr double kSlip = 1e-6;  ///< decimals of the file that mean whole watts
constexpr double kMost = 1e9;   ///< of any number: kilowatts, kilograms, metres
constexpr std::size_t kMostBytes = 16U << 20U;
constexpr int kMostPhases = 24;
constexpr int kMostSlots = 1000;              ///< of a segment
constexpr std::size_t kMostEntries = 20'000;  ///< of a list

/// A value with its place in the file. What it is not is thrown as a fault, and caught where the file is read.
class Value {
 public:
  Value(const Json& json, std::string place) : json_(&json), place_(std::move(place)) {}

  [[nodiscard]] Value operator[](const char* key) const {
    if (!json_->is_object()) fail("expected an object");
    const auto found = json_->find(key);
    if (found == json_->end()) throw std::invalid_argument(fmt::format("{}the key '{}' is missing", prefix(), key));
    return {*found, place_.empty() ? key : place_ + "." + key};
  }

  [[nodiscard]] std::vector<Value> list() const {
    if (!json_->is_array()) fail("expected a list");
    if (json_->size() > kMostEntries) fail(fmt::format("expected at most {} entries", kMostEntries));
    std::vector<Value> out;
    for (std::size_t i = 0; i < json_->size(); ++i) out.emplace_back((*json_)[i], fmt::format("{}[{}]", place_, i));
    return out;
  }

  /// A list of a fixed length.
  [[nodiscard]] std::vector<Value> list(std::size_t length) const {
    std::vector<Value> out = list();
    if (out.size() != length) fail(fmt::format("expected {} entries", length));
    return out;
  }

  [[nodiscard]] double number(double least = -kMost) const {
    if (!json_->is_number()) fail("expected a number");
    const double value = json_->get<double>();
    if (!(value >= least && value <= kMost)) fail(fmt::format("expected a number from {} to {}", least, kMost));
    return value;
  }

  [[nodiscard]] int whole(int least = 0, int most = 1'000'000) const {
    const double value = number(least);
    if (value != std::floor(value) || value > most) fail(fmt::format("expected a whole number up to {}", most));
    return static_cast<int>(value);
  }

  [[nodiscard]] std::string text() const {
    if (!json_->is_string()) fail("expected a text");
    return json_->get<std::string>();
  }

 private:
  [[nodiscard]] std::string prefix() const { return place_.empty() ? "" : place_ + ": "; }
  [[noreturn]] void fail(const std::string& expected) const {
    std::string found = json_->dump(-1, ' ', true, Json::error_handler_t::replace);
    constexpr std::size_t kShown = 40;
    if (found.size() > kShown) found = found.substr(0, kShown) + "...";
    throw std::invalid_argument(prefix() + expected + ", found " + found);
  }

  const Json* json_;
  std::string place_;
};

/// Thousands of a limit, rounded down, and of a load, rounded up.
Amount limit_w(const Value& kw) { return static_cast<Amount>(std::floor(kw.number(0) * 1000 + kSlip)); }
Amount load_w(const Value& kw) { return static_cast<Amount>(std::ceil(kw.number(0) * 1000 - kSlip)); }

template <class Convert>
ByPhase by_phase(const Value& numbers, int phases, Convert convert) {
  ByPhase out;
  for (const Value& number : numbers.list(static_cast<std::size_t>(phases))) out.push_back(convert(number));
  return out;
}

Rack read_rack(const Value& file, const char* type) {
  Rack rack;
  rack.power_w = load_w(file["rack_kw"][type]);
  rack.liquid_w = std::llround(file["rack_kw"][type].number(0) * file["liquid_share"][type].number(0) * 1000);
  rack.mass_kg = static_cast<Amount>(std::ceil(file["rack_kg"][type].number(0) - kSlip));
  return rack;
}

void read_kinds(const Value& file, Hall& hall) {
  constexpr double kMicro = 1e-6;
  std::int64_t common = 0;
  for (const char* type : {"gb200", "gb300"}) {
    Kind kind;
    kind.name = type;
    kind.rack = read_rack(file, type);
    kind.halves_delivered = by_phase(file["supply_su_cumulative"][type], hall.phases,
                                     [](const Value& units) { return Amount{2} * units.whole(); });
    for (const Value& discount : file["phase_discount"].list(static_cast<std::size_t>(hall.phases))) {
      kind.value_u.push_back(std::llround(file["value"][type].number(0) * discount.number(0) / kMicro));
      common = std::gcd(common, kind.value_u.back());
    }
    hall.kinds.push_back(std::move(kind));
  }
  common = std::max<std::int64_t>(1, common);
  for (Kind& kind : hall.kinds) {
    for (std::int64_t& value : kind.value_u) value /= common;
  }
  hall.value_unit = kMicro * static_cast<double>(common);
  hall.aux = read_rack(file, "aux");
  constexpr Amount kInRowCdu_kg = 1200;
  hall.in_row_kg = 2 * kInRowCdu_kg;
}

void read_supplies(const Value& file, Hall& hall) {
  const int phases = hall.phases;
  for (const Value& feed : file["feeds"].list()) {
    const std::vector<Value> ups = feed["ups"].list(2);
    hall.feeds.push_back({limit_w(feed["limit_kw"]),
                          {ups[0].whole(), ups[1].whole()},
                          feed["energised_from_phase"].whole(),
                          by_phase(feed["old_load_kw"], phases, load_w)});
  }
  const std::vector<Value> clusters = file["ups_cluster"].list();
  const std::vector<Value> ups_limits = file["ups_limit_kw_by_phase"].list(clusters.size());
  for (std::size_t u = 0; u < clusters.size(); ++u) {
    hall.ups.push_back({clusters[u].whole(), by_phase(ups_limits[u], phases, limit_w)});
  }
  hall.utility_w = by_phase(file["utility_limit_kw_by_phase"].list(1).front(), phases, limit_w);
  const std::vector<Value> units_w = file["cdu_unit_kw"].list();
  const std::vector<Value> units = file["cdu_units_by_phase"].list(units_w.size());
  const std::vector<Value> loops = file["cdu_loop"].list(units_w.size());
  for (std::size_t g = 0; g < units_w.size(); ++g) {
    Group group;
    group.unit_w = limit_w(units_w[g]);
    group.units = by_phase(units[g], phases, [](const Value& count) { return Amount{count.whole()}; });
    group.loop = loops[g].whole();
    hall.groups.push_back(std::move(group));
  }
  for (const Value& limit : file["loop_limit_kw"].list()) hall.loop_w.push_back(limit_w(limit));
  const std::vector<Value> air = file["air_limit_kw_by_phase"].list();
  const std::vector<Value> old = file["air_old_kw_by_phase"].list(air.size());
  for (std::size_t z = 0; z < air.size(); ++z) {
    hall.zones.push_back({by_phase(air[z], phases, limit_w), by_phase(old[z], phases, load_w)});
  }
}

std::vector<int> numbers(const Value& list) {
  std::vector<int> out;
  for (const Value& number : list.list()) out.push_back(number.whole());
  return out;
}

void read_segments(const Value& file, Hall& hall) {
  std::vector<std::pair<double, double>> places_m;
  for (const Value& segment : file["segments"].list()) {
    Segment out;
    out.slots = segment["slots"].whole(0, kMostSlots);
    out.free_from = segment["free_from_phase"].whole();
    out.floor_kg = static_cast<Amount>(std::floor(segment["floor_limit_kg"].number(0) + kSlip));
    out.feeds = numbers(segment["feeds"]);
    out.groups = numbers(segment["cdu_groups"]);
    out.zone = segment["air_zone"].whole();
    hall.segments.push_back(std::move(out));
    places_m.emplace_back(segment["x_m"].number(), segment["y_m"].number());
  }
  for (const Value& pair : file["facing_segments"].list()) {
    const std::vector<Value> two = pair.list(2);
    hall.facing.push_back({two[0].whole(), two[1].whole()});
  }
  const double most_m = file["max_cable_m"].number(0);
  for (const Value& site : file["spine_sites_m"].list()) {
    const std::vector<Value> place = site.list(2);
    const double x_m = place[0].number(), y_m = place[1].number();
    std::vector<char> reach;
    for (const auto& [segment_x_m, segment_y_m] : places_m) {
      const double metres = std::abs(segment_x_m - x_m) + std::abs(segment_y_m - y_m) + kCableFixed_m;
      reach.push_back(metres <= most_m ? 1 : 0);
    }
    hall.reaches.push_back(std::move(reach));
  }
  hall.most_spine_rooms = file["max_spine_rooms"].whole();
}

Hall hall_in(const Json& json) {
  const Value file(json, "");
  Hall hall;
  hall.name = file["name"].text();
  hall.phases = file["phases"].whole(1, kMostPhases);
  read_kinds(file, hall);
  read_supplies(file, hall);
  read_segments(file, hall);
  return hall;
}

}  // namespace

InstanceFile read_instance_file(const std::string& path) {
  InstanceFile out;
  const auto fault = [&](const std::string& what) {
    out.hall = {};
    out.fault = printable(path) + ": " + printable(what);
    return out;
  };
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return fault("cannot be read");
  std::string text(kMostBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > kMostBytes) return fault("larger than 16 MiB");
  try {
    out.hall = hall_in(Json::parse(text));
  } catch (const std::exception& problem) {
    return fault(problem.what());
  }
  if (const std::string what = fault_of(out.hall); !what.empty()) return fault(what);
  return out;
}

}  // namespace hallplan::search::aggregate
