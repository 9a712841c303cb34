/// The small hall of round numbers (tests/data/small.yaml) for tests of every module. A file that does not
/// load fails the test with the rendered diagnostics.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "planner/base/diagnostic.hpp"
#include "planner/site/load.hpp"

namespace hallplan::test {

inline std::string data_path(const std::string& name) { return std::string(HALLPLAN_SOURCE_DIR "/tests/data/") + name; }

/// Loads a site of tests/data with the catalogue of tests/data/racks and what-ifs like "hall.ceiling=2.9 m".
/// `files`, when given, receives the texts that marks point into.
inline Site load_data_site(const std::string& name, const std::vector<std::string>& sets = {},
                           SourceFiles* files = nullptr) {
  SourceFiles own;
  SourceFiles& texts = files != nullptr ? *files : own;
  LoadOptions options;
  options.catalogue_folder = data_path("racks");
  for (const std::string& set : sets) options.sets.push_back({set});
  Result<Site> loaded = load_site(texts, data_path(name), options);
  if (!loaded) throw std::runtime_error("cannot load " + name + ":\n" + render(loaded.problems, texts));
  return std::move(*loaded.value);
}

/// One row of six slots, nothing placed.
inline Site small_site(const std::vector<std::string>& sets = {}, SourceFiles* files = nullptr) {
  return load_data_site("small.yaml", sets, files);
}

/// What is said against the small site with these what-ifs; empty when it loads.
inline std::string refused(const std::vector<std::string>& sets) {
  try {
    small_site(sets);
    return {};
  } catch (const std::runtime_error& problem) {
    return problem.what();
  }
}

/// The same with all six racks pinned: compute racks c1 to c4, network rack n1, management rack m1, from west
/// to east.
inline Site small_placed_site(const std::vector<std::string>& sets = {}, SourceFiles* files = nullptr) {
  return load_data_site("small-placed.yaml", sets, files);
}

}  // namespace hallplan::test
