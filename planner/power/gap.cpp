#include "planner/power/gap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include "planner/power/checks.hpp"
#include "planner/power/tree.hpp"
#include "planner/site/normal_sources.hpp"

namespace hallplan::power {
namespace {

constexpr double kUnbounded_s = std::numeric_limits<double>::infinity();

bool has(const std::vector<bool>& live, int device) { return live[static_cast<std::size_t>(device)]; }

/// A time on top of a gap; one that is not known leaves its upper end open.
Gap later(Gap gap, const MaybeValue& more_s, int device) {
  if (more_s) {
    gap.seconds += more_s->high;
    gap.at_most_s += more_s->high;
    return gap;
  }
  if (gap.unknown < 0) gap.unknown = device;
  gap.at_most_s = kUnbounded_s;
  return gap;
}

/// By the source that has voltage first.
Gap gap_of(const Device& device, int index, const std::vector<Gap>& gaps, const std::vector<bool>& before,
           const std::vector<bool>& after) {
  const bool chooses = device.sharing == Sharing::first;
  const auto drawn = std::find_if(device.from.begin(), device.from.end(),
                                  [&](const Ref& source) { return has(before, source.index); });
  Gap best;
  double at_most_s = kUnbounded_s;
  for (const Ref& source : device.from) {
    if (!has(after, source.index)) continue;
    Gap gap = gaps[static_cast<std::size_t>(source.index)];
    gap.source = source.index;
    gap.transfers = chooses && (drawn == device.from.end() || drawn->index != source.index);
    if (gap.transfers) gap = later(gap, device.transfer_s, index);
    at_most_s = std::min(at_most_s, gap.at_most_s);
    if (best.source < 0 || is_better(gap, best)) best = gap;
  }
  best.at_most_s = at_most_s;  // whatever is not known of the best, it waits for no more than the others
  return best;
}

}  // namespace

std::vector<int> drawn_from(const Device& device, const std::vector<bool>& live) {
  std::vector<int> drawn;
  for (const Ref& source : device.from) {
    if (!has(live, source.index)) continue;
    drawn.push_back(source.index);
    if (device.sharing == Sharing::first) break;
  }
  return drawn;
}

std::vector<bool> carrying(const Site& site, const std::vector<int>& order, const std::vector<bool>& loaded,
                           const std::vector<bool>& live) {
  std::vector<bool> carries = loaded;
  for (auto d = order.rbegin(); d != order.rend(); ++d) {
    if (!has(carries, *d) || !has(live, *d)) continue;
    for (const int source : drawn_from(device_at(site, *d), live)) carries[static_cast<std::size_t>(source)] = true;
  }
  return carries;
}

const MaybeValue& start_of(const Site& site, const Device& generator) {
  if (generator.start_s || generator.generator_type.index < 0) return generator.start_s;
  return site.catalogue.generators[static_cast<std::size_t>(generator.generator_type.index)].body.start_s;
}

std::vector<bool> always_bridged(const Site& site, const std::vector<int>& order) {
  std::vector<bool> bridged(site.devices.size(), false);
  for (const int d : order) {
    const Device& device = device_at(site, d);
    const bool chooses = device.sharing == Sharing::first && device.from.size() > 1;
    const bool behind = !device.from.empty() && !chooses &&
                        std::all_of(device.from.begin(), device.from.end(),
                                    [&](const Ref& source) { return has(bridged, source.index); });
    bridged[static_cast<std::size_t>(d)] = device.kind == DeviceKind::ups || behind;
  }
  return bridged;
}

Before before_loss(const Site& site, const std::vector<int>& order, const std::vector<bool>& loaded, int out) {
  const auto is_generator = [](const Device& device) { return device.kind == DeviceKind::generator; };
  Before before{live_devices(site, order, -1, out), std::vector<bool>(site.devices.size(), false)};
  if (std::none_of(site.devices.begin(), site.devices.end(), is_generator)) return before;
  const std::vector<bool> carries = carrying(site, order, loaded, before.live);
  for (std::size_t d = 0; d < carries.size(); ++d) {
    before.ran[d] = is_generator(site.devices[d]) && before.live[d] && carries[d];
  }
  return before;
}

std::vector<bool> loaded_or_offered(const Site& site, std::vector<bool> loaded) {
  for (const Ref& feed : rack_feeds(site)) loaded[static_cast<std::size_t>(feed.index)] = true;
  return loaded;
}

std::vector<Gap> gaps_after(const Site& site, const std::vector<int>& order, const Before& before,
                            const std::vector<bool>& after) {
  constexpr Gap kNever{kUnbounded_s, kUnbounded_s};
  std::vector<Gap> gaps(site.devices.size(), kNever);
  for (const int d : order) {
    if (!has(after, d)) continue;
    const Device& device = device_at(site, d);
    Gap& gap = gaps[static_cast<std::size_t>(d)];
    gap = {};
    if (device.kind == DeviceKind::generator) {
      if (!has(before.ran, d)) gap = later({}, start_of(site, device), d);
      continue;
    }
    if (device.kind == DeviceKind::utility || device.kind == DeviceKind::ups) continue;
    gap = gap_of(device, d, gaps, before.live, after);
  }
  return gaps;
}

bool is_better(const Gap& one, const Gap& other) {
  const auto rank = [](const Gap& gap) { return gap.holds() ? 0 : gap.stops() ? 2 : 1; };
  return std::pair(rank(one), one.seconds) < std::pair(rank(other), other.seconds);
}

void LossGaps::work_out() {
  if (gaps_.empty()) gaps_ = gaps_after(site_, order_, before_, after_);
}

std::string LossGaps::words(int device) const {
  const Device& own = device_at(site_, device);
  if (own.kind == DeviceKind::generator) {
    if (has(before_.ran, device)) return {};
    const MaybeValue& start_s = start_of(site_, own);
    return fmt::format("{} starts{}", own.id, start_s ? fmt::format(" in {:.4g} s", start_s->high) : std::string());
  }
  const Gap& gap = of(device);
  std::string made = gap.source < 0 ? std::string() : words(gap.source);
  if (!gap.transfers) return made;
  if (!made.empty()) made += " + ";
  made.append(own.id).append(" transfers");
  return own.transfer_s ? made + fmt::format(" in {:.4g} s", own.transfer_s->high) : made;
}

std::string unknown_gap(const Site& site, const Gap& gap) {
  const Device& device = device_at(site, gap.unknown);
  return fmt::format("no {} time known for {}", device.kind == DeviceKind::generator ? "start" : "transfer", device.id);
}

}  // namespace hallplan::power
