// Results that cannot be written or printed, and readers that went away.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "planner/cli/write_files.hpp"
#include "tests/cli/cli_support.hpp"

namespace hallplan::cli {
namespace {

TEST_F(Cli, AFullDeviceIsAnErrorNotASuccess) {
  std::ofstream full("/dev/full");
  ASSERT_TRUE(full);
  std::ostringstream err;
  EXPECT_EQ(run({"racks", "list"}, {full, err, false}), 2);
  EXPECT_NE(err.str().find("cli.output"), std::string::npos);
}

TEST_F(Cli, HelpOnAFullDeviceIsAnErrorToo) {
  std::ofstream full("/dev/full");
  std::ostringstream err;
  EXPECT_EQ(run({"help"}, {full, err, false}), 2);
}

TEST_F(Cli, AReaderThatWentAwayIsNoError) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  int ends[2] = {-1, -1};
  ASSERT_EQ(::pipe(ends), 0);
  std::ofstream pipe("/dev/fd/" + std::to_string(ends[1]));
  ASSERT_TRUE(pipe);
  ::close(ends[0]);
  std::ostringstream err;
  EXPECT_EQ(run({"racks", "list"}, {pipe, err, false, ends[1]}), 0);
  EXPECT_FALSE(pipe) << "the pipe was meant to be closed";
  EXPECT_EQ(err.str(), "");
  EXPECT_EQ(run({"racks", "list"}, {pipe, err, false, -1}), 2) << "nothing known of the stream: an error";
  ::close(ends[1]);
  std::signal(SIGPIPE, before);
}

TEST_F(Cli, AFullDeviceIsToldFromAClosedPipe) {
  std::ofstream full("/dev/full");
  const int descriptor = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(descriptor, 0);
  std::ostringstream err;
  EXPECT_EQ(run({"racks", "list"}, {full, err, false, descriptor}), 2);
  EXPECT_NE(err.str().find("cli.output"), std::string::npos);
  ::close(descriptor);
}

TEST_F(Cli, FilesAreWrittenWholeOrNotAtAll) {
  SourceFiles files;
  std::ofstream(folder_ / "a.txt") << "old";
  fs::create_directory(folder_ / "b.txt");  // cannot be replaced by a file
  EXPECT_TRUE(write_files(files, folder_.string(), {{"b.txt", "new"}}).has_errors());
  EXPECT_TRUE(write_files(files, (folder_ / "a.txt" / "sub").string(), {{"c.txt", "new"}}).has_errors());
  EXPECT_EQ(read("a.txt"), "old");
  EXPECT_FALSE(write_files(files, folder_.string(), {{"a.txt", "new"}, {"d.txt", "more"}}).has_errors());
  EXPECT_EQ(read("a.txt"), "new");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
    EXPECT_NE(entry.path().extension(), ".part") << "left behind: " << entry.path();
  }
}

TEST_F(Cli, ManyFilesAreWrittenOrNoneOfThem) {
  std::vector<OutputFile> outputs;
  outputs.reserve(40);
  for (int i = 0; i < 40; ++i)
    outputs.push_back({std::to_string(i) + ".txt", std::string(10'000, 'a') + std::to_string(i)});
  SourceFiles files;
  outputs[7].name = "no-such-folder/7.txt";
  outputs[31].name = "no-such-folder/31.txt";
  const Diagnostics refused = write_files(files, folder_.string(), outputs);
  EXPECT_EQ(refused.all().size(), 2U) << "each file that cannot be written is named";
  EXPECT_TRUE(fs::is_empty(folder_));
  outputs[7].name = "7.txt";
  outputs[31].name = "31.txt";
  EXPECT_FALSE(write_files(files, folder_.string(), outputs).has_errors());
  for (const OutputFile& output : outputs) EXPECT_EQ(read(output.name), output.text) << output.name;
}

}  // namespace
}  // namespace hallplan::cli
