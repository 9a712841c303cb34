#include "planner/site/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "planner/site/units.hpp"
#include "planner/yaml/parse.hpp"

namespace hallplan {
namespace {

namespace fs = std::filesystem;
using yaml::Node;

/// Reads at most one byte more than a site file may have: the parser then refuses it by size.
std::optional<std::string> read_text(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error) || error) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string text(yaml::kMostBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return std::nullopt;
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
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
      result.problems.error(Rule::site_file, at, fmt::format("cannot read '{}'", path),
                            "expected a regular file that may be read");
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
    yaml::overlay(*base.value, *result.value);
    result.value = std::move(base.value);
  }

  SourceFiles& files_;
  std::vector<Link> chain_;
};

/// One what-if as a tree of its own: nested mappings down to the value.
std::optional<Node> set_tree(SourceFiles& files, const std::string& set, Diagnostics& problems) {
  const int file = files.add("--set", set);
  const std::size_t equals = set.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == set.size()) {
    problems.error(Rule::site_set, {file, 1, 1}, fmt::format("expected KEY=VALUE, found '{}'", set),
                   "for example --set liquid.cdu_groups.g1.supply='42 degC'");
    return std::nullopt;
  }
  Node value;
  value.kind = Node::Kind::scalar;
  value.text = set.substr(equals + 1);
  value.at = {file, 1, static_cast<int>(equals) + 2};

  std::string_view path(set.data(), equals);
  for (std::size_t dot = path.rfind('.');; dot = path.rfind('.')) {
    const std::size_t from = dot == std::string_view::npos ? 0 : dot + 1;
    if (path.substr(from).empty()) {
      problems.error(Rule::site_set, {file, 1, static_cast<int>(from) + 1}, "a key between dots is empty");
      return std::nullopt;
    }
    Node parent;
    parent.kind = Node::Kind::mapping;
    parent.at = {file, 1, static_cast<int>(from) + 1};
    parent.entries.push_back({std::string(path.substr(from)), parent.at, std::move(value)});
    value = std::move(parent);
    if (dot == std::string_view::npos) return value;
    path = path.substr(0, dot);
  }
}

}  // namespace

Result<Node> read_tree(SourceFiles& files, const std::string& path) { return TreeReader(files).read(path, {}); }

Result<Node> tree_of(SourceFiles& files, int file, const std::string& folder) {
  return TreeReader(files).tree(file, folder, !folder.empty());
}

Diagnostics apply_sets(SourceFiles& files, Node& root, const std::vector<std::string>& sets) {
  constexpr std::size_t kDeepestSet = 16;
  Diagnostics problems;
  for (const std::string& set : sets) {
    const auto dots =
        std::count(set.begin(), set.begin() + static_cast<std::ptrdiff_t>(std::min(set.size(), set.find('='))), '.');
    if (dots > static_cast<std::ptrdiff_t>(kDeepestSet)) {
      problems.error(Rule::site_set, {files.add("--set", set), 1, 1}, "the path is too deep");
      continue;
    }
    if (const std::optional<Node> tree = set_tree(files, set, problems)) yaml::overlay(root, *tree);
  }
  return problems;
}

}  // namespace hallplan
