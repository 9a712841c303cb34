#include "planner/report/json_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace hallplan::report {
namespace {

constexpr std::size_t kLongestLine = 150;
constexpr double kLargestWhole = 1e15;  ///< doubles are exact integers up to here

std::string compact(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

bool all_numbers(const Json& json) {
  for (const Json& item : json) {
    if (!item.is_number() && !item.is_null()) return false;
  }
  return json.is_array();
}

void write(const Json& json, std::size_t indent, std::string& out) {
  const std::string line = compact(json);
  const bool one_line = !json.is_structured() || line.size() + indent <= kLongestLine || all_numbers(json);
  if (one_line) {
    out += line;
    return;
  }
  out += json.is_object() ? "{" : "[";
  const std::string newline = '\n' + std::string(indent + 1, ' ');
  bool first = true;
  for (auto item = json.begin(); item != json.end(); ++item) {
    out += first ? newline : ',' + newline;
    first = false;
    if (json.is_object()) out += compact(item.key()) + ": ";
    write(*item, indent + 1, out);
  }
  out += '\n' + std::string(indent, ' ') + (json.is_object() ? "}" : "]");
}

}  // namespace

Json number(double value) {
  if (!std::isfinite(value)) return nullptr;
  const double rounded = std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr);
  if (rounded == std::floor(rounded) && std::abs(rounded) < kLargestWhole) return static_cast<std::int64_t>(rounded);
  return rounded;
}

Json in_field_unit(Dimension dimension, double si) { return number(to_field(dimension, si).value); }

std::string pretty(const Json& json) {
  std::string out;
  write(json, 0, out);
  return out + '\n';
}

Json parsed(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  return json.is_object() ? json : Json::object();
}

const Json& member_of(const Json& object, std::string_view key) {
  static const Json kNothing;
  if (!object.is_object()) return kNothing;
  const auto found = object.find(std::string(key));
  return found == object.end() ? kNothing : *found;
}

std::string text_of(const Json& object, std::string_view key) {
  const Json& value = member_of(object, key);
  if (value.is_null()) return "-";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return fmt::format("{}", value.get<std::int64_t>());
  if (value.is_number()) return fmt::format("{:.6g}", value.get<double>());
  return compact(value);
}

double number_of(const Json& object, std::string_view key) {
  const Json& value = member_of(object, key);
  return value.is_number() ? value.get<double>() : 0.0;
}

}  // namespace hallplan::report
