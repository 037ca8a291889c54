"""Random bits: a source with noise, how well its bits can be guessed, what samples say of that, and how to press it out.

A photon at a beam splitter is random by the laws of physics; a box that is sold with one in it need not be.  `BitSource` has both, and
gives three figures for how random it is, of which only the last one counts (`BitSource.secret_entropy`).  Around it:

- how well somebody guesses, with and without knowing something (`min_entropy`, `purified_guess`);
- what outputs alone say: an estimate of NIST's SP 800-90B (`most_common_value`, `assess`) and the two tests that a source runs on
  itself (`repetition_count_test`, `adaptive_proportion_test`);
- how to get bits that nobody knows (`extract`, by the leftover hash lemma), and a trick that needs more than it seems
  (`von_neumann`).
"""

from qedu.randomness.entropy import guessing_probability, min_entropy, purified_guess, shannon_entropy
from qedu.randomness.estimate import RULES, Assessment, MostCommonValue, assess, bitstring, most_common_value
from qedu.randomness.extract import Extracted, extract, extractable_bits, leftover, von_neumann, von_neumann_yield
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
           "repetition_count_cutoff", "repetition_count_test", "adaptive_proportion_cutoff", "adaptive_proportion_test",
           "extractable_bits", "leftover", "Extracted", "extract", "von_neumann", "von_neumann_yield"]
