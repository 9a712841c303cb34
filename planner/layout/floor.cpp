#include "planner/layout/floor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "planner/layout/checks.hpp"
#include "planner/layout/geometry.hpp"
#include "planner/layout/rear_doors.hpp"

namespace hallplan::layout {
namespace {

/// The CDU that stands inside racks of a group; null where its units stand on the floor, or for no group (-1).
const Product<CduType>* unit_inside(const Site& site, int cdu_group) {
  if (cdu_group < 0) return nullptr;
  const int type = site.cdu_groups[static_cast<std::size_t>(cdu_group)].type.index;
  const Product<CduType>& unit = site.catalogue.cdus[static_cast<std::size_t>(type)];
  return unit.body.in_rack ? &unit : nullptr;
}

/// The least floor a body may stand on.
double footprint_m2(const Body& body) { return to_m(to_mm(body.width_m.low)) * to_m(to_mm(body.depth_m.low)); }

/// Square bays from the hall's south-west corner; the last ones end at the walls and count with the floor
/// they have.
struct Bays {
  RectMm hall;
  long long side = 0;
  long long nx = 0, ny = 0;
  std::vector<double> mass_kg;  ///< row by row from the south

  [[nodiscard]] RectMm rect(long long i, long long j) const {
    return {i * side, j * side, std::min((i + 1) * side, hall.x1), std::min((j + 1) * side, hall.y1)};
  }
  [[nodiscard]] std::size_t index(long long i, long long j) const { return static_cast<std::size_t>(j * nx + i); }
};

Bays loaded_bays(const Site& site, const std::vector<Equipment>& pieces) {
  Bays bays;
  bays.hall = hall_rect(site.hall);
  bays.side = to_mm(site.hall.floor.bay_m.value);
  bays.nx = (bays.hall.x1 + bays.side - 1) / bays.side;
  bays.ny = (bays.hall.y1 + bays.side - 1) / bays.side;
  bays.mass_kg.assign(static_cast<std::size_t>(bays.nx * bays.ny), 0);
  for (const Equipment& piece : pieces) {
    if (!piece.body->mass_kg) continue;
    const double kg_per_mm2 = piece.body->mass_kg->high / static_cast<double>(area_mm2(piece.rect));
    const long long i_end = std::min(bays.nx, (piece.rect.x1 + bays.side - 1) / bays.side);
    const long long j_end = std::min(bays.ny, (piece.rect.y1 + bays.side - 1) / bays.side);
    for (long long j = std::max(0LL, piece.rect.y0 / bays.side); j < j_end; ++j) {
      for (long long i = std::max(0LL, piece.rect.x0 / bays.side); i < i_end; ++i) {
        bays.mass_kg[bays.index(i, j)] += kg_per_mm2 * static_cast<double>(shared_mm2(piece.rect, bays.rect(i, j)));
      }
    }
  }
  return bays;
}

/// "1.333 x test-compute 1500 kg + 1.000 x test-cdu 1000 kg": footprints that stand in the bay, by product.
std::string contents(const std::vector<Equipment>& pieces, const RectMm& bay) {
  std::string text;
  for (const Equipment* kind : one_of_each(pieces)) {
    if (!kind->body->mass_kg) continue;
    double footprints = 0;
    for (const Equipment& piece : pieces) {
      if (piece.body != kind->body) continue;
      footprints += static_cast<double>(shared_mm2(piece.rect, bay)) / static_cast<double>(area_mm2(piece.rect));
    }
    if (footprints <= 0) continue;
    text += fmt::format("{}{:.3f} x {} {:.0f} kg", text.empty() ? "" : " + ", footprints, kind->type,
                        kind->body->mass_kg->high);
  }
  return text.empty() ? "nothing" : text;
}

Check bay_case(const Site& site, const std::vector<Equipment>& pieces, const Bays& bays, long long i, long long j) {
  const Value& rating = site.hall.floor.bay_kg_per_m2;
  const RectMm rect = bays.rect(i, j);
  const double area_m2 = static_cast<double>(area_mm2(rect)) / 1e6;
  const double mass_kg = bays.mass_kg[bays.index(i, j)];
  CheckSubject subject = about(Rule::layout_floor_bay, "bay " + describe(rect), Dimension::floor_load, rating);
  subject.arithmetic = fmt::format("{} = {:.1f} kg over {:.2f} m2 = {:.1f} kg/m2", contents(pieces, rect), mass_kg,
                                   area_m2, mass_kg / area_m2);
  return at_most(std::move(subject), mass_kg / area_m2, rating.low);
}

void check_bays(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces) {
  const Bays bays = loaded_bays(site, pieces);
  struct Load {
    double kg_per_m2;
    long long i, j;
  };
  std::vector<Load> heaviest;  // those over the rating, or the heaviest alone: only these are written out
  for (long long j = 0; j < bays.ny; ++j) {
    for (long long i = 0; i < bays.nx; ++i) {
      const double area_m2 = static_cast<double>(area_mm2(bays.rect(i, j))) / 1e6;
      heaviest.push_back({bays.mass_kg[bays.index(i, j)] / area_m2, i, j});
    }
  }
  std::stable_sort(heaviest.begin(), heaviest.end(),
                   [](const Load& a, const Load& b) { return a.kg_per_m2 > b.kg_per_m2; });
  const double limit = site.hall.floor.bay_kg_per_m2.low;
  const auto over = std::count_if(heaviest.begin(), heaviest.end(), [&](const Load& l) { return l.kg_per_m2 > limit; });
  std::vector<Check> cases;
  const std::size_t broken = static_cast<std::size_t>(over);
  for (std::size_t n = 0; n < std::clamp<std::size_t>(broken, 1, kMostListed); ++n) {
    const Load& load = heaviest[n];
    cases.push_back(bay_case(site, pieces, bays, load.i, load.j));
  }
  const std::string where = cases.front().where;
  add_summary(out, std::move(cases), where, broken - std::min(broken, kMostListed));
}

Check patch_case(const Site& site, const Equipment& piece, double load_kg_per_m2) {
  const MaybeValue& stated = site.hall.floor.footprint_kg_per_m2;
  if (!stated) {
    return undecided(about(Rule::layout_floor_patch, piece.type, Dimension::floor_load, site.hall.floor.bay_kg_per_m2),
                     "no footprint_rating known for hall.floor; a slab rated by one figure carries at least that");
  }
  const Value& rating = *stated;
  CheckSubject subject = about(Rule::layout_floor_patch, piece.type, Dimension::floor_load, rating);
  subject.arithmetic =
      fmt::format("{:.0f} kg / ({} m x {} m) = {:.1f} kg/m2", piece.body->mass_kg->high,
                  metres(to_mm(piece.body->width_m.low)), metres(to_mm(piece.body->depth_m.low)), load_kg_per_m2);
  return at_most(std::move(subject), load_kg_per_m2, rating.low);
}

Check point_case(const Site& site, const Equipment& piece) {
  const FloorRating& floor = site.hall.floor;
  const std::optional<double> load_kg = point_kg(*piece.body, piece.casters, floor);
  if (!floor.point_kg) {
    return undecided(about(Rule::layout_floor_point, piece.type, Dimension::mass, floor.bay_kg_per_m2),
                     "no point_rating known for hall.floor");
  }
  if (!load_kg) {
    return undecided(about(Rule::layout_floor_point, piece.type, Dimension::mass, *floor.point_kg),
                     fmt::format("no casters known for {}: state 'casters', the feet that carry it", piece.type));
  }
  CheckSubject subject = about(Rule::layout_floor_point, piece.type, Dimension::mass, *floor.point_kg);
  subject.arithmetic = fmt::format("{:.0f} kg / {} casters x {:.2f} = {:.1f} kg", piece.body->mass_kg->high,
                                   *piece.casters, floor.uneven.high, *load_kg);
  return at_most(std::move(subject), *load_kg, floor.point_kg->low);
}

using Filled = std::map<std::tuple<int, const Body*, const Product<RearDoorType>*>, Loaded>;

/// What stands on the floor with racks as heavy as they are with the CDUs inside them and the doors behind them, whose bodies `filled`
/// holds.
std::vector<Equipment> with_loads(const Site& site, const Plan& plan, std::vector<Equipment> pieces, Filled& filled) {
  for (Equipment& piece : pieces) {
    if (piece.rack < 0) continue;
    const Placement& rack = plan.racks[static_cast<std::size_t>(piece.rack)];
    const Product<CduType>* unit = unit_inside(site, rack.cdu_group);
    if (unit == nullptr && piece.door == nullptr) continue;
    const Body* const inside = unit == nullptr ? nullptr : &unit->body.body;
    const auto [at, is_new] = filled.try_emplace({rack.type, inside, piece.door});
    if (is_new) at->second = loaded(site, rack);
    piece.body = &at->second.body;
    piece.type = at->second.name;
  }
  return pieces;
}

/// Whose mass is not known: of a rack with others, one of these; nobody's where all are.
std::string lacking(const Filled& filled, const Equipment& piece) {
  const auto found =
      std::find_if(filled.begin(), filled.end(), [&](const auto& each) { return &each.second.body == piece.body; });
  if (found != filled.end()) return found->second.lacks;
  return piece.body->mass_kg ? std::string() : piece.type;
}

void add_mass(Loaded& rack, const MaybeValue& mass_kg, const std::string& of) {
  if (!mass_kg) {
    if (rack.lacks.empty()) rack.lacks = of;
    return;
  }
  if (!rack.body.mass_kg) {
    rack.body.mass_kg = mass_kg;
    return;
  }
  rack.body.mass_kg->value += mass_kg->value;
  rack.body.mass_kg->low += mass_kg->low;
  rack.body.mass_kg->high += mass_kg->high;
}

}  // namespace

Loaded loaded(const Site& site, const Placement& rack) {
  const Product<RackType>& type = site.catalogue.racks[static_cast<std::size_t>(rack.type)];
  Loaded out{type.body.body, type.id, type.body.body.mass_kg ? "" : type.id};
  if (const Product<CduType>* unit = unit_inside(site, rack.cdu_group)) {
    out.name += fmt::format(" with {} inside", unit->id);
    add_mass(out, unit->body.body.mass_kg, unit->id);
  }
  if (const Product<RearDoorType>* door = rear_door(site, rack.row, rack.type)) {
    out.name += " with " + door->id;
    add_mass(out, door->body.mass_kg, door->id);
  }
  return out;
}

Loads loads_of(const Site& site, int row, int type) {
  Placement rack;
  rack.type = type;
  rack.row = row;
  const std::vector<Ref>& groups = site.rows[static_cast<std::size_t>(row)].cdu_groups;
  if (!site.catalogue.racks[static_cast<std::size_t>(type)].body.liquid || groups.empty()) {
    const Body alone = loaded(site, rack).body;
    return {alone, alone};
  }
  std::optional<Loads> loads;
  for (const Ref& group : groups) {
    rack.cdu_group = group.index;
    const Body body = loaded(site, rack).body;
    if (!loads) loads = Loads{body, body};
    if (!body.mass_kg) loads->least.mass_kg.reset();
    if (!body.mass_kg) continue;
    if (loads->least.mass_kg && body.mass_kg->high < loads->least.mass_kg->high) loads->least = body;
    if (!loads->most.mass_kg || body.mass_kg->high > loads->most.mass_kg->high) loads->most = body;
  }
  return *loads;
}

std::optional<double> patch_kg_per_m2(const Body& body) {
  if (!body.mass_kg) return std::nullopt;
  return body.mass_kg->high / footprint_m2(body);
}

std::optional<double> point_kg(const Body& body, std::optional<int> casters, const FloorRating& floor) {
  if (!body.mass_kg || !casters) return std::nullopt;
  return body.mass_kg->high / *casters * floor.uneven.high;
}

void check_floor(std::vector<Check>& out, const Site& site, const Plan& plan, const std::vector<Equipment>& standing) {
  Filled filled;
  const std::vector<Equipment> pieces = with_loads(site, plan, standing, filled);
  check_bays(out, site, pieces);
  const std::vector<const Equipment*> kinds = one_of_each(pieces);
  // What is known of a mass may be too much by itself.
  std::set<std::pair<const Equipment*, Rule>> too_much;
  const auto add = [&](const Equipment* piece, Check one) {
    const std::string lacks = lacking(filled, *piece);
    if (!lacks.empty() && one.status != Status::fail) return;
    if (!lacks.empty()) {
      one.arithmetic += fmt::format(", without {}, whose mass is not known", lacks);
      too_much.insert({piece, one.rule});
    }
    out.push_back(std::move(one));
  };
  for (const Equipment* piece : kinds) {
    if (const auto load = patch_kg_per_m2(*piece->body)) add(piece, patch_case(site, *piece, *load));
  }
  for (const Equipment* piece : kinds) {
    const bool on_feet = piece->device < 0;  // a power device stands on its whole base
    if (on_feet && piece->body->mass_kg) add(piece, point_case(site, *piece));
  }
  for (const Equipment* piece : kinds) {
    const std::string lacks = lacking(filled, *piece);
    if (lacks.empty()) continue;
    for (const Rule rule : {Rule::layout_floor_bay, Rule::layout_floor_patch, Rule::layout_floor_point}) {
      if ((rule == Rule::layout_floor_point && piece->device >= 0) || too_much.count({piece, rule}) > 0) continue;
      const Dimension dimension = rule == Rule::layout_floor_point ? Dimension::mass : Dimension::floor_load;
      out.push_back(undecided(about(rule, piece->type, dimension, piece->at), "no mass known for " + lacks));
    }
  }
}

}  // namespace hallplan::layout
