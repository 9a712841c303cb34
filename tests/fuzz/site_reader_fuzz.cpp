// Any bytes as a site file: the reader gives a site or problems, and never anything else.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "planner/site/load.hpp"

namespace {

/// The test catalogue, read once.
const hallplan::Catalogue& catalogue() {
  static const hallplan::Catalogue loaded = [] {
    hallplan::SourceFiles files;
    hallplan::Result<hallplan::Catalogue> result =
        hallplan::load_catalogue(files, HALLPLAN_SOURCE_DIR "/tests/data/racks");
    if (!result) std::abort();
    return std::move(*result.value);
  }();
  return loaded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hallplan::SourceFiles files;
  std::string text(reinterpret_cast<const char*>(data), size);
  const hallplan::Result<hallplan::Site> site =
      hallplan::load_site_text(files, "fuzz.yaml", std::move(text), catalogue());
  // A site or an error, never both, never neither; every problem can be shown.
  if (site.value.has_value() == site.problems.has_errors()) std::abort();
  const std::string shown = hallplan::render(site.problems, files);
  if (site.problems.has_errors() && shown.empty()) std::abort();
  return 0;
}
