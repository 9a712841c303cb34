// Generators that would run beside the utility in normal running: what stands by carries nothing, and half of what a utility is checked
// for would be its own.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "planner/site/cross_check.hpp"
#include "planner/site/normal_sources.hpp"

namespace hallplan {
namespace {

const Device& device_of(const Site& site, int index) { return site.devices[static_cast<std::size_t>(index)]; }

/// A device that draws in equal parts from what comes down to a utility and what comes down to a generator.
void check_sharing(const Site& site, const std::vector<NormalSources>& normal, const Device& device,
                   Diagnostics& problems) {
  if (device.sharing == Sharing::first || device.from.size() < 2) return;
  const Ref* utility = nullptr;
  const Ref* generator = nullptr;
  for (const Ref& source : device.from) {
    if (source.index < 0) continue;
    const NormalSources& above = normal[static_cast<std::size_t>(source.index)];
    if (above.generator < 0 && above.utility >= 0) utility = &source;
    if (above.utility < 0 && above.generator >= 0) generator = &source;
  }
  if (utility == nullptr || generator == nullptr) return;
  const bool directly = device_of(site, utility->index).kind == DeviceKind::utility &&
                        device_of(site, generator->index).kind == DeviceKind::generator;
  problems.add({Rule::site_disagree, generator->at,
                fmt::format("'{}' draws from a utility and a generator in equal parts{}", device.id,
                            directly ? "" : fmt::format(", through '{}' and '{}'", utility->id, generator->id)),
                "a generator stands by: add 'sharing: first' and name the utility first",
                Related{utility->at, "the utility"}, Severity::error});
}

bool states_start(const Site& site, const Device& generator) {
  const int type = generator.generator_type.index;
  return generator.start_s || (type >= 0 && site.catalogue.generators[static_cast<std::size_t>(type)].body.start_s);
}

/// Loads that nothing but a generator feeds while a utility is there. One that states how long it takes to start stands by: nothing starts
/// it, and neither a verdict on a hall in which it runs nor one on a hall in which that side is dead would be one on this hall.
void check_standing_by(const Site& site, const std::vector<NormalSources>& normal, Diagnostics& problems) {
  const auto utility = std::find_if(site.devices.begin(), site.devices.end(),
                                    [](const Device& device) { return device.kind == DeviceKind::utility; });
  if (utility == site.devices.end()) return;
  std::set<int> told;
  for (const Ref& feed : load_feeds(site)) {
    const NormalSources& above = normal[static_cast<std::size_t>(feed.index)];
    if (above.utility >= 0 || above.generator < 0 || !told.insert(above.generator).second) continue;
    const Device& generator = device_of(site, above.generator);
    const bool stands_by = states_start(site, generator);
    std::string said = fmt::format("'{}' has power from '{}' alone in normal running", feed.id, generator.id);
    problems.add(
        {Rule::site_disagree, device_of(site, feed.index).at,
         stands_by ? fmt::format("{}, which has a 'start': it stands by, and nothing starts it while '{}' is there",
                                 said, utility->id)
                   : said + ": it counts as running all the time",
         stands_by ? "draw from the utility first, with 'sharing: first'; a generator that always runs has no 'start'"
                   : "of a generator that stands by draw second: 'sharing: first', and name the utility first",
         Related{generator.at, "the generator"}, stands_by ? Severity::error : Severity::warning});
  }
}

}  // namespace

void cross_check_sources(const Site& site, Diagnostics& problems) {
  const std::vector<NormalSources> normal = normal_sources(site);
  for (const Device& device : site.devices) check_sharing(site, normal, device, problems);
  check_standing_by(site, normal, problems);
}

}  // namespace hallplan
