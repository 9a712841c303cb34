// Reads the catalogue: one product a file, the file's stem its id. So a product is found by its name without a look into the
// other files.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/site/bind.hpp"
#include "planner/site/cross_check.hpp"
#include "planner/site/load.hpp"
#include "planner/site/schema_product.hpp"
#include "planner/site/tree.hpp"

namespace hallplan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostProducts = 2'000;

/// Binds the product of kind B if the file holds its body key. True when it did.
template <class B>
bool bind_product(BindContext& context, const yaml::Node& root, const std::string& id, std::vector<Product<B>>& out) {
  if (root.find(BodyKey<B>::kKey) == nullptr) return false;
  Product<B> product = bind<Product<B>>(context, root);
  product.id = id;
  product.at = root.at;
  check_product(product, context.problems);
  const auto same = std::find_if(out.begin(), out.end(), [&](const Product<B>& other) { return other.id == id; });
  if (same == out.end()) {
    out.push_back(std::move(product));
  } else {
    *same = std::move(product);
  }
  return true;
}

void bind_any(BindContext& context, const yaml::Node& root, const std::string& id, Catalogue& out) {
  const bool known = bind_product(context, root, id, out.racks) || bind_product(context, root, id, out.cdus) ||
                     bind_product(context, root, id, out.air_units) ||
                     bind_product(context, root, id, out.rear_doors) || bind_product(context, root, id, out.busways) ||
                     bind_product(context, root, id, out.ups) || bind_product(context, root, id, out.transformers) ||
                     bind_product(context, root, id, out.generators) || bind_product(context, root, id, out.tap_offs) ||
                     bind_product(context, root, id, out.rejections) || bind_product(context, root, id, out.coolants) ||
                     bind_product(context, root, id, out.cables) || bind_product(context, root, id, out.servers);
  if (known) return;
  context.problems.error(
      Rule::site_missing_key, root.at, "no key says what the product is",
      "expected one of: rack, cdu, air_unit, rear_door, busway, ups, transformer, generator, tap_off, "
      "rejection, coolant, cable, server");
}

std::vector<std::string> yaml_files(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".yaml") paths.push_back(it->path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// Reads one folder over what is there: a product of the same kind and id is replaced. Only the products that are named, where
/// names are given.
void load_folder(SourceFiles& files, const std::string& folder, const std::set<std::string>* named,
                 Catalogue& catalogue, Diagnostics& problems) {
  const std::vector<std::string> paths = yaml_files(folder);
  if (paths.empty() || paths.size() > kMostProducts) {
    problems.error(
        Rule::site_file, {files.add(folder, {}), 0, 0},
        fmt::format("expected 1 to {} catalogue files (*.yaml) in '{}', found {}", kMostProducts, folder, paths.size()),
        "name the folder with --catalogue");
    return;
  }
  for (const std::string& path : paths) {
    const std::string id = fs::path(path).stem().string();
    if (named != nullptr && named->count(id) == 0) continue;
    Result<yaml::Node> tree = read_tree(files, path);
    problems.append(std::move(tree.problems));
    if (!tree.value) continue;
    BindContext context;
    context.source_prefix = id + ":";
    context.every_value_sourced = true;
    bind_any(context, *tree.value, id, catalogue);
    problems.append(std::move(context.problems));
  }
}

Result<Catalogue> load_both(SourceFiles& files, const std::string& folder, const std::set<std::string>* named) {
  Result<Catalogue> result;
  Catalogue catalogue;
  load_folder(files, default_catalogue_folder(), named, catalogue, result.problems);
  if (!folder.empty()) load_folder(files, folder, named, catalogue, result.problems);
  if (!result.problems.has_errors()) result.value = std::move(catalogue);
  return result;
}

}  // namespace

std::string default_catalogue_folder() {
  std::error_code error;
  const fs::path binary = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    const fs::path installed = binary.parent_path().parent_path() / "share" / "hallplan" / "racks";
    if (fs::is_directory(installed, error)) return installed.string();
  }
  return HALLPLAN_CATALOGUE_DIR;
}

Result<Catalogue> load_catalogue(SourceFiles& files, const std::string& folder) {
  return load_both(files, folder, nullptr);
}

Result<Catalogue> load_products(SourceFiles& files, const std::string& folder, const std::set<std::string>& named) {
  return load_both(files, folder, &named);
}

}  // namespace hallplan
