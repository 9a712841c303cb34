// Ride-through of the coolant: a table, and a drawing of each loss that was followed.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "planner/report/html_parts.hpp"
#include "planner/report/markup.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

std::string cell(const std::string& text) { return "<td>" + escaped(text) + "</td>"; }
std::string figure(const std::string& text) { return "<td class=\"n\">" + escaped(text) + "</td>"; }

/// The frame of one drawing: seconds and degC to points of the page.
struct Frame {
  static constexpr double kWidth = 380, kHeight = 190, kLeft = 40, kRight = 10, kTop = 12, kBottom = 28;
  double end_s = 1, low_degc = 0, high_degc = 1;

  [[nodiscard]] double x(double s) const { return kLeft + (kWidth - kLeft - kRight) * s / end_s; }
  [[nodiscard]] double y(double degc) const {
    return kHeight - kBottom - (kHeight - kTop - kBottom) * (degc - low_degc) / (high_degc - low_degc);
  }
};

/// Points of a series up to where the drawing ends; above its top it leaves the drawing.
std::string line(const Frame& frame, const Json& times, const Json& values, std::string_view kind) {
  std::string points;
  for (std::size_t i = 0; i < std::min(times.size(), values.size()); ++i) {
    if (!times[i].is_number() || !values[i].is_number()) continue;
    const double s = times[i].get<double>(), degc = values[i].get<double>();
    if (s > frame.end_s) break;
    points += fmt::format("{}{},{}", points.empty() ? "" : " ", coordinate(frame.x(s)),
                          coordinate(frame.y(std::min(degc, frame.high_degc))));
    if (degc > frame.high_degc) break;
  }
  return fmt::format("<polyline class=\"{}\" points=\"{}\"/>", kind, points);
}

std::string level(const Frame& frame, const Json& limit, std::string_view name) {
  if (!limit.is_number() || limit.get<double>() > frame.high_degc) return {};
  const std::string y = coordinate(frame.y(limit.get<double>()));
  return fmt::format(
      "<line class=\"limit\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/><text x=\"{}\" y=\"{}\">{} {}</text>",
      coordinate(Frame::kLeft), coordinate(Frame::kWidth - Frame::kRight), y, y, coordinate(Frame::kLeft + 4),
      coordinate(frame.y(limit.get<double>()) - 3), name, short_number(limit.get<double>()));
}

std::string upright(const Frame& frame, const Json& at, std::string_view kind, std::string_view name) {
  if (!at.is_number() || at.get<double>() > frame.end_s) return {};
  const std::string x = coordinate(frame.x(at.get<double>()));
  return fmt::format(
      "<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/><text x=\"{}\" y=\"{}\" "
      "text-anchor=\"end\">{}</text>",
      kind, x, x, coordinate(Frame::kTop), coordinate(Frame::kHeight - Frame::kBottom),
      coordinate(frame.x(at.get<double>()) - 3), coordinate(Frame::kHeight - Frame::kBottom - 4), name);
}

const Json& first_type(const Json& ride) {
  static const Json kNone = Json::object();
  for (const Json& type : member_of(ride, "types")) {
    if (member_of(type, "rack") == member_of(ride, "first")) return type;
  }
  return kNone;
}

/// As long as restart and limit need, and a quarter more; as high as the limits, and a little more.
Frame frame_of(const Json& ride) {
  const Json& times = member_of(ride, "time_s");
  double shown_s = std::max(number_of(ride, "restart_s"), number_of(first_type(ride), "least_seconds_to_limit"));
  const double end_s = number_of(ride, "end_s");
  shown_s =
      shown_s > 0 ? std::min(end_s, std::max(1.25 * shown_s, 4 * end_s / static_cast<double>(times.size()))) : end_s;
  Frame frame;
  frame.end_s = std::max(shown_s, 1e-3);
  const double coldest = member_of(ride, "supply_degc").empty() ? 0 : member_of(ride, "supply_degc")[0].get<double>();
  const double warmest = member_of(ride, "return_degc").empty() ? 0 : member_of(ride, "return_degc")[0].get<double>();
  frame.low_degc = coldest - 3;
  frame.high_degc = std::max({number_of(ride, "supply_limit_degc"), number_of(ride, "return_limit_degc"), warmest}) + 5;
  return frame;
}

std::string drawing_of(const Json& ride) {
  const Json& times = member_of(ride, "time_s");
  if (times.size() < 2) return {};
  const Frame frame = frame_of(ride);
  const std::string name = fmt::format("{}: {}", text_of(ride, "group"), text_of(ride, "scenario"));
  std::string out = fmt::format(
      "<figure><figcaption>{}</figcaption><svg class=\"ride\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}: "
      "temperatures in time\">",
      escaped(name), coordinate(Frame::kWidth), coordinate(Frame::kHeight), escaped(name));
  out += fmt::format("<rect class=\"frame\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", coordinate(Frame::kLeft),
                     coordinate(Frame::kTop), coordinate(Frame::kWidth - Frame::kLeft - Frame::kRight),
                     coordinate(Frame::kHeight - Frame::kTop - Frame::kBottom));
  for (const double part : {0.0, 0.5, 1.0}) {
    const double degc = frame.low_degc + part * (frame.high_degc - frame.low_degc);
    out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{:.0f}</text>", coordinate(Frame::kLeft - 4),
                       coordinate(frame.y(degc) + 4), degc);
    out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\">{} s</text>",
                       coordinate(frame.x(part * frame.end_s)), coordinate(Frame::kHeight - Frame::kBottom + 14),
                       part == 1.0 ? "end" : "middle", short_number(part * frame.end_s));
  }
  out += level(frame, member_of(ride, "supply_limit_degc"), "supply limit");
  out += level(frame, member_of(ride, "return_limit_degc"), "return limit");
  out += upright(frame, member_of(ride, "restart_s"), "restart", "restart");
  out += line(frame, times, member_of(ride, "supply_degc"), "supply");
  out += line(frame, times, member_of(ride, "return_degc"), "return");
  return out + "</svg></figure>\n";
}

std::string status_of(const Json& ride) {
  if (!member_of(ride, "runs_on").is_null()) return "<td>runs on</td>";
  const std::string status = text_of(ride, "status");
  return status == "-" ? "<td>shown</td>" : "<td>" + badge(status) + "</td>";
}

}  // namespace

std::string rides_section(const Json& document) {
  const Json& all = member_of(document, "ride_through");
  if (all.empty()) return {};
  std::string out = heading(
      "rides", "Ride-through of the coolant",
      "Seconds until the first rack of a group meets a limit, with the low and the high end of the coolant volumes, "
      "against the time until plant is back. Racks keep their heat. Drawn are temperatures in degC with the low end.");
  out +=
      "<div class=\"scroll\"><table><thead><tr><th>status</th><th>group</th><th>loss</th><th>first rack</th><th "
      "class=\"n\">low volume</th><th class=\"n\">high volume</th><th>ended by</th><th class=\"n\">restart</th><th "
      "class=\"n\">missing tank</th><th>restart, or why not</th></tr></thead><tbody>\n";
  for (const Json& ride : all) {
    const Json& first = first_type(ride);
    const bool followed = !member_of(ride, "first").is_null();
    out += fmt::format("<tr class=\"s-{}\">", escaped(text_of(ride, "status"))) + status_of(ride) +
           cell(text_of(ride, "group")) + cell(loss_and_phase(ride)) + cell(text_of(ride, "first")) +
           figure(followed ? ride_seconds(ride, member_of(first, "least_seconds_to_limit")) : "-") +
           figure(followed ? ride_seconds(ride, member_of(first, "most_seconds_to_limit")) : "-") +
           cell(text_of(first, "ended_by")) +
           figure(member_of(ride, "restart_s").is_number() ? short_number(number_of(ride, "restart_s")) + " s" : "-") +
           figure(member_of(ride, "missing_tank_l").is_number() ? short_number(number_of(ride, "missing_tank_l")) + " L"
                                                                : "-") +
           cell(ride_remark(ride)) + "</tr>\n";
  }
  out += "</tbody></table></div>\n<div class=\"rides\">\n";
  for (const Json& ride : all) out += drawing_of(ride);
  return out + "</div>\n";
}

}  // namespace hallplan::report
