/// Every limit that adds up, once, as a data row: so much is there, so much of it does one rack take that stands in this
/// segment on these feeds and this CDU group. Made by layout, power, hydraulics and thermal; read by the search and its
/// bound. The verdict does not use these rows; a test holds both against each other on random placements.
#pragma once

#include <string>
#include <vector>

#include "planner/base/rule.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/dimension.hpp"
#include "planner/site/site.hpp"

namespace hallplan::capacity {

/// One limit in one scenario: base + sum of the placed racks' terms <= limit, in SI.
struct Row {
  Rule rule;
  std::string element;        ///< "ups-a1"
  std::string scenario;       ///< "normal", "ups-b1 lost"
  std::string unit_one_buys;  ///< "a UPS module", "a CDU": what would raise the limit
  Dimension dimension = Dimension::count;
  double limit = 0;
  double base = 0;  ///< taken without any rack: plant loads, losses
  bool proves =
      true;  ///< false: stricter than its check, or its check is a warning or undecided: it steers and bounds nothing
};

/// What one rack takes of row `row`.
struct Term {
  int row = 0;
  double amount = 0;
};

/// A way to connect a rack of a type in a site's row: everything its loads depend on but the slot.
struct Choice {
  int type = -1;       ///< in `site.catalogue.racks`
  int row = -1;        ///< in `site.rows`
  int feed_pair = -1;  ///< in that row's `feeds`; -1 when the row offers none
  int cdu_group = -1;  ///< in `site.cdu_groups`; -1 for an air-cooled rack
};

/// All choices of a site, in a fixed order: every rack type that the demand or a pinned rack names, in every row, on
/// every feed pair and (liquid-cooled types) every CDU group that the row offers.
[[nodiscard]] std::vector<Choice> choices(const Site& site);

/// Rows of one domain with the terms of every choice: `terms[c]` belongs to `choices(site)[c]`, ordered by row, no zeros.
struct Part {
  std::vector<Row> rows;
  std::vector<std::vector<Term>> terms;
};

/// Parts joined: row numbers run through.
[[nodiscard]] Part join(std::vector<Part> parts);

/// The limits less the margins that the site's policy asks for. The verdict takes the same off its checks.
[[nodiscard]] Part with_margins(const Site& site, Part part);

/// The choice a placed rack makes, as an index into `all`; -1 when it makes none that the site offers.
[[nodiscard]] int choice_of(const Site& site, const std::vector<Choice>& all, const Placement& rack);

/// The choices of a site and, behind them, those that its pinned racks make on their own.
struct WithPinned {
  Site site;  ///< whose rows offer both: what makes rows looks feeds up there
  std::vector<Choice> choices;
  std::vector<int> of_pinned;  ///< by pinned rack, in the order of `site.placed`: its choice
};
/// A pinned rack may hang on feeds or a CDU group that its row does not offer. It takes of these, and of nothing that its row does offer. `all`:
/// the site's choices.
[[nodiscard]] WithPinned with_pinned(const Site& site, std::vector<Choice> all);

}  // namespace hallplan::capacity
