#include "tests/search/hall_file.hpp"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>

namespace hallplan::search::aggregate {
namespace {

using Json = nlohmann::json;

constexpr double kCableFixed_m = 3;
constexpr double kSlip = 1e-6;  ///< decimals of the file that mean whole watts

/// Thousands of a limit, rounded down, and of a load, rounded up.
Amount limit_w(const Json& kw) { return static_cast<Amount>(std::floor(kw.get<double>() * 1000 + kSlip)); }
Amount load_w(const Json& kw) { return static_cast<Amount>(std::ceil(kw.get<double>() * 1000 - kSlip)); }

template <class Convert>
ByPhase by_phase(const Json& numbers, Convert convert) {
  ByPhase out;
  for (const Json& number : numbers) out.push_back(convert(number));
  return out;
}

Rack read_rack(const Json& json, const char* type) {
  Rack rack;
  rack.power_w = load_w(json["rack_kw"][type]);
  rack.liquid_w = std::llround(json["rack_kw"][type].get<double>() * json["liquid_share"][type].get<double>() * 1000);
  rack.mass_kg = json["rack_kg"][type].get<Amount>();
  return rack;
}

void read_kinds(const Json& json, Hall& hall) {
  constexpr double kMicro = 1e-6;
  std::int64_t common = 0;
  for (const char* type : {"gb200", "gb300"}) {
    Kind kind;
    kind.name = type;
    kind.rack = read_rack(json, type);
    kind.halves_delivered =
        by_phase(json["supply_su_cumulative"][type], [](const Json& units) { return 2 * units.get<Amount>(); });
    for (const Json& discount : json["phase_discount"]) {
      kind.value_u.push_back(std::llround(json["value"][type].get<double>() * discount.get<double>() / kMicro));
      common = std::gcd(common, kind.value_u.back());
    }
    hall.kinds.push_back(kind);
  }
  for (Kind& kind : hall.kinds) {
    for (std::int64_t& value : kind.value_u) value /= common;
  }
  hall.value_unit = kMicro * static_cast<double>(common);
  hall.aux = read_rack(json, "aux");
  hall.in_row_kg = 2 * 1200;
}

void read_supplies(const Json& json, Hall& hall) {
  for (const Json& feed : json["feeds"]) {
    hall.feeds.push_back({limit_w(feed["limit_kw"]),
                          {feed["ups"][0].get<int>(), feed["ups"][1].get<int>()},
                          feed["energised_from_phase"].get<int>(),
                          by_phase(feed["old_load_kw"], load_w)});
  }
  for (std::size_t u = 0; u < json["ups_cluster"].size(); ++u) {
    hall.ups.push_back({json["ups_cluster"][u].get<int>(), by_phase(json["ups_limit_kw_by_phase"][u], limit_w)});
  }
  hall.utility_w = by_phase(json["utility_limit_kw_by_phase"][0], limit_w);
  for (std::size_t g = 0; g < json["cdu_unit_kw"].size(); ++g) {
    hall.groups.push_back(
        {limit_w(json["cdu_unit_kw"][g]),
         by_phase(json["cdu_units_by_phase"][g], [](const Json& units) { return units.get<Amount>(); }),
         json["cdu_loop"][g].get<int>()});
  }
  for (const Json& limit : json["loop_limit_kw"]) hall.loop_w.push_back(limit_w(limit));
  for (std::size_t z = 0; z < json["air_limit_kw_by_phase"].size(); ++z) {
    hall.zones.push_back(
        {by_phase(json["air_limit_kw_by_phase"][z], limit_w), by_phase(json["air_old_kw_by_phase"][z], load_w)});
  }
}

void read_segments(const Json& json, Hall& hall) {
  for (const Json& segment : json["segments"]) {
    Segment out;
    out.slots = segment["slots"].get<int>();
    out.free_from = segment["free_from_phase"].get<int>();
    out.floor_kg = static_cast<Amount>(std::floor(segment["floor_limit_kg"].get<double>() + kSlip));
    out.feeds = segment["feeds"].get<std::vector<int>>();
    out.groups = segment["cdu_groups"].get<std::vector<int>>();
    out.zone = segment["air_zone"].get<int>();
    hall.segments.push_back(out);
  }
  for (const Json& pair : json["facing_segments"]) hall.facing.push_back({pair[0].get<int>(), pair[1].get<int>()});
  for (const Json& site : json["spine_sites_m"]) {
    std::vector<char> reach;
    for (const Json& segment : json["segments"]) {
      const double metres = std::abs(segment["x_m"].get<double>() - site[0].get<double>()) +
                            std::abs(segment["y_m"].get<double>() - site[1].get<double>()) + kCableFixed_m;
      reach.push_back(metres <= json["max_cable_m"].get<double>() ? 1 : 0);
    }
    hall.reaches.push_back(reach);
  }
  hall.most_spine_rooms = json["max_spine_rooms"].get<int>();
}

}  // namespace

Hall read_hall(const std::string& name) {
  const bool is_path = name.size() > 5 && name.substr(name.size() - 5) == ".json";
  const std::string path = is_path ? name : HALLPLAN_SOURCE_DIR "/tests/data/instances/" + name + ".json";
  std::ifstream stream(path);
  if (!stream) throw std::runtime_error("cannot read " + path);
  const Json json = Json::parse(stream);
  Hall hall;
  hall.name = json["name"].get<std::string>();
  hall.phases = json["phases"].get<int>();
  read_kinds(json, hall);
  read_supplies(json, hall);
  read_segments(json, hall);
  return hall;
}

}  // namespace hallplan::search::aggregate
