#include "planner/mip/certified.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hallplan::mip {
namespace {

using Real = long double;
constexpr Real kMost = std::numeric_limits<Real>::infinity();

Real down(Real value) { return std::nextafter(value, -kMost); }
Real up(Real value) { return std::nextafter(value, kMost); }

/// Numbers between which the exact one lies. Each operation rounds to nearest, so one step outwards holds it.
struct Span {
  Real low = 0;
  Real high = 0;
};

Span exact(double value) { return {value, value}; }

Span times(double a, double b) {
  if (a == 0 || b == 0) return {};
  const Real product = static_cast<Real>(a) * static_cast<Real>(b);
  return {down(product), up(product)};
}

void subtract(Span& from, const Span& what) {
  if (what.low == 0 && what.high == 0) return;
  from.low = down(from.low - what.high);
  from.high = up(from.high - what.low);
}

/// Upper end of a product of a span and a bound, where 0 times infinity is 0.
Real most(const Span& span, double bound) {
  if (std::isnan(span.low) || std::isnan(span.high)) return kMost;
  Real out = -kMost;
  for (const Real end : {span.low, span.high}) {
    out = std::max(out, end == 0 || bound == 0 ? Real{0} : up(end * static_cast<Real>(bound)));
  }
  return out;
}

/// Rows give at most `dual` times the limit its sign asks for; without that limit the dual is no use.
double usable(double dual, const Row& row) {
  if (!std::isfinite(dual)) return 0;
  if (dual > 0 && !std::isfinite(row.upper)) return 0;
  if (dual < 0 && !std::isfinite(row.lower)) return 0;
  return dual;
}

}  // namespace

double certified_bound(const Model& model, const std::vector<double>& row_duals) {
  std::vector<Span> reduced;
  reduced.reserve(model.columns.size());
  for (const Column& column : model.columns) reduced.push_back(exact(column.gain));
  Real sum = 0;
  for (std::size_t r = 0; r < model.rows.size() && r < row_duals.size(); ++r) {
    const Row& row = model.rows[r];
    const double dual = usable(row_duals[r], row);
    if (dual == 0) continue;
    sum = up(sum + times(dual, dual > 0 ? row.upper : row.lower).high);
    for (const Entry& entry : row.entries) {
      subtract(reduced[static_cast<std::size_t>(entry.column)], times(dual, entry.factor));
    }
  }
  for (std::size_t c = 0; c < model.columns.size(); ++c) {
    const Column& column = model.columns[c];
    sum = up(sum + std::max(most(reduced[c], column.lower), most(reduced[c], column.upper)));
  }
  if (std::isnan(sum)) return kInfinity;
  auto out = static_cast<double>(sum);  // to nearest: one step up where that went down
  if (static_cast<Real>(out) < sum) out = std::nextafter(out, kInfinity);
  return out;
}

double certified_whole_bound(const Model& model, const std::vector<double>& row_duals) {
  const double bound = certified_bound(model, row_duals);
  const bool whole = std::all_of(model.columns.begin(), model.columns.end(), [](const Column& column) {
    return column.gain == 0 || (column.integer && column.gain == std::round(column.gain));
  });
  return whole && std::isfinite(bound) ? std::floor(bound) : bound;
}

}  // namespace hallplan::mip
