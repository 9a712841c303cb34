#include "planner/sweep/range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "planner/base/text.hpp"
#include "planner/site/units.hpp"
#include "planner/sweep/axes.hpp"
#include "planner/sweep/words.hpp"

namespace hallplan::sweep {
namespace {

constexpr std::string_view kExample = "for example 30 degC..44 degC by 2 K";

/// A share of a step by which rounding may miss the last value.
constexpr double kRounding = 1e-6;

/// Where the two points of a range stand.
std::size_t points_at(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    depth += depth_change(text[at]);
    if (depth == 0 && text[at] == '.' && text[at + 1] == '.') return at;
  }
  return std::string_view::npos;
}

bool has_unit(Dimension dimension, std::string_view unit) {
  const auto& units = info(dimension).units;
  return std::any_of(units.begin(), units.end(), [&](const UnitSpelling& one) { return one.name == unit; });
}

/// The first dimension that both are units of.
std::optional<Dimension> dimension_of(std::string_view one, std::string_view other) {
  for (int d = 0; d < static_cast<int>(Dimension::count); ++d) {
    const auto dimension = static_cast<Dimension>(d);
    if (has_unit(dimension, one) && has_unit(dimension, other)) return dimension;
  }
  return std::nullopt;
}

double si_of(double number, std::string_view unit, Dimension dimension) {
  return parse_quantity(fmt::format("{} {}", number, unit), dimension).si.value_or(std::nan(""));
}

/// A range in words, understood: all three in the unit of the first.
struct Numbers {
  double first = 0, last = 0, step = 0;
  std::string unit;
};

/// Converts the last value and the step to the unit of the first; what is wrong with their units, or nothing.
Range take_units(Numbers& out, const Amount& last, const Amount& step) {
  const std::string_view unit = out.unit;
  const bool is_temperature = has_unit(Dimension::temperature, unit);
  if (is_temperature && step.unit != "K") {
    return {{},
            fmt::format("expected a step in K, found '{}'",
                        shortened(fmt::format("{:.10g} {}", step.number, printable(step.unit)))),
            fmt::format("temperatures differ by kelvins: by {:.10g} K", step.number)};
  }
  if (last.unit == unit && step.unit == unit) return {};
  const std::optional<Dimension> dimension = dimension_of(unit, last.unit);
  if (!dimension && last.unit != unit) {
    return {{},
            fmt::format("the ends have the units '{}' and '{}'", shortened(unit), shortened(last.unit)),
            std::string(kExample)};
  }
  const Dimension differs = is_temperature ? Dimension::temperature_difference : dimension.value_or(Dimension::count);
  if (!dimension || !has_unit(differs, step.unit)) {
    return {{},
            fmt::format("expected a step in {}, found '{}'", unit.empty() ? "no unit, as its ends" : shortened(unit),
                        shortened(fmt::format("{:.10g} {}", step.number, printable(step.unit)))),
            std::string(kExample)};
  }
  // Units are affine: one that has an offset (degF) has the same for all of its values.
  const double zero = si_of(0, unit, *dimension), one = si_of(1, unit, *dimension) - zero;
  if (last.unit != unit) out.last = (si_of(last.number, last.unit, *dimension) - zero) / one;
  if (step.unit != unit) out.step = si_of(step.number, step.unit, differs) / one;
  return {};
}

/// What does not lead from the first value to the last.
Range refused_step(const Numbers& range, std::string_view step) {
  if (range.step == 0) return {{}, "the step is nought", std::string(kExample)};
  if ((range.last - range.first) * range.step >= 0) return {};
  return {{},
          fmt::format("a step of '{}' leads away from the last value", shortened(step)),
          fmt::format("write it with the other sign, or the ends the other way round: {:.10g}..{:.10g}", range.last,
                      range.first)};
}

}  // namespace

bool is_range(std::string_view text) { return points_at(text) != std::string_view::npos; }

Range values_of_range(std::string_view text) {
  const std::size_t points = points_at(text);
  const std::string_view first_text = trimmed(text.substr(0, points));
  const std::string_view rest = text.substr(points + 2);
  const std::size_t by = rest.find(" by ");
  if (by == std::string_view::npos) {
    return {{}, fmt::format("expected FIRST..LAST by STEP, found '{}'", shortened(text)), std::string(kExample)};
  }
  const std::string_view last_text = trimmed(rest.substr(0, by)), step_text = trimmed(rest.substr(by + 4));
  Amount first, last, step;
  for (const auto& [part, amount] : {std::pair(first_text, &first), {last_text, &last}, {step_text, &step}}) {
    if (read_amount(part, *amount)) continue;
    return {{}, fmt::format("'{}' is not a finite number", shortened(part)), std::string(kExample)};
  }
  if (first.unit.empty()) first.unit = last.unit;
  Numbers range{first.number, last.number, step.number, first.unit};
  if (Range wrong = take_units(range, last, step); !wrong.problem.empty()) return wrong;
  if (Range wrong = refused_step(range, step_text); !wrong.problem.empty()) return wrong;

  const double steps = std::floor((range.last - range.first) / range.step + kRounding);
  if (!(steps < static_cast<double>(kMostCases))) {
    return {{}, fmt::format("'{}' has more than {} values", shortened(text), kMostCases), "take a larger step"};
  }
  Range out;
  for (int i = 0; i <= static_cast<int>(steps); ++i) {
    out.values.push_back(
        fmt::format("{:.10g}{}{}", range.first + i * range.step, range.unit.empty() ? "" : " ", range.unit));
  }
  return out;
}

}  // namespace hallplan::sweep
