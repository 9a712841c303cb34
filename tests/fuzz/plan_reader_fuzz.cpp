// Any bytes as a stored plan: the reader gives a plan that names only what the site holds, or problems.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include "planner/plan/read.hpp"
#include "planner/site/load.hpp"

namespace {

/// The small hall, read once.
const hallplan::Site& site() {
  static const hallplan::Site loaded = [] {
    hallplan::SourceFiles files;
    hallplan::Result<hallplan::Site> result = hallplan::load_site(files, HALLPLAN_SOURCE_DIR "/tests/data/small.yaml",
                                                                  {HALLPLAN_SOURCE_DIR "/tests/data/racks", {}});
    if (!result) std::abort();
    return std::move(*result.value);
  }();
  return loaded;
}

template <class T>
bool holds(const std::vector<T>& items, int index, int none) {
  return index >= none && index < static_cast<int>(items.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hallplan::SourceFiles files;
  std::string text(reinterpret_cast<const char*>(data), size);
  const hallplan::Result<hallplan::Plan> plan = hallplan::read_plan_text(files, site(), "fuzz.json", std::move(text));
  if (plan.value.has_value() == plan.problems.has_errors()) std::abort();
  static_cast<void>(hallplan::render(plan.problems, files));
  if (!plan.value) return 0;
  for (const hallplan::Placement& rack : plan.value->racks) {
    const bool sound = holds(site().catalogue.racks, rack.type, 0) && holds(site().rows, rack.row, 0) &&
                       holds(site().devices, rack.feed_a, -1) && holds(site().devices, rack.feed_b, -1) &&
                       holds(site().cdu_groups, rack.cdu_group, -1) && holds(site().demand, rack.demand, -1);
    if (!sound) std::abort();
  }
  return 0;
}
