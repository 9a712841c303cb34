// Places for tap-off boxes along busways: whole boxes, so a count and no share.
#include <fmt/format.h>

#include <cstddef>
#include <limits>
#include <map>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/power/checks.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// Boxes of a rack on one of its feeds; of an odd number one side has one more, and either may.
int boxes_on(const RackType& rack) {
  if (!rack.circuits) return 0;
  return rack.cords < 2 ? rack.circuits->count : (rack.circuits->count + 1) / 2;
}

bool too_large(const RackType& rack, const TapOffs& tap_offs) {
  return rack.circuits && rack.circuits->rating_a.high > tap_offs.rating_a.low;
}

/// Types of the racks on a busway, and how many.
std::map<int, int> types_on(const Site& site, const Plan& plan, int device) {
  std::map<int, int> types;
  for (const Placement& rack : plan.racks) {
    const bool dual = rack_at(site, rack.type).body.cords > 1;
    if (rack.feed_a == device || (dual && rack.feed_b == device)) ++types[rack.type];
  }
  return types;
}

void check_busway(const Site& site, const Device& device, const std::map<int, int>& types, std::vector<Check>& out) {
  const TapOffs& places = *device.tap_offs;
  CheckSubject subject{Rule::power_tap_off_count, device.id, "normal", Dimension::count, "site", {},
                       places.rating_a.at};
  std::vector<std::string> terms;
  std::string unknown;
  int boxes = 0;
  for (const auto& [type, count] : types) {
    const Product<RackType>& rack = rack_at(site, type);
    if (!rack.body.circuits) unknown = "no circuits known for " + rack.id;
    boxes += count * boxes_on(rack.body);
    terms.push_back(fmt::format("{} x {} x {}", count, rack.id, boxes_on(rack.body)));
    if (!too_large(rack.body, places)) continue;
    CheckSubject size = subject;
    size.where = device.id + ", " + rack.id;
    size.arithmetic = fmt::format("its circuits are of {:.6g} A; the largest box that fits is of {:.6g} A",
                                  rack.body.circuits->rating_a.high, places.rating_a.low);
    out.push_back(holds(std::move(size), false));
  }
  subject.arithmetic =
      fmt::format("{} = {} boxes; {} places for boxes up to {:.6g} A", terms.empty() ? "no racks" : join(terms, " + "),
                  boxes, places.count, places.rating_a.low);
  out.push_back(without_pass(at_most(std::move(subject), boxes, places.count), unknown));
}

}  // namespace

void check_tap_off_places(const Site& site, const Plan& plan, std::vector<Check>& out) {
  for (std::size_t d = 0; d < site.devices.size(); ++d) {
    if (site.devices[d].tap_offs) {
      check_busway(site, site.devices[d], types_on(site, plan, static_cast<int>(d)), out);
    }
  }
}

void add_tap_off_rows(const Site& site, const std::vector<capacity::Choice>& choices, capacity::Part& part) {
  for (std::size_t d = 0; d < site.devices.size(); ++d) {
    const Device& device = site.devices[d];
    if (!device.tap_offs) continue;
    const int row = static_cast<int>(part.rows.size());
    const auto places = static_cast<double>(device.tap_offs->count);
    part.rows.push_back(
        {Rule::power_tap_off_count, device.id, "normal", "a place for a tap-off", Dimension::count, places, 0});
    for (std::size_t c = 0; c < choices.size(); ++c) {
      if (choices[c].feed_pair < 0) continue;
      const RackType& rack = rack_at(site, choices[c].type).body;
      const FeedPair& pair =
          site.rows[static_cast<std::size_t>(choices[c].row)].feeds[static_cast<std::size_t>(choices[c].feed_pair)];
      const int index = static_cast<int>(d);
      if (pair.a.index != index && (rack.cords < 2 || pair.b.index != index)) continue;
      // A rack whose boxes do not fit takes more than there is.
      const double boxes = too_large(rack, *device.tap_offs) ? places + 1 : boxes_on(rack);
      if (boxes > 0) part.terms[c].push_back({row, boxes});
    }
  }
}

}  // namespace hallplan::power
