#include "planner/search/aggregate/spines.hpp"

#include <algorithm>
#include <cstddef>

namespace hallplan::search::aggregate {
namespace {

void choose(int sites, int rooms, int first, std::vector<int>& chosen, std::vector<std::vector<int>>& out) {
  if (static_cast<int>(chosen.size()) == rooms) {
    out.push_back(chosen);
    return;
  }
  for (int site = first; site < sites; ++site) {
    chosen.push_back(site);
    choose(sites, rooms, site + 1, chosen, out);
    chosen.pop_back();
  }
}

bool within(const std::vector<char>& small, const std::vector<char>& large) {
  for (std::size_t s = 0; s < small.size(); ++s) {
    if (small[s] > large[s]) return false;
  }
  return true;
}

}  // namespace

std::vector<char> reach_of(const Hall& hall, const std::vector<int>& sites) {
  std::vector<char> reach(hall.segments.size(), 0);
  for (const int site : sites) {
    for (std::size_t s = 0; s < reach.size(); ++s) {
      if (hall.reaches[static_cast<std::size_t>(site)][s] != 0) reach[s] = 1;
    }
  }
  return reach;
}

std::vector<std::vector<int>> spine_choices(const Hall& hall) {
  std::vector<std::vector<int>> all;
  std::vector<int> chosen;
  const int sites = static_cast<int>(hall.reaches.size());
  choose(sites, std::clamp(hall.most_spine_rooms, 0, sites), 0, chosen, all);
  std::vector<std::vector<char>> reaches;
  for (const std::vector<int>& sites_chosen : all) reaches.push_back(reach_of(hall, sites_chosen));
  std::vector<std::vector<int>> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    bool worth = true;
    for (std::size_t j = 0; j < all.size() && worth; ++j) {
      const bool less = within(reaches[i], reaches[j]);
      worth = i == j || !less || (within(reaches[j], reaches[i]) && i < j);  // of equals the first
    }
    if (worth) out.push_back(all[i]);
  }
  return out;
}

}  // namespace hallplan::search::aggregate
