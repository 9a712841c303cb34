/// What tests of command lines share: they run from the root of the repository, with a folder of their own for what is written.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/run_line.hpp"

namespace hallplan::cli {

namespace fs = std::filesystem;

class Cli : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::current_path(HALLPLAN_SOURCE_DIR);
    folder_ = fs::temp_directory_path() / ("hallplan-cli-" + std::to_string(::getpid()) + "-" +
                                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(folder_ / name);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  [[nodiscard]] Ran plan(std::vector<std::string> more = {}) const {
    std::vector<std::string> line = {"plan",  "tests/data/small.yaml", "--catalogue", "tests/data/racks",
                                     "--out", folder_.string()};
    line.insert(line.end(), more.begin(), more.end());
    return run_line(line);
  }

  fs::path folder_;
};

}  // namespace hallplan::cli
