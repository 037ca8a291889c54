import random

import numpy as np
import qutip


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


def state_kept__same(state, basis, rng):
    return _outcome(state, basis, rng), state


def state_kept__copy(state, basis, rng):
    before = qutip.Qobj(np.array(state).reshape(2, 1))
    outcome = rng.choice(2, p=[abs(np.vdot(b, state)) ** 2 for b in basis])
    return outcome, before.unit()


def other_state__index(state, basis, rng):
    outcome = _outcome(state, basis, rng)
    return outcome, basis[1 - outcome]


def other_state__branches(state, basis, rng):
    if rng.random() < abs(np.vdot(basis[0], state)) ** 2:
        return 0, basis[1]
    return 1, basis[0]


def z_state__list(state, basis, rng):
    return (0, [1, 0]) if _outcome(state, basis, rng) == 0 else (1, [0, 1])


def z_state__qobj(state, basis, rng):
    outcome = _outcome(state, basis, rng)
    return outcome, qutip.basis(2, outcome)


def wrong_state__first(state, basis, rng):
    return _outcome(state, basis, rng), basis[0]


def wrong_state__mixture(state, basis, rng):
    outcome = _outcome(state, basis, rng)
    after = np.array(basis[outcome]) + 0.5 * np.array(basis[1 - outcome])
    return outcome, after / np.linalg.norm(after)


def outcome_only__number(state, basis, rng):
    return _outcome(state, basis, rng)


def outcome_only__choice(state, basis, rng):
    return rng.choice([0, 1], p=[abs(np.vdot(b, state)) ** 2 for b in basis])


def not_an_outcome__signs(state, basis, rng):
    outcome = _outcome(state, basis, rng)
    return 1 - 2 * outcome, basis[outcome]


def not_an_outcome__counted_from_one(state, basis, rng):
    outcome = rng.choice(2, p=[abs(np.vdot(b, state)) ** 2 for b in basis])
    return outcome + 1, basis[outcome]


def always_the_same__likelier(state, basis, rng):
    outcome = int(np.argmax([abs(np.vdot(b, state)) for b in basis]))
    return outcome, basis[outcome]


def always_the_same__new_generator(state, basis, rng):
    outcome = _outcome(state, basis, np.random.default_rng(1))
    return outcome, basis[outcome]


def not_reproducible__numpy(state, basis, rng):
    outcome = int(np.random.random() >= abs(np.vdot(basis[0], state)) ** 2)
    return outcome, basis[outcome]


def not_reproducible__standard_library(state, basis, rng):
    outcome = 0 if random.random() < abs(np.vdot(basis[0], state)) ** 2 else 1
    return outcome, basis[outcome]


def inverted__comparison(state, basis, rng):
    outcome = int(rng.random() < abs(np.vdot(basis[0], state)) ** 2)
    return outcome, basis[outcome]


def inverted__choice(state, basis, rng):
    p1, p0 = (abs(np.vdot(b, state)) ** 2 for b in basis)
    outcome = rng.choice(2, p=[p0, p1])
    return outcome, basis[outcome]


def fair_coin__integers(state, basis, rng):
    outcome = rng.integers(2)
    return outcome, basis[outcome]


def fair_coin__half(state, basis, rng):
    outcome = 0 if rng.random() > 0.5 else 1
    return outcome, basis[outcome]


def amplitude__size(state, basis, rng):
    outcome = int(rng.random() >= abs(np.vdot(basis[0], state)))
    return outcome, basis[outcome]


def amplitude__normalised(state, basis, rng):
    sizes = np.array([abs(np.vdot(b, state)) for b in basis])
    outcome = rng.choice(2, p=sizes / sizes.sum())
    return outcome, basis[outcome]


def wrong_share__constant(state, basis, rng):
    outcome = 0 if rng.random() < 0.7 else 1
    return outcome, basis[outcome]


def wrong_share__larger_first(state, basis, rng):
    p = max(abs(np.vdot(b, state)) ** 2 for b in basis)
    outcome = int(rng.random() > p)
    return outcome, basis[outcome]


def parts_swapped__tuple(state, basis, rng):
    outcome = _outcome(state, basis, rng)
    return basis[outcome], outcome


def parts_swapped__list(state, basis, rng):
    outcome = rng.binomial(1, abs(np.vdot(basis[1], state)) ** 2)
    return [qutip.Qobj(np.array(basis[outcome]).reshape(2, 1)), outcome]


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


def real_part__squared(state, basis, rng):
    outcome = int(rng.random() >= np.vdot(basis[0], state).real ** 2)
    return outcome, basis[outcome]


def real_part__dropped(state, basis, rng):
    overlap = sum(np.conj(b) * a for a, b in zip(state, basis[0]))
    return (0, basis[0]) if rng.random() < np.real(overlap) ** 2 else (1, basis[1])


def no_conjugate__dot(state, basis, rng):
    outcome = int(rng.random() >= abs(np.dot(basis[0], state)) ** 2)
    return outcome, basis[outcome]


def no_conjugate__by_hand(state, basis, rng):
    p1 = abs(basis[1][0] * state[0] + basis[1][1] * state[1]) ** 2
    outcome = rng.binomial(1, p1)
    return outcome, basis[outcome]


def not_uniform__normal(state, basis, rng):
    outcome = int(rng.normal() >= abs(np.vdot(basis[0], state)) ** 2)
    return outcome, basis[outcome]


def not_uniform__standard_normal(state, basis, rng):
    p0 = abs(np.vdot(basis[0], state)) ** 2
    return (0, basis[0]) if p0 > rng.standard_normal() else (1, basis[1])
