#include "planner/search/integer/classes.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "planner/search/reduce.hpp"
#include "planner/search/relaxation.hpp"
#include "planner/search/weights.hpp"

namespace hallplan::search::integer {
namespace {

using Takes = std::vector<Share>;

/// True when a rack that takes `less` takes no more of any limit than one that takes `more`.
bool no_more(const Takes& less, const Takes& more) {
  auto at = more.begin();
  for (const auto& [limit, amount] : less) {
    while (at != more.end() && at->first < limit) ++at;
    if (at == more.end() || at->first != limit || at->second < amount) return false;
  }
  return true;
}

class Sorting {
 public:
  explicit Sorting(const Model& model)
      : model_(model),
        free_(free_of(model)),
        allowed_(allowed_wires(model, free_)),
        wire_takes_(model.wires.size()),
        spot_takes_(model.spots.size()),
        fits_(model.spots.size(), 0) {}

  Classes run() {
    for (std::size_t i = 0; i < fits_.size(); ++i) fits_[i] = model_.spots[i].usable ? 1 : 0;
    add_limits();
    find_parts();
    std::vector<int> offer_of_row;
    for (int row = 0; row < model_.site_rows; ++row) offer_of_row.push_back(offer_of(row));
    add_places(offer_of_row);
    return std::move(out_);
  }

 private:
  void add_limits() {
    const int wires = static_cast<int>(model_.wires.size());
    for (const auto& [takers, row] : binding_rows(model_, free_)) {
      const int limit = static_cast<int>(out_.limits.size());
      out_.limits.push_back({row.row, std::max(0.0, row.free)});
      for (const auto& [taker, amount] : takers) {
        if (taker < wires) {
          wire_takes_[static_cast<std::size_t>(taker)].push_back({limit, amount});
          continue;
        }
        const auto spot = static_cast<std::size_t>(taker - wires);
        spot_takes_[spot].push_back({limit, amount});
        if (amount > row.free) fits_[spot] = 0;
      }
    }
  }

  void find_parts() {
    const Kind* kind = the_cabled_kind(model_);
    part_ = kind == nullptr ? std::vector<int>(model_.slots.size(), 0) : connected_parts(model_, *kind);
    const int parts = part_.empty() ? 0 : *std::max_element(part_.begin(), part_.end()) + 1;
    out_.holds_units.assign(static_cast<std::size_t>(parts), 1);
    if (std::find(part_.begin(), part_.end(), -1) == part_.end()) return;
    std::replace(part_.begin(), part_.end(), -1, parts);
    out_.holds_units.push_back(0);
  }

  /// The ways that a site row offers, those that another one of it beats left out.
  int offer_of(int row) {
    std::map<std::pair<int, Takes>, std::vector<int>> offered;  // by type and what is taken: wires
    for (std::size_t i = 0; i < model_.wires.size(); ++i) {
      const Wire& wire = model_.wires[i];
      if (wire.row == row && allowed_[i] != 0) offered[{wire.type, wire_takes_[i]}].push_back(static_cast<int>(i));
    }
    std::vector<std::pair<int, Takes>> key;
    for (const auto& [way, wires] : offered) {
      const bool beaten = std::any_of(offered.begin(), offered.end(), [&](const auto& other) {
        return other.first != way && other.first.first == way.first && no_more(other.first.second, way.second);
      });
      if (!beaten) key.push_back(way);
    }
    const auto [at, is_new] = offers_.try_emplace(key, static_cast<int>(ways_of_offer_.size()));
    if (is_new) {
      ways_of_offer_.emplace_back();
      for (const auto& [type, takes] : key) {
        ways_of_offer_.back().push_back(static_cast<int>(out_.ways.size()));
        out_.ways.push_back({type, {}, takes});
      }
    }
    const std::vector<int>& ways = ways_of_offer_[static_cast<std::size_t>(at->second)];
    for (std::size_t i = 0; i < key.size(); ++i) {
      std::vector<int>& wires = out_.ways[static_cast<std::size_t>(ways[i])].wires;
      const std::vector<int>& more = offered[key[i]];
      wires.insert(wires.end(), more.begin(), more.end());
    }
    return at->second;
  }

  void add_places(const std::vector<int>& offer_of_row) {
    std::map<std::pair<int, int>, int> groups;  // part, offer
    std::map<std::tuple<int, std::vector<char>, std::vector<Takes>>, int> places;
    const auto types = static_cast<std::size_t>(model_.types);
    for (std::size_t slot = 0; slot < model_.slots.size(); ++slot) {
      const int offer = offer_of_row[static_cast<std::size_t>(model_.slots[slot].row)];
      const auto [group, new_group] = groups.try_emplace({part_[slot], offer}, static_cast<int>(out_.groups.size()));
      if (new_group) out_.groups.push_back({part_[slot], 0, ways_of_offer_[static_cast<std::size_t>(offer)]});
      ++out_.groups[static_cast<std::size_t>(group->second)].slots;
      Place place;
      place.group = group->second;
      for (std::size_t type = 0; type < types; ++type) {
        const std::size_t spot = slot * types + type;
        place.usable.push_back(fits_[spot]);
        place.takes.push_back(fits_[spot] != 0 ? spot_takes_[spot] : Takes());
      }
      const auto [at, is_new] =
          places.try_emplace({place.group, place.usable, place.takes}, static_cast<int>(out_.places.size()));
      if (is_new) out_.places.push_back(std::move(place));
      out_.places[static_cast<std::size_t>(at->second)].slots.push_back(static_cast<int>(slot));
    }
  }

  const Model& model_;
  std::vector<double> free_;       ///< by row
  std::vector<char> allowed_;      ///< by wire
  std::vector<Takes> wire_takes_;  ///< by wire
  std::vector<Takes> spot_takes_;  ///< by spot
  std::vector<char> fits_;         ///< by spot
  std::vector<int> part_;          ///< by slot
  std::map<std::vector<std::pair<int, Takes>>, int> offers_;
  std::vector<std::vector<int>> ways_of_offer_;
  Classes out_;
};

}  // namespace

Classes classes_of(const Model& model) { return Sorting(model).run(); }

}  // namespace hallplan::search::integer
