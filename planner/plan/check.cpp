#include "planner/plan/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace hallplan {
namespace {

/// Sums of sourced decimals carry rounding of this relative size; it must not turn an exact fit into a failure.
constexpr double kRounding = 1e-9;

Check checked(CheckSubject subject, Sense sense, double value, double limit, double margin) {
  Check check;
  check.rule = subject.rule;
  check.where = std::move(subject.where);
  check.scenario = std::move(subject.scenario);
  check.dimension = subject.dimension;
  check.source = std::move(subject.source);
  check.arithmetic = std::move(subject.arithmetic);
  check.at = subject.at;
  check.sense = sense;
  check.value = value;
  check.limit = limit;
  check.margin = margin;
  if (!std::isfinite(value) || std::isnan(limit)) {
    check.status = Status::undecided;
  } else {
    check.status = margin >= -kRounding * std::abs(limit) ? Status::pass : Status::fail;
  }
  return check;
}

double relative_margin(const Check& check) {
  const double scale = std::max(std::abs(check.limit), 1e-12);
  return check.margin / scale;
}

/// A failure that the policy takes as a warning stands behind what is undecided: it decides nothing.
int severity(const Check& check) {
  if (check.status == Status::fail) return check.warning ? 2 : 0;
  return check.status == Status::undecided ? 1 : 3;
}

}  // namespace

std::string_view to_string(Status status) {
  switch (status) {
    case Status::pass:
      return "pass";
    case Status::fail:
      return "fail";
    case Status::undecided:
      return "undecided";
  }
  return "undecided";
}

std::string_view to_string(Sense sense) {
  switch (sense) {
    case Sense::at_most:
      return "at most";
    case Sense::at_least:
      return "at least";
    case Sense::holds:
      return "holds";
  }
  return "at most";
}

Check at_most(CheckSubject subject, double value, double limit) {
  return checked(std::move(subject), Sense::at_most, value, limit, limit - value);
}

Check at_least(CheckSubject subject, double value, double limit) {
  return checked(std::move(subject), Sense::at_least, value, limit, value - limit);
}

Check holds(CheckSubject subject, bool it_does) {
  const double value = it_does ? 0 : 1;
  return checked(std::move(subject), Sense::holds, value, 0, -value);
}

Check undecided(CheckSubject subject, std::string reason) {
  subject.arithmetic = subject.arithmetic.empty() ? std::move(reason) : reason + "; " + subject.arithmetic;
  Check check = checked(std::move(subject), Sense::at_most, 0, 0, 0);
  check.status = Status::undecided;
  return check;
}

Check with_error(Check check, double error) {
  check.error = error;
  if (!(std::abs(check.margin) >= error * (1 - kRounding))) check.status = Status::undecided;
  return check;
}

bool takes_margin(Dimension dimension) {
  switch (dimension) {
    case Dimension::temperature:
    case Dimension::temperature_difference:
    case Dimension::length:
    case Dimension::duration:
    case Dimension::fraction:
    case Dimension::count:
      return false;
    default:
      return true;
  }
}

Check with_margin(Check check, double margin) {
  const bool has_numbers = check.limit > 0 && std::isfinite(check.limit) && std::isfinite(check.value);
  if (!takes_margin(check.dimension) || check.sense == Sense::holds || !has_numbers || !(margin > 0)) return check;
  const bool at_most = check.sense == Sense::at_most;
  const double kept = 1 - margin;
  const double limit = at_most ? check.limit * kept : check.limit / kept;
  const FieldQuantity shown = to_field(check.dimension, limit);
  check.arithmetic += fmt::format("; {:.4g} % margin: {} {:.6g} {}", margin * 100, at_most ? "at most" : "at least",
                                  shown.value, shown.unit);
  check.limit = limit;
  check.margin = at_most ? limit - check.value : check.value - limit;
  const double slack = kRounding * std::abs(limit);
  if (check.margin < -std::max(check.error, slack)) {
    check.status = Status::fail;
  } else if (check.status == Status::pass && check.error > 0 && check.margin < check.error * (1 - kRounding)) {
    check.status = Status::undecided;
  }
  return check;
}

std::string source_of(const Value& value) {
  if (value.trust == Trust::stated) return "site";
  if (value.trust == Trust::assumed) return "assumed: " + value.source;
  return value.source;
}

bool tighter(const Check& a, const Check& b) {
  return std::tuple(severity(a), relative_margin(a)) < std::tuple(severity(b), relative_margin(b));
}

const Check* tightest(const std::vector<Check>& checks) {
  const auto found = std::min_element(checks.begin(), checks.end(), tighter);
  return found == checks.end() ? nullptr : &*found;
}

double utilisation(const Check& check) {
  if (check.dimension == Dimension::temperature || check.sense == Sense::holds) return 0;
  const double share = check.sense == Sense::at_most ? check.value / check.limit : check.limit / check.value;
  return std::isfinite(share) ? share : 0;
}

}  // namespace hallplan
