/// The cases of a sweep, each planned or verified as those commands do it.
#pragma once

#include <set>
#include <string>

#include "planner/cli/commands.hpp"
#include "planner/sweep/sweep.hpp"

namespace hallplan::cli {

/// What no case mends: a site that is no tree at all, keys that nothing has, a plan that is none.
[[nodiscard]] Diagnostics wrong_in_all(SourceFiles& files, const sweep::Sweep& sweep, const Options& options);

/// Answers them one after the other, with progress on a terminal. What the first site that can be read is called goes into the sweep.
class Cases {
 public:
  Cases(sweep::Sweep& sweep, const kernels::Execution& execution, const Options& options, Streams streams)
      : sweep_(sweep), execution_(execution), options_(options), streams_(streams) {}

  [[nodiscard]] sweep::Answer answer(const sweep::Case& one);
  /// Takes the progress off the terminal.
  void end() const;

 private:
  [[nodiscard]] bool shows() const { return streams_.terminal && !options_.quiet; }
  void show(const sweep::Case& one) const;
  /// Each warning once, however many cases have it.
  void warn(const Diagnostics& problems, const SourceFiles& files);

  sweep::Sweep& sweep_;
  const kernels::Execution& execution_;
  const Options& options_;
  Streams streams_;
  std::set<std::string> warned_;
};

/// Why nothing is swept: not one case could be read. What is said of the first one stands for all.
[[nodiscard]] Exit refuse_all(const sweep::Sweep& sweep, const Options& options, Streams streams);

}  // namespace hallplan::cli
