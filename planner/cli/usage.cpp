#include "planner/cli/usage.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string_view>

#include "planner/base/text.hpp"
#include "planner/cli/cli.hpp"

namespace hallplan::cli {
namespace {

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// What is wrong with a word that no command takes.
std::string unknown_word(const CLI::App& command, const std::string& word) {
  const std::string shown = printable(word);
  if (word.size() > 1 && word[0] == '-') {
    const std::string name = shown.substr(0, shown.find('='));
    for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
      if (sub->get_option_no_throw(name) != nullptr) return fmt::format("option '{}' belongs after its command", name);
    }
    return fmt::format("no option '{}'; {}", name, suggest(name, option_names(command)));
  }
  std::vector<std::string> names = command_names(command);
  if (names.empty()) return fmt::format("unexpected argument '{}'", shown);
  if (command.get_parent() == nullptr) names.emplace_back("help");
  return fmt::format("no command '{}'; {}", shown, suggest(word, names));
}

/// The first word that nothing takes, from the program's own down to the last command's; empty when there is none.
std::string first_unknown(CLI::App& app) {
  CLI::App* command = &app;
  while (true) {
    const std::vector<std::string> rest = command->remaining();
    if (!rest.empty()) return unknown_word(*command, rest.front());
    if (command->get_subcommands().empty()) return {};
    command = command->get_subcommands().front();
  }
}

/// What a line lacks, or has twice; empty when it is neither.
std::string missing_or_doubled(const Reached& at, const std::vector<std::string>& arguments) {
  const std::vector<std::string> names = command_names(*at.command);
  for (const CLI::Option* option : at.command->get_options()) {
    const bool many = option->get_items_expected_max() > 1;
    if (option->count() > 1 && !many && option->get_multi_option_policy() == CLI::MultiOptionPolicy::Throw) {
      return fmt::format("{} is given {} times", option->get_name(), option->count());
    }
    if (arguments.back() == option->get_name() && option->count() == 0) {
      return fmt::format("{} needs a value", option->get_name());
    }
  }
  if (!names.empty()) return fmt::format("'{}' needs a command; one of: {}", at.name, join(names, ", "));
  for (const CLI::Option* option : at.command->get_options()) {
    if (option->get_required() && option->count() == 0) {
      return fmt::format("'{}' needs {} ({})", at.name, option->get_type_name(), option->get_description());
    }
  }
  return {};
}

}  // namespace

Reached reached(CLI::App& app) {
  Reached at{&app, "hallplan"};
  while (!at.command->get_subcommands().empty()) {
    at.command = at.command->get_subcommands().front();
    at.name += " " + at.command->get_name();
  }
  return at;
}

std::vector<std::string> command_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  return names;
}

Parsed usage_error(CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& arguments) {
  const Reached at = reached(app);
  std::string message = first_unknown(app);
  if (message.empty() && dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) message = error.what();
  if (message.empty()) message = missing_or_doubled(at, arguments);
  if (message.empty()) message = printable(error.what());
  return {std::nullopt, fmt::format("error: {}\nsee {} --help\n", message, at.name), static_cast<int>(Exit::input)};
}

}  // namespace hallplan::cli
