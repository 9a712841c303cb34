#include "planner/search/aggregate/plan.hpp"

namespace hallplan::search::aggregate {

std::string_view name(Template what) {
  switch (what) {
    case Template::s10:
      return "S10";
    case Template::s12:
      return "S12";
    case Template::h5:
      return "H5";
    case Template::f55:
      return "F55";
  }
  return "";
}

int halves(Template what) { return what == Template::h5 ? 1 : 2; }

int gpu_racks(const Plan& plan) {
  int racks = 0;
  for (const Block& block : plan.blocks) racks += kHalfGpuRacks * halves(block.what);
  return racks;
}

std::int64_t value_u(const Hall& hall, const Plan& plan) {
  std::int64_t value = 0;
  for (const Block& block : plan.blocks) {
    const auto& values = hall.kinds[static_cast<std::size_t>(block.kind)].value_u;
    value += values[static_cast<std::size_t>(block.phase)] * kHalfGpuRacks * halves(block.what);
  }
  return value;
}

}  // namespace hallplan::search::aggregate
