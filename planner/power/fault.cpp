#include "planner/power/fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <map>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/power/tree.hpp"
#include "planner/site/voltage.hpp"

namespace hallplan::power {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr std::size_t kMostNamed = 6;

std::string mva(double va) { return std::isinf(va) ? std::string("infinite") : fmt::format("{:.5g} MVA", va / 1e6); }

/// This short-circuit power at this X/R; without resistance where none is known.
std::complex<double> at_angle(double va, const Value* x_over_r) {
  if (x_over_r == nullptr) return {0, va};
  const double angle = std::atan(x_over_r->high);
  return {va * std::cos(angle), va * std::sin(angle)};
}

void note(std::string& noted, const std::string& reason) {
  if (noted.empty()) noted = reason;
}

/// Words that many sources made long: where they begin, and what they come to. Every alternate source doubles them.
void shorten(Fault& fault) {
  constexpr std::size_t kMost = 600;
  constexpr std::size_t kKept = 300;
  if (fault.words.size() <= kMost) return;
  fault.words = fmt::format("{} ..., in all {}", fault.words.substr(0, fault.words.rfind(' ', kKept)), mva(fault.va));
}

/// A fault whose X/R is known is as large as its complex sum.
void settle(Fault& fault) {
  if (!fault.unknown_x_over_r.empty() || std::isinf(fault.va)) return;
  fault.va = fault.most_va = std::abs(fault.angle_va);
}

/// Lets a fault through an impedance.
void put_in_series(Fault& fault, const Fault& impedance) {
  note(fault.unknown, impedance.unknown);
  if (std::isinf(fault.va)) {
    fault.words += ", " + impedance.words;
    fault.va = impedance.va;
    fault.most_va = impedance.most_va;
    fault.angle_va = impedance.angle_va;
    fault.unknown_x_over_r = impedance.unknown_x_over_r;
    fault.unknown_motors.clear();  // nothing adds to what is infinite
    return;
  }
  note(fault.unknown_x_over_r, impedance.unknown_x_over_r);
  fault.va = fault.va > 0 ? fault.va * impedance.va / (fault.va + impedance.va) : 0;
  // |Z1 + Z2| is least where they stand at right angles.
  const double hypotenuse_va = std::hypot(fault.most_va, impedance.most_va);
  fault.most_va = hypotenuse_va > 0 ? fault.most_va * impedance.most_va / hypotenuse_va : 0;
  const std::complex<double> sum_va = fault.angle_va + impedance.angle_va;
  fault.angle_va = std::abs(sum_va) > 0 ? fault.angle_va * impedance.angle_va / sum_va : 0;
  settle(fault);
  fault.words += fmt::format(", {}, in series {}", impedance.words, mva(fault.va));
  shorten(fault);
}

/// Adds a fault on the same bus.
void put_in_parallel(Fault& fault, const Fault& other) {
  if (other.words.empty() && other.unknown.empty() && other.unknown_motors.empty()) return;
  if (!other.words.empty()) fault.words += (fault.words.empty() ? "" : " + ") + other.words;
  fault.va += other.va;
  fault.most_va += other.most_va;
  fault.angle_va += other.angle_va;
  note(fault.unknown, other.unknown);
  note(fault.unknown_motors, other.unknown_motors);
  note(fault.unknown_x_over_r, other.unknown_x_over_r);
  settle(fault);
  shorten(fault);
}

/// Adds motors, whose X/R nobody states: as much as if at the angle of the rest, and steeper as if without resistance.
void put_motors(Fault& fault, const Fault& motors) {
  const double sum_va = fault.va + motors.va;
  const double most_va = fault.most_va + motors.va;
  put_in_parallel(fault, motors);
  if (std::isinf(sum_va) || std::abs(fault.angle_va) == 0) return;
  fault.va = sum_va;
  fault.most_va = most_va;
  fault.angle_va *= sum_va / std::abs(fault.angle_va);
}

/// Of two faults only one at a time: the larger amount at the larger angle.
void put_instead(Fault& fault, const Fault& other) {
  note(fault.unknown, other.unknown);
  note(fault.unknown_motors, other.unknown_motors);
  note(fault.unknown_x_over_r, other.unknown_x_over_r);
  const std::complex<double> steeper =
      std::arg(other.angle_va) > std::arg(fault.angle_va) ? other.angle_va : fault.angle_va;
  fault.most_va = std::max(fault.most_va, other.most_va);
  if (other.unknown.empty() && (fault.words.empty() || other.va > fault.va)) {
    fault.va = other.va;
    fault.words = other.words;
  }
  fault.angle_va = std::isinf(fault.va) || std::abs(steeper) == 0 ? 0 : fault.va * (steeper / std::abs(steeper));
}

const Value* stated(const MaybeValue& value) { return value ? &*value : nullptr; }

/// An impedance per unit, its X/R, and the kVA rating that it is on; null where nobody states it.
struct Impedance {
  const Value* per_unit = nullptr;
  const Value* rating_va = nullptr;
  const Value* x_over_r = nullptr;
};

/// A device's own, on its own rating, or else its type's on the type's; a rating or X/R that the device lacks is its type's too.
Impedance impedance_of(const Site& site, const Device& device) {
  Impedance own{stated(device.impedance), stated(device.rating_va), stated(device.x_over_r)};
  Impedance of_type;
  if (device.transformer_type.index >= 0) {
    const TransformerType& type =
        site.catalogue.transformers[static_cast<std::size_t>(device.transformer_type.index)].body;
    of_type = {stated(type.impedance), &type.rating_va, stated(type.x_over_r)};
  } else if (device.generator_type.index >= 0) {
    const GeneratorType& type = site.catalogue.generators[static_cast<std::size_t>(device.generator_type.index)].body;
    of_type = {stated(type.reactance), stated(type.rating_va), stated(type.x_over_r)};
  }
  if (own.x_over_r == nullptr) own.x_over_r = of_type.x_over_r;
  if (own.per_unit == nullptr && of_type.per_unit != nullptr) {
    own.per_unit = of_type.per_unit;
    own.rating_va = of_type.rating_va;
  }
  if (own.rating_va == nullptr) own.rating_va = of_type.rating_va;
  return own;
}

/// What passes a device's impedance, the low end of it, from an infinite bus.
Fault through(const Site& site, const Device& device) {
  const Impedance impedance = impedance_of(site, device);
  Fault fault;
  if (impedance.per_unit == nullptr || impedance.rating_va == nullptr) {
    fault.unknown =
        fmt::format("no {} known for {}", impedance.per_unit == nullptr ? "impedance" : "kVA rating", device.id);
    return fault;
  }
  fault.va = fault.most_va = impedance.rating_va->high / impedance.per_unit->low;
  fault.angle_va = at_angle(fault.va, impedance.x_over_r);
  if (impedance.x_over_r == nullptr) fault.unknown_x_over_r = "no X/R known for " + device.id;
  fault.words = fmt::format("{} {:.6g} kVA / {:.4g} % = {}", device.id, impedance.rating_va->high / 1e3,
                            impedance.per_unit->low * 100, mva(fault.va));
  return fault;
}

Fault of_root(const Site& site, const Device& device) {
  if (device.kind != DeviceKind::utility) return through(site, device);
  Fault fault;
  fault.va = fault.most_va = device.fault_va ? device.fault_va->high : kInfinite;
  fault.words = device.id + ' ' + mva(fault.va);
  if (!device.fault_va) return fault;
  fault.angle_va = at_angle(fault.va, stated(device.x_over_r));
  if (!device.x_over_r) fault.unknown_x_over_r = "no X/R known for " + device.id;
  return fault;
}

using Plants = std::vector<int>;  // rising

Plants joined(const Plants& a, const Plants& b) {
  Plants all;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all;
}

Plants without(const Plants& a, const Plants& b) {
  Plants rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return rest;
}

/// Walks the tree from the sources down. A source of a device gives what stands above it and the motors that hang on it, but
/// for those below the device: these count where they hang, without any impedance.
class Faults {
 public:
  explicit Faults(const Basics& basics)
      : site_(basics.site), loads_(basics.loads), plants_(site_.devices.size()), above_(site_.devices.size()) {
    for (std::size_t d = 0; d < plants_.size(); ++d) plants_[d] = loads_.on[d].plant;
    for (auto d = loads_.order.rbegin(); d != loads_.order.rend(); ++d) {
      for (const int source : loads_.sources[static_cast<std::size_t>(*d)]) {
        Plants& of_source = plants_[static_cast<std::size_t>(source)];
        of_source = joined(of_source, plants(*d));
      }
    }
    for (const int d : loads_.order) above_[static_cast<std::size_t>(d)] = above(d);
  }

  [[nodiscard]] Fault at(int device) const {
    Fault fault = above_[static_cast<std::size_t>(device)];
    put_motors(fault, motors(plants(device)));
    return fault;
  }

 private:
  [[nodiscard]] const Plants& plants(int device) const { return plants_[static_cast<std::size_t>(device)]; }

  /// All units run, spare ones too, all on this bus, whichever feeds they share. Pure reactances: no less current, no less X/R.
  [[nodiscard]] Fault motors(const Plants& all) const {
    const double assumed = assumed_motor_contribution(site_.basis.electrical_code);
    bool any_assumed = false;
    Fault fault;
    std::vector<std::string> terms;
    for (const int p : all) {
      const PlantLoad& load = loads_.plant[static_cast<std::size_t>(p)];
      const double times = load.motor_contribution.value_or(assumed);
      if (times == 0) continue;
      if (!load.unit_w) note(fault.unknown_motors, fmt::format("no power known for {} ({})", load.type, load.name));
      const double va = load.power_w() / site_.basis.power_factor.low;
      if (va == 0) continue;
      fault.va += times * va;
      any_assumed = any_assumed || !load.motor_contribution;
      terms.push_back(fmt::format("{} {:.3g} x {:.6g} kVA", load.name, times, va / 1e3));
    }
    fault.most_va = fault.va;
    fault.angle_va = {0, fault.va};
    if (terms.empty()) return fault;
    if (terms.size() > kMostNamed) {
      const std::size_t more = terms.size() - kMostNamed;
      terms.resize(kMostNamed);
      terms.push_back(fmt::format("{} more", more));
    }
    fault.words = fmt::format("motors ({}){} {}", join(terms, " + "),
                              any_assumed ? fmt::format(", {:.3g} x assumed,", assumed) : "", mva(fault.va));
    return fault;
  }

  Fault above(int d) {
    const Device& device = device_at(site_, d);
    Fault fault = device.from.empty() ? of_root(site_, device) : fed(device, plants(d));
    if (device.kind == DeviceKind::transformer) put_in_series(fault, through(site_, device));
    fault.voltage_v = voltage_of(site_, device);
    return fault;
  }

  /// Drawn from in equal parts, sources are closed on one bus; else the strongest of them counts, whichever it draws from. Transformers
  /// on the same sources give first their own sum, then in series with those once.
  Fault fed(const Device& device, const Plants& below) {
    std::map<std::vector<int>, std::vector<int>> alike;  // transformers by their own sources
    std::vector<Fault> parts;
    for (const Ref& ref : device.from) {
      if (device.sharing == Sharing::equal && device_at(site_, ref.index).kind == DeviceKind::transformer) {
        alike[loads_.sources[static_cast<std::size_t>(ref.index)]].push_back(ref.index);
      } else {
        parts.push_back(of_source(ref.index, below));
      }
    }
    for (const auto& [above, transformers] : alike) {
      parts.push_back(transformers.size() == 1 ? of_source(transformers[0], below) : in_parallel(transformers, below));
    }
    Fault all;
    for (const Fault& part : parts) {
      if (device.sharing == Sharing::first) {
        put_instead(all, part);
      } else {
        put_in_parallel(all, part);
      }
    }
    if (device.sharing == Sharing::first && std::isinf(all.va)) {  // nothing is stronger
      all.unknown.clear();
      all.unknown_motors.clear();
      all.unknown_x_over_r.clear();
    }
    return all;
  }

  Fault of_source(int source, const Plants& below) {
    Fault fault = above_[static_cast<std::size_t>(source)];
    put_motors(fault, motors(without(plants(source), below)));
    return fault;
  }

  Fault in_parallel(const std::vector<int>& transformers, const Plants& below) {
    Plants on_them;
    Fault sum;
    for (const int transformer : transformers) {
      on_them = joined(on_them, plants(transformer));
      put_in_parallel(sum, through(site_, device_at(site_, transformer)));
    }
    Fault fault = fed(device_at(site_, transformers[0]), on_them);
    put_in_series(fault, sum);
    put_motors(fault, motors(without(on_them, below)));
    return fault;
  }

  const Site& site_;
  const Loads& loads_;
  std::vector<Plants> plants_;  ///< by device: on it and on what it feeds
  std::vector<Fault> above_;    ///< by device: without the motors among these
};

}  // namespace

double Fault::x_over_r() const { return angle_va.real() > 0 ? angle_va.imag() / angle_va.real() : kInfinite; }

double assumed_motor_contribution(ElectricalCode code) { return code == ElectricalCode::nec ? 4 : 5; }

double rating_over_impedance(const Site& site, const Device& device) {
  if (device.kind != DeviceKind::transformer) return 0;
  const Impedance impedance = impedance_of(site, device);
  if (impedance.per_unit == nullptr || impedance.rating_va == nullptr) return 0;
  return impedance.rating_va->value / impedance.per_unit->value;
}

std::vector<Fault> faults_of(const Basics& basics) {
  const Faults faults(basics);
  std::vector<Fault> by_device;
  for (std::size_t d = 0; d < basics.site.devices.size(); ++d) by_device.push_back(faults.at(static_cast<int>(d)));
  return by_device;
}

}  // namespace hallplan::power
