"""Quantum keys and pairs from satellites: where they pass, what light loses on the way, what a pass yields; floor 3."""

# What light loses, and what a pass yields.
from qedu.satellites.budget import MICIUS, SpaceLink
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
from qedu.satellites.pairs import YIN_2017, YIN_2020, EntanglementLink, PublishedPairs, entanglement_downlink, entanglement_key
from qedu.satellites.pass_key import PassKey, pass_key
from qedu.satellites.relay import WHO_HOLDS, recover, xor_relay
from qedu.satellites.weather import availability, clear_nights

__all__: list[str] = []

__all__ += ["BEAMS", "diffraction_loss_db", "diffraction_limit_urad", "pointing_loss_db", "air_mass", "atmosphere_loss_db", "background",
            "noise_probability", "SpaceLink", "MICIUS", "PassKey", "pass_key", "xor_relay", "recover", "WHO_HOLDS", "EntanglementLink",
            "entanglement_downlink", "entanglement_key", "PublishedPairs", "YIN_2017", "YIN_2020", "availability", "clear_nights",
            "PublishedPass", "MICIUS_PASS", "PassPrediction", "ONLY_FITTED"]
