#include "planner/site/id_ranges.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/yaml/parse.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

std::vector<std::string> ids(std::string_view key) {
  std::string why;
  std::vector<std::string> out;
  for (const RangedId& id : ids_of_range(key, why)) out.push_back(id.id);
  if (!why.empty()) out.push_back("! " + why);
  return out;
}

using Ids = std::vector<std::string>;

TEST(IdRanges, NumbersLettersAndWords) {
  EXPECT_EQ(ids("bus-a[1-3]"), (Ids{"bus-a1", "bus-a2", "bus-a3"}));
  EXPECT_EQ(ids("u[08-11]x"), (Ids{"u08x", "u09x", "u10x", "u11x"}));
  EXPECT_EQ(ids("u[8-11]"), (Ids{"u8", "u9", "u10", "u11"}));
  EXPECT_EQ(ids("r[a-c]"), (Ids{"ra", "rb", "rc"}));
  EXPECT_EQ(ids("ups-[a,b]"), (Ids{"ups-a", "ups-b"}));
  EXPECT_EQ(ids("p[1-2,7,north]"), (Ids{"p1", "p2", "p7", "pnorth"}));
  EXPECT_EQ(ids("bus-[a,b][1-2]"), (Ids{"bus-a1", "bus-a2", "bus-b1", "bus-b2"}));  // the first counts slowest
  EXPECT_EQ(ids("plain"), (Ids{"plain"}));
}

TEST(IdRanges, WhatIsNoRangeIsRefused) {
  for (const char* key : {"a[6-1]", "a[]", "a[1-]", "a[1,,2]", "a[1", "a1]", "a[a-C]", "a[-3]", "a[1-2-3]", "a[[1-2]]",
                          "a[10-9]", "a[001-20]", "a[1234567-1234568]", "a[ 1-2]"}) {
    const Ids found = ids(key);
    ASSERT_EQ(found.size(), 1U) << key;
    EXPECT_EQ(found[0].front(), '!') << key;
  }
  EXPECT_NE(ids("a[1-100001]")[0].find("more than 100000 items"), std::string::npos);
  EXPECT_NE(ids("a[1-1000][1-1000]")[0].find("more than 100000 items"), std::string::npos);
  EXPECT_EQ(ids(std::string(300, 'a') + "[1-2]")[0].front(), '!');
}

TEST(IdRanges, PlaceholdersNameRangesFromTheOutermostInwards) {
  std::string why;
  EXPECT_EQ(replace_placeholders("bus-{}", {"3"}, why), "bus-3");
  EXPECT_EQ(replace_placeholders("{2}-{1}-{2}", {"a", "7"}, why), "7-a-7");
  EXPECT_EQ(replace_placeholders("{row} { } {x", {"3"}, why), "{row} { } {x");  // no placeholders of ranges
  EXPECT_EQ(why, "");
  (void)replace_placeholders("{}", {"a", "b"}, why);
  EXPECT_NE(why, "");
  why.clear();
  (void)replace_placeholders("{3}", {"a", "b"}, why);
  EXPECT_NE(why, "");
  why.clear();
  (void)replace_placeholders("{0}", {"a", "b"}, why);
  EXPECT_NE(why, "");
}

struct Expanded {
  SourceFiles files;
  yaml::Node root;
  Diagnostics problems;

  explicit Expanded(const std::string& text) {
    const int file = files.add("t.yaml", text);
    Result<yaml::Node> parsed = yaml::parse(files, file);
    if (!parsed.value) throw std::runtime_error(render(parsed.problems, files));
    root = std::move(*parsed.value);
    problems = expand_id_ranges(root);
  }
  [[nodiscard]] std::string text(const std::vector<std::string>& path) const {
    const yaml::Node* here = &root;
    for (const std::string& key : path) {
      const yaml::Entry* entry = here->find(key);
      if (entry == nullptr) return "no " + key;
      here = &entry->value;
    }
    return here->items.empty() ? here->text : here->items.front().text;
  }
};

TEST(IdRanges, ItemsStandWhereTheRangeStoodWithTheirPlaces) {
  const Expanded tree(R"(devices:
  first: {kind: ups}
  bus-[a,b][1-2]:
    from: ["ups-{1}"]
    note: number {2}
  last: {kind: pdu}
)");
  ASSERT_FALSE(tree.problems.has_errors());
  const yaml::Node& devices = tree.root.find("devices")->value;
  Ids keys;
  for (const yaml::Entry& entry : devices.entries) keys.push_back(entry.key);
  EXPECT_EQ(keys, (Ids{"first", "bus-a1", "bus-a2", "bus-b1", "bus-b2", "last"}));
  EXPECT_EQ(tree.text({"devices", "bus-b2", "from"}), "ups-b");
  EXPECT_EQ(tree.text({"devices", "bus-a2", "note"}), "number 2");
  EXPECT_EQ(devices.find("bus-b1")->at.line, 3);
  EXPECT_EQ(devices.find("bus-b1")->value.find("note")->at.line, 5);
}

TEST(IdRanges, RangesInRangesCountOn) {
  const Expanded tree(R"(groups:
  g[1-2]:
    units:
      cdu-{}[a,b]: {note: "{1}/{2}"}
)");
  ASSERT_FALSE(tree.problems.has_errors()) << render(tree.problems, tree.files);
  EXPECT_EQ(tree.text({"groups", "g2", "units", "cdu-2b", "note"}), "2/b");
}

TEST(IdRanges, DuplicatesAreNamedWithBothPlaces) {
  const Expanded tree("devices:\n  bus-3: {kind: busway}\n  bus-[1-4]: {kind: busway}\n");
  ASSERT_EQ(tree.problems.errors(), 1U);
  const Diagnostic& problem = tree.problems.all().front();
  EXPECT_EQ(problem.rule, Rule::yaml_duplicate_key);
  EXPECT_EQ(problem.at.line, 3);
  ASSERT_TRUE(problem.related.has_value());
  EXPECT_EQ(problem.related->at.line, 2);
}

TEST(IdRanges, TooMuchIsRefusedBeforeItIsBuilt) {
  const Expanded nodes("a[1-1000]:\n  b[1-1000]:\n    c[1-1000]: {d: e}\n");
  ASSERT_EQ(nodes.problems.errors(), 1U);
  EXPECT_EQ(nodes.problems.all().front().rule, Rule::yaml_size);
  std::string long_text = "a[1-90000]: '";
  for (int i = 0; i < 1000; ++i) long_text += "{}";
  const Expanded bytes(long_text + "'\n");
  ASSERT_EQ(bytes.problems.errors(), 1U);
  EXPECT_EQ(bytes.problems.all().front().rule, Rule::yaml_size);
}

/// The placed small hall with its four compute racks written as one range is the same site.
TEST(IdRanges, ASiteWithRangesIsTheSiteWrittenOut) {
  const Site written = test::small_placed_site();
  const Site ranged = test::load_data_site("small-ranged.yaml");
  ASSERT_EQ(ranged.placed.size(), written.placed.size());
  for (std::size_t i = 0; i < written.placed.size(); ++i) {
    EXPECT_EQ(ranged.placed[i].id, written.placed[i].id);
    EXPECT_EQ(ranged.placed[i].slot, written.placed[i].slot);
    EXPECT_EQ(ranged.placed[i].feed_a.index, written.placed[i].feed_a.index);
    EXPECT_EQ(ranged.placed[i].type.id, written.placed[i].type.id);
  }
}

TEST(IdRanges, AnExtendingFileAndAWhatIfNameSingleItems) {
  const Site site = test::load_data_site("small-ranged.yaml", {"placed.c2.slot=6", "placed.m1.slot=2"});
  EXPECT_EQ(site.placed[1].slot, 6);
  const Site all = test::load_data_site("small-ranged.yaml", {"placed.c[1-2].unit=2", "placed.c[3-4].slot={}"});
  EXPECT_EQ(all.placed[0].unit, 2);
  EXPECT_EQ(all.placed[1].unit, 2);
  EXPECT_EQ(all.placed[2].unit, 1);
  EXPECT_EQ(all.placed[3].slot, 4);
}

}  // namespace
}  // namespace hallplan
