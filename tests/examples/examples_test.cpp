// Every example file says how it is run and what that must print: `# run:` and `# expect:` lines at its top. Here they are
// executed: the shipped sites, and one failing example for every rule of the product.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "planner/base/rule.hpp"
#include "planner/cli/cli.hpp"
#include "planner/rules/page.hpp"

namespace hallplan {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = HALLPLAN_SOURCE_DIR;

struct Example {
  std::string path;
  std::vector<std::string> arguments;
  int runs = 0;
  int exit = -1;
  std::vector<std::string> texts;
};

/// Shown by GoogleTest instead of the bytes of the struct.
void PrintTo(const Example& example, std::ostream* out) { *out << example.path; }

/// Words of a command line; single quotes hold a word together.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  for (const char c : line + " ") {
    if (c == '\'') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      if (!word.empty()) words.push_back(std::exchange(word, {}));
    } else {
      word += c;
    }
  }
  return words;
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Example read_example(const fs::path& path) {
  Example example;
  example.path = path.string();
  std::ifstream in(path);
  for (std::string line; std::getline(in, line) && line.rfind('#', 0) == 0;) {
    const auto after = [&](const std::string& prefix) {
      return line.rfind(prefix, 0) == 0 ? line.substr(prefix.size()) : std::string();
    };
    if (const std::string run = after("# run: hallplan "); !run.empty()) {
      ++example.runs;
      example.arguments = words_of(run);
    }
    if (const std::string exit = after("# expect: exit "); !exit.empty()) {
      const bool is_number = exit.find_first_not_of("0123456789") == std::string::npos;
      example.exit = is_number ? std::stoi(exit) : -1;
    } else if (const std::string text = after("# expect: "); !text.empty()) {
      example.texts.push_back(text);
    }
  }
  return example;
}

/// The example of a rule by its page, whose texts may go on in further lines.
Example read_rule_example(const fs::path& path) {
  const rules::Page page = rules::parse_page(text_of(path)).page;
  Example example;
  example.path = path.string();
  const std::string program = "hallplan ";
  if (page.run.rfind(program, 0) == 0) example.arguments = words_of(page.run.substr(program.size()));
  example.exit = page.exit;
  example.texts = page.message;
  return example;
}

std::vector<Example> examples_in(const fs::path& folder, Example (*read)(const fs::path&)) {
  std::vector<Example> examples;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") examples.push_back(read(entry.path()));
  }
  std::sort(examples.begin(), examples.end(), [](const Example& a, const Example& b) { return a.path < b.path; });
  return examples;
}

std::string name_of(const ::testing::TestParamInfo<Example>& info) {
  std::string name = fs::path(info.param.path).stem().string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

struct Ran {
  int exit = -1;
  std::string text;
};

Ran run(std::vector<std::string> arguments) {
  const bool writes = !arguments.empty() && arguments[0] == "plan" &&
                      std::find(arguments.begin(), arguments.end(), "--out") == arguments.end();
  const fs::path folder = fs::temp_directory_path() / ("hallplan-example-" + std::to_string(::getpid()));
  if (writes) arguments.insert(arguments.end(), {"--out", folder.string()});
  std::ostringstream out;
  std::ostringstream err;
  const int exit = cli::run(arguments, {out, err, false});
  if (writes) fs::remove_all(folder);
  return {exit, out.str() + err.str()};
}

class Examples : public ::testing::TestWithParam<Example> {
 protected:
  void SetUp() override { fs::current_path(kRoot); }
};

TEST_P(Examples, DoWhatTheySay) {
  const Example& example = GetParam();
  ASSERT_FALSE(example.arguments.empty()) << example.path << " has no '# run: hallplan ...' line";
  ASSERT_LE(example.runs, 1) << example.path << " has more than one '# run:' line, and one alone is run";
  ASSERT_GE(example.exit, 0) << example.path << " has no '# expect: exit N' line";
  const Ran ran = run(example.arguments);
  EXPECT_EQ(ran.exit, example.exit) << ran.text;
  for (const std::string& text : example.texts) {
    EXPECT_NE(ran.text.find(text), std::string::npos) << "expected: " << text << "\nfound:\n" << ran.text;
  }
}

TEST(SiteFolders, AreAllLookedAt) {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kRoot / "sites")) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string folder = fs::relative(entry.path().parent_path(), kRoot).string();
    EXPECT_TRUE(folder == "sites" || folder == "sites/instances" || folder == "sites/reference") << entry.path();
  }
}

INSTANTIATE_TEST_SUITE_P(Sites, Examples, ::testing::ValuesIn(examples_in(kRoot / "sites", read_example)), name_of);
INSTANTIATE_TEST_SUITE_P(Instances, Examples, ::testing::ValuesIn(examples_in(kRoot / "sites/instances", read_example)),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Reference, Examples, ::testing::ValuesIn(examples_in(kRoot / "sites/reference", read_example)),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Rules, Examples, ::testing::ValuesIn(examples_in(kRoot / "tests/rules", read_rule_example)),
                         name_of);

/// Rules that a text reports as broken: "error[power.busway]", or "FAIL demand.racks" in a report.
std::set<std::string> broken_rules(const std::string& text) {
  std::set<std::string> rules;
  const std::regex pattern(R"(error\[([a-z.-]+)\]|FAIL ([a-z]+\.[a-z-]+))");
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
    rules.insert((*it)[1].matched ? (*it)[1] : (*it)[2]);
  }
  return rules;
}

TEST(Rules, EachHasAFailingExampleThatReportsItAlone) {
  fs::current_path(kRoot);
  for (const RuleInfo& rule : kRules) {
    const bool has_page_alone =
        rule.rule == Rule::yaml_encoding || rule.rule == Rule::yaml_size || rule.rule == Rule::network_file;
    if (has_page_alone) continue;  // below
    const fs::path path = kRoot / "tests/rules" / (std::string(rule.id) + ".yaml");
    ASSERT_TRUE(fs::exists(path)) << "no example for " << rule.id;
    const Ran ran = run(read_rule_example(path).arguments);
    // Inlets are undecided until a field is solved; what is not used, or meets at one device, is a warning.
    const bool never_fails =
        rule.rule == Rule::air_inlet || rule.rule == Rule::site_unused || rule.rule == Rule::site_common_path;
    const std::set<std::string> expected =
        never_fails ? std::set<std::string>{} : std::set<std::string>{std::string(rule.id)};
    EXPECT_EQ(broken_rules(ran.text), expected) << path << "\n" << ran.text;
    const std::string warning = "warning[" + std::string(rule.id) + "]";
    EXPECT_TRUE(!never_fails || ran.text.find(warning) != std::string::npos) << ran.text;
    EXPECT_NE(ran.exit, 0) << path;
  }
}

TEST(Rules, ANetworksMistakeIsNamedAtItsPlace) {
  const Example example = read_rule_example(kRoot / "tests/rules/network.file.page");
  const Ran ran = run(example.arguments);
  EXPECT_EQ(ran.exit, example.exit);
  for (const std::string& line : example.texts) EXPECT_NE(ran.text.find(line), std::string::npos) << ran.text;
  EXPECT_EQ(run({"loop", "tests/network/loop.inp"}).exit, 0);
}

/// The two rules whose examples no editor would keep as they must be are written here.
TEST(Rules, FilesThatAreNoTextOrTooLongAreRefusedAtTheirPlace) {
  const fs::path path = fs::temp_directory_path() / ("hallplan-rule-" + std::to_string(::getpid()) + ".yaml");
  /// What the rule's page promises, of a file whose name it makes up.
  const auto promised = [&](const std::string& rule, const std::string& text) {
    for (const std::string& line : read_rule_example(kRoot / "tests/rules" / (rule + ".page")).texts) {
      const std::size_t name = line.rfind("help: ", 0) == 0 ? 0 : line.find(':');
      EXPECT_NE(text.find(line.substr(name)), std::string::npos) << line << "\n" << text;
    }
  };
  const auto refused = [&](const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
    return run({"check", path.string()});
  };
  const Ran latin1 = refused("schema: 1\ntitle: caf\xE9\n");
  EXPECT_EQ(latin1.exit, 2);
  EXPECT_NE(latin1.text.find(path.string() + ":2:11: error[yaml.encoding]"), std::string::npos) << latin1.text;
  promised("yaml.encoding", latin1.text);
  const Ran nul = refused(std::string("schema: 1\ntitle: a\0b\n", 21));
  EXPECT_NE(nul.text.find(path.string() + ":2:9: error[yaml.encoding]"), std::string::npos) << nul.text;
  const Ran large = refused("schema: 1\n#" + std::string(1U << 20U, 'x') + "\n");
  EXPECT_EQ(large.exit, 2);
  EXPECT_NE(large.text.find(path.string() + ": error[yaml.size]"), std::string::npos) << large.text;
  promised("yaml.size", large.text);
  fs::remove(path);
}

}  // namespace

}  // namespace hallplan
