/// Reads a node tree into typed structs by the schema table. This header is the thin template over `bind_value.hpp`, where
/// the work and the messages are.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "planner/site/bind_value.hpp"
#include "planner/site/schema.hpp"

namespace hallplan {

/// The visitor that fills one T from one mapping.
template <class T>
class Binder {
 public:
  Binder(BindContext& context, const yaml::Node& node, std::string_view name, const Provenance& inherited, T& out)
      : context_(context), keys_(context, node, name, inherited), out_(out) {}

  /// Reports the keys that nothing asked for.
  void finish() { keys_.finish(); }

  void quantity(std::string_view name, Value T::*member, Dimension dimension, Range range, std::string_view help) {
    quantity(name, member, dimension, range, Need::required, help);
  }
  void quantity(std::string_view name, Value T::*member, Dimension dimension, Range range, Need need,
                std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry == nullptr) return;
    if (auto value = bind_quantity(context_, *entry, keys_.provenance(), dimension, range)) out_.*member = *value;
  }
  void quantity(std::string_view name, MaybeValue T::*member, Dimension dimension, Range range, std::string_view) {
    const yaml::Entry* entry = keys_.take(name, Need::optional);
    if (entry == nullptr) return;
    out_.*member = bind_quantity(context_, *entry, keys_.provenance(), dimension, range);
  }
  void whole(std::string_view name, int T::*member, int least, int most, Need need, std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry == nullptr) return;
    if (auto value = bind_whole(context_, *entry, least, most)) out_.*member = *value;
  }
  void whole(std::string_view name, std::optional<int> T::*member, int least, int most, std::string_view) {
    const yaml::Entry* entry = keys_.take(name, Need::optional);
    if (entry == nullptr) return;
    out_.*member = bind_whole(context_, *entry, least, most);
  }
  void thousandths(std::string_view name, int T::*member, int least, int most, Need need, std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry == nullptr) return;
    if (auto value = bind_thousandths(context_, *entry, least, most)) out_.*member = *value;
  }
  void text(std::string_view name, std::string T::*member, Need need, std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry == nullptr) return;
    if (auto value = bind_text(context_, *entry)) out_.*member = *value;
  }
  void flag(std::string_view name, std::optional<bool> T::*member, std::string_view) {
    const yaml::Entry* entry = keys_.take(name, Need::optional);
    if (entry == nullptr) return;
    if (const auto word = bind_word(context_, *entry, {"false", "true"})) out_.*member = *word == 1;
  }
  void flag(std::string_view name, bool T::*member, bool otherwise, std::string_view) {
    out_.*member = otherwise;
    const yaml::Entry* entry = keys_.take(name, Need::optional);
    if (entry == nullptr) return;
    if (const auto word = bind_word(context_, *entry, {"false", "true"})) out_.*member = *word == 1;
  }
  template <class E, std::size_t N>
  void choice(std::string_view name, E T::*member, Need need, const Choice<E> (&choices)[N], std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry == nullptr) return;
    std::vector<std::string_view> words;
    for (const Choice<E>& choice : choices) words.push_back(choice.word);
    if (const auto word = bind_word(context_, *entry, words)) out_.*member = choices[*word].value;
  }
  template <std::size_t N>
  void word(std::string_view name, std::string T::*member, const std::string_view (&words)[N], std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, Need::required, about);
    if (entry == nullptr) return;
    const std::vector<std::string_view> list(std::begin(words), std::end(words));
    if (const auto chosen = bind_word(context_, *entry, list)) out_.*member = std::string(list[*chosen]);
  }
  void ref(std::string_view name, Ref T::*member, RefTo, Need need, std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry == nullptr) return;
    if (auto value = bind_ref(context_, entry->value)) out_.*member = *value;
  }
  void refs(std::string_view name, std::vector<Ref> T::*member, RefTo to, Need need, std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry == nullptr) return;
    note_given(name);
    for (const yaml::Node& item : bind_list(context_, *entry)) {
      auto value = to == RefTo::rule ? bind_rule(context_, item) : bind_ref(context_, item);
      if (value) (out_.*member).push_back(*value);
    }
    if (need == Need::required && (out_.*member).empty()) report_empty(context_, *entry);
  }
  void pairs(std::string_view name, std::vector<FeedPair> T::*member, Need need, std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry == nullptr) return;
    note_given(name);
    out_.*member = bind_pairs(context_, *entry);
  }
  template <class U>
  void object(std::string_view name, U T::*member, Need need, std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry != nullptr) out_.*member = bind_object<U>(entry->value, name);
  }
  template <class U>
  void object(std::string_view name, std::optional<U> T::*member, Need need, std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry != nullptr) out_.*member = bind_object<U>(entry->value, name);
  }
  template <class U>
  void table(std::string_view name, std::vector<U> T::*member, Need need, std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry == nullptr) return;
    const Provenance marks = table_provenance(context_, entry->value, keys_.provenance());
    for (const yaml::Entry& item : bind_table(context_, *entry)) {
      if (is_mark(item)) continue;
      U value = bind_object<U>(item.value, item.key, marks);
      value.id = item.key;
      value.at = item.at;
      (out_.*member).push_back(std::move(value));
    }
    if (need == Need::required && (out_.*member).empty()) report_empty(context_, *entry);
    // Sources stand before the values that name them, so that each can be looked up while it is bound.
    if constexpr (std::is_same_v<U, Source>) context_.sources = out_.*member;
  }
  template <class U>
  void list(std::string_view name, std::vector<U> T::*member, Need need, std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry == nullptr) return;
    for (const yaml::Node& item : bind_list(context_, *entry)) (out_.*member).push_back(bind_object<U>(item, name));
    if (need == Need::required && (out_.*member).empty()) report_empty(context_, *entry);
  }
  /// A level of keys in the file whose values belong to T itself.
  template <class G>
  void group(std::string_view name, Need need, std::string_view about) {
    const yaml::Entry* entry = keys_.take(name, need, about);
    if (entry == nullptr) return;
    Binder<T> inner(context_, entry->value, name, keys_.provenance(), out_);
    G::describe(inner);
    inner.finish();
  }

 private:
  /// Where an empty list says something else than none.
  void note_given(std::string_view name) {
    if constexpr (requires { out_.given; }) out_.given.emplace_back(name);
  }
  template <class U>
  [[nodiscard]] U bind_object(const yaml::Node& node, std::string_view name) {
    return bind_object<U>(node, name, keys_.provenance());
  }
  template <class U>
  [[nodiscard]] U bind_object(const yaml::Node& node, std::string_view name, const Provenance& inherited) {
    U value;
    Binder<U> inner(context_, node, name, inherited, value);
    Schema<U>::describe(inner);
    inner.finish();
    return value;
  }

  BindContext& context_;
  KeyReader keys_;
  T& out_;
};

/// The file's sources, for a `source` that stands above them all: whatever is wrong with them is said when they are bound in their turn.
template <class S = Source>
std::vector<S> sources_ahead(const BindContext& context, const yaml::Node& root) {
  BindContext quiet = context;
  std::vector<S> sources;
  const yaml::Entry* table = root.find("sources");
  if (table == nullptr || table->value.kind != yaml::Node::Kind::mapping) return sources;
  for (const yaml::Entry& item : table->value.entries) {
    S source;
    const Provenance nobody;
    Binder<S> binder(quiet, item.value, item.key, nobody, source);
    Schema<S>::describe(binder);
    source.id = item.key;
    sources.push_back(std::move(source));
  }
  return sources;
}

/// Binds a whole tree. Problems go to the context; with errors the value is incomplete and must be dropped.
template <class T>
[[nodiscard]] T bind(BindContext& context, const yaml::Node& root) {
  T value;
  const Provenance nobody;
  context.sources = sources_ahead<>(context, root);
  Binder<T> binder(context, root, "file", nobody, value);
  Schema<T>::describe(binder);
  binder.finish();
  return value;
}

}  // namespace hallplan
