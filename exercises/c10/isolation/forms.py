import math

import numpy as np


def right__photons(photons_in, photons_out, reflectivity, attenuator_db, insertion_db):
    """Follow the light, without isolators, and see by how much too bright it is."""
    light = photons_in
    light *= 10 ** (-attenuator_db / 10)
    light *= reflectivity
    light *= 10 ** (-attenuator_db / 10)
    light *= 10 ** (-insertion_db / 10)
    return 10 * math.log10(light / photons_out) if light > photons_out else 0


def right__sum(photons_in, photons_out, reflectivity, attenuator_db, insertion_db):
    losses = np.array([attenuator_db, attenuator_db, insertion_db, 10 * np.log10(1 / reflectivity)])
    rest = 10 * (np.log10(photons_in) - np.log10(photons_out)) - losses.sum()
    return rest if rest > 0 else 0.0


EDITS = {
    "one_pass": [("2 * attenuator_db", "attenuator_db"), ("[attenuator_db, attenuator_db,", "[attenuator_db,")],
    "isolator_twice": [("needed - mirror - 2 * attenuator_db - insertion_db", "(needed - mirror - 2 * attenuator_db - insertion_db) / 2"),
                       ("return rest if", "return rest / 2 if"),
                       ("needed - mirror - 2 * attenuator_db - insertion_db", "(needed - mirror) / 2 - attenuator_db")],
    "no_mirror": [("- mirror ", ""), ("    light *= reflectivity\n", ""), (", 10 * np.log10(1 / reflectivity)]", "]")],
    "mirror_sign": [("- mirror ", "+ mirror "), ("np.log10(1 / reflectivity)", "np.log10(reflectivity)"),
                    ("light *= reflectivity", "light /= reflectivity")],
    "mirror_twice": [("- mirror ", "- 2 * mirror "), ("light *= reflectivity", "light *= reflectivity**2")],
    "insertion_forgotten": [(" - insertion_db", ""), ("    light *= 10 ** (-insertion_db / 10)\n", ""),
                            ("attenuator_db, insertion_db, 10", "attenuator_db, 10")],
    "insertion_twice": [("- insertion_db", "- 2 * insertion_db"), ("attenuator_db, insertion_db, 10",
                        "attenuator_db, insertion_db, insertion_db, 10")],
    "twenty_log": [("needed = 10", "needed = 20", "mirror = -10", "mirror = -20"), ("10 * np.log10(1", "20 * np.log10(1", "rest = 10",
                   "rest = 20")],
    "natural_log": [("np.log10", "np.log"), ("10 * np.log10(photons_in / photons_out)", "np.log(photons_in / photons_out)",
                    "-10 * np.log10(reflectivity)",
                                             "-np.log(reflectivity)")],
    "below_zero": [("max(0.0, needed - mirror - 2 * attenuator_db - insertion_db)", "needed - mirror - 2 * attenuator_db - insertion_db"),
                   (" if light > photons_out else 0", ""), (" if rest > 0 else 0.0", "")],
}
