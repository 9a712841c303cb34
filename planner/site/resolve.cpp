// References by name become indices; the site keeps only the catalogue products it uses.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/site/cross_check.hpp"
#include "planner/site/walk.hpp"

namespace hallplan {
namespace {

template <class T>
int index_of(const std::vector<T>& items, const std::string& id) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const T& item) { return item.id == id; });
  return found == items.end() ? -1 : static_cast<int>(found - items.begin());
}

template <class T>
std::vector<std::string> ids_of(const std::vector<T>& items) {
  std::vector<std::string> ids;
  ids.reserve(items.size());
  for (const T& item : items) ids.push_back(item.id);
  return ids;
}

/// Key of the table in a site file in which such things stand; empty for those that stand elsewhere.
std::string_view table_of(RefTo to) {
  switch (to) {
    case RefTo::rack:
      return "rack_types";
    case RefTo::row:
      return "rows";
    case RefTo::device:
      return "devices";
    case RefTo::loop:
      return "loops";
    case RefTo::cdu_group:
      return "cdu_groups";
    case RefTo::air_zone:
      return "zones";
    case RefTo::demand:
      return "demand";
    case RefTo::phase:
      return "phases";
    default:
      return {};
  }
}

/// Where a name that points at nothing was taken away, if it was.
const RemovedItem* removal_of(const RemovedItems& removed, RefTo to, const std::string& id) {
  const auto is = [&](const RemovedItem& item) {
    const bool of_block = to == RefTo::row && item.table == "row_blocks" && id.rfind(item.id + "-", 0) == 0;
    return of_block || (item.table == table_of(to) && (item.id.empty() || item.id == id));
  };
  const auto found = std::find_if(removed.begin(), removed.end(), is);
  return found == removed.end() ? nullptr : &*found;
}

class Resolver {
 public:
  Resolver(Site& site, const Catalogue& catalogue, const RemovedItems& removed, Diagnostics& problems)
      : site_(site), catalogue_(catalogue), removed_(removed), problems_(problems) {}

  void operator()(const std::string& path, Ref& ref, RefTo to) {
    switch (to) {
      case RefTo::rack:
        return product(path, ref, to, catalogue_.racks, site_.catalogue.racks);
      case RefTo::cdu:
        return product(path, ref, to, catalogue_.cdus, site_.catalogue.cdus);
      case RefTo::air_unit:
        return product(path, ref, to, catalogue_.air_units, site_.catalogue.air_units);
      case RefTo::rear_door:
        return product(path, ref, to, catalogue_.rear_doors, site_.catalogue.rear_doors);
      case RefTo::busway:
        return product(path, ref, to, catalogue_.busways, site_.catalogue.busways);
      case RefTo::ups:
        return product(path, ref, to, catalogue_.ups, site_.catalogue.ups);
      case RefTo::transformer:
        return product(path, ref, to, catalogue_.transformers, site_.catalogue.transformers);
      case RefTo::generator:
        return product(path, ref, to, catalogue_.generators, site_.catalogue.generators);
      case RefTo::tap_off:
        return product(path, ref, to, catalogue_.tap_offs, site_.catalogue.tap_offs);
      case RefTo::rejection:
        return product(path, ref, to, catalogue_.rejections, site_.catalogue.rejections);
      case RefTo::coolant:
        return product(path, ref, to, catalogue_.coolants, site_.catalogue.coolants);
      case RefTo::cable:
        return product(path, ref, to, catalogue_.cables, site_.catalogue.cables);
      case RefTo::row:
        return item(path, ref, to, site_.rows);
      case RefTo::device:
        return item(path, ref, to, site_.devices);
      case RefTo::loop:
        return item(path, ref, to, site_.loops);
      case RefTo::cdu_group:
        return item(path, ref, to, site_.cdu_groups);
      case RefTo::air_zone:
        return item(path, ref, to, site_.air_zones);
      case RefTo::demand:
        return item(path, ref, to, site_.demand);
      case RefTo::phase:
        return item(path, ref, to, site_.phases);
      case RefTo::rule:
        return rule(path, ref, to);
    }
  }

  /// Items that are keyed by phases.
  template <class T>
  void by_phase(const std::string& path, std::vector<T>& items) {
    for (T& item : items) {
      Ref ref{item.id, item.at, -1};
      (*this)(path, ref, RefTo::phase);
      item.phase = ref.index;
    }
  }

 private:
  /// Only rules of a plan can be taken as warnings: a file that cannot be read has no verdict.
  void rule(const std::string& path, Ref& ref, RefTo to) {
    std::vector<std::string> judged;
    for (const RuleInfo& info : kRules) {
      const std::string_view domain = rule_domain(info.rule);
      if (domain == "yaml" || domain == "site" || domain == "plan" || domain == "cli") continue;
      judged.emplace_back(info.id);
      if (info.id == ref.id) ref.index = static_cast<int>(info.rule);
    }
    if (ref.index < 0) unknown(path, ref, to, judged);
  }

  template <class T>
  void item(const std::string& path, Ref& ref, RefTo to, const std::vector<T>& items) {
    ref.index = index_of(items, ref.id);
    if (ref.index < 0) unknown(path, ref, to, ids_of(items));
  }

  /// A product is copied into the site's own catalogue the first time it is named.
  template <class B>
  void product(const std::string& path, Ref& ref, RefTo to, const std::vector<Product<B>>& all,
               std::vector<Product<B>>& used) {
    ref.index = index_of(used, ref.id);
    if (ref.index >= 0) return;
    const int found = index_of(all, ref.id);
    if (found < 0) return unknown(path, ref, to, ids_of(all));
    used.push_back(all[static_cast<std::size_t>(found)]);
    ref.index = static_cast<int>(used.size()) - 1;
  }

  void unknown(const std::string& path, const Ref& ref, RefTo to, const std::vector<std::string>& known) {
    Diagnostic problem{Rule::site_reference,
                       ref.at,
                       fmt::format("{}: expected {}, found '{}'", path, describe(to), ref.id),
                       known.empty() ? "there is none" : suggest(ref.id, known),
                       std::nullopt,
                       Severity::error};
    if (const int server = to == RefTo::rack ? index_of(catalogue_.servers, ref.id) : -1; server >= 0) {
      const std::string& rack = catalogue_.servers[static_cast<std::size_t>(server)].body.filled_rack;
      problem.hint = fmt::format("{} is a server by itself; ", ref.id) +
                     (rack.empty() ? "no power of it is known, so that the catalogue has no rack of them: describe one "
                                     "under rack_types"
                                   : "the rack filled with them is " + rack);
    }
    if (const RemovedItem* gone = removal_of(removed_, to, ref.id)) {
      problem.hint = "name another, remove what refers to it too, or keep it";
      problem.related = Related{gone->at, fmt::format("'{}' is removed here", ref.id)};
    }
    problems_.add(std::move(problem));
  }

  Site& site_;
  const Catalogue& catalogue_;
  const RemovedItems& removed_;
  Diagnostics& problems_;
};

/// The site's own rack types become products of its catalogue, before any of the shared one is copied there.
void adopt_rack_types(Site& site, Diagnostics& problems) {
  for (SiteRackType& own : site.rack_types) {
    Product<RackType> product;
    product.id = own.id;
    product.at = own.at;
    product.name = own.name.empty() ? own.id : own.name;
    product.maker = own.maker;
    product.note = own.note;
    product.body = std::move(own.body);
    product.in_site = true;
    check_product(product, problems);
    site.catalogue.racks.push_back(std::move(product));
  }
  site.rack_types.clear();
}

}  // namespace

void resolve(Site& site, const Catalogue& catalogue, const RemovedItems& removed, Diagnostics& problems) {
  adopt_rack_types(site, problems);
  Resolver resolver(site, catalogue, removed, problems);
  for_each_ref(site, [&](const std::string& path, Ref& ref, RefTo to) { resolver(path, ref, to); });
  for (const Product<RackType>& rack : site.catalogue.racks) {
    if (!rack.body.liquid || rack.body.liquid->table_coolant.empty()) continue;
    Ref coolant{rack.body.liquid->table_coolant, rack.at, -1};
    resolver(rack.id + ": rack.liquid.table_coolant", coolant, RefTo::coolant);
  }
  for (FacilityLoop& loop : site.loops) {
    resolver.by_phase("liquid.loops." + loop.id + ".grows", loop.grows);
    resolver.by_phase("liquid.loops." + loop.id + ".rejection.grows", loop.rejection.grows);
  }
  for (Demand& demand : site.demand) resolver.by_phase("demand." + demand.id + ".deliveries", demand.deliveries);
}

}  // namespace hallplan
