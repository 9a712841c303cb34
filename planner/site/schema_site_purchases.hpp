/// The keys of what more plant would cost.
#pragma once

#include "planner/site/schema.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

template <>
struct Schema<Piece> {
  using T = Piece;
  template <class V>
  static void describe(V& v) {
    v.whole("price", &T::price, 0, 2'000'000'000, Need::required, "Of one piece, in whole units of the currency.");
    v.whole("lead_time_weeks", &T::lead_time_weeks, 0, 1'000, Need::optional,
            "Weeks from order to running; 0: not stated.");
  }
};

template <>
struct Schema<Purchases> {
  using T = Purchases;
  template <class V>
  static void describe(V& v) {
    const auto piece = [&v](std::string_view name, std::optional<Piece> T::*member, std::string_view help) {
      v.object(name, member, Need::optional, help);
    };
    v.text("currency", &T::currency, Need::optional, "Of the prices, as it is to be printed: EUR.");
    piece("scalable_unit", &T::scalable_unit, "A scalable unit of racks.");
    piece("utility", &T::utility, "A quarter more power from one utility connection.");
    piece("generator", &T::generator, "A generator a quarter larger than one that stands.");
    piece("transformer", &T::transformer, "A transformer a quarter larger than one that stands.");
    piece("switchboard", &T::switchboard, "A switchboard a quarter larger than one that stands.");
    piece("ups", &T::ups, "A module of a UPS; of one without modules, a UPS a quarter larger.");
    piece("busway", &T::busway, "A busway a quarter larger than one that hangs.");
    piece("pdu", &T::pdu, "A floor PDU a quarter larger than one that stands.");
    piece("tap_off", &T::tap_off, "A quarter more places for tap-off boxes on one busway, at least one.");
    piece("cdu", &T::cdu, "A CDU in a group that has some.");
    piece("rejection", &T::rejection, "A heat-rejection unit on a loop.");
    piece("facility_water", &T::facility_water, "A quarter more flow of one facility-water loop.");
    piece("air_unit", &T::air_unit, "An air unit in a zone that has some.");
    piece("floor", &T::floor, "A floor that carries a quarter more.");
  }
};

}  // namespace hallplan
