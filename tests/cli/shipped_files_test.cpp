// What lies in the repository and the program writes: schemas, the reference of keys, the picture of the README.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "tests/cli/cli_support.hpp"

namespace hallplan::cli {
namespace {

TEST_F(Cli, SchemaAndReferenceNameEveryPartOfASite) {
  const Ran schema = run_line({"sites", "schema", "site"});
  EXPECT_EQ(schema.exit, 0);
  for (const std::string key : {"\"basis\"", "\"rows\"", "\"cdu_groups\"", "\"placed\"", "\"$schema\""}) {
    EXPECT_NE(schema.out.find(key), std::string::npos) << key;
  }
  EXPECT_NE(run_line({"sites", "reference"}).out.find("| `power.devices.ID.kind` | yes |"), std::string::npos);
}

TEST_F(Cli, ShippedSchemasAndReferenceAreTheProgramsOwn) {
  const auto file = [](const std::string& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  };
  EXPECT_EQ(file("sites/site.schema.json"), run_line({"sites", "schema", "site"}).out);
  EXPECT_EQ(file("sites/product.schema.json"), run_line({"sites", "schema", "product"}).out);
  EXPECT_NE(file("sites/README.md").find(run_line({"sites", "reference"}).out), std::string::npos);
}

TEST_F(Cli, ThePictureOfTheReadmeIsTheProgramsOwn) {
  ASSERT_EQ(run_line({"plan", "sites/demo-48.yaml", "--out", folder_.string()}).exit, 3);
  std::ifstream in("sites/demo-48.svg");
  std::ostringstream shipped;
  shipped << in.rdbuf();
  EXPECT_EQ(shipped.str(), read("floor_plan.svg"));
}

}  // namespace
}  // namespace hallplan::cli
