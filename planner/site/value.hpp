/// A number with where it comes from. Everything the product computes with is such a value, so that the report can say
/// for every figure who claims it, how far to trust it, and between which ends it is disputed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "planner/base/source.hpp"

namespace hallplan {

/// How a value came to be known, best first.
enum class Trust {
  datasheet,  ///< the maker's own document was read
  cited,      ///< the maker's document, second-hand with page or table
  reported,   ///< the maker's document, second-hand without page
  vendor,     ///< a maker's article or press release
  press,      ///< press, analysts, encyclopaedias
  estimate,   ///< somebody's planning estimate, labelled so
  inferred,   ///< computed from other sourced values
  memory,     ///< unsourced placeholder
  assumed,    ///< assumed by whoever wrote the file
  stated,     ///< stated by the site as its own fact or choice
};

[[nodiscard]] std::string_view to_string(Trust trust);

/// True for values that carry the answer without evidence: the report lists them first.
[[nodiscard]] constexpr bool is_assumption(Trust trust) { return trust >= Trust::estimate && trust <= Trust::assumed; }

/// A quantity in SI units (degC for absolute temperatures) with its disputed range: low <= value <= high.
struct Value {
  double value = 0;
  double low = 0;
  double high = 0;
  std::string written;  ///< as the file writes it: "135 kW"
  std::string means;    ///< TDP, max, EDPp, rated, ...
  std::string source;   ///< key of the source, or what was assumed; empty when stated by the site
  Trust trust = Trust::stated;
  Mark at;

  [[nodiscard]] bool disputed() const { return low < high; }
};

/// A value that a file may leave out. Absent means "not found": what needs it is undecided, by name.
using MaybeValue = std::optional<Value>;

/// A name that points at something else; `index` is set once everything is read (-1 before, or when unset).
struct Ref {
  std::string id;
  Mark at;
  int index = -1;

  [[nodiscard]] bool given() const { return !id.empty(); }
};

/// Where a fact comes from. Values name it by its key.
struct Source {
  std::string id;
  Mark at;
  std::string title;
  std::string address;
  Trust trust = Trust::stated;
};

}  // namespace hallplan
