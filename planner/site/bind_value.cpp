#include "planner/site/bind_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/site/key_index.hpp"
#include "planner/site/row_blocks.hpp"
#include "planner/site/schema_product.hpp"
#include "planner/site/units.hpp"

namespace hallplan {
namespace {

using Kind = yaml::Node::Kind;

constexpr std::size_t kLongestText = 2'000;
constexpr std::size_t kLongestId = 64;

void wrong_type(BindContext& context, const yaml::Node& node, std::string_view what, std::string_view expected) {
  context.problems.error(Rule::site_type, node.at,
                         fmt::format("{}: expected {}, found {}", what, expected, kind_name(node)));
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kLongestId && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
  });
}

/// A reference of a block of rows names each row's number by a placeholder; anywhere else it names nothing that exists.
std::string without_row(std::string text) {
  for (std::size_t at = text.find(kRowNumber); at != std::string::npos; at = text.find(kRowNumber, at)) {
    text.replace(at, kRowNumber.size(), "1");
  }
  return text;
}

/// The provenance that `source` and `assumed` of one mapping state, or what is inherited. Of two the one laid over the other holds.
Provenance stated_provenance(BindContext& context, const yaml::Node& node, const Provenance& inherited) {
  const yaml::Entry* source = node.find("source");
  const yaml::Entry* assumed = node.find("assumed");
  if (source != nullptr && assumed != nullptr && source->value.layer != assumed->value.layer) {
    (source->value.layer < assumed->value.layer ? source : assumed) = nullptr;
  }
  if (source != nullptr && assumed != nullptr) {
    context.problems.add({Rule::site_disagree, assumed->at, "'source' and 'assumed' exclude each other",
                          "keep the one that is true", Related{source->at, "a source is named here"}, Severity::error});
  }
  if (assumed != nullptr) {
    const std::optional<std::string> reason = bind_text(context, *assumed);
    return {reason.value_or("assumed"), Trust::assumed, assumed->value.layer, &inherited};
  }
  if (source == nullptr) return inherited;
  const std::optional<Ref> key = bind_ref(context, source->value);
  if (!key) return inherited;
  for (const Source& known : context.sources) {
    if (known.id == key->id) {
      return {context.source_prefix + known.id, known.trust, source->value.layer, &inherited};
    }
  }
  std::vector<std::string> keys;
  for (const Source& known : context.sources) keys.push_back(known.id);
  context.problems.error(Rule::site_reference, key->at, fmt::format("no source '{}' in this file", key->id),
                         keys.empty() ? "list it under 'sources'" : suggest(key->id, keys));
  return inherited;
}

std::string in_field_units(Dimension dimension, double si) {
  const FieldQuantity quantity = to_field(dimension, si);
  return fmt::format("{:g}{}{}", quantity.value, quantity.unit.empty() ? "" : " ", quantity.unit);
}

/// What was probably meant by a value out of its range: a share in percent, a length in millimetres.
std::string meant_by(std::string_view text, Dimension dimension, double si, Range range) {
  constexpr double kMilli = 1e-3;
  if (dimension == Dimension::fraction && si > 1 && si <= 100) return fmt::format("write {:g} % or {:g}", si, si / 100);
  const bool metres = dimension == Dimension::length && text.ends_with(" m");
  if (metres && kMilli * si >= range.least && kMilli * si <= range.most) {
    return fmt::format("did you mean {:g} mm?", si);
  }
  return {};
}

/// A scalar as SI, inside its range.
std::optional<double> scalar_si(BindContext& context, std::string_view key, const yaml::Node& node, Dimension dimension,
                                Range range) {
  if (node.kind != Kind::scalar) {
    wrong_type(context, node, key, fmt::format("{} such as {}", info(dimension).name, info(dimension).example));
    return std::nullopt;
  }
  const ParsedQuantity parsed = parse_quantity(node.text, dimension);
  if (!parsed.si) {
    context.problems.error(parsed.rule, node.at, fmt::format("{}: {}", key, parsed.message), parsed.hint);
    return std::nullopt;
  }
  if (*parsed.si < range.least || *parsed.si > range.most) {
    context.problems.error(Rule::site_range, node.at,
                           fmt::format("{}: expected {} to {}, found '{}'", key, in_field_units(dimension, range.least),
                                       in_field_units(dimension, range.most), shortened(node.text)),
                           meant_by(node.text, dimension, *parsed.si, range));
    return std::nullopt;
  }
  return parsed.si;
}

/// The end of a range, when it is stated.
void bind_end(BindContext& context, KeyReader& keys, std::string_view name, Dimension dimension, Range range,
              double& end) {
  const yaml::Entry* entry = keys.take(name, Need::optional);
  if (entry == nullptr) return;
  if (const auto si = scalar_si(context, name, entry->value, dimension, range)) end = *si;
}

/// The mapping form of a value.
std::optional<Value> bind_value_mapping(BindContext& context, const yaml::Entry& entry, const Provenance& inherited,
                                        Dimension dimension, Range range) {
  KeyReader keys(context, entry.value, entry.key, inherited);
  Value value;
  int layer = entry.value.layer;
  std::optional<double> si;
  if (const yaml::Entry* stated = keys.take("value", Need::required)) {
    layer = stated->value.layer;
    si = scalar_si(context, entry.key, stated->value, dimension, range);
    value.written = stated->value.text;
    value.at = stated->value.at;
  }
  const Provenance& provenance = keys.provenance().of(layer);
  value.source = provenance.source;
  value.trust = provenance.trust;
  value.value = value.low = value.high = si.value_or(0);
  bind_end(context, keys, "low", dimension, range, value.low);
  bind_end(context, keys, "high", dimension, range, value.high);
  if (const yaml::Entry* means = keys.take("means", Need::optional)) {
    value.means = bind_text(context, *means).value_or("");
  }
  if (const yaml::Entry* trust = keys.take("trust", Need::optional)) {
    std::vector<std::string_view> words;
    for (const Choice<Trust>& choice : kTrustWords) words.push_back(choice.word);
    const auto word = bind_word(context, *trust, words);
    if (word && trust->value.layer >= layer) value.trust = kTrustWords[*word].value;
  }
  keys.finish();
  if (!si) return std::nullopt;
  if (value.low > value.value || value.value > value.high) {
    const std::string low = in_field_units(dimension, value.low), high = in_field_units(dimension, value.high);
    const std::string stated = in_field_units(dimension, value.value);
    std::string mend = fmt::format("low and high are the other way round: write low: {}, high: {}", high, low);
    if (value.low <= value.value) {
      mend = fmt::format("high is the most that it may be: write {} or more", stated);
    } else if (value.value <= value.high) {
      mend = fmt::format("low is the least that it may be: write {} or less", stated);
    }
    context.problems.error(
        Rule::site_range_order, entry.value.at,
        fmt::format("{}: expected low <= value <= high, found {} <= {} <= {}", entry.key, low, stated, high), mend);
    return std::nullopt;
  }
  return value;
}

}  // namespace

KeyReader::KeyReader(BindContext& context, const yaml::Node& node, std::string_view name, const Provenance& inherited)
    : context_(context), node_(node), provenance_(inherited), asked_{"source", "assumed"} {
  if (node.kind != Kind::mapping) {
    context.problems.error(Rule::site_type, node.at,
                           fmt::format("{}: expected a mapping of keys, found {}", name, kind_name(node)),
                           fmt::format("write {}: {{key: value, ...}}, or one key a line, indented", name));
    return;
  }
  provenance_ = stated_provenance(context, node, inherited);
}

const yaml::Entry* KeyReader::take(std::string_view name, Need need, std::string_view about) {
  asked_.emplace_back(name);
  if (node_.kind != Kind::mapping) return nullptr;
  const yaml::Entry* entry = node_.find(name);
  if (entry == nullptr && need == Need::required) missing_.push_back({std::string(name), std::string(about)});
  if (entry == nullptr && need == Need::planning && !context_.air_only) {
    missing_for_planning_.push_back({std::string(name), std::string(about)});
  }
  for (const yaml::Removed& removed : node_.removed) {
    if (removed.key == name) context_.removed.push_back({removed.key, {}, removed.at});
  }
  return entry;
}

void KeyReader::finish() {
  if (node_.kind != Kind::mapping) return;
  for (const yaml::Entry& entry : node_.entries) {
    if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
    report_unknown(entry);
  }
  for (const Missing& missing : missing_) report_missing(missing, {});
  for (const Missing& missing : missing_for_planning_) {
    report_missing(missing, "A placement cannot be judged without it; hallplan thermal alone can do without");
  }
}

void KeyReader::report_missing(const Missing& missing, std::string_view consequence) {
  const std::string& name = missing.name;
  std::string hint = missing.about;
  if (!consequence.empty()) hint += fmt::format("{}{}", hint.empty() ? "" : " ", consequence);
  Diagnostic problem{Rule::site_missing_key, node_.at,     fmt::format("key '{}' is missing here", name),
                     std::move(hint),        std::nullopt, Severity::error};
  for (const yaml::Removed& removed : node_.removed) {
    if (removed.key == name) problem.related = Related{removed.at, "it is removed here"};
  }
  context_.problems.add(std::move(problem));
}

/// A misspelt key also lacks under its right name: said once, where it stands.
void KeyReader::report_unknown(const yaml::Entry& entry) {
  const std::string meant = closest(entry.key, asked_);
  for (std::vector<Missing>* missing : {&missing_, &missing_for_planning_}) {
    const auto is_meant = [&](const Missing& one) { return one.name == meant; };
    if (!meant.empty()) missing->erase(std::remove_if(missing->begin(), missing->end(), is_meant), missing->end());
  }
  std::string hint = suggest(entry.key, asked_);
  if (meant.empty()) {
    const std::string elsewhere = key_belongs_under(entry.key);
    if (!elsewhere.empty()) hint = elsewhere;
  }
  context_.problems.error(Rule::site_unknown_key, entry.at, fmt::format("unknown key '{}'", shortened(entry.key)),
                          hint);
}

std::optional<Value> bind_quantity(BindContext& context, const yaml::Entry& entry, const Provenance& inherited,
                                   Dimension dimension, Range range) {
  std::optional<Value> value;
  if (entry.value.kind == Kind::mapping) {
    value = bind_value_mapping(context, entry, inherited, dimension, range);
  } else if (const auto si = scalar_si(context, entry.key, entry.value, dimension, range)) {
    const Provenance& provenance = inherited.of(entry.value.layer);
    value = Value{*si, *si, *si, entry.value.text, {}, provenance.source, provenance.trust, entry.value.at};
  }
  if (value && context.every_value_sourced && value->source.empty()) {
    context.problems.error(Rule::site_source_missing, value->at, fmt::format("{}: no source is named", entry.key),
                           "add 'source: <key>' or 'assumed: <why>' to the value or to a mapping around it");
  }
  return value;
}

std::optional<int> bind_whole(BindContext& context, const yaml::Entry& entry, int least, int most) {
  if (entry.value.kind != Kind::scalar) {
    wrong_type(context, entry.value, entry.key, "a whole number");
    return std::nullopt;
  }
  const std::optional<double> number = parse_number(entry.value.text);
  if (!number || *number != static_cast<double>(static_cast<long long>(std::clamp(*number, -1e15, 1e15)))) {
    context.problems.error(
        Rule::site_number, entry.value.at,
        fmt::format("{}: expected a whole number such as 6, found '{}'", entry.key, shortened(entry.value.text)));
    return std::nullopt;
  }
  if (*number < least || *number > most) {
    context.problems.error(Rule::site_range, entry.value.at,
                           fmt::format("{}: expected {} to {}, found {}", entry.key, least, most, entry.value.text));
    return std::nullopt;
  }
  return static_cast<int>(*number);
}

std::optional<int> bind_thousandths(BindContext& context, const yaml::Entry& entry, int least, int most) {
  if (entry.value.kind != Kind::scalar) {
    wrong_type(context, entry.value, entry.key, "a number");
    return std::nullopt;
  }
  const std::optional<double> number = parse_number(entry.value.text);
  // The nearest double of a number of three decimals: a thousandth of a whole one, exactly.
  const double whole = number ? std::round(std::clamp(*number, -1e9, 1e9) * 1e3) : 0;
  if (!number || *number != whole / 1e3) {
    context.problems.error(Rule::site_number, entry.value.at,
                           fmt::format("{}: expected a number of at most three decimals such as 1.25, found '{}'",
                                       entry.key, shortened(entry.value.text)));
    return std::nullopt;
  }
  if (whole < least || whole > most) {
    context.problems.error(
        Rule::site_range, entry.value.at,
        fmt::format("{}: expected {} to {}, found {}", entry.key, least / 1e3, most / 1e3, entry.value.text));
    return std::nullopt;
  }
  return static_cast<int>(whole);
}

std::optional<std::string> bind_text(BindContext& context, const yaml::Entry& entry) {
  if (entry.value.kind != Kind::scalar || entry.value.text.empty()) {
    wrong_type(context, entry.value, entry.key, "text");
    return std::nullopt;
  }
  if (entry.value.text.size() > kLongestText) {
    context.problems.error(Rule::site_range, entry.value.at,
                           fmt::format("{}: expected at most {} bytes of text", entry.key, kLongestText));
    return std::nullopt;
  }
  return entry.value.text;
}

std::optional<std::size_t> bind_word(BindContext& context, const yaml::Entry& entry,
                                     const std::vector<std::string_view>& words) {
  const std::vector<std::string> names(words.begin(), words.end());
  if (entry.value.kind != Kind::scalar) {
    wrong_type(context, entry.value, entry.key, "one of: " + join(names, ", "));
    return std::nullopt;
  }
  const auto found = std::find(words.begin(), words.end(), entry.value.text);
  if (found == words.end()) {
    context.problems.error(
        Rule::site_choice, entry.value.at,
        fmt::format("{}: expected one of {}, found '{}'", entry.key, join(names, ", "), shortened(entry.value.text)),
        suggest(entry.value.text, names));
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - words.begin());
}

std::optional<Ref> bind_rule(BindContext& context, const yaml::Node& node) {
  if (node.kind != Kind::scalar) {
    wrong_type(context, node, "reference", "the id of a rule, such as power.swing");
    return std::nullopt;
  }
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || c == '.' || c == '-'; };
  constexpr std::size_t kLongest = 64;
  if (node.text.size() <= kLongest && std::all_of(node.text.begin(), node.text.end(), allowed)) {
    return Ref{node.text, node.at, -1};
  }
  context.problems.error(Rule::site_id, node.at, fmt::format("'{}' is not the id of a rule", shortened(node.text)),
                         "ids of rules read like power.swing; 'hallplan rules list' lists them");
  return std::nullopt;
}

std::optional<Ref> bind_ref(BindContext& context, const yaml::Node& node) {
  if (node.kind != Kind::scalar) {
    wrong_type(context, node, "reference", "an id");
    return std::nullopt;
  }
  if (!is_id(without_row(node.text))) {
    context.problems.error(Rule::site_id, node.at, fmt::format("'{}' is not an id", shortened(node.text)),
                           "ids are letters, digits, '-' and '_', at most 64");
    return std::nullopt;
  }
  return Ref{node.text, node.at, -1};
}

const std::vector<yaml::Node>& bind_list(BindContext& context, const yaml::Entry& entry) {
  if (entry.value.kind != Kind::sequence) {
    context.problems.error(
        Rule::site_type, entry.value.at,
        fmt::format("{}: expected a list, found {}", entry.key, kind_name(entry.value)),
        entry.value.kind == Kind::scalar ? fmt::format("write {}: [{}]", entry.key, shortened(entry.value.text)) : "");
  }
  return entry.value.items;
}

bool is_mark(const yaml::Entry& entry) {
  return entry.value.kind == Kind::scalar && (entry.key == "source" || entry.key == "assumed");
}

Provenance table_provenance(BindContext& context, const yaml::Node& node, const Provenance& inherited) {
  if (std::none_of(node.entries.begin(), node.entries.end(), is_mark)) return inherited;
  return stated_provenance(context, node, inherited);
}

const std::vector<yaml::Entry>& bind_table(BindContext& context, const yaml::Entry& entry) {
  if (entry.value.kind != Kind::mapping) {
    context.problems.error(
        Rule::site_type, entry.value.at,
        fmt::format("{}: expected a mapping of ids, found {}", entry.key, kind_name(entry.value)),
        fmt::format("write {}: {{my-id: {{...}}, other-id: {{...}}}}, or one id a line, indented", entry.key));
  }
  for (const yaml::Removed& removed : entry.value.removed) {
    context.removed.push_back({entry.key, removed.key, removed.at});
  }
  for (const yaml::Entry& item : entry.value.entries) {
    if (is_id(item.key)) continue;
    context.problems.error(Rule::site_id, item.at, fmt::format("'{}' is not an id", shortened(item.key)),
                           "ids are letters, digits, '-' and '_', at most 64");
  }
  return entry.value.entries;
}

void report_empty(BindContext& context, const yaml::Entry& entry) {
  const bool has_items = std::any_of(entry.value.entries.begin(), entry.value.entries.end(),
                                     [](const yaml::Entry& item) { return !is_mark(item); });
  if (has_items || !entry.value.items.empty()) return;  // what it holds has been reported
  if (entry.value.kind == Kind::scalar || entry.value.kind == Kind::null) return;
  context.problems.error(Rule::site_missing_key, entry.at,
                         fmt::format("'{}' is empty; expected at least one", entry.key));
}

}  // namespace hallplan
