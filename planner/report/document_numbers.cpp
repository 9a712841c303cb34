#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "planner/report/document_parts.hpp"
#include "planner/site/walk.hpp"

namespace hallplan::report {
namespace {

constexpr std::string_view kProducts = "racks/";  ///< how paths into catalogue files begin: "racks/<id>: "

Json one(const Site& site, const SourceFiles& files, const std::string& path, const Value& value, Dimension dimension) {
  const Source* source = find_source(site, value.source);
  Json out;
  out["path"] = path;
  out["written"] = value.written;
  out["value"] = in_field_unit(dimension, value.value);
  out["unit"] = to_field(dimension, 0).unit;
  if (value.disputed()) {
    out["low"] = in_field_unit(dimension, value.low);
    out["high"] = in_field_unit(dimension, value.high);
  }
  out["means"] = value.means;
  out["trust"] = to_string(value.trust);
  out["source"] = value.source;
  out["title"] = source != nullptr ? Json(source->title) : Json(nullptr);
  out["address"] = source != nullptr && !source->address.empty() ? Json(source->address) : Json(nullptr);
  out["place"] = place_of(value.at, files);
  return out;
}

/// Product a path leads into; empty for the site's own values.
std::string_view product_of(std::string_view path) {
  if (!path.starts_with(kProducts)) return {};
  path.remove_prefix(kProducts.size());
  return path.substr(0, path.find(':'));
}

}  // namespace

Json numbers_part(const Site& site, const SourceFiles& files) {
  Site walked = site;  // the walk hands out references that may be changed
  std::set<std::string, std::less<>> named;
  for_each_ref(walked, [&](const std::string&, Ref& ref, RefTo) { named.insert(ref.id); });
  Json out = Json::array();
  for_each_value(walked, [&](const std::string& path, Value& value, Dimension dimension) {
    const std::string_view product = product_of(path);
    const bool used = product.empty() || named.contains(product);
    if (used && !value.written.empty()) out.push_back(one(site, files, path, value, dimension));
  });
  return out;
}

}  // namespace hallplan::report
