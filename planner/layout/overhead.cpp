/// What is above the racks: the layers between them and the ceiling, and what hangs on the ceiling grid over each row.
#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "planner/layout/checks.hpp"
#include "planner/layout/geometry.hpp"

namespace hallplan::layout {
namespace {

/// "busways 0.200 m below a gap of 0.100 m": the layers from below.
std::string layers_text(const std::vector<StackLayer>& stack) {
  std::string text;
  for (const StackLayer& layer : stack) {
    if (layer.gap_m) text += fmt::format(" + gap {} m", metres(to_mm(layer.gap_m->high)));
    text += fmt::format(" + {} {} m", layer.id, metres(to_mm(layer.height_m.high)));
  }
  return text;
}

/// What hangs over one row.
struct Hung {
  double kg_per_m = 0;
  std::string text;
  std::string unknown;  ///< a busway or layer whose mass is not known; empty when all are
};

void add_part(Hung& hung, const std::string& name, const Value& mass) {
  hung.kg_per_m += mass.high;
  hung.text += fmt::format("{}{} {:.1f}", hung.text.empty() ? "" : " + ", name, mass.high);
}

/// A busway counts once however many pairs name it.
Hung hung_over(const Site& site, const Row& row) {
  Hung hung;
  std::vector<int> met;
  for (const FeedPair& pair : row.feeds) {
    for (const Ref* feed : {&pair.a, &pair.b}) {
      if (feed->index < 0 || std::find(met.begin(), met.end(), feed->index) != met.end()) continue;
      met.push_back(feed->index);
      const Device& device = site.devices[static_cast<std::size_t>(feed->index)];
      if (device.kind != DeviceKind::busway) continue;
      const MaybeValue* mass = nullptr;
      if (device.busway_type.index >= 0) {
        mass = &site.catalogue.busways[static_cast<std::size_t>(device.busway_type.index)].body.mass_kg_per_m;
      }
      if (mass != nullptr && *mass) {
        add_part(hung, device.id, **mass);
      } else if (hung.unknown.empty()) {
        hung.unknown = "busway " + device.id;
      }
    }
  }
  for (const StackLayer& layer : site.hall.stack) {
    if (layer.mass_kg_per_m) {
      add_part(hung, layer.id, *layer.mass_kg_per_m);
    } else if (hung.unknown.empty()) {
      hung.unknown = fmt::format("layer {} (0 kg/m where it does not hang on the grid)", layer.id);
    }
  }
  return hung;
}

}  // namespace

void check_stack(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces) {
  if (site.hall.stack.empty()) return;
  for (const Equipment* piece : one_of_each(pieces)) {
    if (piece->rack < 0) continue;
    const long long height = to_mm(piece->body->height_m.high) + to_mm(site.hall.overhead_m.high);
    CheckSubject subject = about(Rule::layout_stack, piece->type, Dimension::length, site.hall.ceiling_m);
    subject.arithmetic = fmt::format("rack {} m{} = {} m", metres(to_mm(piece->body->height_m.high)),
                                     layers_text(site.hall.stack), metres(height));
    out.push_back(at_most(std::move(subject), to_m(height), to_m(to_mm(site.hall.ceiling_m.low))));
  }
}

void check_hung_load(std::vector<Check>& out, const Site& site) {
  if (!site.hall.hung_kg_per_m) return;
  const Value& rating = *site.hall.hung_kg_per_m;
  for (const Row& row : site.rows) {
    const Hung hung = hung_over(site, row);
    CheckSubject subject = about(Rule::layout_hung, "row " + row.id, Dimension::linear_load, rating);
    subject.arithmetic = fmt::format("{} = {:.1f} kg/m", hung.text.empty() ? "nothing" : hung.text, hung.kg_per_m);
    const bool too_much = hung.kg_per_m > rating.low * (1 + 1e-9);
    if (!hung.unknown.empty() && !too_much) {
      out.push_back(undecided(std::move(subject), "no mass a metre known for " + hung.unknown));
    } else {
      out.push_back(at_most(std::move(subject), hung.kg_per_m, rating.low));
    }
  }
}

}  // namespace hallplan::layout
