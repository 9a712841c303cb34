#include "planner/site/units.hpp"

#include <fmt/format.h>
#include <udunits2.h>

#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"

namespace hallplan {
namespace {

struct FreeSystem {
  void operator()(ut_system* system) const { ut_free_system(system); }
};
struct FreeUnit {
  void operator()(ut_unit* unit) const { ut_free(unit); }
};
struct FreeConverter {
  void operator()(cv_converter* converter) const { cv_free(converter); }
};

/// The units library's database, read once for each thread: the library is not safe to share between threads.
class Converter {
 public:
  Converter() {
    ut_set_error_message_handler(ut_ignore);
    system_.reset(ut_read_xml(nullptr));
  }

  /// SI value of `number` in the library's unit `from`, or nothing when the library does not know a unit.
  [[nodiscard]] std::optional<double> to_si(double number, std::string_view from, std::string_view si) {
    const auto key = std::pair(std::string(from), std::string(si));
    auto found = converters_.find(key);
    if (found == converters_.end()) found = converters_.emplace(key, make(key.first, key.second)).first;
    if (!found->second) return std::nullopt;
    return cv_convert_double(found->second.get(), number);
  }

 private:
  using ConverterPtr = std::unique_ptr<cv_converter, FreeConverter>;

  [[nodiscard]] ConverterPtr make(const std::string& from, const std::string& si) const {
    if (!system_) return nullptr;
    const std::unique_ptr<ut_unit, FreeUnit> from_unit(ut_parse(system_.get(), from.c_str(), UT_UTF8));
    const std::unique_ptr<ut_unit, FreeUnit> si_unit(ut_parse(system_.get(), si.c_str(), UT_UTF8));
    if (!from_unit || !si_unit) return nullptr;
    return ConverterPtr(ut_get_converter(from_unit.get(), si_unit.get()));
  }

  std::unique_ptr<ut_system, FreeSystem> system_;
  std::map<std::pair<std::string, std::string>, ConverterPtr> converters_;
};

const UnitSpelling* find_unit(Dimension dimension, std::string_view name) {
  for (const UnitSpelling& unit : info(dimension).units) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

/// The dimension a spelling belongs to, for "expected power, found flow".
const DimensionInfo* dimension_of(std::string_view name) {
  for (int d = 0; d < static_cast<int>(Dimension::count); ++d) {
    if (find_unit(static_cast<Dimension>(d), name) != nullptr) return &info(static_cast<Dimension>(d));
  }
  return nullptr;
}

/// Nothing when the library does not know the unit.
std::optional<double> to_si(double number, const UnitSpelling& unit, const DimensionInfo& dimension) {
  if (unit.decimal != 0) return number * unit.decimal;
  thread_local Converter converter;
  return converter.to_si(number, unit.udunits, dimension.si_udunits);
}

std::vector<std::string> spellings(Dimension dimension) {
  std::vector<std::string> names;
  for (const UnitSpelling& unit : info(dimension).units) names.emplace_back(unit.name);
  return names;
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

ParsedQuantity refuse(Rule rule, std::string message, std::string hint = {}) {
  return {std::nullopt, rule, std::move(message), std::move(hint)};
}

/// Length of the decimal number at the front of `text`: sign, digits, fraction, exponent. 0 when there is none.
std::size_t number_length(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - from;
  };
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  std::size_t mantissa = digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    mantissa += digits();
  }
  if (mantissa == 0) return 0;
  const std::size_t before_exponent = at;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) at = before_exponent;
  }
  return at;
}

/// What people write out of habit, and what it is called here.
struct Habit {
  std::string_view written, meant;
};
constexpr Habit kHabits[] = {{"F", "degF"},           {"C", "degC"},          {"\"", "in"},          {"\'", "ft"},
                             {"inch", "in"},          {"feet", "ft"},         {"lbs", "lb"},         {"lpm", "L/min"},
                             {"litre", "L"},          {"kelvin", "K"},        {"amps", "A"},         {"tons", "t"},
                             {"kva", "kVA"},          {"kw", "kW"},           {"mw", "MW"},          {"KW", "kW"},
                             {"KVA", "kVA"},          {"m\u00b3/h", "m3/h"},  {"m\u00b3/s", "m3/s"}, {"m\u00b3", "m3"},
                             {"kg/m\u00b2", "kg/m2"}, {"kW/m\u00b2", "kW/m2"}};

std::string suggest_unit(std::string_view unit, Dimension dimension) {
  for (const Habit& habit : kHabits) {
    if (habit.written == unit && find_unit(dimension, habit.meant) != nullptr) {
      return fmt::format("did you mean '{}'?", habit.meant);
    }
  }
  return suggest(unit, spellings(dimension));
}

/// "4.2 m, 4.2 mm, ...": a bare number with the units it may have meant.
std::string with_units(std::string_view number, Dimension dimension) {
  constexpr std::size_t kMost = 3;
  std::string out;
  std::size_t named = 0;
  for (const UnitSpelling& unit : info(dimension).units) {
    if (named++ == kMost) return out + ", ...";
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", number, unit.name);
  }
  return out;
}

/// What takes such a value: devices are rated by makers in kVA and in amperes, too.
std::string other_key(Dimension asked, const DimensionInfo& found, std::string_view text) {
  if (asked != Dimension::power) return {};
  if (&found == &info(Dimension::apparent_power)) {
    return fmt::format(
        "a device's rating in kVA is written rating_apparent: {}; any other power in kW, which is kVA times the power "
        "factor",
        text);
  }
  if (&found == &info(Dimension::current)) {
    return fmt::format("a device's rating in amperes is written rating_current: {}", text);
  }
  return {};
}

ParsedQuantity refuse_unit(std::string_view text, std::string_view unit, Dimension dimension) {
  const DimensionInfo& asked = info(dimension);
  if (dimension == Dimension::temperature_difference && dimension_of(unit) == &info(Dimension::temperature)) {
    return refuse(Rule::site_dimension,
                  fmt::format("expected a temperature difference, found the temperature '{}'", text),
                  "write differences in K: 4 K");
  }
  if (dimension == Dimension::temperature && unit == "K") {
    return refuse(Rule::site_dimension, fmt::format("expected a temperature, found the difference '{}'", text),
                  "write temperatures in degC: 40 degC; K is kept for differences");
  }
  if (const DimensionInfo* found = dimension_of(unit); found != nullptr) {
    return refuse(Rule::site_dimension,
                  fmt::format("expected {} (such as {}), found {} '{}'", asked.name, asked.example, found->name, text),
                  other_key(dimension, *found, text));
  }
  return refuse(Rule::site_unit_unknown, fmt::format("unknown unit '{}' in '{}'", shortened(unit), shortened(text)),
                suggest_unit(unit, dimension));
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  if (text.empty() || number_length(text) != text.size()) return std::nullopt;
  if (text.front() == '+') text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

ParsedQuantity parse_quantity(std::string_view text, Dimension dimension) {
  const std::string_view whole = trim(text);
  const std::string shown = shortened(whole);
  const DimensionInfo& asked = info(dimension);
  const std::size_t length = number_length(whole);
  if (length == 0) {
    return refuse(Rule::site_number,
                  fmt::format("expected a number with a unit (such as {}), found '{}'", asked.example, shown));
  }
  const std::optional<double> number = parse_number(whole.substr(0, length));
  if (!number) return refuse(Rule::site_number, fmt::format("'{}' is not a finite number", shown));

  const std::string_view unit = trim(whole.substr(length));
  if (unit.empty()) {
    if (dimension == Dimension::fraction || dimension == Dimension::count) return {number, Rule::site_type, {}, {}};
    return refuse(Rule::site_unit_missing,
                  fmt::format("expected {} with a unit, found the bare number '{}'", asked.name, whole),
                  fmt::format("write its unit: {}", with_units(whole, dimension)));
  }
  if (unit.front() == ',' || unit.front() == '_' || unit.front() == '.') {
    return refuse(Rule::site_number, fmt::format("'{}' is not a number", shown),
                  "write a decimal point and no separators: 4.5 m, 40600 cfm");
  }
  const UnitSpelling* spelling = find_unit(dimension, unit);
  if (spelling == nullptr) return refuse_unit(whole, unit, dimension);

  const std::optional<double> si = to_si(*number, *spelling, asked);
  if (!si) {
    return refuse(Rule::site_unit_unknown, fmt::format("the units library has no definition for '{}'", unit),
                  "its database (udunits2.xml) may be missing: install the package libudunits2");
  }
  if (!std::isfinite(*si)) return refuse(Rule::site_number, fmt::format("'{}' is not a finite number", shown));
  return {si, Rule::site_type, {}, {}};
}

}  // namespace hallplan
