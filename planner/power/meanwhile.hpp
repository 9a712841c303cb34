/// What carries load while others have yet to take over. After a loss devices that wait for a generator or a switch are dead for a while;
/// racks of two cords then draw all from their other side, whose UPS may be on its battery. Such a stretch of time is a state like any
/// other: held against continuous ratings, which is on the safe side for what lasts seconds.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/power/checks.hpp"
#include "planner/power/gap.hpp"
#include "planner/power/power.hpp"

namespace hallplan::power {

/// One stretch of the time between a loss and what is left in the end.
struct Stage {
  Pair order;  ///< what was lost, and what was out of service before
  Meanwhile meanwhile;
  std::vector<bool> live;  ///< by device: a UPS lives on its battery
};

/// The stretches after a loss, by time: each lasts until the next devices are back. Gaps that a rack's supplies bear are none. Where times
/// are not known, any of up to four devices may be back before the others or after them, of more all of them or any one; a stretch that hangs
/// on that is in doubt, where what may be back carries something. Of a pair in both its orders where both may come; what leaves the same live is
/// there once. `order`: of devices, sources first; `bridged`, `loaded`: see `always_bridged`, `before_loss`; `normal`: with nothing lost;
/// `after`: which devices have power in the end.
[[nodiscard]] std::vector<Stage> stages_of(const Site& site, const std::vector<int>& order,
                                           const std::vector<bool>& bridged, const std::vector<bool>& loaded,
                                           const Before& normal, const Pair& losses, const std::vector<bool>& after);

/// Who carries loads for a source that is not back yet. `after`: which devices have power in the end.
class StandIns {
 public:
  StandIns(const Site& site, const std::vector<bool>& after);

  /// Whether a device that draws from `source` in the end lives on others while that one is dead: `live` of a stretch.
  [[nodiscard]] bool any_for(int source, const std::vector<bool>& live) const;

 private:
  std::vector<std::vector<int>> drawing_;  ///< by source: devices of several sources that draw from it in the end
};

/// Whether a load with these feeds rests on what lives in a stretch, and in the end also on what waits in it.
template <class Feeds>
[[nodiscard]] bool shifts(const Feeds& feeds, const Stage& stage, const std::vector<bool>& after) {
  bool rests = false, waits = false;
  for (const int feed : feeds) {
    if (feed < 0 || !after[static_cast<std::size_t>(feed)]) continue;
    (stage.live[static_cast<std::size_t>(feed)] ? rests : waits) = true;
  }
  return rests && waits;
}

/// Whether a device that lives in a stretch does so. Where nothing does, nothing carries more than in the end.
[[nodiscard]] bool device_shifts(const Site& site, const Stage& stage, const std::vector<bool>& after);

/// Those of a placement in which something shifts, simulated.
[[nodiscard]] std::vector<State> states_meanwhile(const Basics& basics, const Pair& losses,
                                                  const std::vector<bool>& after);

/// Whether the times are known that make a state one.
[[nodiscard]] bool is_certain(const State& state);

/// Whether a limit's device carries more than in normal running and after the loss; where times are not known, more than it may.
[[nodiscard]] bool carries_more(const Site& site, const State& meanwhile, const Held& held, const State& normal,
                                const State& after);

/// Of a limit, what the owner's margin leaves of it.
[[nodiscard]] double kept_share(const Site& site);

/// What a limit's device may carry, W, with the owner's margin; infinite where the limit is not known.
[[nodiscard]] double kept_limit_w(const Site& site, const Held& held);

/// A check of a state whose times are not known can pass, but not fail, nor by the owner's margin.
[[nodiscard]] Check without_fail(const Site& site, Check check, const State& state);

/// ", until tx-b has power"
[[nodiscard]] std::string until_words(const Site& site, const Meanwhile& meanwhile);

}  // namespace hallplan::power
