#include "planner/power/fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/power/buses.hpp"
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

/// Walks up from a bus to what brings current to it. Motors that hang on a bus or below count there, without any impedance.
class Faults {
 public:
  explicit Faults(const Basics& basics)
      : site_(basics.site),
        loads_(basics.loads),
        buses_(buses_of(site_, loads_)),
        plants_(buses_.members.size()),
        known_(buses_.members.size()),
        open_(buses_.members.size(), false) {
    std::vector<Plants> below(site_.devices.size());
    for (std::size_t d = 0; d < below.size(); ++d) below[d] = loads_.on[d].plant;
    for (auto d = loads_.order.rbegin(); d != loads_.order.rend(); ++d) {
      const Plants& own = below[static_cast<std::size_t>(*d)];
      for (const int source : loads_.sources[static_cast<std::size_t>(*d)]) {
        Plants& of_source = below[static_cast<std::size_t>(source)];
        of_source = joined(of_source, own);
      }
      Plants& on_bus = plants_[bus_of(*d)];
      on_bus = joined(on_bus, own);
    }
  }

  [[nodiscard]] Fault at(int device) {
    const std::size_t bus = bus_of(device);
    const Fault all_motors = motors(plants_[bus]);
    Fault fault;
    const std::vector<int>& brought = buses_.brought[bus];
    const bool brings = std::find(brought.begin(), brought.end(), device) != brought.end();
    if (brings && brought.size() > 1 && has_one_way_out(device)) {
      fault = closed({device}, bus);
      std::vector<int> others = brought;
      others.erase(std::remove(others.begin(), others.end(), device), others.end());
      Fault back = closed(others, bus);
      put_motors(fault, all_motors);
      put_motors(back, all_motors);
      put_instead(fault, back);
    } else {
      fault = on_bus(bus);
      put_motors(fault, all_motors);
    }
    fault.voltage_v = voltage_of(site_, device_at(site_, device));
    return fault;
  }

 private:
  [[nodiscard]] std::size_t bus_of(int device) const {
    return static_cast<std::size_t>(buses_.of[static_cast<std::size_t>(device)]);
  }

  /// Then its breaker carries what it brings itself, or what all others bring back through it, and never both.
  [[nodiscard]] bool has_one_way_out(int device) const {
    const HangsOn& on = loads_.on[static_cast<std::size_t>(device)];
    const DeviceKind kind = device_at(site_, device).kind;
    const bool is_board = kind == DeviceKind::switchboard || kind == DeviceKind::busway || kind == DeviceKind::pdu;
    return !is_board && on.devices.size() == 1 && on.groups.empty() && on.plant.empty();
  }

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

  /// What all that brings current to a bus brings together, without the motors on it.
  const Fault& on_bus(std::size_t bus) {
    std::optional<Fault>& known = known_[bus];
    if (open_[bus]) {
      circle_.unknown = fmt::format("ties lead from {} back to itself through transformers or UPS",
                                    device_at(site_, buses_.brought[bus].front()).id);
      return circle_;
    }
    if (known) return *known;
    open_[bus] = true;
    known = closed(buses_.brought[bus], bus);
    open_[bus] = false;
    return *known;
  }

  /// What some devices bring to their bus. Transformers that draw from the same give first their own sum, then in series with that once;
  /// UPS that do let the same through once. What only leads from a bus to itself brings nothing to it.
  Fault closed(const std::vector<int>& devices, std::size_t bus) {
    Fault all;
    std::vector<std::pair<Above, std::vector<int>>> alike;
    for (const int d : devices) {
      const Device& device = device_at(site_, d);
      if (device.from.empty()) {
        put_in_parallel(all, of_root(site_, device));
        continue;
      }
      Above above = above_of(device);
      if (above.buses == std::vector<std::size_t>{bus}) continue;
      const auto met = std::find_if(alike.begin(), alike.end(), [&](const auto& one) { return one.first == above; });
      if (met != alike.end()) {
        met->second.push_back(d);
      } else {
        alike.emplace_back(std::move(above), std::vector<int>{d});
      }
    }
    for (const auto& [above, same] : alike) put_in_parallel(all, brought_by(same, plants_[bus]));
    return all;
  }

  /// What a device draws from.
  struct Above {
    bool transforms = false;
    std::vector<std::size_t> buses;  ///< one for sources that are drawn from in equal parts, else in their order

    bool operator==(const Above&) const = default;
  };

  [[nodiscard]] Above above_of(const Device& device) const {
    Above above{device.kind == DeviceKind::transformer, {}};
    for (const Ref& source : device.from) {
      above.buses.push_back(bus_of(source.index));
      if (device.sharing == Sharing::equal) break;
    }
    return above;
  }

  /// Of devices that draw from the same.
  Fault brought_by(const std::vector<int>& devices, const Plants& below) {
    const Device& first = device_at(site_, devices.front());
    Fault fault = fed(first, below);
    if (first.kind != DeviceKind::transformer) return fault;
    Fault sum = through(site_, first);
    for (std::size_t i = 1; i < devices.size(); ++i) {
      put_in_parallel(sum, through(site_, device_at(site_, devices[i])));
    }
    put_in_series(fault, sum);
    return fault;
  }

  /// Drawn from in equal parts, sources are closed on one bus; else the strongest of them counts, whichever it draws from.
  Fault fed(const Device& device, const Plants& below) {
    if (device.sharing == Sharing::equal) return of_source(device.from.front().index, below);
    Fault all;
    for (const Ref& source : device.from) put_instead(all, of_source(source.index, below));
    if (std::isinf(all.va)) {  // nothing is stronger
      all.unknown.clear();
      all.unknown_motors.clear();
      all.unknown_x_over_r.clear();
    }
    return all;
  }

  /// What stands on a source's bus, with the motors there but for those below the device that is fed: these count where they hang.
  Fault of_source(int source, const Plants& below) {
    const std::size_t bus = bus_of(source);
    Fault fault = on_bus(bus);
    put_motors(fault, motors(without(plants_[bus], below)));
    return fault;
  }

  const Site& site_;
  const Loads& loads_;
  Buses buses_;
  std::vector<Plants> plants_;               ///< by bus: on it and on what it feeds
  std::vector<std::optional<Fault>> known_;  ///< by bus: see `on_bus`
  std::vector<bool> open_;                   ///< by bus: being worked out
  Fault circle_;
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
  Faults faults(basics);
  std::vector<Fault> by_device;
  for (std::size_t d = 0; d < basics.site.devices.size(); ++d) by_device.push_back(faults.at(static_cast<int>(d)));
  return by_device;
}

}  // namespace hallplan::power
