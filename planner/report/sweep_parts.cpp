#include "planner/report/sweep_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "planner/report/headline_parts.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

/// Which value of an axis a case has.
std::size_t value_at(const Json& axis, const Json& value) {
  const Json& values = member_of(axis, "values");
  return static_cast<std::size_t>(std::find(values.begin(), values.end(), value) - values.begin());
}

}  // namespace

std::vector<std::string> short_keys(const Json& sweep) {
  std::vector<std::string> keys, ends;
  for (const Json& axis : member_of(sweep, "axes")) {
    keys.push_back(text_of(axis, "key"));
    ends.push_back(keys.back().substr(keys.back().rfind('.') + 1));  // npos + 1 is 0
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    out.push_back(std::count(ends.begin(), ends.end(), ends[i]) > 1 ? keys[i] : ends[i]);
  }
  return out;
}

std::vector<Grid> grids_of(const Json& sweep) {
  const Json& axes = member_of(sweep, "axes");
  if (axes.size() < 2) return {};
  const std::vector<std::string> keys = short_keys(sweep);
  const std::size_t down = axes.size() - 2, across = axes.size() - 1;
  std::vector<Grid> grids;
  for (const Json& one : member_of(sweep, "cases")) {
    const Json& values = member_of(one, "values");
    std::string held;
    for (std::size_t axis = 0; axis < down; ++axis) {
      held += fmt::format("{}{} {}", held.empty() ? "" : ", ", keys[axis], values[axis].get<std::string>());
    }
    auto grid = std::find_if(grids.begin(), grids.end(), [&](const Grid& other) { return other.held == held; });
    if (grid == grids.end()) {
      const std::size_t rows = member_of(axes[down], "values").size();
      const std::size_t columns = member_of(axes[across], "values").size();
      grids.push_back({held, std::vector(rows, std::vector<const Json*>(columns, nullptr))});
      grid = grids.end() - 1;
    }
    grid->cells[value_at(axes[down], values[down])][value_at(axes[across], values[across])] = &one;
  }
  return grids;
}

const Json& binding_check(const Json& one) {
  static const Json kNone;
  return member_of(one, "by_bound") == true ? kNone : member_of(one, "binds");
}

std::string cell_words(const Json& one) {
  const std::string status = text_of(one, "status");
  if (status == "refused") return "x";
  return text_of(one, "racks") + (status == "fail" ? " !" : status == "undecided" ? " ?" : "");
}

std::string turn_words(const Json& turn) {
  const Json& from = member_of(turn, "from");
  const Json& to = member_of(turn, "to");
  const auto change = [&](const char* key) { return fmt::format("{} -> {}", text_of(from, key), text_of(to, key)); };
  const auto differs = [&](const char* key) { return text_of(from, key) != text_of(to, key); };
  std::string out = fmt::format("between {} and {}: ", text_of(from, "value"), text_of(to, "value"));
  if (differs("racks")) out += change("racks") + (differs("status") ? " racks, " : " racks");
  if (differs("status")) return out + change("status");
  if (differs("racks")) return out;
  return out +
         (has_status(from, "fail") ? change("failed") + " checks fail" : change("undecided") + " checks undecided");
}

std::string check_name(const Json& check) {
  return check.is_object() ? text_of(check, "rule") + ' ' + where_and_when(check) : "-";
}

}  // namespace hallplan::report
