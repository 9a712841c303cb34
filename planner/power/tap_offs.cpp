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
  return rack.single_corded() ? rack.circuits->count : (rack.circuits->count + 1) / 2;
}

/// The largest box that fits: of the site's word and its type's rating the lesser; null where neither states one.
const Value* largest_box(const Site& site, const TapOffs& tap_offs) {
  const Value* own = tap_offs.rating_a ? &*tap_offs.rating_a : nullptr;
  if (tap_offs.type.index < 0) return own;
  const TapOffType& type = site.catalogue.tap_offs[static_cast<std::size_t>(tap_offs.type.index)].body;
  if (!type.rating_a || (own != nullptr && own->low <= type.rating_a->low)) return own;
  return &*type.rating_a;
}

/// Lines that a box taps; without a type as many as there are, 0 where its type does not say.
int poles_of(const Site& site, const TapOffs& tap_offs) {
  if (tap_offs.type.index < 0) return 3;
  return site.catalogue.tap_offs[static_cast<std::size_t>(tap_offs.type.index)].body.poles;
}

/// Why no box that fits on a busway serves a rack's circuits; empty where one does, or where that is not known.
std::string misfit(const Site& site, const RackType& rack, const TapOffs& tap_offs) {
  if (!rack.circuits) return {};
  const Value* largest_a = largest_box(site, tap_offs);
  if (largest_a != nullptr && rack.circuits->rating_a.high > largest_a->low) {
    return fmt::format("its circuits are of {:.6g} A; the largest box that fits is of {:.6g} A",
                       rack.circuits->rating_a.high, largest_a->low);
  }
  const int poles = poles_of(site, tap_offs);
  if (poles == 0 || rack.circuits->phases <= poles) return {};
  return fmt::format("its circuits are of {} phases; the box that fits has {} poles", rack.circuits->phases, poles);
}

/// Types of the racks on a busway, and how many.
std::map<int, int> types_on(const Site& site, const Plan& plan, int device) {
  std::map<int, int> types;
  for (const Placement& rack : plan.racks) {
    const bool dual = !rack_at(site, rack.type).body.single_corded();
    if (rack.feed_a == device || (dual && rack.feed_b == device)) ++types[rack.type];
  }
  return types;
}

void check_busway(const Site& site, const Device& device, const std::map<int, int>& types, std::vector<Check>& out) {
  const TapOffs& places = *device.tap_offs;
  const Value* largest_a = largest_box(site, places);
  CheckSubject subject{Rule::power_tap_off_count,
                       device.id,
                       "normal",
                       Dimension::count,
                       "site",
                       {},
                       places.rating_a       ? places.rating_a->at
                       : places.type.given() ? places.type.at
                                             : device.at};
  std::vector<std::string> terms;
  std::string unknown;
  if (poles_of(site, places) == 0 && !types.empty()) unknown = "no poles known for " + places.type.id;
  if (largest_a == nullptr && !types.empty()) unknown = "no rating known for the tap-off boxes of " + device.id;
  int boxes = 0;
  for (const auto& [type, count] : types) {
    const Product<RackType>& rack = rack_at(site, type);
    if (!rack.body.cords) unknown = unknown_cords(rack);
    if (!rack.body.circuits) unknown = "no circuits known for " + rack.id;
    boxes += count * boxes_on(rack.body);
    terms.push_back(fmt::format("{} x {} x {}", count, rack.id, boxes_on(rack.body)));
    std::string why = misfit(site, rack.body, places);
    if (why.empty()) continue;
    CheckSubject size = subject;
    size.where = device.id + ", " + rack.id;
    size.arithmetic = std::move(why);
    out.push_back(holds(std::move(size), false));
  }
  subject.arithmetic =
      fmt::format("{} = {} boxes; {} places", terms.empty() ? "no racks" : join(terms, " + "), boxes, places.count);
  if (largest_a != nullptr) subject.arithmetic += fmt::format(" for boxes up to {:.6g} A", largest_a->low);
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
      if (pair.a.index != index && (rack.single_corded() || pair.b.index != index)) continue;
      // A rack whose boxes do not fit takes more than there is.
      const double boxes = misfit(site, rack, *device.tap_offs).empty() ? boxes_on(rack) : places + 1;
      if (boxes > 0) part.terms[c].push_back({row, boxes});
    }
  }
}

}  // namespace hallplan::power
