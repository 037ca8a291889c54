"""The red-team exercise: each toy link has the one hole that it should have, and the check cannot be talked into anything."""

import math

import numpy as np
import pytest

from qedu import devices, exchange
from qedu.grading import examine
from qedu.grading.answers import Unfit
from qedu.grading.checks.plain import from_plain, to_plain
from qedu.grading.exercise import load
from tests.exercises.test_contract import solution

CHECK = load("c10").checks["c10-red-team"]
SPACE = vars(__import__(type(CHECK).__module__, fromlist=["RedTeam"]))
SEEDS = 12


def works(link, *plan):
    return SPACE["outcome"](link, CHECK.answer.read(plan if len(plan) == 2 else plan[0])) is None


def usual(link):
    """Clicks per pulse of an honest line, but for dark counts."""
    return link["efficiency"] * 10 ** (-0.02 * link["distance_km"])


def routes(link):
    """By hole, an attack in which nothing but the link's own description has been looked up."""
    share = 2 * usual(link)
    return {"blinding": ("blinding", {"power": max(link["threshold"]), "resend": share}), "bright_pulses": ("bright_pulses", {"resend": share}),
            "time_shift": ("time_shift", {"p_early": 0.5}), "foreseen_bases": ("foreseen_bases", {}),
            "one_rate": ([("0", np.diag([1, 0])), ("1", np.diag([0, 1]))],)}


def hole_by_hand(link):
    """The hole, by closed forms and without the engine."""
    low, high = sorted(link["threshold"])
    better, worse = sorted(link["early"])[::-1]
    p, e = worse / (better + worse), link["misalignment"]
    blurred = p + e - 2 * p * e
    known = 1 + blurred * math.log2(blurred) + (1 - blurred) * math.log2(1 - blurred)
    in_x = (1 - link["p_z"]) ** 2 / ((1 - link["p_z"]) ** 2 + link["p_z"] ** 2)
    found = {"blinding": high < 2 * low and (link["alarm"] is None or link["alarm"] > high), "bright_pulses": link["double_clicks"] == "drop",
             "time_shift": known > 0.91 and not link["random_roles"],
             "foreseen_bases": (1 - link["guess"]) / 2 * (1 - 2 * e) + e < 0.0295, "one_rate": in_x / 2 + e < 0.0295}
    return [hole for hole, there in found.items() if there]


def test_each_link_has_one_hole_and_only_its_attack_works():
    """Closed forms, the engine and the words of the check agree on all links of some seeds; the holes are another one each."""
    for seed in range(SEEDS):
        calls = CHECK.case(seed).calls
        holes = []
        for call in calls:
            link = call.arguments["link"]
            holes += (own := hole_by_hand(link))
            assert len(own) == 1 and [hole for hole, plan in routes(link).items() if works(link, *plan)] == own, (seed, link)
            # No guess at settings helps elsewhere: part of the pulses, other powers, the other basis, a cloner.
            tries = [("blinding", {"power": power, "resend": share * usual(link)}) for power in (0.5, min(link["threshold"]), 1.99 * min(link["threshold"]))
                     for share in (2, 4)] + [("intercept_resend", {"basis": basis, "fraction": part}) for basis in ("x", "random", "breidbart")
                                             for part in (0.1, 1)] + [("phase_covariant_cloner", {"qber": 0.025})]
            if own != ["blinding"]:
                assert not any(works(link, *plan) for plan in tries), (seed, link)
        assert sorted(holes[1:]) == sorted(routes(link)) and holes[0] == "blinding"


def test_the_figures_of_two_routes_are_those_found_by_hand():
    """Foreseen bases: errors of e + (1 − g)(½ − e).  Z alone: half of the bits of X.  Dark counts add less than 10⁻⁴ here."""
    build, attack_of = SPACE["build"], SPACE["attack_of"]
    for call in CHECK.case(3).calls:
        link = call.arguments["link"]
        protocol, setup, receiver = build(link)
        e, x, z = link["misalignment"], (1 - link["p_z"]) ** 2, link["p_z"] ** 2
        foreseen, alone = (exchange(protocol, attack_of(link, receiver, CHECK.answer.read(routes(link)[hole] if hole != "one_rate" else routes(link)[hole][0]))[0],
                                    link=setup) for hole in ("foreseen_bases", "one_rate"))
        assert foreseen.qber == pytest.approx(e + (1 - link["guess"]) * (0.5 - e), abs=1e-4)
        assert alone.qber == pytest.approx((z * e + x / 2) / (x + z), abs=1e-4)


@pytest.mark.parametrize("plan, key", [
    (("blinding", {"resend": float("nan")}), "nan"), (("blinding", {"resend": "all"}), "no_attack"), (("blinding", {"resend": None}), "none"),
    (("blinding", {"power": 1e300}), "no_attack"), (("blinding", {"fraction": 2}), "no_attack"), (("intercept_resend", {"basis": 3.0}), "no_attack"),
    (("intercept_resend", {"basis": "__class__"}), "no_attack"), (("foreseen_bases", {"link": 0}), "not_eves"), (("foreseen_bases", {1: 0}), "not_eves"),
    ([("a", np.eye(2))] * 17, "not_a_plan"), ([("a", np.eye(3))], "not_a_plan"), ([("a", np.full((2, 2), np.nan))], "nan"), ([], "not_a_plan"),
    ([("a" * 10**6, np.eye(2))], "knows_too_little"), ([("a", 1e200 * np.eye(2))], "no_attack"), ("nonsense", "unknown_attack"),
    (("blinding", {"resend": {"share": 0.02}}), "not_a_setting"), ([("blinding", {}), ("foreseen_bases", {})], "not_a_plan"),
    (np.zeros((2, 2)), "not_a_plan"), (([], {}), "not_a_plan"), (("blinding", {"resend": lambda: 1}), "an_object"), (devices.blinding(), "an_object")])
def test_nothing_but_an_attack_is_an_attack(plan, key):
    """What stands there is judged as it comes from another process, as plain data."""
    assert examine("c10-red-team", lambda link: from_plain(to_plain(plan)) if key not in ("an_object",) else plan).mistake == key


def test_a_receiver_is_no_setting_and_what_the_student_changes_stays_with_the_student():
    right = solution("c10", "c10-red-team")

    def rebuilds(link):
        link.update(alarm=None, double_clicks="drop", guess=1.0, p_z=1.0, distance_km=0.0)
        return right(link)

    assert not examine("c10-red-team", rebuilds).passed
    space = dict(SPACE["SETTINGS"])
    with pytest.raises(Unfit, match="not_eves"):
        CHECK.answer.read(("blinding", {"receiver": 1.0}))
    assert space == SPACE["SETTINGS"] and examine("c10-red-team", right).passed
