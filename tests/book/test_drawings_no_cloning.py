"""The drawings of the chapter on no-cloning show what its formulas give."""

from fractions import Fraction

import pytest
import qutip

from qedu import states
from qedu.book import drawings

SHOWN = drawings.read("chapters/1-foundations/no-cloning")


def ends(branch, share=1):
    """Share and label of each end of a tree."""
    if "ways" not in branch:
        return [(share, branch["label"])]
    return [end for way in branch["ways"] for end in ends(way, share * Fraction(str(way["share"])))]


def test_the_tree_of_two_copies_has_the_odds_of_the_born_rule():
    used = {}
    for basis, way in zip("ZY", SHOWN["two-copies"]["tree"]["ways"]):
        assert way["label"] == f"Alice used {basis}"
        for outcome in ("agree", "differ"):
            used[basis, outcome] = float(sum(share for share, label in ends(way, Fraction(way["share"])) if f"they {outcome}" in label))
        copies = states.mixture([qutip.tensor(ket, ket) for ket in states.basis(basis)])
        agree = copies.diag().real[[0, 3]].sum()
        assert used[basis, "agree"] == pytest.approx(agree / 2) and used[basis, "differ"] == pytest.approx((1 - agree) / 2)
    right = float(sum(share for share, label in ends(SHOWN["two-copies"]["tree"]) if label.endswith("right")))
    assert right == pytest.approx(used["Z", "agree"] + used["Y", "differ"]) == pytest.approx(0.75)


def test_alice_and_bob_use_the_bases_in_which_the_pairs_fit_together():
    """Of Φ⁺ the two photons agree in Z, and are opposite in Y; Herbert's two letters need both."""
    alice, _, bob = SHOWN["herbert"]["chain"]
    assert alice["parts"] == [{"node": "Z says no, Y says yes"}]
    splitter, detector = bob["parts"][1]["splitter"], bob["parts"][2]["detector"]
    assert {splitter["side"]["detector"], detector} == {"Z", "Y"}
    pair = (qutip.ket("00") + qutip.ket("11")).unit()
    for basis, agree in (("Z", 1), ("Y", 0)):
        same = sum(abs(qutip.tensor(ket, ket).overlap(pair)) ** 2 for ket in states.basis(basis))
        assert same == pytest.approx(agree, abs=1e-12)
