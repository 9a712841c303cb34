#include "planner/site/site.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hallplan {

int units_missing(FaultPolicy policy, int spare) { return policy == FaultPolicy::maintenance ? spare + 1 : spare; }

std::string units_missing_text(FaultPolicy policy, int spare) {
  const std::string lost = fmt::format("{} unit{} lost", spare, spare == 1 ? "" : "s");
  if (policy == FaultPolicy::single) return lost;
  return spare > 0 ? "1 unit out, " + lost : "1 unit out";
}

const RearDoors* doors_of(const Site& site, int row, int rack_type) {
  const auto names = [](const std::vector<Ref>& refs, int index) {
    return std::any_of(refs.begin(), refs.end(), [&](const Ref& ref) { return ref.index == index; });
  };
  for (const RearDoors& doors : site.rear_doors) {
    if (names(doors.rows, row) && (doors.racks.empty() || names(doors.racks, rack_type))) return &doors;
  }
  return nullptr;
}

std::string_view to_string(Trust trust) {
  switch (trust) {
    case Trust::datasheet:
      return "datasheet";
    case Trust::cited:
      return "cited";
    case Trust::reported:
      return "reported";
    case Trust::vendor:
      return "vendor";
    case Trust::press:
      return "press";
    case Trust::estimate:
      return "estimate";
    case Trust::inferred:
      return "inferred";
    case Trust::memory:
      return "memory";
    case Trust::assumed:
      return "assumed";
    case Trust::stated:
      return "stated";
  }
  return "stated";
}

std::string_view to_string(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::utility:
      return "utility";
    case DeviceKind::generator:
      return "generator";
    case DeviceKind::transformer:
      return "transformer";
    case DeviceKind::switchboard:
      return "switchboard";
    case DeviceKind::ups:
      return "UPS";
    case DeviceKind::busway:
      return "busway";
    case DeviceKind::pdu:
      return "PDU";
  }
  return "device";
}

std::string_view to_string(FeedSide side) {
  switch (side) {
    case FeedSide::none:
      return "none";
    case FeedSide::a:
      return "A";
    case FeedSide::b:
      return "B";
  }
  return "none";
}

std::string_view to_string(Side side) {
  switch (side) {
    case Side::south:
      return "south";
    case Side::north:
      return "north";
    case Side::west:
      return "west";
    case Side::east:
      return "east";
  }
  return "south";
}

std::string_view to_string(Containment containment) {
  switch (containment) {
    case Containment::none:
      return "none";
    case Containment::hot:
      return "hot";
    case Containment::cold:
      return "cold";
  }
  return "none";
}

std::string_view to_string(Wall wall) {
  switch (wall) {
    case Wall::south:
      return "south";
    case Wall::north:
      return "north";
    case Wall::west:
      return "west";
    case Wall::east:
      return "east";
    case Wall::floor:
      return "floor";
    case Wall::ceiling:
      return "ceiling";
  }
  return "south";
}

std::string_view to_string(SustainedLevel level) { return level == SustainedLevel::tdp ? "tdp" : "max"; }

std::string_view to_string(ElectricalCode code) { return code == ElectricalCode::nec ? "nec" : "iec"; }

}  // namespace hallplan
