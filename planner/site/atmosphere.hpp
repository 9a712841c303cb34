/// Air at the site's elevation, for what a fan moves by volume.
#pragma once

namespace hallplan {

/// Density of air over that at sea level, at the same temperature: it falls with pressure,
/// p / p0 = (1 - 2.25577e-5 z)^5.2559, the standard atmosphere (ASHRAE Handbook Fundamentals, chapter 1, equation 3; also
/// ISO 2533), -5000 to 11,000 m. (The atmosphere's own density falls less, to the power 4.2559, because it is colder up
/// there; a hall is not, nor is the air of a design day that is stated by its temperature.) Below sea level no gain is taken: 1.
/// A coil's rated capacity is scaled with it: the fans move the same volume, which is less mass. A coil loses a
/// little less than that, so the scaling is on the safe side.
[[nodiscard]] double density_ratio(double elevation_m);

}  // namespace hallplan
