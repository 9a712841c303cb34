/// Small halls of sites/instances, planned and explained with few moves.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "planner/explain/explain.hpp"
#include "planner/search/search.hpp"
#include "planner/site/load.hpp"

namespace hallplan::test {

/// One of them with keys laid over it; no site where it is refused, and why.
inline std::pair<std::optional<Site>, std::string> loaded_instance(const std::string& name,
                                                                   const std::vector<std::string>& sets) {
  SourceFiles texts;
  LoadOptions options;
  options.catalogue_folder = HALLPLAN_SOURCE_DIR "/racks";
  for (const std::string& set : sets) options.sets.push_back({set});
  Result<Site> site = load_site(texts, HALLPLAN_SOURCE_DIR "/sites/instances/" + name + ".yaml", options);
  return {std::move(site.value), render(site.problems, texts)};
}

inline Site instance(const std::string& name, const std::vector<std::string>& sets = {}) {
  auto [site, problems] = loaded_instance(name, sets);
  if (!site) throw std::runtime_error(problems);
  return std::move(*site);
}

inline constexpr std::int64_t kFewMoves = 20;

inline Plan planned(const Site& site) {
  search::Options options;
  options.moves = kFewMoves;
  return search::search(site, options);
}

inline int racks_in(const Site& site) { return count_compute(site, planned(site)); }

/// What a single step gains, and the least for `more` racks.
inline explain::Explanation explained(const Site& site, int more = 0) {
  explain::Options options;
  options.moves = kFewMoves;
  options.steps = 0;
  options.more = more;
  options.prices = site.purchases;
  return explain::explain(site, planned(site), options);
}

}  // namespace hallplan::test
