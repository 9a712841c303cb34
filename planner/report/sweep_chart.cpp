// A sweep drawn: steps of racks over one axis, cells of racks over two.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "planner/report/markup.hpp"
#include "planner/report/sweep.hpp"
#include "planner/report/sweep_parts.hpp"

namespace hallplan::report {
namespace {

constexpr double kLeft = 64, kTop = 62, kPlotWidth = 720, kPlotHeight = 300, kRight = 24, kBottom = 74;
constexpr double kLetter = 6.2;  ///< mean width of one at 11 px

std::string colour_of(const Json& one) {
  const std::string status = text_of(one, "status");
  return status == "pass" ? "#58b07a" : status == "fail" ? "#d0453a" : status == "undecided" ? "#e0a030" : "#9aa6b4";
}

/// `words` are escaped here.
std::string text(double x, double y, std::string_view anchor, std::string_view words, std::string_view style = "") {
  return fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\"{}>{}</text>\n", coordinate(x), coordinate(y), anchor,
                     style.empty() ? "" : fmt::format(" class=\"{}\"", style), escaped(words));
}

/// What a reader learns of one case where the pointer rests.
std::string title(const Json& sweep, const Json& one) {
  std::string out;
  std::size_t axis = 0;
  for (const Json& value : member_of(one, "values")) {
    out += fmt::format("{}={}; ", text_of(member_of(sweep, "axes")[axis++], "key"), value.get<std::string>());
  }
  const Json& problems = member_of(one, "problems");
  if (problems.is_array() && !problems.empty()) return out + problems.front().get<std::string>();
  out += fmt::format("{} racks, {}", text_of(one, "racks"), text_of(one, "status"));
  if (member_of(one, "bound_racks").is_number()) out += fmt::format(", at most {}", text_of(one, "bound_racks"));
  if (!text_of(one, "binds_first").empty()) out += "; binds first: " + text_of(one, "binds_first");
  return out;
}

std::string opening(const Json& sweep, double width, double height) {
  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sweep\" role=\"img\" aria-label=\"Sweep of {}\" "
             "width=\"{}\" "
             "height=\"{}\" viewBox=\"0 0 {} {}\">\n",
             escaped(text_of(sweep, "site")), coordinate(width), coordinate(height), coordinate(width),
             coordinate(height)) +
         R"(<style>.sweep text{font:11px system-ui,sans-serif;fill:#39414d}
.sweep .paper{fill:#fff}.sweep .head{font-size:13px;font-weight:600}.sweep .on{fill:#14181f}
.sweep .axis{stroke:#39414d}.sweep .tick{stroke:#e3e7ec}
.sweep .placed{stroke:#2f6fb0;stroke-width:2.4;fill:none}.sweep .bound{stroke:#39414d;stroke-dasharray:5 4;stroke-width:1.4;fill:none}
.sweep .case{stroke:#14181f;stroke-width:.8}
@media (prefers-color-scheme:dark){.sweep text{fill:#c9d1dc}.sweep .paper{fill:#161b22}.sweep .tick{stroke:#2a323d}
.sweep .axis,.sweep .bound{stroke:#aab4c2}.sweep .placed{stroke:#7fb2e5}.sweep .on{fill:#14181f}}
@media print{.sweep text{fill:#39414d}.sweep .paper{fill:#fff}.sweep .axis,.sweep .bound{stroke:#39414d}}
</style>
)" + fmt::format("<rect class=\"paper\" width=\"{}\" height=\"{}\"/>\n", coordinate(width), coordinate(height));
}

std::string head_of(const Json& sweep) {
  const bool held = text_of(sweep, "plan") == "held";
  std::string words = text_of(sweep, "site") + (held ? ": the plan held" : ": racks placed");
  if (member_of(sweep, "incomplete") == true) words += ", incomplete";
  return text(12, 20, "start", words, "head");
}

std::string legend(double x, double y) {
  std::string out;
  for (const auto& [status, words] :
       {std::pair("pass", "pass"), {"undecided", "undecided"}, {"fail", "fails"}, {"refused", "could not be read"}}) {
    out += fmt::format("<rect class=\"case\" x=\"{}\" y=\"{}\" width=\"10\" height=\"10\" fill=\"{}\"/>", coordinate(x),
                       coordinate(y - 9), colour_of(Json{{"status", status}}));
    out += text(x + 15, y, "start", words);
    x += 32 + kLetter * static_cast<double>(std::string_view(words).size());
  }
  return out;
}

/// Where the cases of one axis stand from left to right, and what is placed and proven there.
struct Point {
  const Json* one;
  double x;
};

/// By its number where the axis has some, else at equal distances.
std::vector<Point> points_of(const Json& sweep) {
  const Json& axis = member_of(sweep, "axes").front();
  const Json& values = member_of(axis, "values");
  const Json& numbers = member_of(axis, "numbers");
  double low = 0, high = std::max(1.0, static_cast<double>(values.size()) - 1);
  if (numbers.is_array()) {
    low = high = numbers.front().get<double>();
    for (const Json& number : numbers) {
      low = std::min(low, number.get<double>());
      high = std::max(high, number.get<double>());
    }
  }
  std::vector<Point> points;
  for (const Json& one : member_of(sweep, "cases")) {
    const auto at = std::find(values.begin(), values.end(), member_of(one, "values").front()) - values.begin();
    const double number =
        numbers.is_array() ? numbers[static_cast<std::size_t>(at)].get<double>() : static_cast<double>(at);
    const double share = high > low ? (number - low) / (high - low) : 0.5;
    points.push_back({&one, kLeft + 20 + share * (kPlotWidth - 40)});
  }
  std::stable_sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
  return points;
}

/// A round step that leaves at most six lines.
double tick_step(double most) {
  double step = 1;
  for (const double factor : {2.0, 2.5, 2.0}) {
    if (most / step <= 6) return step;
    step *= factor;
  }
  while (most / step > 6) step *= 2;
  return std::ceil(step);
}

class Steps {
 public:
  explicit Steps(const Json& sweep) : sweep_(sweep), points_(points_of(sweep)) {
    for (const Point& point : points_) {
      most_ = std::max({most_, number_of(*point.one, "racks"), number_of(*point.one, "bound_racks")});
    }
    step_ = tick_step(most_);
    most_ = std::max(step_, std::ceil(most_ / step_) * step_);
  }

  [[nodiscard]] std::string drawn() const {
    const double width = kLeft + kPlotWidth + kRight, height = kTop + kPlotHeight + kBottom;
    std::string out = opening(sweep_, width, height) + head_of(sweep_) + legend(12, 40);
    out += text(width - kRight, 40, "end", "line: racks placed; dashes: no plan has more");
    for (int line = 0; line * step_ <= most_; ++line) {
      const double racks = line * step_;
      out += fmt::format("<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>\n", racks == 0 ? "axis" : "tick",
                         coordinate(kLeft), coordinate(kLeft + kPlotWidth), coordinate(y_of(racks)),
                         coordinate(y_of(racks)));
      out += text(kLeft - 8, y_of(racks) + 4, "end", fmt::format("{:g}", racks));
    }
    out += labels() + path("bound", "bound_racks") + path("placed", "racks");
    for (const Point& point : points_) {
      const double y = y_of(number_of(*point.one, "racks"));
      out +=
          fmt::format("<circle class=\"case\" cx=\"{}\" cy=\"{}\" r=\"5.5\" fill=\"{}\"><title>{}</title></circle>\n",
                      coordinate(point.x), coordinate(y), colour_of(*point.one), escaped(title(sweep_, *point.one)));
    }
    return out + "</svg>\n";
  }

 private:
  [[nodiscard]] double y_of(double racks) const { return kTop + kPlotHeight * (1 - racks / most_); }

  /// As many values as find room beside each other, and the key below them.
  [[nodiscard]] std::string labels() const {
    std::string out;
    double free_from = 0;
    for (const Point& point : points_) {
      const std::string value = member_of(*point.one, "values").front().get<std::string>();
      const double half = kLetter * static_cast<double>(value.size()) / 2;
      if (point.x - half < free_from) continue;
      out += text(point.x, kTop + kPlotHeight + 18, "middle", value);
      free_from = point.x + half + 8;
    }
    return out + text(kLeft + kPlotWidth / 2, kTop + kPlotHeight + 44, "middle",
                      text_of(member_of(sweep_, "axes").front(), "key"), "head");
  }

  /// Steps halfway between neighbours: where between them the answer turns nobody has looked. Cases without a number interrupt it.
  [[nodiscard]] std::string path(std::string_view style, std::string_view key) const {
    std::string line;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      if (!member_of(*points_[i].one, key).is_number()) continue;
      const double y = y_of(number_of(*points_[i].one, key));
      const bool goes_on = i > 0 && member_of(*points_[i - 1].one, key).is_number();
      const double from = goes_on ? (points_[i - 1].x + points_[i].x) / 2 : points_[i].x;
      const bool last = i + 1 == points_.size() || !member_of(*points_[i + 1].one, key).is_number();
      const double to = last ? points_[i].x : (points_[i].x + points_[i + 1].x) / 2;
      line += fmt::format("{}{} {}H{}", goes_on ? "L" : "M", coordinate(from), coordinate(y), coordinate(to));
    }
    return line.empty() ? line : fmt::format("<path class=\"{}\" d=\"{}\"/>\n", style, line);
  }

  const Json& sweep_;
  std::vector<Point> points_;
  double most_ = 1, step_ = 1;
};

std::size_t longest(const Json& values) {
  std::size_t out = 0;
  for (const Json& value : values) out = std::max(out, value.get<std::string>().size());
  return out;
}

/// Grids below each other.
class Cells {
 public:
  explicit Cells(const Json& sweep) : sweep_(sweep), grids_(grids_of(sweep)) {
    const Json& axes = member_of(sweep, "axes");
    down_key_ = "down: " + text_of(axes[axes.size() - 2], "key");
    across_key_ = "across: " + text_of(axes.back(), "key");
    down_ = member_of(axes[axes.size() - 2], "values");
    across_ = member_of(axes.back(), "values");
    cell_ = std::max(46.0, kLetter * static_cast<double>(longest(across_)) + 12);
    left_ = std::max(kLeft, kLetter * static_cast<double>(longest(down_)) + 36);
  }

  [[nodiscard]] std::string drawn() const {
    double width = std::max(460.0, left_ + cell_ * static_cast<double>(across_.size()) + kRight);
    for (const Grid& one : grids_) {
      const std::size_t letters = std::max(first_line(one).size(), across_key_.size());
      width = std::max(width, 24 + kHeadLetter * static_cast<double>(letters));
    }
    const double one = kCell * static_cast<double>(down_.size()) + kAround;
    const double height = kTop + one * static_cast<double>(grids_.size());
    std::string out = opening(sweep_, width, height) + head_of(sweep_) + legend(12, 40);
    out += text(width - kRight, 20, "end", kCellMarks);
    for (std::size_t i = 0; i < grids_.size(); ++i) out += grid(grids_[i], kTop + one * static_cast<double>(i));
    return out + "</svg>\n";
  }

 private:
  static constexpr double kCell = 28, kAround = 90;
  static constexpr double kHeadLetter = 7.6;  ///< mean width of one in headings

  [[nodiscard]] std::string first_line(const Grid& grid) const {
    return grid.held.empty() ? down_key_ : grid.held + "; " + down_key_;
  }

  [[nodiscard]] std::string grid(const Grid& grid, double top) const {
    std::string out = text(12, top + 12, "start", first_line(grid), "head");
    out += text(12, top + 30, "start", across_key_, "head");
    const double first = top + 62;
    for (std::size_t c = 0; c < across_.size(); ++c) {
      out += text(left_ + cell_ * (static_cast<double>(c) + 0.5), first - 8, "middle", across_[c].get<std::string>());
    }
    for (std::size_t r = 0; r < down_.size(); ++r) {
      const double y = first + kCell * static_cast<double>(r);
      out += text(left_ - 8, y + kCell / 2 + 4, "end", down_[r].get<std::string>());
      for (std::size_t c = 0; c < across_.size(); ++c) {
        if (grid.cells[r][c] != nullptr) out += cell(*grid.cells[r][c], left_ + cell_ * static_cast<double>(c), y);
      }
    }
    return out;
  }

  [[nodiscard]] std::string cell(const Json& one, double x, double y) const {
    std::string out = fmt::format(
        "<g><title>{}</title><rect class=\"case\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
        escaped(title(sweep_, one)), coordinate(x + 1), coordinate(y + 1), coordinate(cell_ - 2), coordinate(kCell - 2),
        colour_of(one));
    return out + text(x + cell_ / 2, y + kCell / 2 + 4, "middle", cell_words(one), "on") + "</g>\n";
  }

  const Json& sweep_;
  std::vector<Grid> grids_;
  std::string down_key_, across_key_;
  Json down_, across_;
  double cell_ = 0, left_ = 0;
};

}  // namespace

std::string sweep_chart(std::string_view document) {
  const Json sweep = parsed(document);
  if (member_of(sweep, "axes").size() > 1) return Cells(sweep).drawn();
  return Steps(sweep).drawn();
}

}  // namespace hallplan::report
