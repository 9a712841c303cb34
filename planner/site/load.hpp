/// From files to a `Site`: read, extend, overlay what-ifs, bind, resolve references, cross-check. All problems at once,
/// nothing half-read.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "planner/base/diagnostic.hpp"
#include "planner/base/source.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

/// A what-if from the command line: "liquid.cdu_groups.g1.supply=42 degC".
struct SetOption {
  std::string text;
  std::string option = "--set";  ///< that it came by: what messages name
};

/// What a site is read for. A file that only describes a hall and its air (no power tree, water, network or demand) can be
/// read for `air`; for planning what is missing is an error, by name.
enum class LoadFor { planning, air };

struct LoadOptions {
  std::string catalogue_folder;  ///< folder laid over the catalogue that came with the program; may be empty
  std::vector<SetOption> sets;
  LoadFor purpose = LoadFor::planning;
};

/// Reads one site, and of the catalogue the products that it names; the whole of it where a message has to say what there is.
/// `files` receives every text that was read, for messages.
[[nodiscard]] Result<Site> load_site(SourceFiles& files, const std::string& path, const LoadOptions& options);

/// The same from text in hand (`name` is shown in messages); `extends` is refused. For tests and the fuzzer.
[[nodiscard]] Result<Site> load_site_text(SourceFiles& files, std::string name, std::string text,
                                          const Catalogue& catalogue, LoadFor purpose = LoadFor::planning);

/// Whether a file is one of the catalogue: a product, and no site. False where it cannot be read.
[[nodiscard]] bool is_catalogue_file(const std::string& path);

/// Reads the program's own catalogue and, where a folder is named, that folder's over it: its products win.
[[nodiscard]] Result<Catalogue> load_catalogue(SourceFiles& files, const std::string& folder);

/// The same, but only the files of these ids; an id that has none is left out. What the other files hold is not looked at.
[[nodiscard]] Result<Catalogue> load_products(SourceFiles& files, const std::string& folder,
                                              const std::set<std::string>& named);

/// Folder of the catalogue that came with the program: next to the binary's share folder, else the source tree's.
[[nodiscard]] std::string default_catalogue_folder();

}  // namespace hallplan
