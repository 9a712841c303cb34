#include "planner/site/key_index.hpp"

#include <fmt/format.h>

#include <algorithm>
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
  bool holds_keys = false;  ///< a mapping, of keys or of ids
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
    descend<U>(name, "", false);
  }
  template <class U>
  void table(std::string_view name, std::vector<U> T::*, Need, std::string_view) {
    descend<U>(name, ".ID");
  }
  template <class G>
  void group(std::string_view name, Need, std::string_view) {
    note(name, true);
    KeyNotes<T> inner(places_, below(name));
    G::describe(inner);
  }

 private:
  [[nodiscard]] std::string below(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  }
  void note(std::string_view name, bool holds_keys = false) {
    places_.push_back({std::string(name), path_, holds_keys});
  }
  /// Keys of racks are a catalogue file's: a site seldom holds them, and their names recur elsewhere.
  template <class U>
  void descend(std::string_view name, std::string_view item, bool holds_keys = true) {
    note(name, holds_keys);
    if constexpr (!std::is_same_v<U, RackType>) {
      KeyNotes<U> inner(places_, below(name) + std::string(item));
      Schema<U>::describe(inner);
    }
  }

  std::vector<Place>& places_;
  std::string path_;
};

const std::vector<Place>& all_places() {
  static const std::vector<Place> places = [] {
    std::vector<Place> noted;
    KeyNotes<Site> notes(noted, "");
    Schema<Site>::describe(notes);
    return noted;
  }();
  return places;
}

/// Takes the first word of a path off it.
std::string_view take_word(std::string_view& path) {
  const std::size_t dot = path.find('.');
  const std::string_view word = path.substr(0, dot);
  path = dot == path.npos ? std::string_view{} : path.substr(dot + 1);
  return word;
}

/// Whether a path of a file is a place of the schema, whose word ID stands for every id.
bool is_at(std::string_view path, std::string_view place) {
  while (!path.empty() && !place.empty()) {
    const std::string_view word = take_word(path), asked = take_word(place);
    if (word != asked && asked != "ID") return false;
  }
  return path.empty() && place.empty();
}

}  // namespace

std::string key_belongs_under(std::string_view key) {
  constexpr std::size_t kMost = 3;
  std::vector<std::string> under;
  for (const Place& place : all_places()) {
    if (place.key == key) under.push_back(place.under.empty() ? "the top level" : "'" + place.under + "'");
  }
  if (under.empty() || under.size() > kMost) return {};
  return fmt::format("'{}' belongs under {}: check the indentation", key, join(under, " or "));
}

std::vector<std::string> mappings_under(std::string_view path) {
  std::vector<std::string> keys;
  for (const Place& place : all_places()) {
    if (place.holds_keys && is_at(path, place.under)) keys.push_back(place.key);
  }
  return keys;
}

bool holds_items(std::string_view path) {
  constexpr std::string_view kItem = ".ID";
  return std::any_of(all_places().begin(), all_places().end(), [&](const Place& place) {
    const std::string_view under = place.under;
    return under.ends_with(kItem) && is_at(path, under.substr(0, under.size() - kItem.size()));
  });
}

}  // namespace hallplan
