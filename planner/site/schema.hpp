/// The vocabulary in which the schema table is written. `Schema<T>::describe(visitor)` (in `schema_product.hpp`,
/// `schema_product_cooling.hpp`, `schema_site.hpp`, `schema_site_rows.hpp` and `schema_site_air.hpp`) lists the keys of T once; visitors read that list
/// to bind a file, to walk a bound object, to write the JSON Schema for editors and the reference for people. A key that is not
/// described does not exist.
///
/// A visitor V for type T offers, for a key `name` and a member of T:
///   quantity   Value (required, or needed for planning), MaybeValue (optional); Dimension and range in SI
///   whole      int in a range, required or with a default, or one that may be left unsaid
///   text       string, required or optional
///   flag       bool with a default, or one that may be left unsaid
///   choice     enumeration, required or with a default, from a list of words
///   ref, refs  names of things elsewhere
///   pairs      list of A/B pairs of device names
///   object     a nested mapping (optional when the member is std::optional)
///   table      a mapping of ids to items; list: a sequence of mappings
#pragma once

#include <initializer_list>
#include <limits>
#include <string_view>

#include "planner/site/dimension.hpp"

namespace hallplan {

template <class T>
struct Schema;  // one specialisation a type

/// `planning`: required by every command but the one that solves a hall's air alone (see `LoadFor`).
enum class Need { required, optional, planning };

/// Where a value makes sense, in SI, ends included.
struct Range {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
};

/// A word and the enumerator it stands for.
template <class E>
struct Choice {
  std::string_view word;
  E value;
};

/// What a name may point at.
enum class RefTo {
  rack,
  cdu,
  air_unit,
  rear_door,
  busway,
  ups,
  transformer,
  generator,
  tap_off,
  rejection,
  coolant,
  cable,
  row,
  device,
  loop,
  cdu_group,
  air_zone,
  demand,
  phase,
  rule,  ///< of `rules.def`, by its id
};

/// "a rack of the catalogue", "a power device": for messages and the reference.
constexpr std::string_view describe(RefTo to) {
  switch (to) {
    case RefTo::rack:
      return "a rack of the catalogue";
    case RefTo::cdu:
      return "a CDU of the catalogue";
    case RefTo::air_unit:
      return "an air unit of the catalogue";
    case RefTo::rear_door:
      return "a rear door of the catalogue";
    case RefTo::busway:
      return "a busway of the catalogue";
    case RefTo::ups:
      return "a UPS of the catalogue";
    case RefTo::transformer:
      return "a transformer of the catalogue";
    case RefTo::generator:
      return "a generator of the catalogue";
    case RefTo::tap_off:
      return "a tap-off box of the catalogue";
    case RefTo::rejection:
      return "a heat-rejection unit of the catalogue";
    case RefTo::coolant:
      return "a coolant of the catalogue";
    case RefTo::cable:
      return "a cable of the catalogue";
    case RefTo::row:
      return "a row";
    case RefTo::device:
      return "a power device";
    case RefTo::loop:
      return "a facility-water loop";
    case RefTo::cdu_group:
      return "a CDU group";
    case RefTo::air_zone:
      return "an air zone";
    case RefTo::demand:
      return "a demand";
    case RefTo::phase:
      return "a phase";
    case RefTo::rule:
      return "a rule that a plan is judged by";
  }
  return "something";
}

/// Ranges that recur.
namespace ranges {
inline constexpr Range kAny{};
inline constexpr Range kPower{0, 1e10};
inline constexpr Range kRating{1, 1e10};
inline constexpr Range kShare{0, 1};
inline constexpr Range kEfficiency{0.5, 1};
inline constexpr Range kCurrent{1, 10'000};
inline constexpr Range kVoltage{100, 1'000};
inline constexpr Range kCoordinate{0, 1'000};
inline constexpr Range kSize{0.01, 1'000};
inline constexpr Range kHeight{0.05, 20};
inline constexpr Range kClearance{0, 10};
inline constexpr Range kMass{0.1, 100'000};
inline constexpr Range kFloorLoad{10, 100'000};
inline constexpr Range kWater{1, 80};
inline constexpr Range kAir{-40, 60};
inline constexpr Range kHotAir{5, 105};
inline constexpr Range kDifference{0.1, 60};
inline constexpr Range kFlow{1e-6, 100};
inline constexpr Range kPressure{1, 1e8};
inline constexpr Range kVelocity{1e-3, 50};
inline constexpr Range kXOverR{0.1, 200};
inline constexpr Range kMotorContribution{0, 10};
}  // namespace ranges

}  // namespace hallplan
