// Transformers that are closed in parallel share a load by their ratings over their impedances. The simulation deals it out in equal parts,
// which is right where all have the same; else what each of them carries is not known. They may hang on the common bus through boards.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "planner/power/checks.hpp"
#include "planner/power/gap.hpp"
#include "planner/power/loads.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// Shares that differ by less are equal.
constexpr double kAlike = 0.01;

/// Rating over impedance of what stands between a bus and the transformers next above, whichever source a board draws from.
struct Conducts {
  double least = 0;
  double most = 0;  ///< 0: no transformer stands there
};

bool is_board(const Device& device) {
  return device.kind == DeviceKind::switchboard || device.kind == DeviceKind::busway || device.kind == DeviceKind::pdu;
}

/// The transformers next above the sources of one bus. Of a UPS or generator the controls set the share.
class NextAbove {
 public:
  NextAbove(const Site& site, const std::vector<int>& sources) : site_(site), met_(site.devices.size(), false) {
    for (const int source : sources) collect(source);
  }

  [[nodiscard]] const std::vector<int>& transformers() const { return transformers_; }

  /// All state no impedance, and are of one type and rating: then they share alike.
  [[nodiscard]] bool alike_unstated() const {
    const Device& first = device_at(site_, transformers_.front());
    const auto same = [](const MaybeValue& a, const MaybeValue& b) {
      return a.has_value() == b.has_value() && (!a || a->value == b->value);
    };
    return std::all_of(transformers_.begin(), transformers_.end(), [&](int t) {
      const Device& device = device_at(site_, t);
      return rating_over_impedance(site_, device) <= 0 &&
             device.transformer_type.index == first.transformer_type.index && same(device.impedance, first.impedance) &&
             same(device.rating_va, first.rating_va) && same(device.rating_w, first.rating_w);
    });
  }

 private:
  void collect(int d) {
    const Device& device = device_at(site_, d);
    if (met_[static_cast<std::size_t>(d)] || device.waiting) return;
    met_[static_cast<std::size_t>(d)] = true;
    if (device.kind == DeviceKind::transformer) transformers_.push_back(d);
    if (!is_board(device)) return;
    for (const Ref& source : device.from) collect(source.index);
  }

  const Site& site_;
  std::vector<bool> met_;
  std::vector<int> transformers_;
};

/// What each source of a bus conducts; of transformers that state no impedance each one as much as any.
class Conductances {
 public:
  Conductances(const Site& site, bool unstated) : site_(site), unstated_(unstated), known_(site.devices.size()) {}

  Conducts of(int d) {
    std::optional<Conducts>& known = known_[static_cast<std::size_t>(d)];
    if (!known) known = worked_out(device_at(site_, d));
    return *known;
  }

 private:
  Conducts worked_out(const Device& device) {
    if (device.waiting) return {};
    if (device.kind == DeviceKind::transformer) {
      const double own = unstated_ ? 1.0 : rating_over_impedance(site_, device);
      return {own, own};
    }
    Conducts all;
    if (!is_board(device)) return all;
    for (const Ref& source : device.from) {
      const Conducts one = of(source.index);
      if (one.most <= 0) continue;
      if (device.sharing == Sharing::equal) {
        all.least += one.least;
        all.most += one.most;
      } else {
        all.least = all.most > 0 ? std::min(all.least, one.least) : one.least;
        all.most = std::max(all.most, one.most);
      }
    }
    return all;
  }

  const Site& site_;
  bool unstated_;
  std::vector<std::optional<Conducts>> known_;
};

/// What feeds these transformers, where it is not the same for all: these impedances stand in series with theirs.
std::vector<int> apart_above(const Site& site, const std::vector<int>& transformers) {
  std::vector<int> all;
  bool apart = false;
  const std::vector<int> first = indices(device_at(site, transformers.front()).from);
  for (const int t : transformers) {
    const std::vector<int> own = indices(device_at(site, t).from);
    apart = apart || own != first;
    all.insert(all.end(), own.begin(), own.end());
  }
  if (!apart) return {};
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

/// The same of one level of transformers, those next above `sources`.
std::string unknown_on(const Site& site, const std::string& bus, const std::vector<int>& sources,
                       const NextAbove& above) {
  const bool unstated = above.alike_unstated();
  for (const int t : above.transformers()) {
    if (unstated || rating_over_impedance(site, device_at(site, t)) > 0) continue;
    return fmt::format("no impedance known for {}, on which its share of the load of {} hangs", device_at(site, t).id,
                       bus);
  }
  Conductances conductances(site, unstated);
  Conducts all;
  for (const int source : sources) {
    const Conducts one = conductances.of(source);
    if (one.most <= 0) continue;
    all.least = all.most > 0 ? std::min(all.least, one.least) : one.least;
    all.most = std::max(all.most, one.most);
  }
  if (all.most <= (1 + kAlike) * all.least) return {};
  return fmt::format(
      "no equal shares known for the transformers of {}: their ratings over impedances differ by {:.3g} %", bus,
      100 * (all.most / all.least - 1));
}

}  // namespace

std::string unknown_shares(const Site& site, const Device& device) {
  if (device.sharing != Sharing::equal) return {};
  std::vector<int> sources = indices(device.from);
  while (sources.size() > 1) {
    const NextAbove above(site, sources);
    if (above.transformers().size() < 2) return {};
    std::string unknown = unknown_on(site, device.id, sources, above);
    if (!unknown.empty()) return unknown;
    sources = apart_above(site, above.transformers());
  }
  return {};
}

double least_of(const Basics& basics, const State& state, const Held& held) {
  const Loads& loads = basics.loads;
  const std::size_t count = loads.order.size();
  std::vector<double> gain(count, 0.0);   // what one watt at a device's output puts on the limit's device, at least
  std::vector<double> above(count, 0.0);  // the same of one watt that it takes in
  for (const int d : loads.order) {
    const auto at = static_cast<std::size_t>(d);
    if (!state.live[at]) continue;
    std::vector<double> sources;
    for (const int source : drawn_from(basics.site.devices[at], state.live)) {
      sources.push_back(gain[static_cast<std::size_t>(source)]);
    }
    if (!sources.empty()) {
      const bool uneven = basics.uneven_sources[at];
      above[at] = uneven ? *std::min_element(sources.begin(), sources.end())
                         : std::accumulate(sources.begin(), sources.end(), 0.0) / static_cast<double>(sources.size());
    }
    gain[at] = d == held.device ? 1.0 : above[at] / loads.efficiency[at];
  }
  const auto of_load = [&](const auto& feeds, double watts) {
    double sum = 0;
    for (const int feed : feeds) {
      if (feed >= 0) sum += gain[static_cast<std::size_t>(feed)];  // none of what is dead
    }
    return watts * sum * live_share(feeds, state.live);
  };
  double least_w = 0;
  for (const RackGroup& group : loads.groups) {
    least_w +=
        of_load(group.feeds, group.count() * (held.quantity == Quantity::peak ? group.peak_w : group.sustained_w));
  }
  for (const PlantLoad& load : loads.plant) least_w += of_load(load.feeds, load.power_w());
  for (std::size_t d = 0; d < count; ++d) {
    if (static_cast<int>(d) != held.device) least_w += above[d] * loads.recharge_w[d];
  }
  return least_w;
}

std::vector<bool> hangs_on_shares(const Site& site) {
  const std::size_t count = site.devices.size();
  std::vector<bool> hangs(count, false);
  const std::vector<int> order = sources_first(site);
  for (const Device& device : site.devices) {
    if (unknown_shares(site, device).empty()) continue;
    std::vector<std::size_t> above(count, 0);  // how many of its sources are, or stand below
    for (const Ref& source : device.from) {
      std::vector<bool> reached(count, false);
      reached[static_cast<std::size_t>(source.index)] = true;
      for (auto d = order.rbegin(); d != order.rend(); ++d) {
        const auto at = static_cast<std::size_t>(*d);
        if (!reached[at]) continue;
        ++above[at];
        for (const Ref& next : site.devices[at].from) reached[static_cast<std::size_t>(next.index)] = true;
      }
    }
    for (std::size_t d = 0; d < count; ++d) hangs[d] = hangs[d] || (above[d] > 0 && above[d] < device.from.size());
  }
  return hangs;
}

}  // namespace hallplan::power
