"""Wrong answers to the C02 exercises: each must get the message of its own mistake.

Names: exercise ID with underscores, the mistake's key, a word for the way it is written; two underscores between.
"""

import cmath
import itertools
import math
import random

import numpy as np
import qutip

R = 1 / math.sqrt(2)


# c02-ket-from-bloch

def c02_ket_from_bloch__full_angle__numpy(theta, phi):
    return np.array([np.cos(theta), np.exp(1j * phi) * np.sin(theta)])


def c02_ket_from_bloch__full_angle__rotation(theta, phi):
    turn = (-1j * phi * qutip.sigmaz() / 2).expm() * (-1j * theta * qutip.sigmay()).expm()
    return turn * qutip.basis(2, 0)


def c02_ket_from_bloch__no_phase__list(theta, phi):
    return [math.cos(theta / 2), math.sin(theta / 2)]


def c02_ket_from_bloch__no_phase__global(theta, phi):
    return np.exp(1j * phi) * np.array([np.cos(theta / 2), np.sin(theta / 2)])


def c02_ket_from_bloch__phase_sign__exponent(theta, phi):
    return np.array([np.cos(theta / 2), np.exp(-1j * phi) * np.sin(theta / 2)])


def c02_ket_from_bloch__phase_sign__bra(theta, phi):
    ket = qutip.Qobj([[math.cos(theta / 2)], [cmath.exp(1j * phi) * math.sin(theta / 2)]])
    return ket.dag()


def c02_ket_from_bloch__half_phase__both(theta, phi):
    theta, phi = theta / 2, phi / 2
    return [np.cos(theta), np.exp(1j * phi) * np.sin(theta)]


def c02_ket_from_bloch__half_phase__split(theta, phi):
    return [np.exp(-0.25j * phi) * np.cos(theta / 2), np.exp(0.25j * phi) * np.sin(theta / 2)]


def c02_ket_from_bloch__poles_swapped__south(theta, phi):
    return np.array([np.sin(theta / 2), np.exp(1j * phi) * np.cos(theta / 2)])


def c02_ket_from_bloch__poles_swapped__shift(theta, phi):
    down = math.pi - theta
    return qutip.Qobj([[math.cos(down / 2)], [cmath.exp(1j * phi) * math.sin(down / 2)]])


def c02_ket_from_bloch__degrees__radians(theta, phi):
    theta, phi = np.radians([theta, phi])
    return [np.cos(theta / 2), np.exp(1j * phi) * np.sin(theta / 2)]


def c02_ket_from_bloch__degrees__by_hand(theta, phi):
    t, p = theta * math.pi / 360, phi * math.pi / 180
    return [cmath.exp(-0.5j * p) * math.cos(t), cmath.exp(0.5j * p) * math.sin(t)]


def c02_ket_from_bloch__angles_swapped__names(phi, theta):
    return np.array([np.cos(theta / 2), np.exp(1j * phi) * np.sin(theta / 2)])


def c02_ket_from_bloch__angles_swapped__formula(theta, phi):
    return [math.cos(phi / 2), cmath.rect(math.sin(phi / 2), theta)]


# c02-prob

def c02_prob__amplitude_size__vdot(state, basis):
    return [abs(np.vdot(b, state)) for b in basis]


def c02_prob__amplitude_size__root(state, basis):
    p = np.abs(np.conj(np.array(basis)) @ state) ** 2
    return np.sqrt(p)


def c02_prob__amplitude__vdot(state, basis):
    return np.array([np.vdot(basis[0], state), np.vdot(basis[1], state)])


def c02_prob__amplitude__matrix(state, basis):
    return (np.conj(np.array(basis)) @ state.reshape(2, 1)).ravel()


def c02_prob__square_without_size__vdot(state, basis):
    return [np.vdot(b, state) ** 2 for b in basis]


def c02_prob__square_without_size__product(state, basis):
    overlaps = np.conj(np.array(basis)) @ state
    return overlaps * overlaps


def c02_prob__real_part__vdot(state, basis):
    return [np.vdot(b, state).real ** 2 for b in basis]


def c02_prob__real_part__matrix(state, basis):
    return np.real(np.conj(np.array(basis)) @ state) ** 2


def c02_prob__no_conjugate__dot(state, basis):
    return [abs(np.dot(b, state)) ** 2 for b in basis]


def c02_prob__no_conjugate__sum(state, basis):
    return [abs(b[0] * state[0] + b[1] * state[1]) ** 2 for b in basis]


def c02_prob__outcomes_swapped__order(state, basis):
    one, zero = basis
    return [abs(np.vdot(zero, state)) ** 2, abs(np.vdot(one, state)) ** 2]


def c02_prob__outcomes_swapped__complement(state, basis):
    p = abs(np.vdot(basis[0], state)) ** 2
    return np.array([1 - p, p])


def c02_prob__basis_ignored__size(state, basis):
    return np.abs(state) ** 2


def c02_prob__basis_ignored__z(state, basis):
    p0 = abs(np.vdot([1, 0], state)) ** 2
    return [p0, 1 - p0]


def c02_prob__one_outcome__number(state, basis):
    return abs(np.vdot(basis[0], state)) ** 2


def c02_prob__one_outcome__list(state, basis):
    for b in basis:
        return [abs(np.vdot(b, state)) ** 2]


# c02-measure

def _outcome(state, basis, rng):
    return int(rng.random() >= abs(np.vdot(basis[0], state)) ** 2)


def c02_measure__state_kept__same(state, basis, rng):
    return _outcome(state, basis, rng), state


def c02_measure__state_kept__copy(state, basis, rng):
    before = qutip.Qobj(np.array(state).reshape(2, 1))
    outcome = rng.choice(2, p=[abs(np.vdot(b, state)) ** 2 for b in basis])
    return outcome, before.unit()


def c02_measure__other_state__index(state, basis, rng):
    outcome = _outcome(state, basis, rng)
    return outcome, basis[1 - outcome]


def c02_measure__other_state__branches(state, basis, rng):
    if rng.random() < abs(np.vdot(basis[0], state)) ** 2:
        return 0, basis[1]
    return 1, basis[0]


def c02_measure__z_state__list(state, basis, rng):
    return (0, [1, 0]) if _outcome(state, basis, rng) == 0 else (1, [0, 1])


def c02_measure__z_state__qobj(state, basis, rng):
    outcome = _outcome(state, basis, rng)
    return outcome, qutip.basis(2, outcome)


def c02_measure__wrong_state__first(state, basis, rng):
    return _outcome(state, basis, rng), basis[0]


def c02_measure__wrong_state__mixture(state, basis, rng):
    outcome = _outcome(state, basis, rng)
    after = np.array(basis[outcome]) + 0.5 * np.array(basis[1 - outcome])
    return outcome, after / np.linalg.norm(after)


def c02_measure__outcome_only__number(state, basis, rng):
    return _outcome(state, basis, rng)


def c02_measure__outcome_only__choice(state, basis, rng):
    return rng.choice([0, 1], p=[abs(np.vdot(b, state)) ** 2 for b in basis])


def c02_measure__not_an_outcome__signs(state, basis, rng):
    outcome = _outcome(state, basis, rng)
    return 1 - 2 * outcome, basis[outcome]


def c02_measure__not_an_outcome__counted_from_one(state, basis, rng):
    outcome = rng.choice(2, p=[abs(np.vdot(b, state)) ** 2 for b in basis])
    return outcome + 1, basis[outcome]


def c02_measure__always_the_same__likelier(state, basis, rng):
    outcome = int(np.argmax([abs(np.vdot(b, state)) for b in basis]))
    return outcome, basis[outcome]


def c02_measure__always_the_same__new_generator(state, basis, rng):
    outcome = _outcome(state, basis, np.random.default_rng(1))
    return outcome, basis[outcome]


def c02_measure__not_reproducible__numpy(state, basis, rng):
    outcome = int(np.random.random() >= abs(np.vdot(basis[0], state)) ** 2)
    return outcome, basis[outcome]


def c02_measure__not_reproducible__standard_library(state, basis, rng):
    outcome = 0 if random.random() < abs(np.vdot(basis[0], state)) ** 2 else 1
    return outcome, basis[outcome]


def c02_measure__inverted__comparison(state, basis, rng):
    outcome = int(rng.random() < abs(np.vdot(basis[0], state)) ** 2)
    return outcome, basis[outcome]


def c02_measure__inverted__choice(state, basis, rng):
    p1, p0 = (abs(np.vdot(b, state)) ** 2 for b in basis)
    outcome = rng.choice(2, p=[p0, p1])
    return outcome, basis[outcome]


def c02_measure__fair_coin__integers(state, basis, rng):
    outcome = rng.integers(2)
    return outcome, basis[outcome]


def c02_measure__fair_coin__half(state, basis, rng):
    outcome = 0 if rng.random() > 0.5 else 1
    return outcome, basis[outcome]


def c02_measure__amplitude__size(state, basis, rng):
    outcome = int(rng.random() >= abs(np.vdot(basis[0], state)))
    return outcome, basis[outcome]


def c02_measure__amplitude__normalised(state, basis, rng):
    sizes = np.array([abs(np.vdot(b, state)) for b in basis])
    outcome = rng.choice(2, p=sizes / sizes.sum())
    return outcome, basis[outcome]


def c02_measure__wrong_share__constant(state, basis, rng):
    outcome = 0 if rng.random() < 0.7 else 1
    return outcome, basis[outcome]


def c02_measure__wrong_share__larger_first(state, basis, rng):
    p = max(abs(np.vdot(b, state)) ** 2 for b in basis)
    outcome = int(rng.random() > p)
    return outcome, basis[outcome]


# c02-two-states

def c02_two_states__overlap_not_squared__root(overlap):
    return (1 + math.sqrt(1 - overlap)) / 2


def c02_two_states__overlap_not_squared__half(overlap):
    return 0.5 + 0.5 * np.sqrt(1 - abs(overlap))


def c02_two_states__one_basis__average(overlap):
    return (1 + (1 - overlap**2)) / 2


def c02_two_states__one_basis__angle(overlap):
    return 1 - 0.5 * math.cos(math.acos(overlap)) ** 2


def c02_two_states__error__minus(overlap):
    return (1 - math.sqrt(1 - overlap**2)) / 2


def c02_two_states__error__sine(overlap):
    return math.sin((math.pi / 2 - math.acos(overlap)) / 2) ** 2


def c02_two_states__no_half__root(overlap):
    return np.sqrt(1 - overlap**2)


def c02_two_states__no_half__sine(overlap):
    return math.sin(math.acos(overlap))


def c02_two_states__always_right__one(overlap):
    return 1


def c02_two_states__always_right__norm(overlap):
    return overlap**2 + (1 - overlap**2)


def c02_two_states__unambiguous__difference(overlap):
    return 1 - overlap


def c02_two_states__unambiguous__cosine(overlap):
    return 2 * math.sin(math.acos(overlap) / 2) ** 2


def c02_two_states__overlap_removed__square(overlap):
    return 1 - overlap**2


def c02_two_states__overlap_removed__sine(overlap):
    return math.sin(math.acos(overlap)) ** 2


# c02-debug-bases

def _rows(state, **pairs):
    return {label: [abs(np.vdot(ket, state)) ** 2 for ket in pair] for label, pair in pairs.items()}


_Z, _X, _Y = ([1, 0], [0, 1]), ([R, R], [R, -R]), ([R, R * 1j], [R, -R * 1j])


def c02_debug_bases__still_swapped__unchanged(state):
    return _rows(state, Z=_Z, X=_Y, Y=_X)


def c02_debug_bases__still_swapped__no_conjugate(state):
    pairs = {"Z": _Z, "X": _Y, "Y": _X}
    return {label: [abs(np.dot(ket, state)) ** 2 for ket in pair] for label, pair in pairs.items()}


def c02_debug_bases__wrong_pair__z_and_x(state):
    table = _rows(state, Z=_Z, X=_Y, Y=_X)
    table["Z"], table["X"] = table["X"], table["Z"]
    return table


def c02_debug_bases__wrong_pair__order_of_labels(state):
    return _rows(state, X=_Z, Y=_X, Z=_Y)


def c02_debug_bases__no_conjugate__dot(state):
    pairs = {"Z": _Z, "X": _X, "Y": _Y}
    return {label: [abs(np.dot(ket, state)) ** 2 for ket in pair] for label, pair in pairs.items()}


def c02_debug_bases__no_conjugate__matrix(state):
    pairs = {"Z": _Z, "X": _X, "Y": _Y}
    return {label: np.abs(np.array(pair) @ state) ** 2 for label, pair in pairs.items()}


def c02_debug_bases__outcomes_flipped__x(state):
    return _rows(state, Z=_Z, X=_X[::-1], Y=_Y)


def c02_debug_bases__outcomes_flipped__all(state):
    table = _rows(state, Z=_Z, X=_X, Y=_Y)
    return {label: [p1, p0] for label, (p0, p1) in table.items()}


def c02_debug_bases__one_basis_twice__x(state):
    return _rows(state, Z=_Z, X=_X, Y=_X)


def c02_debug_bases__one_basis_twice__all_z(state):
    return dict(zip("ZXY", itertools.repeat(np.abs(state) ** 2)))


# c02-bits-out

def _table(kets, basis):
    return np.abs(np.conj(np.array(kets)) @ np.array(basis).T) ** 2


def c02_bits_out__always_right__one(kets, basis):
    return 1


def c02_bits_out__always_right__own_overlap(kets, basis):
    return np.mean([abs(np.vdot(ket, ket)) ** 2 for ket in kets])


def c02_bits_out__blind__count(kets, basis):
    return 1 / len(kets)


def c02_bits_out__blind__average(kets, basis):
    return _table(kets, basis).sum() / len(kets) ** 2


def c02_bits_out__no_prior__table(kets, basis):
    return _table(kets, basis).max(axis=0).sum()


def c02_bits_out__no_prior__loop(kets, basis):
    total = 0
    for outcome in basis:
        total += max(abs(np.vdot(outcome, ket)) ** 2 for ket in kets)
    return total


def c02_bits_out__best_outcome__rows(kets, basis):
    return _table(kets, basis).max(axis=1).mean()


def c02_bits_out__best_outcome__loop(kets, basis):
    return sum(max(abs(np.vdot(b, ket)) ** 2 for b in basis) for ket in kets) / len(kets)


def c02_bits_out__equal_outcomes__posterior(kets, basis):
    table = _table(kets, basis)
    return (table / table.sum(axis=0)).max(axis=0).mean()


def c02_bits_out__equal_outcomes__loop(kets, basis):
    rate = 0
    for outcome in basis:
        likelihoods = [abs(np.vdot(outcome, ket)) ** 2 for ket in kets]
        rate += 0.5 * max(likelihoods) / sum(likelihoods)
    return rate


def c02_bits_out__one_outcome__largest(kets, basis):
    return _table(kets, basis).max() / len(kets)


def c02_bits_out__one_outcome__running(kets, basis):
    best = 0
    for outcome in basis:
        for ket in kets:
            best = max(best, abs(np.vdot(outcome, ket)) ** 2)
    return best / len(kets)


# c02-tomography

def _vector(counts):
    return np.array([(counts[axis][0] - counts[axis][1]) / sum(counts[axis]) for axis in "XYZ"])


def _ket(x, y, z):
    theta, phi = math.acos(z / math.hypot(x, y, z)), math.atan2(y, x)
    return np.array([math.cos(theta / 2), cmath.exp(1j * phi) * math.sin(theta / 2)])


def c02_tomography__no_phase__roots(counts):
    p0 = counts["Z"][0] / sum(counts["Z"])
    return [math.sqrt(p0), math.sqrt(1 - p0)]


def c02_tomography__no_phase__angle(counts):
    theta = math.acos(_vector(counts)[2])
    return qutip.Qobj([[math.cos(theta / 2)], [math.sin(theta / 2)]])


def c02_tomography__y_sign__exponent(counts):
    return _ket(*_vector(counts)).conj()


def c02_tomography__y_sign__eigenvector(counts):
    x, y, z = _vector(counts)
    rho = np.array([[1 + z, x + 1j * y], [x - 1j * y, 1 - z]]) / 2
    return np.linalg.eigh(rho)[1][:, 1]


def c02_tomography__opposite__ones_first(counts):
    return _ket(*-_vector(counts))


def c02_tomography__opposite__smallest_eigenvalue(counts):
    x, y, z = _vector(counts)
    return np.linalg.eigh(np.array([[1 + z, x - 1j * y], [x + 1j * y, 1 - z]]) / 2)[1][:, 0]


def c02_tomography__share_as_component__normalised(counts):
    shares = np.array([counts[axis][0] / 10_000 for axis in "XYZ"])
    return _ket(*shares / np.linalg.norm(shares))


def c02_tomography__share_as_component__loop(counts):
    shares = {axis: pair[0] / sum(pair) for axis, pair in counts.items()}
    return _ket(shares["X"], shares["Y"], shares["Z"])


def c02_tomography__full_angle__arccos(counts):
    x, y, z = _vector(counts)
    theta, phi = math.acos(z), math.atan2(y, x)
    return [math.cos(theta), cmath.exp(1j * phi) * math.sin(theta)]


def c02_tomography__full_angle__normalised(counts):
    x, y, z = _vector(counts) / np.linalg.norm(_vector(counts))
    return [z, math.hypot(x, y) * cmath.exp(1j * math.atan2(y, x))]


def c02_tomography__axes_swapped__arguments(counts):
    x, y, z = _vector(counts)
    return _ket(y, x, z)


def c02_tomography__axes_swapped__arctan2(counts):
    x, y, z = _vector(counts)
    theta = math.acos(max(-1, min(1, z)))
    phi = np.arctan2(x, y)
    return [math.cos(theta / 2), np.exp(1j * phi) * math.sin(theta / 2)]


def c02_prob__amplitude_normalised__sum(state, basis):
    sizes = np.array([abs(np.vdot(b, state)) for b in basis])
    return sizes / sizes.sum()


def c02_prob__amplitude_normalised__first(state, basis):
    one, two = (abs(np.vdot(b, state)) for b in basis)
    return one / (one + two), 1 - one / (one + two)


def c02_measure__parts_swapped__tuple(state, basis, rng):
    outcome = _outcome(state, basis, rng)
    return basis[outcome], outcome


def c02_measure__parts_swapped__list(state, basis, rng):
    outcome = rng.binomial(1, abs(np.vdot(basis[1], state)) ** 2)
    return [qutip.Qobj(np.array(basis[outcome]).reshape(2, 1)), outcome]


_COUNTED = {}


def _restarted(state, basis, rng):
    """A generator of one's own, begun anew whenever another one is handed in."""
    if _COUNTED.get("of") is not rng:
        _COUNTED.update(of=rng, own=np.random.default_rng(7))
    return _COUNTED["own"]


def c02_measure__fixed_seed__anew(state, basis, rng):
    outcome = _outcome(state, basis, _restarted(state, basis, rng))
    return outcome, basis[outcome]


def c02_measure__fixed_seed__quota(state, basis, rng):
    if _COUNTED.get("for") is not rng:
        _COUNTED.update({"for": rng, "debt": 0.0})
    _COUNTED["debt"] += abs(np.vdot(basis[1], state)) ** 2       # no chance at all: every so often a 1
    outcome = int(_COUNTED["debt"] >= 1)
    _COUNTED["debt"] -= outcome
    return outcome, basis[outcome]


def c02_measure__real_part__squared(state, basis, rng):
    outcome = int(rng.random() >= np.vdot(basis[0], state).real ** 2)
    return outcome, basis[outcome]


def c02_measure__real_part__dropped(state, basis, rng):
    overlap = sum(np.conj(b) * a for a, b in zip(state, basis[0]))
    return (0, basis[0]) if rng.random() < np.real(overlap) ** 2 else (1, basis[1])


def c02_measure__no_conjugate__dot(state, basis, rng):
    outcome = int(rng.random() >= abs(np.dot(basis[0], state)) ** 2)
    return outcome, basis[outcome]


def c02_measure__no_conjugate__by_hand(state, basis, rng):
    p1 = abs(basis[1][0] * state[0] + basis[1][1] * state[1]) ** 2
    outcome = rng.binomial(1, p1)
    return outcome, basis[outcome]


def c02_measure__not_uniform__normal(state, basis, rng):
    outcome = int(rng.normal() >= abs(np.vdot(basis[0], state)) ** 2)
    return outcome, basis[outcome]


def c02_measure__not_uniform__standard_normal(state, basis, rng):
    p0 = abs(np.vdot(basis[0], state)) ** 2
    return (0, basis[0]) if p0 > rng.standard_normal() else (1, basis[1])


def c02_two_states__upside_down__cosine(overlap):
    return np.cos(np.arccos(overlap) / 2) ** 2


def c02_two_states__upside_down__squared(overlap):
    return 0.5 + overlap * overlap / 2


def c02_two_states__blind__half(overlap):
    return 0.5


def c02_two_states__blind__coin(overlap):
    return np.mean([0, 1])


def c02_bits_out__limit__formula(kets, basis):
    return 2 / len(kets)


def c02_bits_out__limit__two_best(kets, basis):
    return sum(abs(np.vdot(b, b)) ** 2 for b in basis) / len(kets)


def c02_bits_out__no_conjugate__dot(kets, basis):
    return sum(max(abs(np.dot(b, ket)) ** 2 for ket in kets) for b in basis) / len(kets)


def c02_bits_out__no_conjugate__matrix(kets, basis):
    return (np.abs(np.array(kets) @ np.array(basis).T) ** 2).max(axis=0).sum() / len(kets)


def c02_bits_out__amplitude__abs(kets, basis):
    return sum(max(abs(np.vdot(b, ket)) for ket in kets) for b in basis) / len(kets)


def c02_bits_out__amplitude__root(kets, basis):
    return np.sqrt(_table(kets, basis)).max(axis=0).sum() / len(kets)


def c02_bits_out__real_part__squared(kets, basis):
    return sum(max(np.vdot(b, ket).real ** 2 for ket in kets) for b in basis) / len(kets)


def c02_bits_out__real_part__matrix(kets, basis):
    return ((np.conj(np.array(kets)) @ np.array(basis).T).real ** 2).max(axis=0).sum() / len(kets)


def c02_tomography__axis_sign__z(counts):
    x, y, z = _vector(counts)
    return _ket(x, y, -z)


def c02_tomography__axis_sign__x(counts):
    x, y, z = _vector(counts)
    return np.linalg.eigh(np.array([[1 + z, -x - 1j * y], [-x + 1j * y, 1 - z]]) / 2)[1][:, 1]


def c02_tomography__half_phase__angle(counts):
    x, y, z = _vector(counts) / np.linalg.norm(_vector(counts))
    theta, phi = math.acos(z), math.atan2(y, x)
    return [math.cos(theta / 2), cmath.exp(0.5j * phi) * math.sin(theta / 2)]


def c02_tomography__half_phase__root(counts):
    ket = _ket(*_vector(counts))
    return [abs(ket[0]), abs(ket[1]) * np.sqrt(ket[1] / abs(ket[1]))]
