/// What a CDU's pumps give: external head at a flow, and with the flow shut off.
#pragma once

#include <optional>
#include <string>

#include "planner/site/product.hpp"

namespace hallplan::hydraulics {

/// External head of one unit at a TCS flow, low end: linear between the points of its pump curve (a pump's head falls ever
/// faster with flow, so the chord lies below it: on the safe side), below its first point that point's head. Without a curve, or
/// where the curve's own point does not reach, the rated head up to the rated flow. Nothing beyond both.
struct Head {
  double pa = 0;
  const Value* stated = nullptr;  ///< a value it comes from, for source and place
  std::string arithmetic;         ///< "235 kPa at 250 L/min"
};
[[nodiscard]] std::optional<Head> head_at(const CduType& cdu, double flow_m3_per_s);

/// The most its pumps can press, high end: the stated shut-off head, or the pump curve's head at no flow. Where neither is given
/// `is_bound` says that it is at least that: the greatest head that is stated anywhere.
struct ShutOffHead {
  double pa = 0;
  bool is_bound = false;
};
[[nodiscard]] ShutOffHead shut_off_head(const CduType& cdu);

}  // namespace hallplan::hydraulics
