/// Two transformers on a board, and what a fault at one of the devices finds. For tests of short circuits.
#pragma once

#include <string>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"

namespace hallplan::test {

/// utility -> tx-1, tx-2 -> board; each transformer 1000 kVA, 5.75 %, X/R 4.9 as breakers above 20 kA are tested, 480 V.
inline Site two_transformers(Sharing sharing = Sharing::equal) {
  Site site = bare_site(10e3);
  add_device(site, "utility", DeviceKind::utility, {}).rating_w = number(10e6);
  for (const char* id : {"tx-1", "tx-2"}) {
    Device& tx = add_device(site, id, DeviceKind::transformer, {"utility"});
    tx.rating_va = number(1000e3);
    tx.impedance = number(0.0575);
    tx.x_over_r = number(4.9);
    tx.voltage_v = number(480);
    tx.interrupting_a = number(22e3);
  }
  Device& board = add_device(site, "board", DeviceKind::switchboard, {"tx-1", "tx-2"});
  board.sharing = sharing;
  board.interrupting_a = number(42e3);
  return site;
}

inline Check short_circuit(const Site& site, const std::string& id) {
  return find_check(power::check(site, Plan{}), Rule::power_interrupting, id, "short circuit");
}

}  // namespace hallplan::test
