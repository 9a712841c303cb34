#include "planner/site/id_ranges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/yaml/parse.hpp"

namespace hallplan {
namespace {

using yaml::Entry;
using yaml::Node;

constexpr std::size_t kLongestNumber = 6;  // digits: far more than a file may have nodes
constexpr std::size_t kLongestWord = 64;   // as an id
constexpr std::size_t kLongestKey = 256;

bool all_of_kind(std::string_view text, int (*is)(int)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return static_cast<unsigned char>(c) < 128 && is(static_cast<unsigned char>(c)) != 0;
  });
}

int is_word_letter(int c) { return std::isalnum(c) != 0 || c == '_' ? 1 : 0; }

bool too_many(std::size_t count, std::string& why) {
  if (count <= yaml::kMostNodes) return false;
  why = fmt::format("it stands for more than {} items", yaml::kMostNodes);
  return true;
}

/// "1-6", "01-12" or "a-f" as words. False when it is none of these.
bool add_span(std::string_view low, std::string_view high, std::vector<std::string>& words, std::string& why) {
  const auto digit = [](int c) { return std::isdigit(c); };
  if (all_of_kind(low, digit) && all_of_kind(high, digit) && std::max(low.size(), high.size()) <= kLongestNumber) {
    const int from = std::stoi(std::string(low));
    const int to = std::stoi(std::string(high));
    const std::size_t width = low.size() > 1 && low.front() == '0' ? low.size() : 1;
    if (from > to || high.size() < width) return false;
    if (too_many(words.size() + static_cast<std::size_t>(to - from) + 1, why)) return false;
    for (int n = from; n <= to; ++n) words.push_back(fmt::format("{:0{}}", n, width));
    return true;
  }
  const bool letters = low.size() == 1 && high.size() == 1 &&
                       ((std::islower(static_cast<unsigned char>(low[0])) != 0 &&
                         std::islower(static_cast<unsigned char>(high[0])) != 0) ||
                        (std::isupper(static_cast<unsigned char>(low[0])) != 0 &&
                         std::isupper(static_cast<unsigned char>(high[0])) != 0));
  if (!letters || low[0] > high[0]) return false;
  for (char c = low[0]; c <= high[0]; ++c) words.emplace_back(1, c);
  return true;
}

/// The words of one pair of brackets.
std::vector<std::string> words_of(std::string_view inner, std::string& why) {
  std::vector<std::string> words;
  for (std::size_t from = 0; from <= inner.size();) {
    const std::size_t comma = std::min(inner.find(',', from), inner.size());
    const std::string_view part = inner.substr(from, comma - from);
    const std::size_t dash = part.find('-');
    bool sound = false;
    if (dash == std::string_view::npos) {
      sound = part.size() <= kLongestWord && all_of_kind(part, is_word_letter) && !too_many(words.size() + 1, why);
      if (sound) words.emplace_back(part);
    } else {
      sound = add_span(part.substr(0, dash), part.substr(dash + 1), words, why);
    }
    if (!sound) {
      if (why.empty()) why = fmt::format("'[{}]' is no range", shortened(inner));
      return {};
    }
    from = comma + 1;
  }
  return words;
}

bool holds_range(const Node& node) {
  return std::any_of(node.entries.begin(), node.entries.end(),
                     [](const Entry& entry) { return has_range(entry.key) || holds_range(entry.value); }) ||
         std::any_of(node.items.begin(), node.items.end(), holds_range);
}

class Expander {
 public:
  Node copy(const Node& node, const std::vector<std::string>& matches) {
    Node out;
    out.kind = node.kind;
    out.at = node.at;
    out.quoted = node.quoted;
    out.text = replaced(node.text, matches, node.at);
    // A number with a placeholder has to be quoted in brackets and braces; written out it is a number.
    if (out.text != node.text) out.quoted = false;
    ++nodes_;
    bytes_ += out.text.size();
    for (const Node& item : node.items) {
      if (full_) break;
      out.items.push_back(copy(item, matches));
    }
    std::map<std::string, Mark> met;
    for (const Entry& entry : node.entries) copy_entry(out, met, entry, matches);
    return out;
  }

  Diagnostics problems;

 private:
  void copy_entry(Node& out, std::map<std::string, Mark>& met, const Entry& entry,
                  const std::vector<std::string>& matches) {
    if (full_) return;
    const std::string key = replaced(entry.key, matches, entry.at);
    if (!has_range(key)) return add(out, met, {key, entry.at, {}}, entry.value, matches);
    std::string why;
    const std::vector<RangedId> ids = ids_of_range(key, why);
    if (!why.empty()) {
      problems.error(Rule::site_id, entry.at, fmt::format("'{}': {}", shortened(key), why),
                     "a range is written [1-6], [01-12], [a-c] or [a,b]");
    }
    std::vector<std::string> deeper = matches;
    for (const RangedId& id : ids) {
      if (full_) return;
      deeper.resize(matches.size());
      deeper.insert(deeper.end(), id.matches.begin(), id.matches.end());
      add(out, met, {id.id, entry.at, {}}, entry.value, deeper);
    }
  }

  void add(Node& out, std::map<std::string, Mark>& met, Entry entry, const Node& value,
           const std::vector<std::string>& matches) {
    if (full_) return;
    bytes_ += entry.key.size();
    if (nodes_ >= yaml::kMostNodes || bytes_ > kMostExpandedBytes) {
      full_ = true;
      problems.error(Rule::yaml_size, entry.at,
                     fmt::format("with its ranges written out the file has more than {} nodes or {} MiB of text",
                                 yaml::kMostNodes, kMostExpandedBytes >> 20U));
      return;
    }
    const auto [first, is_new] = met.emplace(entry.key, entry.at);
    if (!is_new) {
      problems.add({Rule::yaml_duplicate_key, entry.at, fmt::format("'{}' stands here a second time", entry.key),
                    "an id may be written once, alone or by a range", Related{first->second, "first here"},
                    Severity::error});
      return;
    }
    entry.value = copy(value, matches);
    out.entries.push_back(std::move(entry));
  }

  std::string replaced(const std::string& text, const std::vector<std::string>& matches, Mark at) {
    if (matches.empty() || text.find('{') == std::string::npos) return text;
    std::string why;
    std::string out = replace_placeholders(text, matches, why);
    if (!why.empty()) problems.error(Rule::site_id, at, fmt::format("'{}': {}", shortened(text), why));
    return out;
  }

  std::size_t nodes_ = 0;
  std::size_t bytes_ = 0;
  bool full_ = false;
};

}  // namespace

bool has_range(std::string_view key) { return key.find_first_of("[]") != std::string_view::npos; }

std::vector<RangedId> ids_of_range(std::string_view key, std::string& why) {
  if (key.size() > kLongestKey) {
    why = fmt::format("it is longer than {} bytes", kLongestKey);
    return {};
  }
  std::vector<RangedId> ids(1);
  std::size_t from = 0;
  for (std::size_t open = key.find('['); open != std::string_view::npos; open = key.find('[', from)) {
    const std::string_view literal = key.substr(from, open - from);
    const std::size_t close = key.find(']', open);
    if (close == std::string_view::npos || has_range(literal)) break;
    const std::vector<std::string> words = words_of(key.substr(open + 1, close - open - 1), why);
    if (!why.empty() || too_many(ids.size() * words.size(), why)) return {};
    std::vector<RangedId> longer;
    longer.reserve(ids.size() * words.size());
    for (const RangedId& id : ids) {
      for (const std::string& word : words) {
        longer.push_back({id.id + std::string(literal) + word, id.matches});
        longer.back().matches.push_back(word);
      }
    }
    ids = std::move(longer);
    from = close + 1;
  }
  const std::string_view rest = key.substr(from);
  if (has_range(rest)) {
    why = "a bracket is not closed, or none was opened";
    return {};
  }
  for (RangedId& id : ids) id.id += rest;
  return ids;
}

std::string replace_placeholders(std::string_view text, const std::vector<std::string>& matches, std::string& why) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (text[i] == '{' && end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
    if (text[i] != '{' || end >= text.size() || text[end] != '}') {
      out += text[i++];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, end - i - 1);
    std::size_t number = digits.empty() && matches.size() == 1 ? 1 : 0;
    if (!digits.empty() && digits.size() <= kLongestNumber) {
      number = static_cast<std::size_t>(std::stoi(std::string(digits)));
    }
    if (number >= 1 && number <= matches.size()) {
      out += matches[number - 1];
    } else if (digits.empty()) {
      why = fmt::format("{} ranges reach here: write {{1}} to {{{}}}", matches.size(), matches.size());
    } else {
      why = fmt::format("there is no range {}; {} reach here", digits, matches.size());
    }
    i = end + 1;
  }
  return out;
}

Diagnostics expand_id_ranges(yaml::Node& root) {
  if (!holds_range(root)) return {};
  Expander expander;
  root = expander.copy(root, {});
  return std::move(expander.problems);
}

}  // namespace hallplan
