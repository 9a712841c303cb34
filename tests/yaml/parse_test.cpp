#include "planner/yaml/parse.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hallplan::yaml {
namespace {

struct Read {
  SourceFiles files;
  Result<Node> result;

  explicit Read(std::string text) { result = parse(files, files.add("t.yaml", std::move(text))); }

  [[nodiscard]] std::vector<std::string> rules() const {
    std::vector<std::string> ids;
    for (const Diagnostic& problem : result.problems.all()) ids.emplace_back(rule_id(problem.rule));
    return ids;
  }
};

TEST(Parse, KeepsOrderTextAndPlaces) {
  const Read read("b: 1\na:\n  - x\n  - {k: \"q\"}\n");
  ASSERT_TRUE(read.result);
  const Node& root = *read.result.value;
  ASSERT_EQ(root.entries.size(), 2U);
  EXPECT_EQ(root.entries[0].key, "b");
  EXPECT_EQ(root.entries[0].value.text, "1");
  EXPECT_EQ(root.entries[0].value.at, (Mark{0, 1, 4}));
  const Node& list = root.find("a")->value;
  ASSERT_EQ(list.items.size(), 2U);
  EXPECT_EQ(list.items[1].find("k")->value.text, "q");
  EXPECT_TRUE(list.items[1].find("k")->value.quoted);
  EXPECT_EQ(list.items[1].find("k")->at, (Mark{0, 4, 6}));
}

TEST(Parse, ANumberWithADecimalCommaStaysOneText) {
  const Read read("a: {x: 1,7 MW, y: 2,7 MW, z: 40,600,000 W, w: 3}\n");
  ASSERT_TRUE(read.result) << render(read.result.problems, read.files);
  const Node& a = read.result.value->find("a")->value;
  ASSERT_EQ(a.entries.size(), 4U);
  EXPECT_EQ(a.find("x")->value.text, "1,7 MW");
  EXPECT_EQ(a.find("x")->value.at, (Mark{0, 1, 8}));
  EXPECT_EQ(a.find("y")->value.text, "2,7 MW");
  EXPECT_EQ(a.find("z")->value.text, "40,600,000 W");
  EXPECT_EQ(a.find("w")->value.text, "3");
}

TEST(Parse, OtherCommasPartKeysAndItems) {
  const Read read("a: {x: 1, 7: b, y: [1,7], t: \"1\",8: c, u: ab1,9: d}\nb: {x: 1,7: c, 7 MW: d}\n");
  ASSERT_TRUE(read.result) << render(read.result.problems, read.files);
  const Node& a = read.result.value->find("a")->value;
  EXPECT_EQ(a.entries.size(), 7U);
  EXPECT_EQ(a.find("y")->value.items.size(), 2U);
  EXPECT_EQ(read.result.value->find("b")->value.find("7")->value.text, "c");
}

TEST(Parse, RefusesWhatIsMoreThanPlainData) {
  EXPECT_EQ(Read("a: &x 1\nb: *x\n").rules(), (std::vector<std::string>{"yaml.anchor", "yaml.anchor"}));
  EXPECT_EQ(Read("a: !!str 1\n").rules(), std::vector<std::string>{"yaml.tag"});
  EXPECT_EQ(Read("<<: {a: 1}\n").rules(), std::vector<std::string>{"yaml.anchor"});
  EXPECT_EQ(Read("a: 1\na: 2\n").rules(), std::vector<std::string>{"yaml.duplicate-key"});
  EXPECT_EQ(Read("a: 1\n---\nb: 1\n").rules(), std::vector<std::string>{"yaml.document"});
  EXPECT_EQ(Read("? [a, b]\n: 1\n").rules(), std::vector<std::string>{"yaml.syntax"});
}

TEST(Parse, ReportsAllOfSeveralProblems) {
  EXPECT_EQ(Read("a: &x 1\nb: !t 2\nb: 3\n").rules(),
            (std::vector<std::string>{"yaml.anchor", "yaml.tag", "yaml.duplicate-key"}));
}

TEST(Parse, RefusesWhatIsNoText) {
  EXPECT_EQ(Read(std::string("a: \0b\n", 6)).rules(), std::vector<std::string>{"yaml.encoding"});
  EXPECT_EQ(Read("a: \xFF\n").rules(), std::vector<std::string>{"yaml.encoding"});
  EXPECT_EQ(Read("a: \x1b[0m\n").rules(), std::vector<std::string>{"yaml.encoding"});
  const Read read("ok: 1\nbad: \xC3(\n");
  EXPECT_EQ(read.result.problems.all().front().at, (Mark{0, 2, 6}));
}

TEST(Parse, RefusesWhatIsNoMapping) {
  for (const std::string text : {"", "# nothing\n", "- a\n", "just text\n", "---\n...\n"}) {
    EXPECT_EQ(Read(text).rules(), std::vector<std::string>{"yaml.document"}) << text;
  }
}

TEST(Parse, StopsAtTheLimits) {
  EXPECT_EQ(Read("a: " + std::string(100, '[') + std::string(100, ']')).rules(),
            std::vector<std::string>{"yaml.depth"});
  EXPECT_FALSE(Read("a: " + std::string(100'000, '[')).result);
  const Read large("a: " + std::string(kMostBytes, 'x'));
  EXPECT_EQ(large.rules(), std::vector<std::string>{"yaml.size"});
  EXPECT_EQ(large.result.problems.all().front().message, "expected at most 1048576 bytes, found more");
  std::string many = "a: [";
  for (std::size_t i = 0; i < kMostNodes + 10; ++i) many += "1,";
  EXPECT_EQ(Read(many + "]").rules(), std::vector<std::string>{"yaml.size"});
}

TEST(Parse, TakesExactlyTheDeepestLevel) {
  const auto nested = [](std::size_t lists) { return "a: " + std::string(lists, '[') + std::string(lists, ']'); };
  EXPECT_TRUE(Read(nested(kDeepest - 1)).result);  // the root mapping is a level, too
  EXPECT_FALSE(Read(nested(kDeepest)).result);
}

TEST(Parse, NamesTheLineOfASyntaxError) {
  const Read read("a: 1\nb: [1, 2\nc: 3\n");
  ASSERT_EQ(read.rules(), std::vector<std::string>{"yaml.syntax"});
  EXPECT_GE(read.result.problems.all().front().at.line, 2);
  EXPECT_FALSE(read.result);
}

/// What is advised of the one mistake in a text.
std::string advice(const std::string& text) {
  const Read read(text);
  const std::vector<Diagnostic>& all = read.result.problems.all();
  return all.size() == 1 ? all.front().hint : "no single problem";
}

TEST(Parse, AdvisesOnTheLineThatIsWrong) {
  EXPECT_EQ(advice("a:\n  b: 1\n\tc: 2\n"), "indent with blanks, not tabs");
  EXPECT_EQ(advice("a:\n\tb: 1\n"), "indent with blanks, not tabs");
  EXPECT_EQ(advice("a:\n  width 15 m  # inside\n  depth: 9 m\n"),
            "line 2, 'width 15 m', has no ': ' between key and value");
  EXPECT_EQ(advice("a:\n  width:15 m\n\n  depth: 9 m\n"), "line 2, 'width:15 m', has no ': ' between key and value");
  EXPECT_EQ(advice("a:\n  width: 15 m\n    depth: 9 m\n"),
            "indent keys of one mapping alike, and quote a text that holds ': '");
}

TEST(Parse, AQuoteThatIsNotClosedIsNamed) {
  for (const std::string quote : {"\"", "'"}) {
    const Read read("a: 1\nb: " + quote + "text\nc: 2\n");
    ASSERT_EQ(read.rules(), std::vector<std::string>{"yaml.syntax"});
    EXPECT_EQ(read.result.problems.all().front().at, (Mark{0, 2, 4}));
    EXPECT_EQ(read.result.problems.all().front().hint, "close it with " + quote);
  }
  EXPECT_TRUE(Read("a: \"x \\\" y\"\nb: 'it''s'\n\"c\": ''").result);
}

TEST(Overlay, MergesMappingsAndReplacesTheRest) {
  Read base("a: {x: 1, y: [1, 2]}\nb: 2\n");
  const Read over("a: {y: [3], z: 4}\nc: 5\n");
  EXPECT_TRUE(overlay(*base.result.value, *over.result.value).empty());
  const Node& a = base.result.value->find("a")->value;
  EXPECT_EQ(a.find("x")->value.text, "1");
  EXPECT_EQ(a.find("y")->value.items.size(), 1U);
  EXPECT_EQ(a.find("z")->value.text, "4");
  EXPECT_EQ(base.result.value->find("b")->value.text, "2");
  EXPECT_EQ(base.result.value->find("c")->value.text, "5");
}

TEST(Overlay, ANullRemovesWhatIsBelowAndNothingElse) {
  Read base("a: {x: 1, y: 2}\nb: {c: 3}\nd: ~\n");
  const Read over("a: {x: ~, xx: ~}\nb: ~\nnew: {z: ~}\n");
  const std::vector<NothingRemoved> nothing = overlay(*base.result.value, *over.result.value);
  const Node& root = *base.result.value;
  EXPECT_EQ(root.find("a")->value.find("x"), nullptr);
  EXPECT_EQ(root.find("a")->value.find("y")->value.text, "2");
  EXPECT_EQ(root.find("b"), nullptr);
  EXPECT_NE(root.find("d"), nullptr);
  EXPECT_NE(root.find("new")->value.find("z"), nullptr);  // below it there is nothing to remove; its reader refuses it
  ASSERT_EQ(nothing.size(), 1U);
  EXPECT_EQ(nothing[0].key, "xx");
  EXPECT_EQ(nothing[0].known, std::vector<std::string>{"y"});
  ASSERT_EQ(root.removed.size(), 1U);
  EXPECT_EQ(root.removed[0].key, "b");
}

TEST(Overlay, WhatIsLeftBlankRemovesNothing) {
  Read base("a: {x: 1}\nb: {x: 1}\nc: 3\n# \xC3\xA9\nd: 4\n");
  EXPECT_TRUE(overlay(*base.result.value, *Read("# \xC3\xA9\na:\nb: null\nd: ~ # gone\n").result.value).empty());
  ASSERT_NE(base.result.value->find("a"), nullptr);  // its reader says that nothing is there
  EXPECT_EQ(base.result.value->find("a")->value.kind, Node::Kind::null);
  EXPECT_EQ(base.result.value->find("a")->value.at.line, 2);  // where it was left blank, not at the next word
  EXPECT_EQ(base.result.value->find("b"), nullptr);
  EXPECT_NE(base.result.value->find("c"), nullptr);
  EXPECT_EQ(base.result.value->find("d"), nullptr);
}

TEST(Overlay, WhatComesBackIsNotRemoved) {
  Read base("a: 1\n");
  EXPECT_TRUE(overlay(*base.result.value, *Read("a: ~\n").result.value).empty());
  EXPECT_TRUE(overlay(*base.result.value, *Read("a: 2\n").result.value).empty());
  EXPECT_EQ(base.result.value->find("a")->value.text, "2");
  EXPECT_TRUE(base.result.value->removed.empty());
}

}  // namespace
}  // namespace hallplan::yaml
