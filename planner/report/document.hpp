/// plan.json: everything a verdict says about a plan, in field units, with six significant digits. It is the one truth of a
/// run: text, HTML and drawings are renderings of it. Nothing in it depends on machine, folder or time, so that equal plans
/// are equal files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/base/source.hpp"
#include "planner/plan/plan.hpp"
#include "planner/plan/steering.hpp"
#include "planner/site/site.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::report {

/// What one document is made from; all of it must outlive the call only.
struct Subject {
  const Site& site;
  const Plan& plan;
  const verdict::Verdict& verdict;
  const std::vector<verdict::Assumption>& assumptions;
  const SourceFiles& files;  ///< names the places of limits and values
  std::optional<Steering> steering = {};
};

/// The text of plan.json. See `README.md` for its fields.
[[nodiscard]] std::string document(const Subject& subject);

}  // namespace hallplan::report
