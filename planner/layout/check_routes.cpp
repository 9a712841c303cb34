/// Whether each placed rack could be rolled to its slot, and whether the floor carries it on the way.
#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "planner/base/text.hpp"
#include "planner/layout/checks.hpp"
#include "planner/layout/geometry.hpp"
#include "planner/layout/ways.hpp"

namespace hallplan::layout {
namespace {

std::string size_text(const Crated& crate) {
  return fmt::format("{} m x {} m, {} m high{}", metres(crate.width_mm), metres(crate.depth_mm),
                     metres(crate.height_mm), crate.own_size ? " (its own size: no crate is known)" : " crated");
}

/// The doors that do not take a crate, and why.
std::vector<std::string> refusals(const Hall& hall, const Crated& crate) {
  std::vector<std::string> out;
  for (const Door& door : hall.doors) {
    if (door.kind == DoorKind::egress) continue;
    if (const auto why = door_refuses(door, crate)) out.push_back(*why);
  }
  return out;
}

Check route_case(const Site& site, const Placement& rack, const std::string& slot, char reached) {
  const Product<RackType>& type = site.catalogue.racks[static_cast<std::size_t>(rack.type)];
  const Crated crate = crated(type.body.body);
  CheckSubject subject =
      about(Rule::layout_route, rack.id, Dimension::count, site.rows[static_cast<std::size_t>(rack.row)].at);
  if (reached > 1) return undecided(std::move(subject), "the hall has too many edges to look for ways through it");
  if (reached == 1) {
    subject.arithmetic = fmt::format("{} ({}), {}, gets to {} from a dock door with every slot filled", rack.id,
                                     type.id, size_text(crate), slot);
    return holds(std::move(subject), true);
  }
  const std::vector<std::string> closed = refusals(site.hall, crate);
  subject.arithmetic = fmt::format("{} ({}), {}, gets to {} from no dock door with every slot filled{}{}", rack.id,
                                   type.id, size_text(crate), slot, closed.empty() ? "" : ": ", join(closed, ", "));
  return holds(std::move(subject), false);
}

void check_rolling(std::vector<Check>& out, const Site& site, const Equipment& piece) {
  const FloorRating& floor = site.hall.floor;
  const Crated crate = crated(*piece.body);
  CheckSubject subject = about(Rule::layout_route_floor, piece.type, Dimension::mass, *floor.rolling_kg);
  if (!crate.mass_kg || !piece.casters) {
    const char* const what = crate.mass_kg ? "casters" : "mass";
    out.push_back(
        undecided(std::move(subject), fmt::format("no {} known for {} as it is rolled in", what, piece.type)));
    return;
  }
  const double load_kg = crate.mass_kg->high / *piece.casters * floor.uneven.high;
  subject.arithmetic = fmt::format("{:.0f} kg{} / {} casters x {:.2f} = {:.1f} kg", crate.mass_kg->high,
                                   crate.own_size ? "" : " crated", *piece.casters, floor.uneven.high, load_kg);
  out.push_back(at_most(std::move(subject), load_kg, floor.rolling_kg->low));
}

}  // namespace

void check_routes(std::vector<Check>& out, const Site& site, const Plan& plan, const Slots& slots,
                  const std::vector<Equipment>& pieces) {
  if (!names_dock_door(site.hall)) return;
  constexpr char kByUnknownMass = 3;
  std::map<int, std::vector<Check>> by_row;
  std::set<const Body*> hang_on_mass;
  for (const Placement& rack : plan.racks) {
    const bool has_row = rack.row >= 0 && rack.row < static_cast<int>(site.rows.size());
    if (!has_row || rack.slot < 0 || rack.slot >= site.rows[static_cast<std::size_t>(rack.row)].slots) continue;
    const auto row = static_cast<std::size_t>(rack.row);
    const auto slot = static_cast<std::size_t>(rack.slot);
    if (slots.rows[row][slot].blocker != Blocker::none) continue;  // other rules' matter
    const char reached = slots.reached[static_cast<std::size_t>(rack.type)][row][slot];
    if (reached == kByUnknownMass) {
      hang_on_mass.insert(&site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.body);
      continue;
    }
    by_row[rack.row].push_back(
        route_case(site, rack, fmt::format("row {}, slot {}", site.rows[row].id, rack.slot + 1), reached));
  }
  for (auto& [row, cases] : by_row) {
    add_summary(out, std::move(cases), "row " + site.rows[static_cast<std::size_t>(row)].id);
  }
  for (const Equipment* piece : one_of_each(pieces)) {
    if (piece->rack < 0) continue;
    if (hang_on_mass.count(piece->body) > 0) {
      out.push_back(undecided(about(Rule::layout_route, piece->type, Dimension::mass, piece->at),
                              fmt::format("no mass known for {}: what leads to a dock door is rated", piece->type)));
    }
    if (site.hall.floor.rolling_kg) check_rolling(out, site, *piece);
  }
}

}  // namespace hallplan::layout
