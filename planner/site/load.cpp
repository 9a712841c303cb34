#include "planner/site/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "planner/site/bind.hpp"
#include "planner/site/cords.hpp"
#include "planner/site/cross_check.hpp"
#include "planner/site/row_blocks.hpp"
#include "planner/site/schema_product.hpp"
#include "planner/site/schema_site.hpp"
#include "planner/site/tree.hpp"

namespace hallplan {
namespace {

/// A hall that is read for its air alone may leave out what its containment leaks: from well sealed to hardly.
void assume_leakage(Site& site) {
  for (AirZone& zone : site.air_zones) {
    if (zone.leakage.at.known()) continue;
    zone.leakage = {0.05,           0.02,   0.15, "5 %", {}, "not stated: from well sealed to hardly sealed",
                    Trust::assumed, zone.at};
  }
}

/// The height that the layers of the stack take, at each end of what is disputed.
Value sum_of(const std::vector<StackLayer>& stack) {
  Value sum;
  sum.at = stack.front().at;
  for (const StackLayer& layer : stack) {
    const Value none;
    for (const Value* part : {&layer.height_m, layer.gap_m ? &*layer.gap_m : &none}) {
      sum.value += part->value;
      sum.low += part->low;
      sum.high += part->high;
    }
  }
  sum.written = fmt::format("{:g} m", sum.value);
  return sum;
}

/// What is kept above the racks: the stack's layers together, where it is given, else one figure.
void settle_overhead(Hall& hall, const yaml::Node& stated, LoadFor purpose, Diagnostics& problems) {
  const bool is_stated = stated.find("overhead") != nullptr;  // where its value is bad, that has been said
  if (!hall.stack.empty()) {
    if (hall.overhead_m.at.known()) {
      problems.add(
          {Rule::site_unused, hall.overhead_m.at,
           "'hall.overhead' is given and nothing uses it: what is above the racks is the layers of 'hall.stack'",
           "remove one of them", std::nullopt, Severity::warning});
    }
    hall.overhead_m = sum_of(hall.stack);
  } else if (!is_stated && purpose == LoadFor::planning) {
    problems.error(Rule::site_missing_key, stated.at, "key 'overhead' is missing here",
                   "what is kept free above the racks, in one figure or layer by layer under 'stack'; hallplan thermal "
                   "alone can do without");
  }
}

/// People need a way out of some width, whether the site says it or not.
void assume_egress(Hall& hall) {
  const auto leads_out = [](const Door& door) { return door.kind != DoorKind::dock; };
  const auto door = std::find_if(hall.doors.begin(), hall.doors.end(), leads_out);
  if (door == hall.doors.end() || (hall.egress && hall.egress->aisle_m)) return;
  if (!hall.egress) hall.egress.emplace();
  hall.egress->aisle_m =
      Value{1.118,         1.118,   1.118, "1.118 m", {}, "44 in, the width IBC asks of corridors; from memory",
            Trust::memory, door->at};
}

bool has_rows(const yaml::Node& root) { return root.find("rows") != nullptr || root.find("row_blocks") != nullptr; }

bool is_product(const yaml::Node& root) { return root.find("maker") != nullptr && !has_rows(root); }

/// Tree to site: bind, resolve, cross-check. Each step goes on after a bad value, so that all problems are reported at once.
Result<Site> site_of(const yaml::Node& root, const Catalogue& catalogue, LoadFor purpose) {
  Result<Site> result;
  if (is_product(root)) {
    result.problems.error(Rule::site_type, root.at, "this is a catalogue file, not a site",
                          "hallplan racks check validates catalogue files");
    return result;
  }
  if (root.find("placements") != nullptr && !has_rows(root)) {
    result.problems.error(Rule::site_type, root.at, "this is a plan, not a site",
                          "the site is named first, then its plan: hallplan verify SITE PLAN");
    return result;
  }
  BindContext context;
  context.air_only = purpose == LoadFor::air;
  Site site = bind<Site>(context, root);
  if (context.air_only) assume_leakage(site);
  if (const yaml::Entry* hall = root.find("hall"); hall != nullptr && hall->value.kind == yaml::Node::Kind::mapping) {
    settle_overhead(site.hall, hall->value, purpose, context.problems);
  }
  assume_egress(site.hall);
  result.problems = std::move(context.problems);
  if (!has_rows(root)) {
    result.problems.error(Rule::site_missing_key, root.at, "key 'rows' is missing here",
                          "list rows under 'rows', or say how to lay them out under 'row_blocks'");
  }
  if (!expand_row_blocks(site, result.problems)) {
    result.problems.sort();
    return result;
  }
  if (has_rows(root) && site.rows.empty()) {
    result.problems.error(Rule::site_missing_key, root.at, "'rows' is empty; expected at least one");
  }
  resolve(site, catalogue, context.removed, result.problems);
  deal_feeds(site);
  cross_check(site, result.problems);
  if (!result.problems.has_errors()) result.value = std::move(site);
  result.problems.sort();
  return result;
}

/// Every text of a tree that is a value: the products that it may name are among them.
void collect_texts(const yaml::Node& node, std::set<std::string>& texts) {
  if (node.kind == yaml::Node::Kind::scalar) texts.insert(node.text);
  for (const yaml::Node& item : node.items) collect_texts(item, texts);
  for (const yaml::Entry& entry : node.entries) collect_texts(entry.value, texts);
}

}  // namespace

Result<Site> load_site(SourceFiles& files, const std::string& path, const LoadOptions& options) {
  Result<Site> result;
  Result<yaml::Node> tree = read_tree(files, path);
  result.problems.append(std::move(tree.problems));
  std::set<std::string> named;
  if (tree.value) {
    for (const SetOption& set : options.sets) {
      result.problems.append(apply_set(files, *tree.value, set.text, set.option));
    }
    collect_texts(*tree.value, named);
  }
  Result<Catalogue> catalogue = load_products(files, options.catalogue_folder, named);
  const auto take_catalogue = [&] { result.problems.append(std::move(catalogue.problems)); };
  if (!tree.value || !catalogue.value) {
    take_catalogue();
    return result;
  }
  Result<Site> site = site_of(*tree.value, *catalogue.value, options.purpose);
  if (!site.value) {  // among its problems may be names that nothing has: only the whole catalogue knows which are near
    catalogue = load_catalogue(files, options.catalogue_folder);
    if (catalogue.value) site = site_of(*tree.value, *catalogue.value, options.purpose);
  }
  take_catalogue();
  result.problems.append(std::move(site.problems));
  if (!result.problems.has_errors()) result.value = std::move(site.value);
  return result;
}

bool is_catalogue_file(const std::string& path) {
  SourceFiles files;
  const Result<yaml::Node> tree = read_tree(files, path);
  return tree.value && is_product(*tree.value);
}

Result<Site> load_site_text(SourceFiles& files, std::string name, std::string text, const Catalogue& catalogue,
                            LoadFor purpose) {
  const int file = files.add(std::move(name), std::move(text));
  Result<yaml::Node> tree = tree_of(files, file, {});
  if (tree.value) return site_of(*tree.value, catalogue, purpose);
  Result<Site> result;
  result.problems = std::move(tree.problems);
  return result;
}

}  // namespace hallplan
