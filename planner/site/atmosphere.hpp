/// Air of the room, and at the site's elevation, for what a fan moves by volume.
#pragma once

namespace hallplan {

inline constexpr double kAir_kg_per_m3 = 1.2;  ///< dry, 20 degC, 101.325 kPa
inline constexpr double kAir_j_per_kg_k = 1006;
inline constexpr double kAir_j_per_m3_k = kAir_kg_per_m3 * kAir_j_per_kg_k;

/// Density of air over that at sea level, at the same temperature: it falls with pressure,
/// p / p0 = (1 - 2.25577e-5 z)^5.2559, the standard atmosphere (ASHRAE Handbook Fundamentals, chapter 1, equation 3; also
/// ISO 2533), -5000 to 11,000 m. (The atmosphere's own density falls less, to the power 4.2559, because it is colder up
/// there; a hall is not, nor is the air of a design day that is stated by its temperature.) Below sea level no gain is taken: 1.
/// A coil's rated capacity is scaled with it: the fans move the same volume, which is less mass. A coil loses a
/// little less than that, so the scaling is on the safe side.
[[nodiscard]] double density_ratio(double elevation_m);

}  // namespace hallplan
