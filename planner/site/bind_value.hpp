/// One value at a time from a node: quantities with provenance, whole numbers, words, references. Every problem is reported
/// with its place; nothing is thrown.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planner/base/diagnostic.hpp"
#include "planner/site/dimension.hpp"
#include "planner/site/provenance.hpp"
#include "planner/site/removed.hpp"
#include "planner/site/schema.hpp"
#include "planner/site/site.hpp"
#include "planner/yaml/node.hpp"

namespace hallplan {

/// What binding one file needs to know and where it reports.
struct BindContext {
  Diagnostics problems;
  std::vector<Source> sources;       ///< of this file
  std::string source_prefix;         ///< put before source keys: "<product>:" in a catalogue file
  bool every_value_sourced = false;  ///< a catalogue file: a value without source is an error
  bool air_only = false;             ///< what only planning needs may be missing
  RemovedItems removed;              ///< items of tables, and whole tables, that were there and are not
};

/// The keys of one mapping: which were asked for, which stand there unasked.
class KeyReader {
 public:
  /// `name` is the key the mapping stands under, for messages.
  KeyReader(BindContext& context, const yaml::Node& node, std::string_view name, const Provenance& inherited);

  /// The entry, or nullptr; a required one that is missing is reported by `finish`, with what it is `about`.
  [[nodiscard]] const yaml::Entry* take(std::string_view name, Need need, std::string_view about = {});
  [[nodiscard]] const Provenance& provenance() const { return provenance_; }
  void finish();

 private:
  void report_unknown(const yaml::Entry& entry);
  struct Missing {
    std::string name, about;
  };
  void report_missing(const Missing& missing, std::string_view consequence);

  BindContext& context_;
  const yaml::Node& node_;
  Provenance provenance_;
  std::vector<std::string> asked_;
  std::vector<Missing> missing_;
  std::vector<Missing> missing_for_planning_;
};

/// `135 kW`, or a mapping {value, low, high, means, source, trust, assumed}.
[[nodiscard]] std::optional<Value> bind_quantity(BindContext& context, const yaml::Entry& entry,
                                                 const Provenance& inherited, Dimension dimension, Range range);
[[nodiscard]] std::optional<int> bind_whole(BindContext& context, const yaml::Entry& entry, int least, int most);
/// A plain decimal number of at most three decimals, in thousandths; so are `least` and `most`.
[[nodiscard]] std::optional<int> bind_thousandths(BindContext& context, const yaml::Entry& entry, int least, int most);
[[nodiscard]] std::optional<std::string> bind_text(BindContext& context, const yaml::Entry& entry);
/// Index of the word that stands there.
[[nodiscard]] std::optional<std::size_t> bind_word(BindContext& context, const yaml::Entry& entry,
                                                   const std::vector<std::string_view>& words);
[[nodiscard]] std::optional<Ref> bind_ref(BindContext& context, const yaml::Node& node);
[[nodiscard]] std::optional<Ref> bind_rule(BindContext& context, const yaml::Node& node);
/// Pairs of devices, one of either side.
[[nodiscard]] std::vector<FeedPair> bind_pairs(BindContext& context, const yaml::Entry& entry);
/// Items of a list; empty, with a problem, when it is none.
[[nodiscard]] const std::vector<yaml::Node>& bind_list(BindContext& context, const yaml::Entry& entry);
/// True for `source: key` and `assumed: reason` in a mapping of ids: they are no items.
[[nodiscard]] bool is_mark(const yaml::Entry& entry);
/// What holds for the items of a mapping of ids: its own marks, else what it inherits.
[[nodiscard]] Provenance table_provenance(BindContext& context, const yaml::Node& node, const Provenance& inherited);
/// Entries of a mapping of ids, marks among them; empty, with a problem, when it is none. Ids are checked.
[[nodiscard]] const std::vector<yaml::Entry>& bind_table(BindContext& context, const yaml::Entry& entry);
void report_empty(BindContext& context, const yaml::Entry& entry);

}  // namespace hallplan
