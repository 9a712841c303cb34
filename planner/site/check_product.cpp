// What a single catalogue file must keep to beyond its keys: tables that can be read between their lines.
#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "planner/site/cross_check.hpp"

namespace hallplan {
namespace {

/// A table's first column must rise strictly, so that it can be read between its lines.
template <class Point>
void check_rising(const std::vector<Point>& table, Value Point::*column, std::string_view what, Diagnostics& problems) {
  for (std::size_t i = 1; i < table.size(); ++i) {
    const Value& before = table[i - 1].*column;
    const Value& here = table[i].*column;
    if (here.value > before.value) continue;
    problems.add({Rule::site_range_order, here.at,
                  fmt::format("{}: expected rising lines, found '{}' after '{}'", what, here.written, before.written),
                  "", Related{before.at, "the line before"}, Severity::error});
  }
}

}  // namespace

void check_product(const Product<RackType>& product, Diagnostics& problems) {
  if (product.body.liquid) check_rising(product.body.liquid->table, &FlowPoint::supply_degc, "liquid.table", problems);
  check_rising(product.body.air.table, &AirPoint::inlet_degc, "air.table", problems);
}

void check_product(const Product<BuswayType>& product, Diagnostics& problems) {
  check_rising(product.body.derating, &DeratingPoint::ambient_degc, "derating", problems);
  check_rising(product.body.altitude, &AltitudePoint::elevation_m, "altitude", problems);
}

void check_product(const Product<UpsType>& product, Diagnostics& problems) {
  check_rising(product.body.altitude, &AltitudePoint::elevation_m, "altitude", problems);
}

void check_altitude(const Device& device, Diagnostics& problems) {
  check_rising(device.altitude, &AltitudePoint::elevation_m, "altitude", problems);
}

void check_product(const Product<CoolantType>& product, Diagnostics& problems) {
  check_rising(product.body.table, &CoolantPoint::temperature_degc, "table", problems);
}

}  // namespace hallplan
