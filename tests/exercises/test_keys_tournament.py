"""What c19-keys says of a function is what the tournament says of it, when the same function is handed in as a program."""

import csv

import pytest

from qedu.grading.checks.checking import examine
from qedu.grading.exercise import find
from qedu.grading.notebooks import sources
from qedu.grading.tournament import play
from tests.exercises import forms
from tests.exercises.test_contract import SEEDS

#: As the exercise names them, which looks at them in this order.
EVES = {
    "measures": 'return "intercept_resend", {}',
    "measures_key_basis": 'return "intercept_resend", {"basis": "z" if plan["p_z"] >= 0.5 else "x"}',
    "measures_some": 'return "intercept_resend", {"fraction": 0.1}',
    "clones": 'return "phase_covariant_cloner", {"qber": 0.05}',
    "splits": 'return "photon_number_splitting", {}',
}

#: What a team should mend first that loses to one of these.
MENDED = {"measures": "no_abort", "measures_key_basis": "one_basis", "measures_some": "eve_for_nothing", "clones": "eve_for_nothing",
          "splits": "every_click_single", "nobody": "beyond_bound"}

#: One form of each mistake, besides all that are right; a plan of each kind that the exercise has, by what the line looks like.
FORMS = {"right__solution": "", **{name: "" for name in ("right__terms", "right__cautious", "right__in_order")},
         **{name: name.split("__")[0] for name in (
             "no_abort__half", "one_basis__by_hand", "eve_for_nothing__shannon", "every_click_single__finite",
             "always_aborts__printed", "too_short__tenth", "no_length__decimals")}}

PLAN = '''

PLANS = [{"protocol": "bb84", "p_z": p_z, "intensities": intensities, "probabilities": odds, "tested": tested, "abort_above": 0.5}
         for p_z, intensities, odds, tested in (
             (0.9, [0.5, 0.1, 0.0], [0.7, 0.2, 0.1], 0.05), (0.15, [0.08, 0.45, 0.0], [0.2, 0.7, 0.1], 0.1),
             (0.88, [0.0, 0.55, 0.12], [0.12, 0.68, 0.2], 0.02))]


def plan(situation):
    return PLANS[round(10 * situation["distance_km"]) % 3]


'''


@pytest.fixture(scope="module")
def teams(tmp_path_factory):
    """The forms as programs, and the Eves."""
    folder = tmp_path_factory.mktemp("teams")
    exercises = find("c19-keys")
    text = (exercises.folder / "keys" / "forms.py").read_text(encoding="utf-8")
    returned = {f"{key}__{way}": code for key, ways in forms.module("c19-keys").RETURNS.items() for way, code in ways.items()}
    solved = sources.solutions(exercises.folder)["c19-keys"]
    for role in ("keys", "eves"):
        (folder / role).mkdir()
    for name in FORMS:
        own = f"import numpy as np\n\nfrom qedu import links, rates\n\n\n{solved}" if name == "right__solution" else f"{text}\n\ndecide = {name}\n"
        if name in returned:
            own = f"{text}\n\ndef decide(situation, plan, counts):\n    return {returned[name]}\n"
        (folder / "keys" / f"{name}.py").write_text(own + PLAN, encoding="utf-8")
    for name, body in EVES.items():
        (folder / "eves" / f"{name}.py").write_text(f"def attack(situation, plan):\n    {body}\n", encoding="utf-8")
    return folder


def told(rows):
    """The mistake that the rows of a team come to: no length, an insecure key, none where nobody listened, or short ones; "" for none."""
    if any(row["reason"] for row in rows):
        return "no_length"
    lost = {row["eve"] for row in rows if row["outcome"] == "insecure"}
    for eve, mistake in MENDED.items():
        if eve in lost:
            return mistake
    alone = [row for row in rows if row["eve"] == "nobody"]
    stopped = [row for row in alone if row["outcome"] == "abort"]
    if stopped:
        return "always_aborts" if len(stopped) == len(alone) else "aborts_in_silence"
    return "too_short" if min(float(row["points"]) for row in alone) < 0.2 else ""


@pytest.mark.parametrize("seed", range(5 if SEEDS >= 1000 else 1))
def test_the_check_says_what_the_tournament_says(teams, tmp_path, seed):
    lines = 2 if SEEDS >= 1000 else 1
    play.tournament(teams, tmp_path / "out", seed=seed, lines=lines)
    with open(tmp_path / "out" / "matches.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(FORMS) * 6 * lines
    found = {name: told([row for row in rows if row["key team"] == name]) for name in FORMS}
    assert found == FORMS
    answers = {**forms.written("c19-keys"), **forms.returned("c19-keys"), "right__solution": forms.solution("c19", "c19-keys")}
    assert {name: examine("c19-keys", answer, seed).mistake or "" for name, answer in answers.items() if name in FORMS} == found
