// hallplan racks list: tables of each kind, their key numbers, and the filters.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "planner/site/load.hpp"
#include "tests/support/run_line.hpp"

namespace hallplan::cli {
namespace {

using Json = nlohmann::json;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Ran list(std::vector<std::string> more) {
  std::vector<std::string> line = {"racks", "list"};
  line.insert(line.end(), more.begin(), more.end());
  return run_line(line);
}

std::vector<Json> found(std::vector<std::string> more) {
  more.insert(more.end(), {"--format", "json"});
  const Json json = Json::parse(list(more).out);
  return {json.at("products").begin(), json.at("products").end()};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out.push_back(line);
  return out;
}

TEST(RacksList, EachFilterKeepsWhatItSaysAndNothingElse) {
  const std::vector<Json> all = found({});
  ASSERT_GT(all.size(), 90U);
  const auto held = [&](const std::vector<std::string>& filter, const auto& passes) {
    std::vector<Json> expected;
    std::copy_if(all.begin(), all.end(), std::back_inserter(expected), passes);
    EXPECT_EQ(found(filter), expected) << filter[0];
    EXPECT_FALSE(expected.empty()) << filter[0];
    EXPECT_LT(expected.size(), all.size()) << filter[0];
  };
  held({"--kind", "cdu"}, [](const Json& p) { return p["kind"] == "CDU"; });
  held({"--kind", "rear-door"}, [](const Json& p) { return p["kind"] == "rear door"; });
  held({"--maker", "vERTIV"}, [](const Json& p) { return has(p["maker"], "Vertiv"); });
  held({"--role", "network"}, [](const Json& p) { return p.contains("role") && p["role"] == "network"; });
  held({"gb300", "dell"}, [](const Json& p) { return has(p["id"], "gb300") && has(p["id"], "dell"); });
  const auto power = [](const Json& p) {
    for (const char* key : {"tdp_kw", "capacity_kw", "module_kw"}) {
      if (p.contains(key) && !p[key].is_null()) return p[key].get<double>();
    }
    return -1.0;
  };
  held({"--min-power", "1.2MW"}, [&](const Json& p) { return power(p) >= 1200; });
  held({"--max-power", "100 kW"}, [&](const Json& p) { return power(p) >= 0 && power(p) <= 100; });
}

TEST(RacksList, FiltersAreCombinedWithAnd) {
  for (const Json& product : found({"nvl72", "--maker", "dell", "--min-power", "130kW", "--kind", "rack"})) {
    EXPECT_TRUE(has(product["id"], "nvl72")) << product;
    EXPECT_TRUE(has(product["maker"], "Dell")) << product;
    EXPECT_GE(product["tdp_kw"].get<double>(), 130) << product;
  }
  EXPECT_FALSE(found({"nvl72", "--maker", "dell", "--min-power", "130kW"}).empty());
}

TEST(RacksList, NothingFoundSaysWhichFilterRemovedTheLast) {
  const Ran ran = list({"--kind", "cdu", "--maker", "nobody", "anything"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err.rfind("no product: --maker nobody leaves none of 15; there are: CoolIT Systems, ", 0), 0U)
      << ran.err;
  EXPECT_EQ(
      list({"--kind", "cable", "--min-power", "5kW"}).err.rfind("no product: --min-power 5 kW leaves none of ", 0), 0U);
  EXPECT_TRUE(has(list({"zzz"}).err, "no product: 'zzz' leaves none of "));
  const Ran json = list({"zzz", "--format", "json"});
  EXPECT_EQ(json.exit, 0);
  EXPECT_TRUE(Json::parse(json.out).at("products").empty());
}

TEST(RacksList, UnknownWordsOfFiltersAreRefused) {
  EXPECT_EQ(list({"--kind", "crac"}).exit, 2);
  EXPECT_TRUE(has(list({"--kind", "crac"}).err, "--kind: expected rack or cdu or air-unit"))
      << list({"--kind", "crac"}).err;
  EXPECT_EQ(list({"--role", "gpu"}).exit, 2);
  EXPECT_TRUE(has(list({"--min-power", "120"}).err, "expected a power such as 120kW, found '120'"));
  EXPECT_FALSE(has(list({"\x1b[31m"}).err, "\x1b"));
}

/// The test catalogue's numbers, read off its files: 100 kW, 1500 kg, 750 x 1200 x 2200 mm, 85 to 90 % liquid.
TEST(RacksList, KeyNumbersAreThoseOfTheFiles) {
  const std::vector<std::string> lines =
      lines_of(list({"test-compute", "--catalogue", "tests/data/racks", "--kind", "rack"}).out);
  ASSERT_GT(lines.size(), 1U);
  const auto row =
      std::find_if(lines.begin(), lines.end(), [](const std::string& l) { return l.rfind("  test-compute ", 0) == 0; });
  ASSERT_NE(row, lines.end());
  std::istringstream words(*row);
  std::string id, tdp, mass, width, depth, height;
  words >> id >> tdp >> mass >> width >> depth >> height;
  EXPECT_EQ(tdp, "100");
  EXPECT_EQ(mass, "1500");
  EXPECT_EQ(width, "750");
  EXPECT_EQ(depth, "1200");
  EXPECT_EQ(height, "2200");
  const std::vector<Json> busway = found({"test-busway", "--catalogue", "tests/data/racks"});
  ASSERT_EQ(busway.size(), 1U);
  EXPECT_EQ(busway[0].at("rating_a"), 800);
  EXPECT_EQ(busway[0].at("voltage_v"), 415);
}

// Whether a unit can make water colder than the air, and which temperature rates it, decide the heat that it rejects.
TEST(RacksList, HeatRejectionNamesItsTypeAndWhatRatesIt) {
  const std::vector<Json> chiller = found({"--kind", "rejection", "chiller-500kw"});
  ASSERT_EQ(chiller.size(), 1U);
  EXPECT_EQ(chiller[0]["rejection_kind"], "chiller");
  EXPECT_EQ(chiller[0]["rated_by"], "dry_bulb");
  const std::string table = list({"--kind", "rejection"}).out;
  EXPECT_TRUE(has(lines_of(table).front(), "rated by")) << table;
  EXPECT_TRUE(has(table, "evaporative")) << table;
  const std::string shown = run_line({"racks", "show", "dry-cooler-2mw"}).out;
  EXPECT_TRUE(has(shown, "rejection.kind                     evaporative\n")) << shown;
  EXPECT_TRUE(has(shown, "rejection.rated_by                 dry_bulb\n")) << shown;
  const Json json = Json::parse(run_line({"racks", "show", "dry-cooler-2mw", "--format", "json"}).out);
  EXPECT_EQ(json["rated_by"], "dry_bulb");
  EXPECT_FALSE(has(run_line({"racks", "show", "dell-xe9712-gb300-nvl72"}).out, "rated_by"));
}

/// Messages say `racks list ups`: a word that is a kind finds all of it, also what is named otherwise.
TEST(RacksList, AWordThatIsAKindFindsAllOfTheKind) {
  const auto ids = [](const std::vector<Json>& products) {
    std::set<std::string> out;
    for (const Json& one : products) out.insert(one.at("id"));
    return out;
  };
  for (const std::string kind : {"cdu", "cable", "ups", "air-unit", "rejection", "coolant"}) {
    const std::set<std::string> all = ids(found({"--kind", kind})), by_word = ids(found({kind}));
    EXPECT_TRUE(std::includes(by_word.begin(), by_word.end(), all.begin(), all.end())) << kind;
  }
  EXPECT_TRUE(has(list({"CDU"}).out, "coolit-chx1500")) << "which has no 'cdu' in its id, name or maker";
  EXPECT_TRUE(has(list({"air unit"}).out, "vertiv-fa096hc"));
}

TEST(RacksList, AnUnknownNumberIsADashAndNull) {
  std::size_t dashes = 0;
  for (const Json& cdu : found({"--kind", "cdu"})) dashes += cdu.at("mass_kg").is_null() ? 1 : 0;
  ASSERT_GT(dashes, 0U) << "the catalogue has no CDU without a mass any more: take another number";
  std::size_t shown = 0;
  for (const std::string& line : lines_of(list({"--kind", "cdu"}).out)) shown += has(line, "  -  ") ? 1 : 0;
  EXPECT_EQ(shown, dashes);
}

/// The longest id sets the column, and every line of a table begins its last column at the same place.
TEST(RacksList, ColumnsFollowTheContent) {
  for (const char* kind :
       {"rack", "cdu", "air-unit", "rear-door", "busway", "ups", "rejection", "coolant", "cable", "server"}) {
    const std::vector<std::string> lines = lines_of(list({"--kind", kind}).out);
    const std::vector<Json> products = found({"--kind", kind});
    ASSERT_EQ(lines.size(), products.size() + 1) << kind << ": one line a product, and the titles";
    const std::size_t names = lines[0].find("name (maker)");
    ASSERT_NE(names, std::string::npos) << lines[0];
    for (std::size_t i = 0; i < products.size(); ++i) {
      const std::string& line = lines[i + 1];
      EXPECT_EQ(line.rfind("  " + products[i]["id"].get<std::string>() + " ", 0), 0U) << line;
      EXPECT_EQ(line.substr(names),
                products[i]["name"].get<std::string>() + " (" + products[i]["maker"].get<std::string>() + ")");
      EXPECT_EQ(line[names - 1], ' ') << line;
    }
  }
}

TEST(RacksList, AServerNamesTheRackThatIsFilledWithIt) {
  SourceFiles files;
  const Result<Catalogue> all = load_catalogue(files, std::string(HALLPLAN_SOURCE_DIR) + "/racks");
  ASSERT_TRUE(all.value);
  ASSERT_GE(all.value->servers.size(), 26U);
  for (const Product<ServerType>& server : all.value->servers) {
    if (server.body.filled_rack.empty()) continue;
    const auto& racks = all.value->racks;
    const auto is = [&](const Product<RackType>& rack) { return rack.id == server.body.filled_rack; };
    EXPECT_TRUE(std::any_of(racks.begin(), racks.end(), is)) << server.id;
  }
}

TEST(RacksList, ASiteThatWantsAServerIsToldOfItsRack) {
  const auto wanting = [](const std::string& id) {
    return run_line({"plan", "sites/one-su.yaml", "--set", "demand.su.compute=" + id, "--out", "unused"});
  };
  const Ran filled = wanting("dell-r760");
  EXPECT_EQ(filled.exit, 2);
  EXPECT_TRUE(has(filled.err, "the rack filled with them is dell-r760-rack")) << filled.err;
  const Ran none = wanting("dell-t550");
  EXPECT_EQ(none.exit, 2);
  EXPECT_TRUE(has(none.err, "dell-t550 is a server by itself; no power of it is known")) << none.err;
}

TEST(RacksList, AllKindsAreOneTableEach) {
  const std::string out = list({}).out;
  for (const char* title : {"\n  CDU ", "\n  air unit ", "\n  busway ", "\n  UPS ", "\n  cable "})
    EXPECT_TRUE(has(out, title)) << title;
  EXPECT_EQ(out.rfind("  rack ", 0), 0U);
}

}  // namespace
}  // namespace hallplan::cli
