// Interrupting ratings against the short-circuit current that can flow: the MVA method (M. Yuen, 1973), in which a source gives
// its short-circuit power, an impedance of Z (per unit on S) lets S / Z through from an infinite bus, in series 1/S = 1/S1 + 1/S2,
// in parallel S = S1 + S2. Bolted three-phase fault at a device's output, all impedances at one angle, cables and busways without any
// impedance: each of these makes the current larger. Loads feed nothing back (drives and power supplies do not).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <numbers>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "planner/power/checks.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// IEC 60909-0, table 1: largest voltage factor of low-voltage systems of +10 %. NEC sites are calculated at the nominal voltage.
constexpr double kVoltageFactorIec = 1.1;

/// Short-circuit power at a device's output, its nominal voltage, and what is missing to know them.
struct Fault {
  double va = 0;
  const Value* voltage_v = nullptr;
  std::string words;
  std::string unknown;
};

std::string mva(double va) { return std::isinf(va) ? std::string("infinite") : fmt::format("{:.5g} MVA", va / 1e6); }

double in_series(double a, double b) { return std::isinf(a) ? b : std::isinf(b) ? a : a * b / (a + b); }

/// An impedance per unit, and the kVA rating that it is on; null where nobody states it.
struct Impedance {
  const Value* per_unit = nullptr;
  const Value* rating_va = nullptr;
};

const Value* stated(const MaybeValue& value) { return value ? &*value : nullptr; }

/// A device's own, on its own rating, or else its type's on the type's; a rating that the device lacks is its type's too.
Impedance impedance_of(const Site& site, const Device& device) {
  Impedance own{stated(device.impedance), stated(device.rating_va)};
  Impedance of_type;
  if (device.transformer_type.index >= 0) {
    const TransformerType& type =
        site.catalogue.transformers[static_cast<std::size_t>(device.transformer_type.index)].body;
    of_type = {stated(type.impedance), &type.rating_va};
  } else if (device.generator_type.index >= 0) {
    const GeneratorType& type = site.catalogue.generators[static_cast<std::size_t>(device.generator_type.index)].body;
    of_type = {stated(type.reactance), stated(type.rating_va)};
  }
  if (own.per_unit == nullptr && of_type.per_unit != nullptr) return of_type;
  if (own.rating_va == nullptr) own.rating_va = of_type.rating_va;
  return own;
}

/// What passes an impedance, the low end of it.
std::string through(const Site& site, const Device& device, double& va, std::string& words) {
  const Impedance impedance = impedance_of(site, device);
  if (impedance.per_unit == nullptr) return "no impedance known for " + device.id;
  if (impedance.rating_va == nullptr) return "no kVA rating known for " + device.id;
  va = impedance.rating_va->high / impedance.per_unit->low;
  words = fmt::format("{} {:.6g} kVA / {:.4g} % = {}", device.id, impedance.rating_va->high / 1e3,
                      impedance.per_unit->low * 100, mva(va));
  return {};
}

Fault of_root(const Site& site, const Device& device) {
  Fault fault;
  if (device.kind == DeviceKind::utility) {
    fault.va = device.fault_va ? device.fault_va->high : kInfinite;
    fault.words = device.id + ' ' + mva(fault.va);
  } else {
    fault.unknown = through(site, device, fault.va, fault.words);
  }
  return fault;
}

/// What several sources deliver together; of transformers on the same sources first their own sum, then in series with those.
class Faults {
 public:
  explicit Faults(const Basics& basics) : site_(basics.site), by_device_(basics.site.devices.size()) {
    for (const int d : basics.loads.order) by_device_[static_cast<std::size_t>(d)] = of(device_at(site_, d));
  }

  [[nodiscard]] const Fault& at(int device) const { return by_device_[static_cast<std::size_t>(device)]; }

 private:
  Fault of(const Device& device) {
    Fault fault = device.from.empty() ? of_root(site_, device) : fed(device);
    if (device.kind == DeviceKind::transformer && fault.unknown.empty()) {
      double va = 0;
      std::string words;
      fault.unknown = through(site_, device, va, words);
      fault.words +=
          std::isinf(fault.va) ? ", " + words : fmt::format(", {}, in series {}", words, mva(in_series(fault.va, va)));
      fault.va = in_series(fault.va, va);
    }
    if (device.kind == DeviceKind::transformer) fault.voltage_v = nullptr;  // not that of its sources
    if (device.voltage_v) fault.voltage_v = &*device.voltage_v;
    if (device.busway_type.index >= 0 && !device.voltage_v) {
      fault.voltage_v = &site_.catalogue.busways[static_cast<std::size_t>(device.busway_type.index)].body.voltage_v;
    }
    return fault;
  }

  /// Drawn from in equal parts, sources are closed on one bus; else the strongest of them counts, whichever it draws from.
  Fault fed(const Device& device) {
    Fault all;
    all.voltage_v = at(device.from.front().index).voltage_v;
    std::map<std::vector<int>, std::vector<int>> alike;  // transformers by their own sources
    std::vector<Fault> parts;
    for (const Ref& ref : device.from) {
      const Device& source = device_at(site_, ref.index);
      std::vector<int> above;
      for (const Ref& of : source.from) above.push_back(of.index);
      const bool together = device.sharing == Sharing::equal && source.kind == DeviceKind::transformer;
      if (together) {
        alike[above].push_back(ref.index);
      } else {
        parts.push_back(at(ref.index));
      }
    }
    for (const auto& [above, transformers] : alike) parts.push_back(in_parallel(transformers));
    for (const Fault& part : parts) {
      if (device.sharing == Sharing::first) {
        const bool stronger = all.words.empty() || part.va > all.va;
        if (stronger && part.unknown.empty()) std::tie(all.va, all.words) = std::pair(part.va, part.words);
      } else {
        all.words += (all.words.empty() ? "" : " + ") + part.words;
        all.va += part.va;
      }
      if (!part.unknown.empty()) all.unknown = part.unknown;
    }
    if (device.sharing == Sharing::first && std::isinf(all.va)) all.unknown.clear();  // nothing is stronger
    return all;
  }

  /// Transformers on the same sources: their sum, in series with what stands above them once.
  Fault in_parallel(const std::vector<int>& transformers) {
    if (transformers.size() == 1) return at(transformers[0]);
    Fault above = fed(device_at(site_, transformers[0]));
    Fault sum;
    sum.unknown = above.unknown;
    std::string words;
    for (const int transformer : transformers) {
      double va = 0;
      std::string own;
      const std::string unknown = through(site_, device_at(site_, transformer), va, own);
      if (!unknown.empty()) sum.unknown = unknown;
      sum.va += va;
      words += (words.empty() ? "" : " + ") + own;
    }
    sum.words = fmt::format("{}, {}", above.words, words);
    if (!std::isinf(above.va)) sum.words += fmt::format(", in series {}", mva(in_series(above.va, sum.va)));
    sum.va = in_series(above.va, sum.va);
    return sum;
  }

  const Site& site_;
  std::vector<Fault> by_device_;
};

}  // namespace

void check_interrupting(const Basics& basics, std::vector<Check>& out) {
  const Site& site = basics.site;
  const bool stated = std::any_of(site.devices.begin(), site.devices.end(),
                                  [](const Device& device) { return device.interrupting_a.has_value(); });
  if (!stated) return;
  const Faults faults(basics);
  for (std::size_t d = 0; d < site.devices.size(); ++d) {
    const Device& device = site.devices[d];
    if (!device.interrupting_a) continue;
    const Value& rating = *device.interrupting_a;
    const Fault& fault = faults.at(static_cast<int>(d));
    CheckSubject subject{Rule::power_interrupting, device.id, "short circuit", Dimension::current,
                         source_of(rating),        {},        rating.at};
    std::string unknown = fault.unknown;
    if (unknown.empty() && std::isinf(fault.va)) unknown = "no short-circuit power known above " + device.id;
    if (unknown.empty() && fault.voltage_v == nullptr) unknown = "no voltage known for " + device.id;
    if (!unknown.empty()) {
      out.push_back(undecided(std::move(subject), unknown));
      continue;
    }
    const double factor = site.basis.electrical_code == ElectricalCode::iec ? kVoltageFactorIec : 1.0;
    const double volts = fault.voltage_v->low;
    const double current_a = factor * fault.va / (std::numbers::sqrt3 * volts);
    subject.arithmetic = fmt::format("{}: {}{} / (1.732 x {:.6g} V) = {:.5g} kA; it breaks {:.5g} kA", fault.words,
                                     factor > 1 ? fmt::format("{:.3g} x ", factor) : "", mva(fault.va), volts,
                                     current_a / 1e3, rating.low / 1e3);
    out.push_back(at_most(std::move(subject), current_a, rating.low));
  }
}

}  // namespace hallplan::power
