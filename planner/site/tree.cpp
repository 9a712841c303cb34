#include "planner/site/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/site/id_ranges.hpp"
#include "planner/site/key_index.hpp"
#include "planner/yaml/parse.hpp"

namespace hallplan {
namespace {

namespace fs = std::filesystem;
using yaml::Node;

/// Reads little more than a site file may have: the parser then refuses it by size.
std::optional<std::string> read_text(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error) || error) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string text;
  std::array<char, 1 << 14> part;
  while (text.size() <= yaml::kMostBytes && in.read(part.data(), part.size()).gcount() > 0) {
    text.append(part.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return std::nullopt;
  return text;
}

std::string why_unreadable(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return "it does not exist";
  if (status.type() == fs::file_type::directory) return "it is a folder; name the file in it";
  if (fs::is_regular_file(status)) return "this user may not read it";
  return "it is no regular file";
}

/// Removes an entry from a mapping and hands it over.
std::optional<yaml::Entry> take(Node& mapping, std::string_view key) {
  const auto found = std::find_if(mapping.entries.begin(), mapping.entries.end(),
                                  [&](const yaml::Entry& entry) { return entry.key == key; });
  if (found == mapping.entries.end()) return std::nullopt;
  yaml::Entry entry = std::move(*found);
  mapping.entries.erase(found);
  return entry;
}

void check_schema(Node& root, Diagnostics& problems) {
  const std::optional<yaml::Entry> schema = take(root, "schema");
  if (!schema) {
    problems.error(Rule::site_schema, root.at, "key 'schema' is missing",
                   fmt::format("add 'schema: {}'", kSchemaVersion));
    return;
  }
  if (schema->value.text == std::to_string(kSchemaVersion)) return;
  problems.error(Rule::site_schema, schema->value.at,
                 fmt::format("expected schema {}, found '{}'", kSchemaVersion, schema->value.text),
                 "newer files need a newer hallplan");
}

/// A file on the chain of those that extend each other.
struct Link {
  std::string path;
  Mark named_at;
};

class TreeReader {
 public:
  explicit TreeReader(SourceFiles& files) : files_(files) {}

  Result<Node> read(const std::string& path, Mark named_at) {
    Result<Node> result;
    const std::string key = fs::path(path).lexically_normal().string();
    if (!may_read(key, named_at, result.problems)) return result;
    std::optional<std::string> text = read_text(path);
    if (!text) {
      const Mark at = named_at.known() ? named_at : Mark{files_.add(path, {}), 0, 0};
      result.problems.error(Rule::site_file, at, fmt::format("cannot read '{}': {}", path, why_unreadable(path)));
      return result;
    }
    chain_.push_back({key, named_at});
    result = tree(files_.add(path, std::move(*text)), fs::path(path).parent_path().string(), true);
    chain_.pop_back();
    return result;
  }

  Result<Node> tree(int file, const std::string& folder, bool may_extend) {
    Result<Node> result = yaml::parse(files_, file);
    if (!result) return result;
    result.problems.append(expand_id_ranges(*result.value));
    // The file that is read first lies on top.
    yaml::set_layer(*result.value, -static_cast<int>(chain_.size()));
    check_schema(*result.value, result.problems);
    const std::optional<yaml::Entry> extends = take(*result.value, "extends");
    if (extends && may_extend) {
      lay_over(result, *extends, folder);
    } else if (extends) {
      result.problems.error(Rule::site_file, extends->at, "'extends' needs a file to start from");
    }
    if (result.problems.has_errors()) result.value.reset();
    return result;
  }

 private:
  bool may_read(const std::string& key, Mark named_at, Diagnostics& problems) const {
    for (const Link& link : chain_) {
      if (link.path != key) continue;
      Diagnostic problem{Rule::site_file_cycle,
                         named_at,
                         fmt::format("'{}' extends itself in a circle", key),
                         "remove one 'extends' of the circle",
                         std::nullopt,
                         Severity::error};
      if (chain_.size() > 1) problem.related = Related{chain_[1].named_at, "the circle goes through here"};
      problems.add(std::move(problem));
      return false;
    }
    if (chain_.size() < kLongestExtendsChain) return true;
    problems.error(Rule::site_file_cycle, named_at,
                   fmt::format("more than {} files extend each other", kLongestExtendsChain));
    return false;
  }

  /// Puts `result` on top of the file it extends. Only YAML files by relative path: a stranger's file must not make
  /// messages quote /etc.
  void lay_over(Result<Node>& result, const yaml::Entry& extends, const std::string& folder) {
    const fs::path relative = extends.value.text;
    const bool is_yaml = relative.extension() == ".yaml" || relative.extension() == ".yml";
    if (extends.value.kind != Node::Kind::scalar || relative.is_absolute() || !is_yaml) {
      result.problems.error(Rule::site_file, extends.value.at, "extends: expected the relative path of a .yaml file");
      return;
    }
    Result<Node> base = read((fs::path(folder) / relative).lexically_normal().string(), extends.value.at);
    result.problems.append(std::move(base.problems));
    if (!base.value) return;
    for (const yaml::NothingRemoved& nothing : yaml::overlay(*base.value, *result.value)) {
      result.problems.error(Rule::site_reference, nothing.at,
                            fmt::format("'{}' is to be removed, and the file below has none", shortened(nothing.key)),
                            nothing.known.empty() ? "" : suggest(nothing.key, nothing.known));
    }
    result.value = std::move(base.value);
  }

  SourceFiles& files_;
  std::vector<Link> chain_;
};

/// Above the layer of every file.
constexpr int kSetLayer = 1;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// The value of a what-if: plain text, or a list or mapping in brackets.
std::optional<Node> set_value(SourceFiles& files, int file, std::string_view text, std::size_t column,
                              const std::string& option, Diagnostics& problems) {
  const Mark at{file, 1, static_cast<int>(column) + 1};
  if (text.front() != '[' && text.front() != '{') {
    Node value;
    value.kind = Node::Kind::scalar;
    value.text = text;
    value.at = at;
    value.layer = kSetLayer;
    return value;
  }
  const int inner = files.add(option + " value", "value: " + std::string(text));
  Result<Node> parsed = yaml::parse(files, inner);
  problems.append(std::move(parsed.problems));
  if (!parsed.value) return std::nullopt;
  yaml::set_layer(*parsed.value, kSetLayer);
  return parsed.value->entries.front().value;
}

/// Begins an empty mapping under a key.
yaml::Entry* begin_mapping(Node& parent, std::string_view key, Mark at) {
  Node begun;
  begun.kind = Node::Kind::mapping;
  begun.at = at;
  begun.layer = kSetLayer;
  yaml::put(parent, {std::string(key), at, std::move(begun)});
  return parent.find(key);
}

/// Walks to the mapping that holds the last key of a path. What the schema has and the site leaves out (`policy`, `hall.egress`) is
/// begun; an item of a table by its id is not: a what-if changes a site, it does not build one.
Node* parent_of(Node& root, std::string_view path, int file, Diagnostics& problems) {
  Node* here = &root;
  std::size_t from = 0;
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.', from)) {
    const std::string_view key = path.substr(from, dot - from);
    const std::string_view above = path.substr(0, from == 0 ? 0 : from - 1);
    const Mark at{file, 1, static_cast<int>(from) + 1};
    yaml::Entry* entry = here->find(key);
    if (entry == nullptr) {
      std::vector<std::string> known = mappings_under(above);
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        for (const yaml::Entry& each : here->entries) {
          if (std::find(known.begin(), known.end(), each.key) == known.end()) known.push_back(each.key);
        }
        const std::string where = above.empty() ? "the site" : fmt::format("'{}'", shortened(above));
        std::string help = suggest(key, known);
        if (holds_items(above)) {
          help += fmt::format("{}--set changes items that are there; a file with 'extends' can add '{}'",
                              help.empty() ? "" : "; ", shortened(key));
        }
        problems.error(Rule::site_set, at, fmt::format("{} has no '{}'", where, shortened(key)), std::move(help));
        return nullptr;
      }
      entry = begin_mapping(*here, key, at);
    }
    if (entry->value.kind != Node::Kind::mapping) {
      problems.error(Rule::site_set, at, fmt::format("'{}' is a value and has no keys", shortened(key)));
      return nullptr;
    }
    here = &entry->value;
    from = dot + 1;
  }
  return here;
}

/// Lays one what-if over the tree.
void apply_single(SourceFiles& files, Node& root, const std::string& set, const std::string& option,
                  Diagnostics& problems) {
  const int file = files.add(option, set);
  const std::size_t equals = set.find('=');
  const std::string_view path = trimmed(std::string_view(set).substr(0, std::min(equals, set.size())));
  const std::string_view text =
      equals == std::string::npos ? std::string_view{} : trimmed(std::string_view(set).substr(equals + 1));
  if (path.empty() || text.empty() || path.front() == '.' || path.back() == '.' || path.find("..") != path.npos) {
    problems.error(Rule::site_set, {file, 1, 1}, fmt::format("expected KEY=VALUE, found '{}'", shortened(set)),
                   "for example --set 'basis.outdoor=38 degC'");
    return;
  }
  const std::optional<Node> value =
      set_value(files, file, text, static_cast<std::size_t>(text.data() - set.data()), option, problems);
  Node* parent = parent_of(root, path, file, problems);
  if (!value || parent == nullptr) return;
  const std::size_t last = path.rfind('.') + 1;  // npos + 1 is 0
  const Mark at{file, 1, static_cast<int>(last) + 1};
  const std::string key(path.substr(last));
  if (text != "~") return yaml::put(*parent, {key, at, *value});
  if (yaml::remove(*parent, key, at)) return;
  std::vector<std::string> known;
  for (const yaml::Entry& each : parent->entries) known.push_back(each.key);
  problems.error(Rule::site_set, at, fmt::format("'{}' is to be removed, and there is none", shortened(key)),
                 suggest(key, known));
}

/// A what-if whose path names items by a range ("power.devices.bus-a[1-6].rating=300 kW") as one for each of them. A path that
/// is no sound range stays as it is: no item has such a name, and the message says so.
std::vector<std::string> single_sets(const std::string& set) {
  const std::size_t equals = std::min(set.find('='), set.size());
  const std::string path = set.substr(0, equals);
  if (!has_range(path)) return {set};
  std::string why;
  std::vector<std::string> sets;
  for (const RangedId& id : ids_of_range(path, why)) {
    sets.push_back(id.id + replace_placeholders(set.substr(equals), id.matches, why));
  }
  return why.empty() ? sets : std::vector<std::string>{set};
}

}  // namespace

Result<Node> read_tree(SourceFiles& files, const std::string& path) { return TreeReader(files).read(path, {}); }

Result<Node> tree_of(SourceFiles& files, int file, const std::string& folder) {
  return TreeReader(files).tree(file, folder, !folder.empty());
}

Diagnostics apply_set(SourceFiles& files, Node& root, const std::string& set, const std::string& option) {
  Diagnostics problems;
  for (const std::string& single : single_sets(set)) apply_single(files, root, single, option, problems);
  return problems;
}

}  // namespace hallplan
