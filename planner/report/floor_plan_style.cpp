#include <fmt/format.h>

#include <array>

#include "planner/report/floor_plan_parts.hpp"

namespace hallplan::report {
namespace {

// Mid tones that carry dark lettering and stand on white and on black; neighbours differ in hue and in lightness.
constexpr std::array<std::string_view, kColours> kPalette = {"#6f9bf2", "#f2a65a", "#5cbf94", "#e8838b",
                                                             "#b394e0", "#52c3d3", "#dfc14a", "#f296bf",
                                                             "#b09a80", "#96c25a", "#8b9cc4", "#d48a60"};
// One hue from pale to dark: more is darker, also in black and white.
constexpr std::array<std::string_view, kDensitySteps> kHeat = {"#fff1cc", "#ffdf9a", "#ffc366", "#fa9f48",
                                                               "#ee793b", "#d5522f", "#ad302b", "#771c2b"};

std::string_view letter(ColourBy by) {
  switch (by) {
    case ColourBy::feeds:
      return "f";
    case ColourBy::cdu_group:
      return "g";
    case ColourBy::unit:
      return "u";
    case ColourBy::type:
      return "t";
    case ColourBy::density:
      return "d";
  }
  return "f";
}

}  // namespace

std::string drawing_style() {
  return R"(.plan text{font:11px system-ui,sans-serif;fill:#39414d}
.plan .wall{fill:#fff;stroke:#39414d;stroke-width:3}
.plan .tile{fill:none;stroke:#eceff3;stroke-width:.6}
.plan .slot{fill:none;stroke:#b9c1cc;stroke-width:.7}
.plan .column{fill:#39414d}
.plan .door{fill:#fff;stroke:#2f7d3b;stroke-width:2}
.plan .clearance{fill:#2f6fb0;fill-opacity:.05;stroke:#2f6fb0;stroke-opacity:.55;stroke-width:.8;stroke-dasharray:3 3}
.plan .working{fill:url(#work);stroke:#b07d00;stroke-width:.8;stroke-dasharray:5 3}
.plan .work-line{stroke:#d9a514;stroke-width:1;stroke-opacity:.6}
.plan .tray{stroke:#7a3fb5;stroke-width:3;stroke-opacity:.55;stroke-dasharray:9 3;fill:none}
.plan .keep{fill:url(#hatch);stroke:#b54708;stroke-width:1;stroke-dasharray:4 3}
.plan .stroke{stroke:#b54708;stroke-width:1}
.plan .rack>rect,.plan .swatch{fill:#dfe3e8;stroke:#39414d;stroke-width:.8}
.plan .aux{fill:url(#aux)}
.plan .aux-line{stroke:#fff;stroke-width:4;stroke-opacity:.6}
.plan .front{stroke:#14181f;stroke-width:2.4}
.plan .rack text{fill:#14181f;text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-opacity:.45;stroke-width:2px}
.plan .cdu>rect{fill:#d7e6f5;stroke:#1d4f91;stroke-width:1.4}
.plan .air>rect{fill:#e4f3e6;stroke:#2f7d3b;stroke-width:1.4}
.plan .device>rect{fill:#f6ecd2;stroke:#8a6100;stroke-width:1.4}
.plan .cdu text,.plan .air text,.plan .device text{fill:#14181f;text-anchor:middle}
.plan .scale{stroke:#39414d;stroke-width:2;fill:none}
.plan .north{fill:#39414d}
.plan .density,.plan .legend{display:none}
.plan .names{pointer-events:none}.plan .head{font-size:13px;font-weight:600}
.plan .mid{text-anchor:middle}.plan .end{text-anchor:end}
@media (prefers-color-scheme:dark){.plan text{fill:#c9d1dc}.plan .wall{fill:#161b22;stroke:#aab4c2}.plan .tile{stroke:#222a34}
.plan .slot{stroke:#4a5462}.plan .column,.plan .north{fill:#aab4c2}.plan .scale{stroke:#aab4c2}.plan .rack>rect,.plan .swatch{fill:#a7b0bc}
.plan .cdu>rect{fill:#8fb4dc}.plan .air>rect{fill:#93c79b}
.plan .device>rect{fill:#d9bd7a}.plan .clearance{stroke:#7fb2e5;fill:#7fb2e5}.plan .tray{stroke:#b98ce8}}
@media print{.plan text{fill:#39414d}.plan .wall{fill:#fff;stroke:#39414d}}
)";
}

std::string colouring_style(const Colouring& colouring, std::string_view scope) {
  const std::string_view kind = letter(colouring.by);
  std::string out = fmt::format("{} .l-{}{{display:inline}}\n", scope, colouring.name);
  if (colouring.by == ColourBy::density) {
    out +=
        fmt::format("{0} .density{{display:inline}}{0} .rack>rect{{fill:none}}{0} .rack text{{display:none}}\n", scope);
    for (std::size_t i = 0; i < kHeat.size(); ++i) out += fmt::format("{} .d{}{{fill:{}}}", scope, i, kHeat[i]);
    return out + '\n';
  }
  for (std::size_t i = 0; i < kPalette.size(); ++i) {
    out += fmt::format("{0} .{1}{2}>rect,{0} .swatch.{1}{2}{{fill:{3}}}", scope, kind, i, kPalette[i]);
  }
  return out + '\n';
}

}  // namespace hallplan::report
