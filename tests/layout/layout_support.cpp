#include "tests/layout/layout_support.hpp"

#include <algorithm>
#include <iterator>

namespace hallplan::layout {

Plan placed(const Site& site) { return positioned(site, pinned_plan(site)); }

std::vector<Check> of_rule(const std::vector<Check>& checks, Rule rule) {
  std::vector<Check> out;
  std::copy_if(checks.begin(), checks.end(), std::back_inserter(out), [&](const Check& c) { return c.rule == rule; });
  return out;
}

std::vector<Check> failing(const std::vector<Check>& checks) {
  std::vector<Check> out;
  std::copy_if(checks.begin(), checks.end(), std::back_inserter(out),
               [](const Check& c) { return c.status == Status::fail; });
  return out;
}

Value stated(double si) {
  Value value;
  value.value = value.low = value.high = si;
  return value;
}

Box make_box(const std::string& id, double x_m, double y_m, double width_m, double depth_m) {
  Box box;
  box.id = id;
  box.at = {0, 77, 1};
  box.x_m = stated(x_m);
  box.y_m = stated(y_m);
  box.width_m = stated(width_m);
  box.depth_m = stated(depth_m);
  return box;
}

Site with_row_at(Site site, double x_m) {
  Value& x = site.rows[0].x_m;
  x.value = x.low = x.high = x_m;
  return site;
}

std::vector<Check> checks_of(const Site& site) { return check(site, placed(site)); }

std::vector<Check> checks_with(const std::vector<std::string>& sets, Rule rule) {
  return of_rule(checks_of(test::small_placed_site(sets)), rule);
}

std::string line_of(const std::vector<std::string>& sets, Rule rule) {
  SourceFiles files;
  const Site site = test::small_placed_site(sets, &files);
  const std::vector<Check> found = failing(of_rule(checks_of(site), rule));
  return found.empty() ? "no failing check" : std::string(files.line(found.front().at));
}

}  // namespace hallplan::layout
