/// The site as it is in one of its phases. Every check is made in each phase; the site that is checked then is an ordinary
/// one, with the same indices, in which what is not energised, delivered or present yet is not there.
#pragma once

#include <string>

#include "planner/site/site.hpp"

namespace hallplan {

/// Phases that a site has: one where it states none.
[[nodiscard]] int phase_count(const Site& site);

/// Index of the last phase: the hall as it is built out.
[[nodiscard]] inline int last_phase(const Site& site) { return phase_count(site) - 1; }

/// The phase's id; empty where a site states none.
[[nodiscard]] std::string phase_id(const Site& site, int phase);

/// The phase from which a reference says that something is there; the first when it says nothing.
[[nodiscard]] inline int since(const Ref& phase) { return phase.index < 0 ? 0 : phase.index; }

/// True when a pinned rack stands in its slot in this phase.
[[nodiscard]] bool stands(const PinnedRack& rack, int phase);

/// The site in a phase, itself a site without phases. Devices wait until they are energised; units and pinned racks that come later are left out, and
/// their floor is a keep-out; racks that are retired are gone; facility loops and heat rejection are those of the phase; of a demand as many
/// units are wanted as have been delivered. `spare` is never more than the units that are there.
[[nodiscard]] Site in_phase(const Site& site, int phase);

}  // namespace hallplan
