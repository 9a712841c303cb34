#include "planner/site/normal_sources.hpp"

#include <cstddef>
#include <set>
#include <utility>

namespace hallplan {
namespace {

class Tracer {
 public:
  explicit Tracer(const Site& site) : site_(site), met_(site.devices.size(), false), found_(site.devices.size()) {}

  const NormalSources& of(std::size_t d) {
    if (met_[d]) return found_[d];
    met_[d] = true;
    const Device& device = site_.devices[d];
    NormalSources own;
    if (device.kind == DeviceKind::utility) own.utility = static_cast<int>(d);
    if (device.kind == DeviceKind::generator) own.generator = static_cast<int>(d);
    for (const Ref& source : device.from) {
      if (source.index < 0 || site_.devices[static_cast<std::size_t>(source.index)].waiting) continue;
      const NormalSources& above = of(static_cast<std::size_t>(source.index));
      if (own.utility < 0) own.utility = above.utility;
      if (own.generator < 0) own.generator = above.generator;
      if (device.sharing == Sharing::first) break;
    }
    found_[d] = own;
    return found_[d];
  }

 private:
  const Site& site_;
  std::vector<bool> met_;
  std::vector<NormalSources> found_;
};

/// Devices, each where it is first named.
struct FirstNamed {
  std::vector<Ref> feeds;
  std::set<int> met;

  void add_all(const std::vector<Ref>& refs) {
    for (const Ref& ref : refs) {
      if (ref.index >= 0 && met.insert(ref.index).second) feeds.push_back(ref);
    }
  }
};

}  // namespace

std::vector<NormalSources> normal_sources(const Site& site) {
  Tracer tracer(site);
  std::vector<NormalSources> all;
  all.reserve(site.devices.size());
  for (std::size_t d = 0; d < site.devices.size(); ++d) all.push_back(tracer.of(d));
  return all;
}

std::vector<Ref> rack_feeds(const Site& site) {
  FirstNamed named;
  for (const Row& row : site.rows) {
    for (const FeedPair& pair : row.feeds) named.add_all({pair.a, pair.b});
  }
  for (const PinnedRack& rack : site.placed) named.add_all({rack.feed_a, rack.feed_b});
  return std::move(named.feeds);
}

std::vector<Ref> load_feeds(const Site& site) {
  FirstNamed named;
  named.add_all(rack_feeds(site));
  for (const CduGroup& group : site.cdu_groups) named.add_all(group.feeds);
  for (const AirZone& zone : site.air_zones) named.add_all(zone.feeds);
  for (const FacilityLoop& loop : site.loops) {
    named.add_all(loop.rejection.feeds);
    named.add_all(loop.rejection.pump_feeds);
  }
  return std::move(named.feeds);
}

std::string facility_sources(const Site& site) {
  const std::vector<NormalSources> sources = normal_sources(site);
  bool utility = false, generator = false;
  for (const Ref& feed : load_feeds(site)) {
    const NormalSources& own = sources[static_cast<std::size_t>(feed.index)];
    utility = utility || own.utility >= 0;
    generator = generator || own.generator >= 0;
  }
  if (!generator) return "utility";
  return utility ? "utility and generators" : "generators";
}

}  // namespace hallplan
