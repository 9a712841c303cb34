// The YAML library is driven by events: limits are enforced while it reads, before a tree exists.
#include "planner/yaml/parse.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>

#include "planner/base/text.hpp"

namespace hallplan::yaml {
namespace {

/// Leaves the parser when a limit is passed; never crosses `parse`.
struct LimitReached {};

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const SourceFiles& files, int file, Diagnostics& problems)
      : file_(file), text_(files.text(file)), problems_(problems) {}

  [[nodiscard]] int documents() const { return documents_; }
  [[nodiscard]] Node take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      problems_.error(Rule::yaml_document, at(mark), "expected one document, found a second",
                      "put it in a file of its own");
      throw LimitReached{};
    }
  }
  void OnDocumentEnd() override {}

  void OnAnchor(const YAML::Mark& mark, const std::string& name) override { refuse_anchor(mark, name); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    problems_.error(Rule::yaml_anchor, at(mark), "aliases are not read here", "write the value out");
    place(scalar(mark, {}, false));
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    Node node;
    node.at = at(mark);
    node.text = null_at(mark.pos);
    place(std::move(node));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& value) override {
    refuse_tag(mark, tag);
    scalar_at_ = static_cast<std::size_t>(std::max(mark.pos, 0));
    if (tag == "!") refuse_open_quote(mark);
    place(scalar(mark, value, tag == "!"));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, Node::Kind::sequence);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(mark, tag, Node::Kind::mapping);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A collection being filled; a mapping remembers the key whose value comes next.
  struct Frame {
    Node node;
    std::string key;
    Mark key_at;
    bool has_key = false;
    bool split_number = false;         // the key goes on from the value before it: "1,7 MW" in braces
    std::map<std::string, Mark> seen;  // a mapping of 50,000 keys must not be searched linearly for each
  };

  /// "~" or "null" where that is written out; nothing where a value was left blank, which is more often a slip.
  [[nodiscard]] std::string null_at(int place) const {
    if (place < 0 || static_cast<std::size_t>(place) >= text_.size()) return {};
    const std::string_view rest = text_.substr(static_cast<std::size_t>(place));
    const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r\n,}]"));
    for (const std::string_view null : {"~", "null", "Null", "NULL"}) {
      if (word == null) return std::string(word);
    }
    return {};
  }

  [[nodiscard]] Mark at(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }

  [[nodiscard]] Node scalar(const YAML::Mark& mark, std::string text, bool quoted) const {
    Node node;
    node.kind = Node::Kind::scalar;
    node.text = std::move(text);
    node.quoted = quoted;
    node.at = at(mark);
    return node;
  }

  void refuse_anchor(const YAML::Mark& mark, const std::string& name) {
    problems_.error(Rule::yaml_anchor, at(mark), fmt::format("anchors are not read here, found '&{}'", name),
                    "write the value out where it is used");
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    problems_.error(Rule::yaml_tag, at(mark), fmt::format("tags are not read here, found '{}'", tag),
                    "remove the tag: the schema says what each value is");
  }

  void open(const YAML::Mark& mark, const std::string& tag, Node::Kind kind) {
    refuse_tag(mark, tag);
    if (stack_.size() >= kDeepest) {
      problems_.error(Rule::yaml_depth, at(mark), fmt::format("nested deeper than {} levels", kDeepest));
      throw LimitReached{};
    }
    if (!stack_.empty() && stack_.back().node.kind == Node::Kind::mapping && !stack_.back().has_key) {
      problems_.error(Rule::yaml_syntax, at(mark), "expected a key, found a list or mapping");
      throw LimitReached{};
    }
    Frame frame;
    frame.node.kind = kind;
    frame.node.at = at(mark);
    stack_.push_back(std::move(frame));
  }

  void close() {
    Node done = std::move(stack_.back().node);
    stack_.pop_back();
    place(std::move(done));
  }

  void place(Node node) {
    if (++nodes_ > kMostNodes) {
      problems_.error(Rule::yaml_size, node.at, fmt::format("more than {} values in one file", kMostNodes));
      throw LimitReached{};
    }
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = stack_.back();
    if (frame.node.kind == Node::Kind::sequence) {
      frame.node.items.push_back(std::move(node));
    } else if (!frame.has_key) {
      take_key(frame, node);
    } else if (frame.split_number) {  // put together again: who reads the value says what is wrong with it
      frame.node.entries.back().value.text += ',' + frame.key;
      frame.has_key = false;
    } else {
      // What was left blank has no place of its own: the reader of the file is at the next word by then.
      if (node.kind == Node::Kind::null && node.text.empty()) node.at = frame.key_at;
      frame.node.entries.push_back({frame.key, frame.key_at, std::move(node)});
      frame.has_key = false;
    }
  }

  void take_key(Frame& frame, const Node& node) {
    frame.key = node.text;
    frame.key_at = node.at;
    frame.has_key = true;
    frame.split_number = goes_on(frame, node);
    if (frame.split_number) return;
    if (node.text == "<<" && !node.quoted) {
      problems_.error(Rule::yaml_anchor, node.at, "merge keys are not read here",
                      "write the values out, or use 'extends' to build on another file");
    }
    if (node.kind == Node::Kind::null) {
      problems_.error(Rule::yaml_syntax, node.at, "expected a key, found nothing");
    }
    const auto [first, fresh] = frame.seen.emplace(node.text, node.at);
    if (!fresh) {
      problems_.add({Rule::yaml_duplicate_key, node.at, fmt::format("key '{}' stands here a second time", node.text),
                     "keep one of the two", Related{first->second, "first defined here"}, Severity::error});
    }
  }

  /// Whether a key is the rest of a number that a decimal comma cut in two: digits on both sides of the comma, and no value.
  [[nodiscard]] bool goes_on(const Frame& frame, const Node& key) const {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const std::size_t at = scalar_at_;
    if (frame.node.entries.empty() || key.quoted || at < 2 || at >= text_.size()) return false;
    const Node& before = frame.node.entries.back().value;
    const bool number = before.kind == Node::Kind::scalar && !before.quoted &&
                        before.text.find_first_not_of("+-0123456789,") == std::string::npos;
    const std::size_t next = text_.find_first_not_of(' ', at + key.text.size());
    return number && is_digit(text_[at - 2]) && text_[at - 1] == ',' && is_digit(text_[at]) &&
           next != std::string_view::npos && (text_[next] == ',' || text_[next] == '}');
  }

  /// The library takes the end of the file for the end of a quoted text.
  void refuse_open_quote(const YAML::Mark& mark) {
    const char quote = scalar_at_ < text_.size() ? text_[scalar_at_] : '\0';
    if (quote != '"' && quote != '\'') return;
    std::size_t end = scalar_at_ + 1;
    while (end < text_.size() && text_[end] != quote) end += quote == '"' && text_[end] == '\\' ? 2 : 1;
    if (end < text_.size()) return;
    problems_.error(Rule::yaml_syntax, at(mark), "a quote is opened here and not closed up to the end",
                    fmt::format("close it with {}", quote));
    throw LimitReached{};
  }

  int file_;
  std::string_view text_;
  Diagnostics& problems_;
  std::vector<Frame> stack_;
  Node root_;
  std::size_t nodes_ = 0;
  std::size_t scalar_at_ = 0;  // the byte at which the last scalar starts
  int documents_ = 0;
};

/// The line and column of a byte, for problems that the YAML library never sees.
Mark mark_of(const SourceFiles& files, int file, std::size_t offset) {
  Mark mark{file, 1, 1};
  for (const char c : files.text(file).substr(0, offset)) {
    mark.column = c == '\n' ? 1 : mark.column + 1;
    if (c == '\n') ++mark.line;
  }
  return mark;
}

/// A line of a text, counted from 0, without the blanks around it and without a comment.
std::string_view line_of(std::string_view text, int number) {
  for (; number > 0; --number) {
    const std::size_t end = text.find('\n');
    if (end == text.npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, std::min(text.find('\n'), text.find(" #")));
  const std::size_t first = text.find_first_not_of(" \r"), last = text.find_last_not_of(" \r");
  return first == text.npos || text[first] == '#' ? std::string_view() : text.substr(first, last - first + 1);
}

/// A key whose ':' is missing, or not followed by a blank, is noticed at the next line alone, and a tab where the key behind it ends.
std::string wrong_line(std::string_view text, int line) {
  if (line_of(text, line).starts_with('\t')) return "indent with blanks, not tabs";
  int before = line - 1;
  while (before >= 0 && line_of(text, before).empty()) --before;
  const std::string_view found = before < 0 ? std::string_view() : line_of(text, before);
  if (found.empty() || found.find(": ") != found.npos || found.ends_with(':')) return {};
  if (found.find_first_of("{}[]\"'") != found.npos || found.starts_with("- ")) return {};
  return fmt::format("line {}, '{}', has no ': ' between key and value", before + 1, shortened(found));
}

/// What usually lies behind a message of the YAML library.
std::string advice_on(std::string_view message, std::string_view text, int line) {
  if (message.find("illegal map value") != message.npos || message.find("end of map") != message.npos) {
    if (std::string found = wrong_line(text, line); !found.empty()) return found;
  }
  struct Advice {
    std::string_view part, advice;
  };
  constexpr Advice kAdvice[] = {
      {"illegal map value", "indent keys of one mapping alike, and quote a text that holds ': '"},
      {"end of map", "a key of this mapping is indented otherwise, lacks a blank after ':', or a '{' is not closed"},
      {"end of sequence", "a '[' is not closed, or an item of this list is indented otherwise"},
      {"map flow", "a '{' is not closed"},
      {"seq flow", "a '[' is not closed"},
      {"tab", "indent with blanks, not tabs"},
      {"scalar", "a quote is not closed"},
  };
  for (const Advice& known : kAdvice) {
    if (message.find(known.part) != message.npos) return std::string(known.advice);
  }
  return "check indentation, quotes and brackets here and in the line before";
}

/// Size and encoding, checked on the raw bytes.
void check_bytes(const SourceFiles& files, int file, Diagnostics& problems) {
  const std::string_view text = files.text(file);
  if (text.size() > kMostBytes) {
    problems.error(Rule::yaml_size, {file, 0, 0},
                   fmt::format("expected at most {} bytes, found more", kMostBytes));  // nobody reads on to its end
    return;
  }
  std::size_t bad = 0;
  if (!is_utf8(text, &bad)) {
    problems.error(Rule::yaml_encoding, mark_of(files, file, bad), "expected UTF-8, found a byte that is not",
                   "save the file as UTF-8");
    return;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F) {
      problems.error(Rule::yaml_encoding, mark_of(files, file, i),
                     fmt::format("expected text, found control character 0x{:02X}", c), "remove it");
      return;
    }
  }
}

}  // namespace

Result<Node> parse(const SourceFiles& files, int file) {
  Result<Node> result;
  Diagnostics& problems = result.problems;
  check_bytes(files, file, problems);
  if (problems.has_errors()) return result;

  TreeBuilder builder(files, file, problems);
  try {
    std::istringstream stream{std::string(files.text(file))};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const LimitReached&) {
    return result;  // the limit has been reported where it was passed
  } catch (const YAML::Exception& error) {
    problems.error(Rule::yaml_syntax, {file, error.mark.line + 1, error.mark.column + 1}, error.msg,
                   advice_on(error.msg, files.text(file), error.mark.line));
  } catch (const std::exception& error) {
    problems.error(Rule::yaml_syntax, {file, 0, 0}, fmt::format("cannot be parsed: {}", error.what()));
  }
  if (problems.has_errors()) return result;

  Node root = builder.take_root();
  if (builder.documents() == 0 || root.kind != Node::Kind::mapping) {
    problems.error(Rule::yaml_document, {file, 1, 1},
                   fmt::format("expected a mapping of keys, found {}", kind_name(root)),
                   "a site file starts with 'schema: 1'");
    return result;
  }
  result.value = std::move(root);
  return result;
}

}  // namespace hallplan::yaml
