/// What no single key can be checked for: tables that must rise, references and what they may point at, loops in the power
/// tree, places that must agree.
#pragma once

#include "planner/base/diagnostic.hpp"
#include "planner/site/product.hpp"
#include "planner/site/removed.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

void check_product(const Product<RackType>& product, Diagnostics& problems);
void check_product(const Product<CduType>& product, Diagnostics& problems);
void check_product(const Product<AirUnitType>& product, Diagnostics& problems);
void check_product(const Product<RearDoorType>& product, Diagnostics& problems);
void check_product(const Product<RejectionType>& product, Diagnostics& problems);
void check_product(const Product<BuswayType>& product, Diagnostics& problems);
void check_product(const Product<CoolantType>& product, Diagnostics& problems);
void check_product(const Product<UpsType>& product, Diagnostics& problems);
void check_product(const Product<TransformerType>& product, Diagnostics& problems);
void check_product(const Product<GeneratorType>& product, Diagnostics& problems);
void check_deratings(const Device& device, Diagnostics& problems);
/// By rising flow, head never rising.
void check_pump_curve(const std::vector<PumpPoint>& curve, Diagnostics& problems);
/// Products whose keys say everything.
template <class B>
void check_product(const Product<B>&, Diagnostics&) {}

/// Sets the index of every reference and keeps of `catalogue` only what the site uses. Reports references to nothing, and where
/// what they name was removed.
void resolve(Site& site, const Catalogue& catalogue, const RemovedItems& removed, Diagnostics& problems);

/// Checks a resolved site as a whole.
void cross_check(const Site& site, Diagnostics& problems);
/// The part of it that concerns what stands in the hall: inside it, and rows apart.
void cross_check_hall(const Site& site, Diagnostics& problems);
/// The part of it that concerns partitions, openings and the air model.
void cross_check_air(const Site& site, Diagnostics& problems);
/// The part of it that concerns leak zones, trays and power devices on the floor.
void cross_check_layout(const Site& site, Diagnostics& problems);
/// The part of it that concerns the pipes of one facility-water loop.
void cross_check_pipes(const FacilityLoop& loop, Diagnostics& problems);
/// Warnings about what is given and not used.
void cross_check_unused(const Site& site, Diagnostics& problems);
/// Warnings about what is well-formed and will not work.
void cross_check_sense(const Site& site, Diagnostics& problems);
/// The part of it that concerns phases.
void cross_check_phases(const Site& site, Diagnostics& problems);
/// How large a power tree may be: what is simulated after every loss, and every pair of losses, takes its square and cube.
void check_power_size(const Site& site, Diagnostics& problems);

/// Sources of a device: named once, and of its voltage unless it transforms.
void check_sources(const Site& site, const Device& device, Diagnostics& problems);

/// Plant names each of its feeds once.
void check_feeds(const std::string& plant, Mark at, const std::vector<Ref>& feeds, Diagnostics& problems);

/// Units of a group or zone hang on devices that it is fed from.
void check_cords(const std::string& group, Mark at, const std::vector<Ref>& feeds, const std::vector<Unit>& units,
                 Diagnostics& problems);

/// The part of it that concerns generators that would run beside the utility.
void cross_check_sources(const Site& site, Diagnostics& problems);

/// The part of it that concerns one power device alone: keys that its kind has not.
void cross_check_power(const Device& device, Diagnostics& problems);

}  // namespace hallplan
