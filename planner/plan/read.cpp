#include "planner/plan/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/plan/json_places.hpp"
#include "planner/plan/write.hpp"

namespace hallplan {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestId = 128;
constexpr double kFarthestM = 10'000;  ///< a coordinate beyond it is a slip of the hand, not a hall
constexpr int kMostUnits = 10'000;

/// One plan being read: its text, for places, and what is wrong with it.
struct Reader {
  const Site& site;
  std::string_view text;
  int file = -1;
  Diagnostics problems;

  void error(Rule rule, std::size_t offset, std::string message, std::string hint = {}) {
    problems.error(rule, mark_of(text, file, offset), std::move(message), std::move(hint));
  }
};

/// One object of `placements` and where it starts.
struct Item {
  const Json& json;
  std::size_t offset = 0;
};

void wrong(Reader& reader, const Item& item, std::string_view key, std::string_view expected) {
  reader.error(Rule::plan_file, find_value(reader.text, item.offset, key),
               fmt::format("'{}' must be {}", key, expected));
}

const Json* member(const Item& item, std::string_view key) {
  const auto found = item.json.find(std::string(key));
  return found == item.json.end() ? nullptr : &*found;
}

int whole(Reader& reader, const Item& item, std::string_view key, int least, int most, std::optional<int> otherwise) {
  const Json* value = member(item, key);
  if (otherwise && (value == nullptr || value->is_null())) return *otherwise;
  const bool fits = value != nullptr && value->is_number_integer() && *value >= least && *value <= most;
  if (fits) return value->get<int>();
  wrong(reader, item, key, fmt::format("a whole number from {} to {}", least, most));
  return otherwise.value_or(least);
}

double metres(Reader& reader, const Item& item, std::string_view key) {
  const Json* value = member(item, key);
  if (value != nullptr && value->is_number()) {
    const double number = value->get<double>();
    if (std::isfinite(number) && std::abs(number) <= kFarthestM) return number;
  }
  wrong(reader, item, key, fmt::format("a number of metres, at most {:g}", kFarthestM));
  return 0;
}

template <class T>
std::vector<std::string> ids_of(const std::vector<T>& items) {
  std::vector<std::string> ids;
  ids.reserve(items.size());
  for (const T& item : items) ids.push_back(item.id);
  return ids;
}

/// The ids of a site by kind, made once.
struct Names {
  std::vector<std::string> racks, rows, devices, groups, demand, phases;
};

int look_up(Reader& reader, const Json& value, std::size_t offset, const std::vector<std::string>& ids,
            std::string_view kind) {
  if (!value.is_string()) {
    reader.error(Rule::plan_file, offset, fmt::format("expected the name of {}", kind));
    return -1;
  }
  const auto& name = value.get_ref<const std::string&>();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] == name) return static_cast<int>(i);
  }
  reader.error(Rule::plan_reference, offset,
               fmt::format("site '{}' has no {} '{}'", reader.site.name, kind, name.substr(0, kLongestId)),
               suggest(name, ids));
  return -1;
}

int reference(Reader& reader, const Item& item, std::string_view key, const std::vector<std::string>& ids,
              std::string_view kind, bool required) {
  const Json* value = member(item, key);
  if (value == nullptr || value->is_null()) {
    if (required) wrong(reader, item, key, fmt::format("the name of a {}", kind));
    return -1;
  }
  return look_up(reader, *value, find_value(reader.text, item.offset, key), ids, kind);
}

void read_feeds(Reader& reader, const Item& item, const Names& names, Placement& rack) {
  const Json* feeds = member(item, "feeds");
  if (feeds == nullptr || !feeds->is_array() || feeds->size() > 2) {
    wrong(reader, item, "feeds", "a list of at most two power devices, A first");
    return;
  }
  const std::array<int*, 2> sides = {&rack.feed_a, &rack.feed_b};
  for (std::size_t i = 0; i < feeds->size(); ++i) {
    const Json& feed = (*feeds)[i];
    if (feed.is_null()) continue;
    *sides[i] = look_up(reader, feed, find_value(reader.text, item.offset, "feeds"), names.devices, "power device");
  }
}

void read_slot(Reader& reader, const Item& item, Placement& rack) {
  rack.slot = whole(reader, item, "slot", 1, 1'000'000, std::nullopt) - 1;
  if (rack.row < 0) return;
  const Row& row = reader.site.rows[static_cast<std::size_t>(rack.row)];
  if (rack.slot < row.slots) return;
  reader.error(Rule::plan_reference, find_value(reader.text, item.offset, "slot"),
               fmt::format("row '{}' has no slot {}", row.id, rack.slot + 1),
               fmt::format("its slots are numbered 1 to {}", row.slots));
}

/// A phase by its name; 0 where a site states none, as it is then written.
int read_phase(Reader& reader, const Item& item, const Names& names) {
  const Json* value = member(item, "phase");
  if (value != nullptr && value->is_number_integer() && *value == 0) return 0;
  return std::max(0, reference(reader, item, "phase", names.phases, "phase", false));
}

const PinnedRack* pinned(const Site& site, std::string_view id) {
  const auto rack =
      std::find_if(site.placed.begin(), site.placed.end(), [&](const PinnedRack& one) { return one.id == id; });
  return rack != site.placed.end() ? &*rack : nullptr;
}

/// When the plan retires a rack of which the site leaves that to it. Dates that the site gives itself are the site's.
void read_retirement(Reader& reader, const Item& item, const Names& names, Plan& plan) {
  const std::string& id = plan.racks.back().id;
  const PinnedRack* rack = pinned(reader.site, id);
  if (rack == nullptr || rack->may_retire.index < 0) {
    const Json* value = member(item, "retired");
    const std::string asked = rack != nullptr ? rack->retired.id : std::string();
    if (value == nullptr || value->is_null() || (!asked.empty() && *value == asked)) return;
    reader.error(Rule::plan_reference, find_value(reader.text, item.offset, "retired"),
                 asked.empty() ? fmt::format("'{}' is retired, and the site does not let it go", id)
                               : fmt::format("'{}' is not retired by '{}', as the site has it", id, asked),
                 rack == nullptr ? "only racks that the site pins, under 'placed', are ever retired"
                                 : fmt::format("see 'retired' and 'may_retire' of placed.{}", id));
    return;
  }
  const int phase = reference(reader, item, "retired", names.phases, "phase", false);
  if (phase >= 0 && phase < rack->may_retire.index) {
    reader.error(Rule::plan_reference, find_value(reader.text, item.offset, "retired"),
                 fmt::format("'{}' is retired by '{}', earlier than the site lets it go", id,
                             names.phases[static_cast<std::size_t>(phase)]),
                 fmt::format("placed.{}.may_retire says '{}'", id, rack->may_retire.id));
  }
  plan.retirements.push_back({id, phase});
}

/// The highest number that a unit of a demand can have: numbers that pinned racks have, retired ones too, are not given twice.
int most_unit(const Site& site, int demand) {
  std::set<int> taken;
  for (const std::vector<PinnedRack>* racks : {&site.placed, &site.of_other_phases}) {
    for (const PinnedRack& rack : *racks) {
      if (rack.demand.index == demand && rack.unit > 0) taken.insert(rack.unit);
    }
  }
  const int pinned_most = taken.empty() ? 0 : *taken.rbegin();
  const int wanted = site.demand[static_cast<std::size_t>(demand)].units;
  return std::max(wanted + static_cast<int>(taken.size()), pinned_most);
}

/// A scalable unit's number. Of a demand for as many as fit it may be any.
int read_unit(Reader& reader, const Item& item, const Placement& rack) {
  const int unit = whole(reader, item, "unit", 1, kMostUnits, 0);
  if (rack.demand < 0 || unit == 0) return unit - 1;
  const Demand& demand = reader.site.demand[static_cast<std::size_t>(rack.demand)];
  if (demand.units <= 0 || unit <= demand.units || unit <= most_unit(reader.site, rack.demand)) return unit - 1;
  reader.error(Rule::plan_reference, find_value(reader.text, item.offset, "unit"),
               fmt::format("demand '{}' has no unit {}", demand.id, unit),
               fmt::format("its units are numbered 1 to {}", most_unit(reader.site, rack.demand)));
  return unit - 1;
}

Placement read_one(Reader& reader, const Item& item, const Names& names) {
  Placement rack;
  const Json* id = member(item, "id");
  if (id != nullptr && id->is_string() && !id->get_ref<const std::string&>().empty() &&
      id->get_ref<const std::string&>().size() <= kLongestId) {
    rack.id = id->get<std::string>();
  } else {
    wrong(reader, item, "id", fmt::format("a name of 1 to {} bytes", kLongestId));
  }
  rack.type = reference(reader, item, "type", names.racks, "rack type", true);
  rack.row = reference(reader, item, "row", names.rows, "row", true);
  read_slot(reader, item, rack);
  rack.x_m = metres(reader, item, "x_m");
  rack.y_m = metres(reader, item, "y_m");
  rack.rotation_deg = whole(reader, item, "rotation_deg", 0, 270, std::nullopt);
  if (rack.rotation_deg % 90 != 0) wrong(reader, item, "rotation_deg", "0, 90, 180 or 270");
  rack.phase = read_phase(reader, item, names);
  read_feeds(reader, item, names, rack);
  rack.cdu_group = reference(reader, item, "cdu_group", names.groups, "CDU group", false);
  rack.demand = reference(reader, item, "demand", names.demand, "demand", false);
  rack.unit = read_unit(reader, item, rack);
  return rack;
}

/// Line and column in front of the library's message are said by the mark already.
std::string_view without_place(std::string_view message) {
  const std::size_t at = message.find(", column ");
  const std::size_t colon = at == std::string_view::npos ? at : message.find(": ", at);
  if (colon != std::string_view::npos) return message.substr(colon + 2);
  const std::size_t bracket = message.find("] ");
  return bracket == std::string_view::npos ? message : message.substr(bracket + 2);
}

/// Parses inside the limits. A key that stands twice in one object is refused: readers disagree on which one counts.
std::optional<Json> parse(Reader& reader) {
  std::vector<std::set<std::string>> open;
  std::string twice;
  const auto watch = [&](int, Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) open.emplace_back();
    if (event == Json::parse_event_t::object_end) open.pop_back();
    if (event == Json::parse_event_t::key && !open.back().insert(parsed.get<std::string>()).second) {
      twice = parsed.get<std::string>();
    }
    return true;
  };
  try {
    Json json = Json::parse(reader.text, watch);
    if (twice.empty()) return json;
    reader.problems.error(Rule::plan_file, {reader.file, 0, 0},
                          fmt::format("the key '{}' stands twice in one object", twice.substr(0, kLongestId)));
  } catch (const Json::parse_error& error) {
    reader.error(Rule::plan_file, error.byte > 0 ? error.byte - 1 : 0,
                 fmt::format("not valid JSON: {}", without_place(error.what())));
  } catch (const Json::exception& error) {
    reader.problems.error(Rule::plan_file, {reader.file, 0, 0},
                          fmt::format("not valid JSON: {}", without_place(error.what())));
  }
  return std::nullopt;
}

/// Schema and site of the plan, before its racks.
void read_head(Reader& reader, const Json& json) {
  const auto schema = json.find("schema");
  if (schema == json.end() || !schema->is_number_integer() || *schema != kPlanSchema) {
    reader.error(Rule::plan_file, find_value(reader.text, reader.text.find('{'), "schema"),
                 fmt::format("'schema' must be {}", kPlanSchema), "this program reads plans that hallplan wrote");
  }
  const auto site = json.find("site");
  if (site == json.end() || !site->is_string() || site->get_ref<const std::string&>() == reader.site.name) return;
  reader.problems.add({Rule::plan_reference,
                       mark_of(reader.text, reader.file, find_value(reader.text, reader.text.find('{'), "site")),
                       fmt::format("the plan was made for site '{}', it is held against site '{}'",
                                   site->get_ref<const std::string&>().substr(0, kLongestId), reader.site.name),
                       {},
                       std::nullopt,
                       Severity::warning});
}

void read_racks(Reader& reader, const Json& placements, const JsonPlaces& places, Plan& plan) {
  const Names names = {ids_of(reader.site.catalogue.racks), ids_of(reader.site.rows),   ids_of(reader.site.devices),
                       ids_of(reader.site.cdu_groups),      ids_of(reader.site.demand), ids_of(reader.site.phases)};
  std::set<std::string> seen;
  for (std::size_t i = 0; i < placements.size(); ++i) {
    if (reader.problems.all().size() >= Diagnostics::kMost) return;
    const Item item = {placements[i], places.placements[i]};
    plan.racks.push_back(read_one(reader, item, names));
    read_retirement(reader, item, names, plan);
    const std::string& id = plan.racks.back().id;
    if (!id.empty() && !seen.insert(id).second) {
      reader.error(Rule::plan_file, find_value(reader.text, item.offset, "id"),
                   fmt::format("two racks have the id '{}'", id));
    }
  }
}

/// The list of racks, or a problem when it is not one.
const Json* racks_of(Reader& reader, const Json& json, const JsonPlaces& places) {
  const auto found = json.find("placements");
  const std::size_t at = find_value(reader.text, reader.text.find('{'), "placements");
  if (found == json.end() || !found->is_array()) {
    reader.error(Rule::plan_file, at, "'placements' must be a list of racks");
    return nullptr;
  }
  if (found->size() > kMostPlacements) {
    reader.error(Rule::plan_file, at, fmt::format("more than {} racks", kMostPlacements));
    return nullptr;
  }
  for (const Json& rack : *found) {
    if (rack.is_object()) continue;
    reader.error(Rule::plan_file, at, "every item of 'placements' must be an object");
    return nullptr;
  }
  if (found->size() == places.placements.size()) return &*found;
  reader.error(Rule::plan_file, at, "the key 'placements' must be written without escapes");
  return nullptr;
}

/// Everything but the racks; empty when it is no use to go on.
std::optional<Json> open_plan(Reader& reader, const JsonPlaces& places) {
  if (places.too_deep) {
    reader.error(Rule::plan_file, places.deepest_at, fmt::format("nested deeper than {} levels", kDeepestPlan));
    return std::nullopt;
  }
  std::optional<Json> json = parse(reader);
  if (!json) return std::nullopt;
  if (!json->is_object()) {
    reader.error(Rule::plan_file, 0, "a plan is a JSON object");
    return std::nullopt;
  }
  return json;
}

}  // namespace

Result<Plan> read_plan_text(SourceFiles& files, const Site& site, std::string name, std::string text) {
  Result<Plan> out;
  if (text.size() > kMostPlanBytes) {
    const int file = files.add(std::move(name), {});
    out.problems.error(Rule::plan_file, {file, 0, 0}, fmt::format("larger than {} MiB", kMostPlanBytes >> 20U));
    return out;
  }
  const int file = files.add(std::move(name), std::move(text));
  Reader reader{site, files.text(file), file, {}};
  const JsonPlaces places = find_places(reader.text, kDeepestPlan);
  const std::optional<Json> json = open_plan(reader, places);
  Plan plan;
  if (json) {
    read_head(reader, *json);
    if (const Json* racks = racks_of(reader, *json, places)) read_racks(reader, *racks, places, plan);
  }
  out.problems = std::move(reader.problems);
  if (json && !out.problems.has_errors()) out.value = std::move(plan);
  return out;
}

Result<Plan> read_plan(SourceFiles& files, const Site& site, const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text;
  if (stream) {
    text.resize(kMostPlanBytes + 1);
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
  }
  if (!stream.is_open() || stream.bad()) {
    Result<Plan> out;
    out.problems.error(Rule::plan_file, {files.add(path, {}), 0, 0}, "cannot be read");
    return out;
  }
  return read_plan_text(files, site, path, std::move(text));
}

}  // namespace hallplan
