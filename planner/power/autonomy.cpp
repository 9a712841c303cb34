// UPS batteries against the time that they must bridge when a source is lost: generator start and transfer switches.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "planner/power/checks.hpp"
#include "planner/power/gap.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// How long it takes at most until something else feeds a device; nothing that takes over: nothing is bridged.
struct Takeover {
  bool any = false;
  bool generator = false;  ///< a generator does, not a switch alone
  bool given = false;      ///< the site gives some of its times
  double seconds = 0;
  std::string words;    ///< "gen starts in 12 s + tx-a transfers in 0.5 s"
  std::string unknown;  ///< "no start time known for gen"
  double least_s = 0;   ///< what is known of the longest way, whatever else is not
  std::string least_words;
};

std::string seconds_text(double seconds) { return fmt::format("{:.4g} s", seconds); }

Takeover of_generator(const Site& site, const Device& device) {
  const MaybeValue& start_s = start_of(site, device);
  Takeover takeover{true, true, start_s.has_value(), 0, {}, {}, 0, {}};
  if (!start_s) {
    takeover.unknown = "no start time known for " + device.id;
    return takeover;
  }
  takeover.seconds = start_s->high;
  takeover.words = fmt::format("{} starts in {}", device.id, seconds_text(takeover.seconds));
  takeover.least_s = takeover.seconds;
  takeover.least_words = takeover.words;
  return takeover;
}

/// The slower of two ways; one of which something is not known stands for both.
void take_slower(Takeover& slowest, const Takeover& other) {
  if (!other.any) return;
  const bool given = slowest.given || other.given;
  const bool first = !slowest.any;
  const bool longer = other.least_s > slowest.least_s;
  const double least_s = longer ? other.least_s : slowest.least_s;
  std::string least_words = longer ? other.least_words : slowest.least_words;
  if (first || (slowest.unknown.empty() && (!other.unknown.empty() || other.seconds > slowest.seconds)))
    slowest = other;
  slowest.given = given;
  slowest.least_s = least_s;
  slowest.least_words = std::move(least_words);
}

void add_time(double& seconds, std::string& words, double more_s, const std::string& more) {
  seconds += more_s;
  if (!words.empty()) words += " + ";
  words += more;
}

/// What takes over: a generator for the utility, or a switch for a source, whatever that is.
enum class By { generator, transfer };

/// By device, in an order in which sources come first. A device with several sources switches between them where it draws from the
/// first that lives; its time counts once, however many of its sources are generators. A switch alone takes over where two of its sources
/// are there.
std::vector<Takeover> takeovers(const Site& site, const std::vector<int>& order, By by) {
  std::vector<Takeover> by_device(site.devices.size());
  for (const int d : order) {
    const Device& device = device_at(site, d);
    Takeover& takeover = by_device[static_cast<std::size_t>(d)];
    if (device.waiting) continue;
    if (by == By::generator && device.kind == DeviceKind::generator) takeover = of_generator(site, device);
    for (const Ref& source : device.from) take_slower(takeover, by_device[static_cast<std::size_t>(source.index)]);
    const bool switches = device.sharing == Sharing::first && device.from.size() > 1;
    const auto is_there = [&](const Ref& source) { return !device_at(site, source.index).waiting; };
    const bool chooses = std::count_if(device.from.begin(), device.from.end(), is_there) > 1;
    takeover.any = takeover.any || (by == By::transfer && switches && chooses);
    if (!takeover.any || !switches) continue;
    takeover.given = takeover.given || device.transfer_s.has_value();
    if (!device.transfer_s) {
      if (takeover.unknown.empty()) takeover.unknown = "no transfer time known for " + device.id;
      continue;
    }
    const std::string words = fmt::format("{} transfers in {}", device.id, seconds_text(device.transfer_s->high));
    add_time(takeover.least_s, takeover.least_words, device.transfer_s->high, words);
    if (takeover.unknown.empty()) add_time(takeover.seconds, takeover.words, device.transfer_s->high, words);
  }
  return by_device;
}

/// By device: the UPS that its power passes, the device itself among them; -1: none.
std::vector<int> batteries(const Site& site, const std::vector<int>& order) {
  std::vector<int> by_device(site.devices.size(), -1);
  for (const int d : order) {
    const Device& device = device_at(site, d);
    if (device.waiting) continue;
    if (device.kind == DeviceKind::ups) by_device[static_cast<std::size_t>(d)] = d;
    for (const Ref& source : device.from) {
      int& own = by_device[static_cast<std::size_t>(d)];
      if (own < 0) own = by_device[static_cast<std::size_t>(source.index)];
    }
  }
  return by_device;
}

}  // namespace

Outage outage_of(const Site& site, const std::vector<Ref>& feeds, const std::string& plant) {
  const std::vector<int> order = sources_first(site);
  const std::vector<bool> has_power = live(site);
  const std::vector<int> battery = batteries(site, order);
  const std::vector<Takeover> by_device = takeovers(site, order, By::generator);
  Outage outage;
  Takeover slowest;
  for (const Ref& feed : feeds) {
    const auto d = static_cast<std::size_t>(feed.index);
    if (!has_power[d]) continue;
    if (battery[d] >= 0 && !outage.bridged) {
      outage.bridged = true;
      outage.by = device_at(site, battery[d]).id;
    }
    take_slower(slowest, by_device[d]);
  }
  outage.seconds = slowest.seconds;
  outage.words = slowest.words;
  outage.unknown = slowest.any ? slowest.unknown : "no generator known for " + plant;
  if (!outage.bridged || !outage.unknown.empty()) return outage;
  Switchover switchover = switchover_without_utilities(site, indices(feeds));
  if (switchover.seconds <= 0 && switchover.unknown.empty()) return outage;
  return {false, {}, switchover.seconds, std::move(switchover.words), std::move(switchover.unknown)};
}

std::vector<bool> taken_over(const Site& site) {
  const std::vector<int> order = sources_first(site);
  const std::vector<Takeover> by_generator = takeovers(site, order, By::generator);
  const std::vector<Takeover> by_transfer = takeovers(site, order, By::transfer);
  std::vector<bool> out(site.devices.size());
  for (std::size_t d = 0; d < out.size(); ++d) out[d] = by_generator[d].any || by_transfer[d].any;
  return out;
}

void check_autonomy(const Basics& basics, std::vector<Check>& out) {
  const Site& site = basics.site;
  const std::vector<Takeover> by_generator = takeovers(site, basics.loads.order, By::generator);
  const std::vector<Takeover> by_transfer = takeovers(site, basics.loads.order, By::transfer);
  // Who follows the coolant while power is out counts on batteries.
  const bool asked = std::any_of(site.cdu_groups.begin(), site.cdu_groups.end(),
                                 [](const CduGroup& group) { return group.ride_through.has_value(); });
  for (const int d : basics.losses) {
    const Device& device = device_at(site, d);
    const Takeover& generator = by_generator[static_cast<std::size_t>(d)];
    Takeover takeover = generator;
    take_slower(takeover, by_transfer[static_cast<std::size_t>(d)]);
    if (device.kind != DeviceKind::ups || !takeover.any) continue;
    const MaybeValue* runtime = &device.runtime_s;
    if (!*runtime && device.ups_type.index >= 0) {
      runtime = &site.catalogue.ups[static_cast<std::size_t>(device.ups_type.index)].body.runtime_s;
    }
    if (!*runtime && !(generator.any && (generator.given || asked))) continue;
    const std::string scenario = takeover.generator ? "utility power lost" : "a source lost";
    CheckSubject subject{Rule::power_autonomy, device.id, scenario, Dimension::duration, {}, {}, device.at};
    const bool known = takeover.unknown.empty();
    // Of a way that is known in part that part may be too long already.
    if (!*runtime || (!known && takeover.least_s <= (*runtime)->low)) {
      out.push_back(
          undecided(std::move(subject), *runtime ? takeover.unknown : "no battery runtime known for " + device.id));
      continue;
    }
    const double needed_s = known ? takeover.seconds : takeover.least_s;
    subject.source = source_of(**runtime);
    subject.at = (*runtime)->at;
    subject.arithmetic =
        fmt::format("{} = {}{}; its battery holds its full rating for {}, a smaller load for no less",
                    known ? takeover.words : takeover.least_words, seconds_text(needed_s),
                    known ? "" : fmt::format(" at least ({})", takeover.unknown), seconds_text((*runtime)->low));
    out.push_back(at_least(std::move(subject), (*runtime)->low, needed_s));
  }
}

}  // namespace hallplan::power
