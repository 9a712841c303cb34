#include "planner/sweep/axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/site/units.hpp"
#include "planner/sweep/range.hpp"
#include "planner/sweep/words.hpp"

namespace hallplan::sweep {
namespace {

constexpr std::string_view kExample =
    "for example --vary 'basis.outdoor=30 degC..44 degC by 2 K' or --vary 'liquid.loops.fws.supply=30 degC, 34 degC'";

/// The items of a list, apart at commas outside brackets.
std::vector<std::string_view> items_of(std::string_view list) {
  std::vector<std::string_view> items;
  int depth = 0;
  std::size_t from = 0;
  for (std::size_t at = 0; at < list.size(); ++at) {
    depth += depth_change(list[at]);
    if (list[at] != ',' || depth != 0) continue;
    items.push_back(list.substr(from, at - from));
    from = at + 1;
  }
  items.push_back(list.substr(from));
  return items;
}

/// Numbers where all values have the same unit: what a chart can lay out and what comes in an order.
void take_numbers(Axis& axis) {
  std::vector<double> numbers;
  for (const std::string& value : axis.values) {
    Amount amount;
    if (!read_amount(value, amount) || (!numbers.empty() && amount.unit != axis.unit)) {
      axis.unit.clear();
      return;
    }
    axis.unit = amount.unit;
    numbers.push_back(amount.number);
  }
  axis.numbers = std::move(numbers);
}

class AxisReader {
 public:
  AxisReader(SourceFiles& files, const std::string& text, Diagnostics& problems)
      : text_(text), file_(files.add("--vary", text)), problems_(problems) {}

  std::optional<Axis> read() {
    const std::string_view whole = text_;
    const std::size_t equals = std::min(whole.find('='), whole.size());
    Axis axis;
    axis.key = trimmed(whole.substr(0, equals));
    const std::string_view list = equals < whole.size() ? whole.substr(equals + 1) : std::string_view{};
    if (axis.key.empty() || trimmed(list).empty()) {
      refuse(whole, fmt::format("expected KEY=VALUE, VALUE, ..., found '{}'", shortened(whole)), kExample);
      return std::nullopt;
    }
    for (const std::string_view item : items_of(list)) add(axis, item);
    if (refused_) return std::nullopt;
    return axis_of(std::move(axis.key), std::move(axis.values));
  }

 private:
  void refuse(std::string_view part, std::string message, std::string_view hint) {
    const Mark at{file_, 1, static_cast<int>(part.data() - text_.data()) + 1};
    problems_.error(Rule::site_set, at, std::move(message), std::string(hint));
    refused_ = true;
  }

  void add(Axis& axis, std::string_view item) {
    const std::string_view value = trimmed(item);
    if (value.empty()) return refuse(item, "a value is missing here", "remove the comma, or name the value");
    Range range;
    if (is_range(value)) {
      range = values_of_range(value);
      if (!range.problem.empty()) return refuse(value, range.problem, range.hint);
    } else {
      range.values.emplace_back(value);
    }
    for (std::string& one : range.values) {
      if (std::find(axis.values.begin(), axis.values.end(), one) != axis.values.end()) {
        return refuse(value, fmt::format("{} takes the value '{}' twice", shortened(axis.key), shortened(one)),
                      "remove one of them");
      }
      if (axis.values.size() == kMostCases) {
        return refuse(value, fmt::format("{} takes more than {} values", shortened(axis.key), kMostCases), "");
      }
      axis.values.push_back(std::move(one));
    }
  }

  const std::string& text_;
  int file_;
  Diagnostics& problems_;
  bool refused_ = false;
};

}  // namespace

bool read_amount(std::string_view text, Amount& out) {
  const std::string_view whole = trimmed(text);
  const std::size_t end = std::min(whole.find_first_not_of("+-.0123456789eE"), whole.size());
  const std::optional<double> number = parse_number(whole.substr(0, end));
  if (!number) return false;
  out = {*number, std::string(trimmed(whole.substr(end)))};
  return true;
}

Axis axis_of(std::string key, std::vector<std::string> values) {
  Axis axis{std::move(key), std::move(values), {}, {}};
  take_numbers(axis);
  return axis;
}

std::string set_of(const Axis& axis, std::size_t value) { return axis.key + '=' + axis.values[value]; }

Result<std::vector<Axis>> read_axes(SourceFiles& files, const std::vector<std::string>& texts) {
  Result<std::vector<Axis>> out;
  std::vector<Axis> axes;
  for (const std::string& text : texts) {
    std::optional<Axis> axis = AxisReader(files, text, out.problems).read();
    if (!axis) continue;
    const auto same = [&](const Axis& other) { return other.key == axis->key; };
    if (std::any_of(axes.begin(), axes.end(), same)) {
      out.problems.error(Rule::site_set, {files.add("--vary", text), 1, 1},
                         fmt::format("'{}' is varied twice", shortened(axis->key)),
                         "put all its values into one --vary");
      continue;
    }
    axes.push_back(*std::move(axis));
  }
  if (!out.problems.has_errors()) out.value = std::move(axes);
  return out;
}

}  // namespace hallplan::sweep
