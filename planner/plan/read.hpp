/// A stored plan.json back to a `Plan` for a site. Of the file only `schema`, `site` and `placements` are read: a stored
/// verdict is never believed, it is computed again. Files come from strangers: size, depth and number of racks are limited,
/// and every name is looked up in the site.
#pragma once

#include <cstddef>
#include <string>

#include "planner/base/diagnostic.hpp"
#include "planner/base/source.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

inline constexpr std::size_t kMostPlanBytes = 16U << 20U;
inline constexpr std::size_t kDeepestPlan = 32;
inline constexpr std::size_t kMostPlacements = 20'000;

/// Reads a file. Problems are `plan.file` (unreadable, not JSON, wrong form) and `plan.reference` (a name that the site does
/// not hold), each at its place. With any error there is no plan. A plan made for another site's name is a warning.
[[nodiscard]] Result<Plan> read_plan(SourceFiles& files, const Site& site, const std::string& path);

/// The same from text in hand; `name` is shown in messages.
[[nodiscard]] Result<Plan> read_plan_text(SourceFiles& files, const Site& site, std::string name, std::string text);

}  // namespace hallplan
