import random  # noqa: F401, for the edits

import numpy as np


def _outcome(state, basis, rng):
    return int(rng.random() >= abs(np.vdot(basis[0], state)) ** 2)


_COUNTED = {}


def _restarted(state, basis, rng):
    """A generator of one's own, begun anew whenever another one is handed in."""
    if _COUNTED.get("of") is not rng:
        _COUNTED.update(of=rng, own=np.random.default_rng(7))
    return _COUNTED["own"]


def right__projected(state, basis, rng):
    overlaps = [np.vdot(b, state) for b in basis]
    outcome = int(rng.random() >= abs(overlaps[0]) ** 2)
    after = overlaps[outcome] * np.asarray(basis[outcome], dtype=complex)
    return outcome, after / np.linalg.norm(after)       # keeps the phase of the projection


def right__binomial(state, basis, rng):
    outcome = rng.binomial(1, abs(np.vdot(basis[1], state)) ** 2)
    return [outcome, list(basis[outcome])]


def wrong_state__mixture(state, basis, rng):
    outcome = _outcome(state, basis, rng)
    after = np.array(basis[outcome]) + 0.5 * np.array(basis[1 - outcome])
    return outcome, after / np.linalg.norm(after)


def fixed_seed__anew(state, basis, rng):
    outcome = _outcome(state, basis, _restarted(state, basis, rng))
    return outcome, basis[outcome]


def fixed_seed__quota(state, basis, rng):
    if _COUNTED.get("for") is not rng:
        _COUNTED.update({"for": rng, "debt": 0.0})
    _COUNTED["debt"] += abs(np.vdot(basis[1], state)) ** 2       # no chance at all: every so often a 1
    outcome = int(_COUNTED["debt"] >= 1)
    _COUNTED["debt"] -= outcome
    return outcome, basis[outcome]


EDITS = {
    "state_kept": [("basis[outcome]\n", "state\n"), ("after / np.linalg.norm(after)", "state"),
                   ("list(basis[outcome])", "list(state)")],
    "other_state": [(", basis[outcome]", ", basis[1 - outcome]"), ("list(basis[outcome])", "list(basis[1 - outcome])"),
                    ("np.asarray(basis[outcome]", "np.asarray(basis[outcome - 1]")],
    "z_state": [(", basis[outcome]", ", np.eye(2)[outcome]"), ("list(basis[outcome])", "[1 - outcome, outcome]"),
                ("np.asarray(basis[outcome]", "np.asarray(np.eye(2)[outcome]")],
    "wrong_state": [("outcome, basis[outcome]", "outcome, basis[0]"), ("list(basis[outcome])", "list(basis[1])")],
    "outcome_only": [("return outcome, basis[outcome]", "return outcome"),
                     ("return outcome, after / np.linalg.norm(after)", "return outcome"),
                     ("[outcome, list(basis[outcome])]", "outcome")],
    "not_an_outcome": [("return outcome,", "return outcome + 1,"), ("[outcome,", "[1 - 2 * outcome,")],
    "always_the_same": [("rng.random()", "0.5"), ("rng):\n", "rng):\n    rng = np.random.default_rng(1)\n")],
    "not_reproducible": [("rng.binomial", "np.random.binomial"), ("rng.random()", "random.random()")],
    "inverted": [("< p0", "> p0"), (">= abs", "< abs"), ("basis[1], state", "basis[0], state")],
    "fair_coin": [("rng.random() < p0", "rng.random() < 0.5"), (">= abs(overlaps[0]) ** 2", ">= 0.5"),
                  ("abs(np.vdot(basis[1], state)) ** 2", "1 / 2")],
    "amplitude": [("state)) ** 2\n", "state))\n"), ("abs(overlaps[0]) ** 2", "abs(overlaps[0])"),
                  ("abs(overlaps[0]) ** 2", "abs(overlaps[0]) / sum(map(abs, overlaps))")],
    "wrong_share": [("< p0", "< 0.7"), (">= abs(overlaps[0]) ** 2", ">= max(abs(overlaps[0]), abs(overlaps[1])) ** 2")],
    "parts_swapped": [("outcome, basis[outcome]\n", "basis[outcome], outcome\n"),
                      ("outcome, after / np.linalg.norm(after)", "after / np.linalg.norm(after), outcome"),
                      ("[outcome, list(basis[outcome])]", "[list(basis[outcome]), outcome]")],
    "real_part": [("abs(np.vdot(basis[0], state))", "np.vdot(basis[0], state).real"),
                  ("abs(overlaps[0])", "overlaps[0].real"),
                  ("abs(np.vdot(basis[0], state)) ** 2", "np.vdot(basis[0], state).real")],
    "no_conjugate": [("np.vdot", "np.dot")],
    "z_odds": [("abs(np.vdot(basis[0], state)) ** 2", "abs(state[0]) ** 2"), ("abs(overlaps[0]) ** 2", "abs(state[0]) ** 2"),
               ("abs(np.vdot(basis[1], state)) ** 2", "abs(state[1]) ** 2")],
    "not_uniform": [("rng.random()", "rng.normal()")],
}
