/// Visits every value or every reference of a bound site, with the path by which a file or a what-if names it
/// ("liquid.cdu_groups.g1.supply"). Driven by the same schema table that bound it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "planner/site/schema.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

using ValueVisitor = std::function<void(const std::string& path, Value& value, Dimension dimension)>;
using CountVisitor = std::function<void(const std::string& path, int count)>;
using RefVisitor = std::function<void(const std::string& path, Ref& ref, RefTo to)>;

/// Every value of the site, then of the catalogue products it uses (paths "racks/<id>: rack.power.tdp"), in file order.
void for_each_value(Site& site, const ValueVisitor& visit);

/// Every count of the site and of its products ("racks/<id>: rack.shelves.count"), in the same order; one that a file leaves out at
/// its default, one of 0, which states nothing, not at all. Counts name no source.
void for_each_count(Site& site, const CountVisitor& visit);

/// Every reference of the site, in file order.
void for_each_ref(Site& site, const RefVisitor& visit);

/// The document behind a value's `source` key; nullptr for assumptions and the site's own statements.
[[nodiscard]] const Source* find_source(const Site& site, std::string_view key);

}  // namespace hallplan
