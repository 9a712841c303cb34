#include "planner/explain/singles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/explain/steps.hpp"

namespace hallplan::explain {
namespace {

/// How a kind of device is called where single ones are bought.
struct Sort {
  DeviceKind kind;
  std::string_view key, one, several, besides;

  [[nodiscard]] bool of_places() const { return key == kTapOff; }
  [[nodiscard]] bool takes(const Device& device) const {
    return device.kind == kind && (of_places() ? device.tap_offs.has_value() : has_step(device));
  }
};

constexpr std::array kSorts = {
    Sort{DeviceKind::utility, "utility", "utility", "utilities", "a new connection agreement"},
    Sort{DeviceKind::generator, "generator", "generator", "generators", "yard, fuel"},
    Sort{DeviceKind::transformer, "transformer", "transformer", "transformers", "switchgear"},
    Sort{DeviceKind::switchboard, "switchboard", "switchboard", "switchboards", "floor"},
    Sort{DeviceKind::ups, "ups", "UPS", "UPS", "batteries, switchgear upstream"},
    Sort{DeviceKind::busway, "busway", "busway", "busways", "hung load, tap-offs, boards upstream"},
    Sort{DeviceKind::pdu, "pdu", "floor PDU", "floor PDUs", "floor, circuits to the racks"},
    Sort{DeviceKind::busway, kTapOff, "busway", "busways",
         "plug-in positions that the busway's sections have, tap-off boxes"},
};

std::vector<std::size_t> devices_of(const Site& site, const Sort& sort) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < site.devices.size(); ++i) {
    if (sort.takes(site.devices[i])) out.push_back(i);
  }
  return out;
}

/// One step of the places on each of these busways.
Purchase places_of(const Site& site, const Sort& sort, std::vector<std::size_t> which) {
  Purchase out;
  out.kind = sort.key;
  out.pieces = static_cast<int>(which.size());
  out.besides = sort.besides;
  std::vector<Counted> all;
  for (const std::size_t number : which) {
    const Device& device = site.devices[number];
    out.devices.push_back(device.id);
    all.push_back({device.id, static_cast<std::size_t>(device.tap_offs->count)});
  }
  out.what = "a quarter more tap-off places on " + join(out.devices, " and ");
  out.detail = more_places(std::move(all));
  out.make = [which = std::move(which)](Site& bought) {
    for (const std::size_t number : which) add_places(bought.devices[number]);
  };
  return out;
}

/// One step of each of these, all of one kind.
Purchase step_of(const Site& site, const Sort& sort, std::vector<std::size_t> which) {
  if (sort.of_places()) return places_of(site, sort, std::move(which));
  Purchase out;
  out.kind = sort.key;
  out.pieces = static_cast<int>(which.size());
  out.besides = sort.besides;
  std::vector<Counted> modules;
  std::vector<std::string> rated;
  for (const std::size_t number : which) {
    const Device& device = site.devices[number];
    out.devices.push_back(device.id);
    if (of_modules(device)) {
      modules.push_back({device.id, static_cast<std::size_t>(device.modules)});
    } else {
      rated.push_back(device.id);
    }
  }
  const std::string names = join(out.devices, " and ");
  if (rated.empty()) {
    out.what = "a module in " + names;
  } else {
    out.what = fmt::format("{} {} one {} larger", which.size() == 1 ? sort.one : sort.several, names,
                           sort.kind == DeviceKind::busway || sort.kind == DeviceKind::utility ? "step" : "size");
  }
  out.detail = modules_or_ratings(std::move(modules), rated);
  out.make = [which = std::move(which)](Site& bought) {
    for (const std::size_t number : which) raise(bought, number);
  };
  return out;
}

/// Devices of a kind that power reaches this one through, itself among them.
std::set<std::size_t> upstream(const Site& site, int device, const Sort& sort) {
  std::set<std::size_t> out;
  std::vector<char> seen(site.devices.size(), 0);
  std::vector<int> open{device};
  while (!open.empty()) {
    const int at = open.back();
    open.pop_back();
    if (at < 0 || seen[static_cast<std::size_t>(at)] != 0) continue;
    seen[static_cast<std::size_t>(at)] = 1;
    const Device& here = site.devices[static_cast<std::size_t>(at)];
    if (sort.takes(here)) out.insert(static_cast<std::size_t>(at));
    for (const Ref& from : here.from) open.push_back(from.index);
  }
  return out;
}

void price(std::vector<Purchase>& all, const Purchases& prices) {
  for (Purchase& one : all) one.piece = piece_of(prices, one.kind);
}

}  // namespace

std::vector<Purchase> single_purchases(const Site& site, const Purchases& prices) {
  std::vector<Purchase> out;
  for (const Sort& sort : kSorts) {
    const std::vector<std::size_t> devices = devices_of(site, sort);
    if (devices.size() < 2) continue;
    for (const std::size_t device : devices) out.push_back(step_of(site, sort, {device}));
  }
  std::vector<Purchase> units = units_one_by_one(site);
  std::move(units.begin(), units.end(), std::back_inserter(out));
  price(out, prices);
  return out;
}

std::vector<Purchase> pair_purchases(const Site& site, const Purchases& prices) {
  std::vector<Purchase> out;
  for (const Sort& sort : kSorts) {
    if (devices_of(site, sort).size() < 3) continue;
    std::set<std::pair<std::size_t, std::size_t>> pairs;
    std::set<std::pair<int, int>> seen;
    for (const Row& row : site.rows) {
      for (const FeedPair& feeds : row.feeds) {
        if (!seen.emplace(feeds.a.index, feeds.b.index).second) continue;
        for (const std::size_t a : upstream(site, feeds.a.index, sort)) {
          for (const std::size_t b : upstream(site, feeds.b.index, sort)) {
            if (a != b) pairs.insert(std::minmax(a, b));
          }
        }
      }
    }
    for (const auto& [a, b] : pairs) out.push_back(step_of(site, sort, {a, b}));
  }
  price(out, prices);
  return out;
}

}  // namespace hallplan::explain
