#include "planner/power/gap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>

#include "planner/power/checks.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

bool has(const std::vector<bool>& live, int device) { return live[static_cast<std::size_t>(device)]; }

/// What a device draws from in a state: all of its live sources, or the first of them.
std::vector<int> drawn_from(const Device& device, const std::vector<bool>& live) {
  std::vector<int> drawn;
  for (const Ref& source : device.from) {
    if (!has(live, source.index)) continue;
    drawn.push_back(source.index);
    if (device.sharing == Sharing::first) break;
  }
  return drawn;
}

/// Whether a device has to switch over to what it draws from after the loss.
bool switches(const Device& device, const std::vector<bool>& before, const std::vector<bool>& after) {
  return device.sharing == Sharing::first && drawn_from(device, before) != drawn_from(device, after);
}

/// A time on top of a gap; one that is not known leaves its upper end open.
Gap later(Gap gap, const MaybeValue& more_s, int device) {
  if (more_s) {
    gap.seconds += more_s->high;
  } else if (gap.unknown < 0) {
    gap.unknown = device;
  }
  return gap;
}

/// Devices that something draws from.
std::vector<bool> running(const Site& site, const std::vector<bool>& live) {
  std::vector<bool> drawn(site.devices.size(), false);
  for (std::size_t d = 0; d < site.devices.size(); ++d) {
    if (!live[d]) continue;
    for (const int source : drawn_from(site.devices[d], live)) drawn[static_cast<std::size_t>(source)] = true;
  }
  return drawn;
}

}  // namespace

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

std::vector<Gap> gaps_after(const Site& site, const std::vector<int>& order, const std::vector<bool>& before,
                            const std::vector<bool>& after) {
  constexpr Gap kNever{std::numeric_limits<double>::infinity(), -1};
  const std::vector<bool> ran = running(site, before);
  std::vector<Gap> gaps(site.devices.size(), kNever);
  for (const int d : order) {
    if (!has(after, d)) continue;
    const Device& device = device_at(site, d);
    Gap& gap = gaps[static_cast<std::size_t>(d)];
    gap = {};
    if (device.kind == DeviceKind::generator) {
      if (!has(ran, d)) gap = later({}, start_of(site, device), d);
      continue;
    }
    if (device.kind == DeviceKind::utility || device.kind == DeviceKind::ups) continue;
    gap = gaps[static_cast<std::size_t>(best_feed(gaps, drawn_from(device, after)))];
    if (switches(device, before, after)) gap = later(gap, device.transfer_s, d);
  }
  return gaps;
}

void LossGaps::work_out() {
  if (gaps_.empty()) gaps_ = gaps_after(site_, order_, live_devices(site_, order_, -1, out_), after_);
}

std::string gap_words(const Site& site, const std::vector<bool>& before, const std::vector<bool>& after, int device) {
  const Device& own = device_at(site, device);
  if (own.kind == DeviceKind::generator) {
    const MaybeValue& start_s = start_of(site, own);
    return fmt::format("{} starts{}", own.id, start_s ? fmt::format(" in {:.4g} s", start_s->high) : std::string());
  }
  const std::vector<int> drawn = drawn_from(own, after);
  std::string words = drawn.empty() ? std::string() : gap_words(site, before, after, drawn.front());
  if (!switches(own, before, after)) return words;
  if (!words.empty()) words += " + ";
  words += own.id + " transfers";
  return own.transfer_s ? words + fmt::format(" in {:.4g} s", own.transfer_s->high) : words;
}

std::string unknown_gap(const Site& site, const Gap& gap) {
  const Device& device = device_at(site, gap.unknown);
  return fmt::format("no {} time known for {}", device.kind == DeviceKind::generator ? "start" : "transfer", device.id);
}

}  // namespace hallplan::power
