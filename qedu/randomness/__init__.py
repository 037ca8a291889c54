"""Random bits: how well they can be guessed, and what samples say of that."""

from qedu.randomness.entropy import guessing_probability, min_entropy, purified_guess, shannon_entropy
from qedu.randomness.estimate import RULES, Assessment, MostCommonValue, assess, bitstring, most_common_value
from qedu.randomness.health import (
    HealthTest,
    adaptive_proportion_cutoff,
    adaptive_proportion_test,
    repetition_count_cutoff,
    repetition_count_test,
)
from qedu.randomness.source import BitSource, Watched, photon_bit

__all__ = ["photon_bit", "BitSource", "Watched", "guessing_probability", "min_entropy", "shannon_entropy", "purified_guess",
           "RULES", "MostCommonValue", "most_common_value", "Assessment", "assess", "bitstring", "HealthTest",
           "repetition_count_cutoff", "repetition_count_test", "adaptive_proportion_cutoff", "adaptive_proportion_test"]
