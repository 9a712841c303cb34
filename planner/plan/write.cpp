#include "planner/plan/write.hpp"

#include <cmath>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hallplan {
namespace {

using Json = nlohmann::ordered_json;

/// The id of the indexed item, or null for "none".
template <class T>
Json id_of(const std::vector<T>& items, int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= items.size()) return nullptr;
  return items[static_cast<std::size_t>(index)].id;
}

/// Metres to the millimetre: the nearest double of the decimal number, so that text and number agree.
double to_the_millimetre(double metres) { return std::round(metres * 1e3) / 1e3; }

Json feeds_of(const Site& site, const Placement& rack) {
  Json feeds = Json::array();
  if (rack.feed_a < 0 && rack.feed_b < 0) return feeds;
  feeds.push_back(id_of(site.devices, rack.feed_a));
  if (rack.feed_b >= 0) feeds.push_back(id_of(site.devices, rack.feed_b));
  return feeds;
}

/// By id of the pinned racks that leave again: the phase by which they are gone.
using Retired = std::map<std::string, std::string>;

Retired retired_of(const Site& site) {
  Retired retired;
  for (const PinnedRack& rack : site.placed) {
    if (rack.retired.given()) retired[rack.id] = rack.retired.id;
  }
  return retired;
}

Json one(const Site& site, const Placement& rack, const Retired& retired) {
  Json out;
  out["id"] = rack.id;
  out["type"] = id_of(site.catalogue.racks, rack.type);
  const auto type = static_cast<std::size_t>(rack.type);
  out["role"] =
      rack.type >= 0 && type < site.catalogue.racks.size() ? Json(site.catalogue.racks[type].body.role) : Json(nullptr);
  out["row"] = id_of(site.rows, rack.row);
  out["slot"] = rack.slot + 1;
  out["x_m"] = to_the_millimetre(rack.x_m);
  out["y_m"] = to_the_millimetre(rack.y_m);
  out["rotation_deg"] = rack.rotation_deg;
  out["phase"] = site.phases.empty() ? Json(rack.phase) : id_of(site.phases, rack.phase);
  if (const auto gone = retired.find(rack.id); gone != retired.end()) out["retired"] = gone->second;
  out["feeds"] = feeds_of(site, rack);
  out["cdu_group"] = id_of(site.cdu_groups, rack.cdu_group);
  out["demand"] = id_of(site.demand, rack.demand);
  out["unit"] = rack.unit >= 0 ? Json(rack.unit + 1) : Json(nullptr);
  return out;
}

/// Broken UTF-8 cannot be written as JSON; it is replaced, never thrown about.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string placements_json(const Site& site, const Plan& plan) {
  std::string out = "[";
  const char* separator = "\n  ";
  const Retired retired = retired_of(site);
  for (const Placement& rack : plan.racks) {
    out += separator;
    out += dump(one(site, rack, retired));
    separator = ",\n  ";
  }
  out += plan.racks.empty() ? "]" : "\n ]";
  return out;
}

std::string plan_json(const Site& site, const Plan& plan) {
  return "{\n \"schema\": " + std::to_string(kPlanSchema) + ",\n \"site\": " + dump(site.name) +
         ",\n \"placements\": " + placements_json(site, plan) + "\n}\n";
}

}  // namespace hallplan
