// Interrupting ratings against the short-circuit current that can flow (`fault.hpp`), and its asymmetry. A breaker of low voltage is
// rated in symmetrical current and tested in a circuit of a certain X/R; where the circuit at hand has more, the first peak is higher for
// the same symmetrical current, and the current is counted by the ratio of both peaks (NEMA AB 3, IEEE C37.13: unfused breakers).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "planner/power/checks.hpp"
#include "planner/power/fault.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// IEC 60909-0, table 1: largest voltage factor of low-voltage systems of +10 %. NEC sites are calculated at the nominal voltage.
constexpr double kVoltageFactorIec = 1.1;

/// Above it other standards rate breakers.
constexpr double kLowVoltage_v = 1000;

/// X/R of one impedance comes back as it went in but for rounding.
constexpr double kRounded = 1 + 1e-9;

/// X/R of the test circuit of breakers up to a rating.
struct TestCircuit {
  double most_a = 0;
  double x_over_r = 0;
};

/// UL 489, moulded-case breakers: power factor 0.5, 0.3 and 0.2. A power breaker (IEEE C37.13) is tested at more: 6.6 unfused.
constexpr std::array<TestCircuit, 3> kNec{{{10e3, 1.73}, {20e3, 3.18}, {kInfinite, 4.90}}};
/// IEC 60947-2, table 11: power factor 0.7, 0.5, 0.3, 0.25 and 0.2.
constexpr std::array<TestCircuit, 5> kIec{{{6e3, 1.02}, {10e3, 1.73}, {20e3, 3.18}, {50e3, 3.87}, {kInfinite, 4.90}}};
/// Above 1 kV: 45 ms at 60 Hz (IEEE C37.04) and at 50 Hz (IEC 62271-100).
constexpr double kMediumNec = 17;
constexpr double kMediumIec = 14;

template <class Circuits>
double test_circuit_of(const Circuits& circuits, double rating_a) {
  return std::find_if(circuits.begin(), circuits.end(),
                      [&](const TestCircuit& each) { return rating_a <= each.most_a; })
      ->x_over_r;
}

double test_x_over_r(const Device& device, ElectricalCode code, double volts) {
  if (device.test_x_over_r) return device.test_x_over_r->low;
  const bool nec = code == ElectricalCode::nec;
  if (volts > kLowVoltage_v) return nec ? kMediumNec : kMediumIec;
  const double rating_a = device.interrupting_a->low;
  return nec ? test_circuit_of(kNec, rating_a) : test_circuit_of(kIec, rating_a);
}

/// First peak over the crest of the symmetrical current: half a period after the fault, or IEC 60909-0's factor kappa.
double peak(double x_over_r, ElectricalCode code) {
  return code == ElectricalCode::nec ? 1 + std::exp(-std::numbers::pi / x_over_r)
                                     : 1.02 + 0.98 * std::exp(-3 / x_over_r);
}

double multiplying_factor(double x_over_r, double test, ElectricalCode code) {
  return x_over_r > test * kRounded ? peak(x_over_r, code) / peak(test, code) : 1.0;
}

/// What keeps a current from being known or bounded: no number can be said.
std::string no_current(const Device& device, const Fault& fault) {
  if (!fault.unknown.empty()) return fault.unknown;
  if (std::isinf(fault.va)) return "no short-circuit power known above " + device.id;
  return fault.voltage_v == nullptr ? "no voltage known for " + device.id : std::string();
}

/// The current as the breaker feels it, and why that may be too little.
struct Felt {
  double current_a = 0;
  std::string words;
  std::string unknown;
};

/// Without an X/R the factor is that of no resistance at all where this decides it, else none and the question is open.
Felt felt(const Site& site, const Device& device, const Fault& fault, double current_a, double most_a) {
  const ElectricalCode code = site.basis.electrical_code;
  const double volts = fault.voltage_v->low;
  const double test = test_x_over_r(device, code, volts);
  const bool known = fault.unknown_x_over_r.empty();
  const double x_over_r = known ? fault.x_over_r() : kInfinite;
  if (x_over_r <= test * kRounded)
    return {current_a, fmt::format(" at X/R {:.3g}, tested at {:.3g}", x_over_r, test), {}};
  if (volts > kLowVoltage_v) {
    return {current_a,
            {},
            known
                ? fmt::format("no multiplying factor known above 1 kV for X/R {:.3g}, tested at {:.3g}", x_over_r, test)
                : fault.unknown_x_over_r};
  }
  const double factor = multiplying_factor(x_over_r, test, code);
  if (known) {
    return {current_a * factor,
            fmt::format(" x {:.4g} for X/R {:.3g}, tested at {:.3g}, = {:.5g} kA", factor, x_over_r, test,
                        current_a * factor / 1e3),
            {}};
  }
  const MaybeValue& margin = site.policy.margins.power;
  const double limit_a = device.interrupting_a->low * (1 - (margin ? margin->high : 0.0));
  if (most_a * factor > limit_a) return {current_a, {}, fault.unknown_x_over_r};
  return {most_a * factor,
          fmt::format(", at most {:.5g} kA x {:.4g} at any X/R, tested at {:.3g}, = {:.5g} kA", most_a / 1e3, factor,
                      test, most_a * factor / 1e3),
          {}};
}

}  // namespace

void check_interrupting(const Basics& basics, std::vector<Check>& out) {
  const Site& site = basics.site;
  const bool stated = std::any_of(site.devices.begin(), site.devices.end(),
                                  [](const Device& device) { return device.interrupting_a.has_value(); });
  if (!stated) return;
  const std::vector<Fault> faults = faults_of(basics);
  for (std::size_t d = 0; d < site.devices.size(); ++d) {
    const Device& device = site.devices[d];
    if (!device.interrupting_a) continue;
    const Value& rating = *device.interrupting_a;
    const Fault& fault = faults[d];
    CheckSubject subject{Rule::power_interrupting, device.id, "short circuit", Dimension::current,
                         source_of(rating),        {},        rating.at};
    const std::string unknown = no_current(device, fault);
    if (!unknown.empty()) {
      out.push_back(undecided(std::move(subject), unknown));
      continue;
    }
    const double factor = site.basis.electrical_code == ElectricalCode::iec ? kVoltageFactorIec : 1.0;
    const double volts = fault.voltage_v->low;
    const auto current_of = [&](double va) { return factor * va / (std::numbers::sqrt3 * volts); };
    const double current_a = current_of(fault.va);
    const Felt current = felt(site, device, fault, current_a, current_of(fault.most_va));
    subject.arithmetic = fmt::format("{}: {}{:.5g} MVA / (1.732 x {:.6g} V) = {:.5g} kA{}; it breaks {:.5g} kA",
                                     fault.words, factor > 1 ? fmt::format("{:.3g} x ", factor) : "", fault.va / 1e6,
                                     volts, current_a / 1e3, current.words, rating.low / 1e3);
    Check check = at_most(std::move(subject), current.current_a, rating.low);
    check = without_pass(std::move(check), current.unknown);
    out.push_back(without_pass(std::move(check), fault.unknown_motors));
  }
}

}  // namespace hallplan::power
