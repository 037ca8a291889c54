"""Quantum keys and pairs from satellites: where they pass, what light loses on the way, what a pass yields; floor 3.

The Earth of the teaching model is a ball of 6371 km that turns, and orbits are circles (`Orbit`), so that slant ranges and passes can be
followed with a pencil (`slant_range_km`, `pass_profile`, `passes`).  Real satellites come from their two-line elements
(`real_passes`).  A link is a budget in decibels (`SpaceLink`), a pass adds up clicks and makes one key of them (`pass_key`), and a
year of a constellation over many sites is one call (`coverage`).

Angles are degrees, and names say so; a beam's divergence is its full angle at 1/e² of its intensity, an aperture a diameter.
"""

from qedu.satellites.budget import MICIUS, SpaceLink
from qedu.satellites.coverage import Coverage, coverage
from qedu.satellites.geometry import (
    EARTH_GM,
    EARTH_KM,
    PassProfile,
    elevation_deg,
    globe_share,
    half_angle_deg,
    pass_duration_s,
    pass_profile,
    period_s,
    slant_range_km,
)
from qedu.satellites.micius import MICIUS_PASS, ONLY_FITTED, PassPrediction, PublishedPass
from qedu.satellites.optics import (
    BEAMS,
    air_mass,
    atmosphere_loss_db,
    background,
    diffraction_limit_urad,
    diffraction_loss_db,
    noise_probability,
    pointing_loss_db,
)
from qedu.satellites.orbits import EARTH_TURN, Orbit, sun_synchronous_deg, walker
from qedu.satellites.pairs import YIN_2017, YIN_2020, EntanglementLink, PublishedPairs, entanglement_downlink, entanglement_key
from qedu.satellites.pass_key import PassKey, pass_key
from qedu.satellites.passes import Passes, passes, real_passes
from qedu.satellites.real import real_positions_km
from qedu.satellites.relay import WHO_HOLDS, recover, xor_relay
from qedu.satellites.sites import DELINGHA, NANSHAN, Site, look
from qedu.satellites.sun import night, sun_elevation_deg, sun_position
from qedu.satellites.weather import availability, clear_nights

__all__ = ["EARTH_KM", "EARTH_GM", "slant_range_km", "elevation_deg", "half_angle_deg", "globe_share", "period_s", "pass_duration_s",
           "PassProfile", "pass_profile", "EARTH_TURN", "Orbit", "sun_synchronous_deg", "walker", "Site", "look", "DELINGHA", "NANSHAN",
           "Passes", "passes", "real_passes", "real_positions_km", "sun_position", "sun_elevation_deg", "night", "Coverage", "coverage"]

__all__ += ["BEAMS", "diffraction_loss_db", "diffraction_limit_urad", "pointing_loss_db", "air_mass", "atmosphere_loss_db", "background",
            "noise_probability", "SpaceLink", "MICIUS", "PassKey", "pass_key", "xor_relay", "recover", "WHO_HOLDS", "EntanglementLink",
            "entanglement_downlink", "entanglement_key", "PublishedPairs", "YIN_2017", "YIN_2020", "availability", "clear_nights",
            "PublishedPass", "MICIUS_PASS", "PassPrediction", "ONLY_FITTED"]
