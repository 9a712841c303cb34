#include "planner/site/key_index.hpp"

#include <fmt/format.h>

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/site/schema_product.hpp"
#include "planner/site/schema_site.hpp"

namespace hallplan {
namespace {

/// A key and the mapping it stands in ("power.devices.ID"; empty for the top level).
struct Place {
  std::string key, under;
};

/// The schema visitor that notes every key.
template <class T>
class KeyNotes {
 public:
  KeyNotes(std::vector<Place>& places, std::string path) : places_(places), path_(std::move(path)) {}

  template <class M>
  void quantity(std::string_view name, M, Dimension, Range, std::string_view) {
    note(name);
  }
  void quantity(std::string_view name, Value T::*, Dimension, Range, Need, std::string_view) { note(name); }
  void whole(std::string_view name, int T::*, int, int, Need, std::string_view) { note(name); }
  void whole(std::string_view name, std::optional<int> T::*, int, int, std::string_view) { note(name); }
  void thousandths(std::string_view name, int T::*, int, int, Need, std::string_view) { note(name); }
  void text(std::string_view name, std::string T::*, Need, std::string_view) { note(name); }
  void flag(std::string_view name, std::optional<bool> T::*, std::string_view) { note(name); }
  void flag(std::string_view name, bool T::*, bool, std::string_view) { note(name); }
  template <class E, std::size_t N>
  void choice(std::string_view name, E T::*, Need, const Choice<E> (&)[N], std::string_view) {
    note(name);
  }
  void ref(std::string_view name, Ref T::*, RefTo, Need, std::string_view) { note(name); }
  void refs(std::string_view name, std::vector<Ref> T::*, RefTo, Need, std::string_view) { note(name); }
  void pairs(std::string_view name, std::vector<FeedPair> T::*, Need, std::string_view) { note(name); }
  template <class U>
  void object(std::string_view name, U T::*, Need, std::string_view) {
    descend<U>(name, "");
  }
  template <class U>
  void object(std::string_view name, std::optional<U> T::*, Need, std::string_view) {
    descend<U>(name, "");
  }
  template <class U>
  void list(std::string_view name, std::vector<U> T::*, Need, std::string_view) {
    descend<U>(name, "");
  }
  template <class U>
  void table(std::string_view name, std::vector<U> T::*, Need, std::string_view) {
    descend<U>(name, ".ID");
  }
  template <class G>
  void group(std::string_view name, Need, std::string_view) {
    note(name);
    KeyNotes<T> inner(places_, below(name));
    G::describe(inner);
  }

 private:
  [[nodiscard]] std::string below(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  }
  void note(std::string_view name) { places_.push_back({std::string(name), path_}); }
  /// Keys of racks are a catalogue file's: a site seldom holds them, and their names recur elsewhere.
  template <class U>
  void descend(std::string_view name, std::string_view item) {
    note(name);
    if constexpr (!std::is_same_v<U, RackType>) {
      KeyNotes<U> inner(places_, below(name) + std::string(item));
      Schema<U>::describe(inner);
    }
  }

  std::vector<Place>& places_;
  std::string path_;
};

std::vector<Place> all_places() {
  std::vector<Place> places;
  KeyNotes<Site> notes(places, "");
  Schema<Site>::describe(notes);
  return places;
}

}  // namespace

std::string key_belongs_under(std::string_view key) {
  constexpr std::size_t kMost = 3;
  static const std::vector<Place> places = all_places();
  std::vector<std::string> under;
  for (const Place& place : places) {
    if (place.key == key) under.push_back(place.under.empty() ? "the top level" : "'" + place.under + "'");
  }
  if (under.empty() || under.size() > kMost) return {};
  return fmt::format("'{}' belongs under {}: check the indentation", key, join(under, " or "));
}

}  // namespace hallplan
