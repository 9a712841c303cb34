#include "planner/search/aggregate/pack.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace hallplan::search::aggregate {
namespace {

using Json = nlohmann::json;

std::string bytes_of(const Json& value) {
  std::string bytes;
  Json::to_cbor(value, bytes);
  return bytes;
}

Json list_of(const std::vector<Hung>& hung) {
  Json list = Json::array();
  for (const Hung& one : hung) list.push_back({one.segment, one.kind, one.on, one.phase, one.racks});
  return list;
}

std::vector<Hung> hung_of(const Json& list) {
  std::vector<Hung> hung;
  for (const Json& one : list) {
    hung.push_back(
        {one.at(0).get<int>(), one.at(1).get<int>(), one.at(2).get<int>(), one.at(3).get<int>(), one.at(4).get<int>()});
  }
  return hung;
}

Json json_of(const Plan& plan) {
  Json blocks = Json::array();
  for (const Block& block : plan.blocks) {
    blocks.push_back({static_cast<int>(block.what), block.segment, block.other, block.kind, block.phase});
  }
  return {blocks, plan.management, list_of(plan.on_feeds), list_of(plan.on_groups), plan.spine};
}

Plan plan_from(const Json& json) {
  Plan plan;
  for (const Json& one : json.at(0)) {
    plan.blocks.push_back({static_cast<Template>(one.at(0).get<int>()), one.at(1).get<int>(), one.at(2).get<int>(),
                           one.at(3).get<int>(), one.at(4).get<int>()});
  }
  plan.management = json.at(1).get<std::vector<std::vector<int>>>();
  plan.on_feeds = hung_of(json.at(2));
  plan.on_groups = hung_of(json.at(3));
  plan.spine = json.at(4).get<std::vector<int>>();
  return plan;
}

}  // namespace

std::string packed(const ClusterRows& rows) {
  Json list = Json::array();
  for (const WholeRow& row : rows.rows) list.push_back({row.phase, row.factors, row.most});
  return bytes_of({rows.whole, list});
}

std::string packed(const PartPlan& plan) {
  return bytes_of({plan.has_plan, json_of(plan.plan), plan.nodes, plan.cut_by_time});
}

std::optional<ClusterRows> unpacked_rows(const std::string& bytes) {
  try {
    const Json json = Json::from_cbor(bytes);
    ClusterRows out;
    out.whole = json.at(0).get<bool>();
    for (const Json& row : json.at(1)) {
      out.rows.push_back({row.at(0).get<int>(), row.at(1).get<std::vector<double>>(), row.at(2).get<double>()});
    }
    return out;
  } catch (const Json::exception&) {
    return {};
  }
}

std::optional<PartPlan> unpacked_plan(const std::string& bytes) {
  try {
    const Json json = Json::from_cbor(bytes);
    PartPlan out;
    out.has_plan = json.at(0).get<bool>();
    out.plan = plan_from(json.at(1));
    out.nodes = json.at(2).get<int>();
    out.cut_by_time = json.at(3).get<bool>();
    return out;
  } catch (const Json::exception&) {
    return {};
  }
}

}  // namespace hallplan::search::aggregate
