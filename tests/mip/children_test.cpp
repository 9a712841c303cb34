// Work in child processes: answers in order, whatever becomes of a child.
#include "planner/mip/children.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "planner/mip/solve.hpp"
#include "tests/mip/programs.hpp"

namespace hallplan::mip {
namespace {

TEST(Children, AnswerInOrderHoweverManyRunAtOnce) {
  const auto square = [](int i) { return std::to_string(i * i); };
  for (const int at_once : {0, 1, 2, 7, 50}) {
    const auto answers = in_children(20, at_once, square);
    ASSERT_EQ(answers.size(), 20U);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(answers[static_cast<std::size_t>(i)], square(i)) << at_once;
  }
  EXPECT_TRUE(in_children(0, 2, square).empty());
}

TEST(Children, AnswerMoreThanAPipeHolds) {
  const auto answers = in_children(3, 3, [](int i) { return std::string(5'000'000, static_cast<char>('a' + i)); });
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(answers[static_cast<std::size_t>(i)], std::string(5'000'000, static_cast<char>('a' + i)));
  }
}

TEST(Children, OneThatBreaksOffAnswersNothingAndHarmsNobody) {
  const auto answers = in_children(4, 2, [](int i) -> std::string {
    if (i == 1) throw std::runtime_error("no");
    if (i == 2) kill(getpid(), SIGKILL);
    return "done";
  });
  EXPECT_EQ(answers[0], "done");
  EXPECT_EQ(answers[1], std::nullopt);
  EXPECT_EQ(answers[2], std::nullopt);
  EXPECT_EQ(answers[3], "done");
}

TEST(Children, EndWhenTheCallerCancelsAndLeaveNoProcessBehind) {
  const auto answers = in_children(
      2, 2,
      [](int) -> std::string {
        for (;;) pause();
      },
      [] { return true; });
  EXPECT_EQ(answers[0], std::nullopt);
  EXPECT_EQ(answers[1], std::nullopt);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(Children, SolveWhatTheirParentSolves) {
  std::mt19937 random(7);
  std::vector<Model> models;
  models.reserve(8);
  for (int i = 0; i < 8; ++i) models.push_back(random_program(random));
  const auto answers =
      in_children(8, 0, [&](int i) { return std::to_string(solve(models[static_cast<std::size_t>(i)]).objective); });
  for (std::size_t i = 0; i < models.size(); ++i) {
    EXPECT_EQ(answers[i], std::to_string(solve(models[i]).objective)) << i;
  }
}

}  // namespace
}  // namespace hallplan::mip
