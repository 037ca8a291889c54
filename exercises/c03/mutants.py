"""Typical wrong answers to the C03 exercises: each must get the message of its mistake.

Names: exercise ID with underscores, two underscores, the mistake's key in feedback.yaml, two underscores, a word for
the way it is written.
"""

import math

import numpy as np
import qutip

R = 1 / math.sqrt(2)


# c03-mix

def c03_mix__superposition__roots(kets, weights):
    ket = sum(math.sqrt(w) * np.asarray(k) for w, k in zip(weights, kets))
    ket = ket / np.linalg.norm(ket)
    return np.outer(ket, ket.conj())


def c03_mix__superposition__qobj(kets, weights):
    total = qutip.Qobj(np.zeros((2, 1)))
    for ket, weight in zip(kets, weights):
        total = total + weight * qutip.Qobj(np.asarray(ket).reshape(2, 1))
    return total.unit().proj()


def c03_mix__superposition__not_normalised(kets, weights):
    ket = np.dot(np.sqrt(weights), np.array(kets))
    return np.outer(ket, np.conj(ket))


def c03_mix__no_conjugate__outer(kets, weights):
    return sum(w * np.outer(k, k) for w, k in zip(weights, kets))


def c03_mix__no_conjugate__matrix(kets, weights):
    columns = np.array(kets).T
    return columns @ np.diag(weights) @ columns.T


def c03_mix__transposed__outer(kets, weights):
    return sum(w * np.outer(np.conj(k), k) for w, k in zip(weights, kets))


def c03_mix__transposed__entries(kets, weights):
    rho = [[0, 0], [0, 0]]
    for i in range(2):
        for j in range(2):
            rho[i][j] = sum(w * np.conj(k[i]) * k[j] for w, k in zip(weights, kets))
    return rho


def c03_mix__unweighted__mean(kets, weights):
    return np.mean([np.outer(k, np.conj(k)) for k in kets], axis=0)


def c03_mix__unweighted__sum(kets, weights):
    rho = np.zeros((2, 2), complex)
    for ket in kets:
        rho += np.outer(ket, np.conj(ket))
    return rho


def c03_mix__weights_as_amplitudes__squares(kets, weights):
    scaled = [w * np.asarray(k) for w, k in zip(weights, kets)]
    return sum(np.outer(k, k.conj()) for k in scaled)


def c03_mix__weights_as_amplitudes__roots(kets, weights):
    return sum(math.sqrt(w) * qutip.Qobj(np.asarray(k).reshape(2, 1)).proj() for w, k in zip(weights, kets))


def c03_mix__diagonal__probabilities(kets, weights):
    return np.diag(np.array(weights) @ np.abs(np.array(kets)) ** 2)


def c03_mix__diagonal__cut(kets, weights):
    rho = sum(w * np.outer(k, np.conj(k)) for w, k in zip(weights, kets))
    rho[0, 1] = rho[1, 0] = 0
    return rho


# c03-compare

def _figures(rho, psi):
    difference = np.asarray(rho) - np.outer(psi, np.conj(psi))
    return [np.trace(rho @ rho).real, np.vdot(psi, rho @ psi).real,
            abs(np.linalg.eigvalsh(difference)).sum() / 2, difference]


def c03_compare__no_half__eigenvalues(rho, psi):
    purity, fidelity, distance, difference = _figures(rho, psi)
    return purity, fidelity, abs(np.linalg.eigvalsh(difference)).sum()


def c03_compare__no_half__norm(rho, psi):
    purity, fidelity, _, difference = _figures(rho, psi)
    return purity, fidelity, np.linalg.norm(difference, "nuc")


def c03_compare__signs_cancel__trace(rho, psi):
    purity, fidelity, _, difference = _figures(rho, psi)
    return purity, fidelity, abs(np.trace(difference)) / 2


def c03_compare__signs_cancel__sum(rho, psi):
    purity, fidelity, _, difference = _figures(rho, psi)
    return purity, fidelity, 0.5 * abs(sum(np.linalg.eigvalsh(difference)))


def c03_compare__frobenius__norm(rho, psi):
    purity, fidelity, _, difference = _figures(rho, psi)
    return purity, fidelity, np.linalg.norm(difference)


def c03_compare__frobenius__half(rho, psi):
    purity, fidelity, _, difference = _figures(rho, psi)
    return purity, fidelity, math.sqrt((abs(difference) ** 2).sum()) / 2


def c03_compare__root_fidelity__qutip(rho, psi):
    purity, _, distance, _ = _figures(rho, psi)
    return purity, qutip.fidelity(qutip.Qobj(np.asarray(psi).reshape(2, 1)), qutip.Qobj(rho)), distance


def c03_compare__root_fidelity__root(rho, psi):
    purity, fidelity, distance, _ = _figures(rho, psi)
    return purity, fidelity**0.5, distance


def c03_compare__no_conjugate__product(rho, psi):
    purity, _, distance, _ = _figures(rho, psi)
    return purity, psi @ rho @ psi, distance


def c03_compare__no_conjugate__dot(rho, psi):
    purity, _, distance, _ = _figures(rho, psi)
    return purity, np.dot(psi, np.dot(rho, psi)), distance


def c03_compare__squared_entries__trace(rho, psi):
    _, fidelity, distance, _ = _figures(rho, psi)
    return np.trace(np.asarray(rho) ** 2), fidelity, distance


def c03_compare__squared_entries__sum(rho, psi):
    _, fidelity, distance, _ = _figures(rho, psi)
    return (np.asarray(rho) * np.asarray(rho)).sum(), fidelity, distance


def c03_compare__trace_squared__trace(rho, psi):
    _, fidelity, distance, _ = _figures(rho, psi)
    return np.trace(rho).real ** 2, fidelity, distance


def c03_compare__trace_squared__eigenvalues(rho, psi):
    _, fidelity, distance, _ = _figures(rho, psi)
    return sum(np.linalg.eigvalsh(rho)) ** 2, fidelity, distance


# c03-apply

def c03_apply__dagger_first__loop(kraus, rho):
    after = 0
    for k in kraus:
        after = after + k.conj().T @ rho @ k
    return after


def c03_apply__dagger_first__qutip(kraus, rho):
    return sum(qutip.Qobj(k).dag() * qutip.Qobj(rho) * qutip.Qobj(k) for k in kraus)


def c03_apply__no_dagger__at(kraus, rho):
    return sum(k @ rho @ k for k in kraus)


def c03_apply__no_dagger__dot(kraus, rho):
    return sum(np.dot(k, np.dot(rho, k)) for k in kraus)


def c03_apply__no_conjugate__transpose(kraus, rho):
    return sum(k @ rho @ k.T for k in kraus)


def c03_apply__no_conjugate__conj(kraus, rho):
    return sum(k @ rho @ np.conj(k) for k in kraus)


def c03_apply__sum_first__sum(kraus, rho):
    total = sum(kraus)
    return total @ rho @ total.conj().T


def c03_apply__sum_first__pairs(kraus, rho):
    return sum(a @ rho @ b.conj().T for a in kraus for b in kraus)


def c03_apply__one_operator__early_return(kraus, rho):
    for k in kraus:
        return k @ rho @ k.conj().T


def c03_apply__one_operator__overwritten(kraus, rho):
    for k in kraus:
        after = k @ rho @ k.conj().T
    return after


def c03_apply__elementwise__star(kraus, rho):
    return sum(k * rho * k.conj().T for k in kraus)


def c03_apply__elementwise__sizes(kraus, rho):
    return (np.abs(np.array(kraus)) ** 2).sum(axis=0) * rho


def c03_apply__one_side__at(kraus, rho):
    return sum(k @ rho for k in kraus)


def c03_apply__one_side__total(kraus, rho):
    return np.sum(kraus, axis=0) @ rho


# c03-fit

def _rates(counts):
    return [wrong / (right + wrong) for right, wrong in (counts["Z"], counts["X"])]


def c03_fit__half__rest_right(counts):
    z, x = _rates(counts)
    return z, (x - z) / (1 - 2 * z)


def c03_fit__half__carried_on(counts):
    p, x = _rates(counts)
    return p, (1 - (1 - 2 * x) / (1 - p)) / 2


def c03_fit__subtracted__rates(counts):
    z, x = _rates(counts)
    return 2 * z, x - z


def c03_fit__subtracted__counts(counts):
    n = sum(counts["Z"])
    return 2 * counts["Z"][1] / n, (counts["X"][1] - counts["Z"][1]) / n


def c03_fit__all_dephasing__rates(counts):
    z, x = _rates(counts)
    return 2 * z, x


def c03_fit__all_dephasing__arrow(counts):
    z, x = (1 - 2 * rate for rate in _rates(counts))
    return 1 - z, (1 - x) / 2


def c03_fit__bases_swapped__unpacked(counts):
    x, z = _rates(counts)
    return 2 * z, (x - z) / (1 - 2 * z)


def c03_fit__bases_swapped__keys(counts):
    arrow = {basis: (right - wrong) / (right + wrong) for basis, (right, wrong) in counts.items()}
    return 1 - arrow["X"], (1 - arrow["Z"] / arrow["X"]) / 2


def c03_fit__no_factor__doubled(counts):
    z, x = _rates(counts)
    return 2 * z, 2 * (x - z) / (1 - 2 * z)


def c03_fit__no_factor__arrow(counts):
    z, x = (1 - 2 * rate for rate in _rates(counts))
    return 1 - z, 1 - x / z


def c03_fit__odds__ratio(counts):
    z, x = (wrong / right for right, wrong in (counts["Z"], counts["X"]))
    return 2 * z, (x - z) / (1 - 2 * z)


def c03_fit__odds__arrow(counts):
    z, x = (1 - 2 * counts[basis][1] / counts[basis][0] for basis in "ZX")
    return 1 - z, 0.5 - 0.5 * x / z


# c03-linear-cloner

def c03_linear_cloner__always_one__one(image0, image1, psi):
    return 1


def c03_linear_cloner__always_one__wanted(image0, image1, psi):
    output = np.kron(psi, psi)
    return abs(np.vdot(np.kron(psi, psi), output)) ** 2


def c03_linear_cloner__average__weights(image0, image1, psi):
    return abs(psi[0]) ** 2 * abs(image0[0]) ** 2 + abs(psi[1]) ** 2 * abs(image1[3]) ** 2


def c03_linear_cloner__average__loop(image0, image1, psi):
    total = 0
    for amplitude, image, ket in zip(psi, (image0, image1), ([1, 0], [0, 1])):
        total += abs(amplitude) ** 2 * abs(np.vdot(np.kron(ket, ket), image)) ** 2
    return total


def c03_linear_cloner__mixture__matrix(image0, image1, psi):
    rho = sum(abs(a) ** 2 * np.outer(image, np.conj(image)) for a, image in zip(psi, (image0, image1)))
    wanted = np.kron(psi, psi)
    return np.vdot(wanted, rho @ wanted).real


def c03_linear_cloner__mixture__sum(image0, image1, psi):
    wanted = np.kron(psi, psi)
    return sum(abs(a * np.vdot(wanted, image)) ** 2 for a, image in zip(psi, (image0, image1)))


def c03_linear_cloner__no_square__abs(image0, image1, psi):
    return abs(np.vdot(np.kron(psi, psi), psi[0] * image0 + psi[1] * image1))


def c03_linear_cloner__no_square__qutip(image0, image1, psi):
    made = qutip.Qobj((psi[0] * image0 + psi[1] * image1).reshape(4, 1))
    return qutip.fidelity(qutip.Qobj(np.kron(psi, psi).reshape(4, 1)), made)


def c03_linear_cloner__no_conjugate__dot(image0, image1, psi):
    return abs(np.dot(np.kron(psi, psi), psi[0] * image0 + psi[1] * image1)) ** 2


def c03_linear_cloner__no_conjugate__input(image0, image1, psi):
    a, b = np.conj(psi)
    return abs(np.vdot(np.kron(psi, psi), a * image0 + b * image1)) ** 2


def c03_linear_cloner__one_copy__norm(image0, image1, psi):
    output = (psi[0] * image0 + psi[1] * image1).reshape(2, 2)
    return np.linalg.norm(np.conj(psi) @ output) ** 2


def c03_linear_cloner__one_copy__qutip(image0, image1, psi):
    output = qutip.Qobj((psi[0] * image0 + psi[1] * image1).reshape(4, 1), dims=[[2, 2], [1]])
    return qutip.expect(output.ptrace(0), qutip.Qobj(np.asarray(psi).reshape(2, 1)))


# c03-probe

def _helstrom(overlap):
    return (1 + math.sqrt(1 - overlap**2)) / 2


def c03_probe__error_in_z__zero(overlap):
    return 0, _helstrom(overlap)


def c03_probe__error_in_z__matrices(overlap):
    joint = np.kron([1, 0], [1, 0])
    return 1 - np.linalg.norm(joint.reshape(2, 2)[0]) ** 2, _helstrom(overlap)


def c03_probe__no_half__difference(overlap):
    return 1 - overlap, _helstrom(overlap)


def c03_probe__no_half__angle(overlap):
    return 2 * math.sin(math.acos(overlap) / 2) ** 2, _helstrom(overlap)


def c03_probe__overlap_squared__square(overlap):
    return (1 - overlap**2) / 2, _helstrom(overlap)


def c03_probe__overlap_squared__sine(overlap):
    return math.sin(math.acos(overlap)) ** 2 / 2, _helstrom(overlap)


def c03_probe__guess_not_squared__root(overlap):
    return (1 - overlap) / 2, (1 + math.sqrt(1 - overlap)) / 2


def c03_probe__guess_not_squared__half(overlap):
    return 0.5 - overlap / 2, 0.5 + 0.5 * np.sqrt(1 - abs(overlap))


def c03_probe__guess_without_root__average(overlap):
    return (1 - overlap) / 2, (1 + (1 - overlap**2)) / 2


def c03_probe__guess_without_root__cosine(overlap):
    return (1 - overlap) / 2, 1 - math.cos(math.acos(overlap)) ** 2 / 2


def c03_probe__blind__half(overlap):
    return (1 - overlap) / 2, 0.5


def c03_probe__blind__marginal(overlap):
    return np.array([(1 - overlap) / 2, 1 / 2])


def c03_probe__all_knowing__one(overlap):
    return (1 - overlap) / 2, 1


def c03_probe__all_knowing__norm(overlap):
    return (1 - overlap) / 2, overlap**2 + (1 - overlap**2)


def c03_probe__swapped__order(overlap):
    return _helstrom(overlap), (1 - overlap) / 2


def c03_probe__swapped__reversed(overlap):
    return [(1 - overlap) / 2, _helstrom(overlap)][::-1]


# c03-cloner

def _pole(cos, sin):
    machine = np.zeros((4, 2), dtype=complex)
    machine[0, 0], machine[2, 1], machine[1, 1] = 1, cos, sin
    return machine


def _to_y(machine):
    turn = np.array([[R, R], [R * 1j, -R * 1j]])
    return np.kron(turn, turn) @ machine @ turn.conj().T


def _strength(d):
    return 1 - 2 * d, 2 * math.sqrt(d * (1 - d))


def c03_cloner__not_isometry__sum(d):
    cos, sin = 1 - d, d
    return _to_y(_pole(cos, sin))


def c03_cloner__not_isometry__copies_of_both(d):
    plus, zero = np.array([R, R]), np.array([1, 0])
    return np.stack([np.kron(zero, zero), np.kron(plus, plus)], axis=1)


def c03_cloner__wrong_circle__textbook(d):
    return _pole(*_strength(d))


def c03_cloner__wrong_circle__x(d):
    turn = np.array([[R, R], [R, -R]])
    return np.kron(turn, turn) @ _pole(*_strength(d)) @ turn


def c03_cloner__roles_swapped__coefficients(d):
    cos, sin = _strength(d)
    return _to_y(_pole(sin, cos))


def c03_cloner__roles_swapped__order(d):
    return _to_y(_pole(*_strength(d))).reshape(2, 2, 2).transpose(1, 0, 2).reshape(4, 2)


def c03_cloner__wrong_strength__no_two(d):
    return _to_y(_pole(1 - d, math.sqrt(1 - (1 - d) ** 2)))


def c03_cloner__wrong_strength__symmetric(d):
    return _to_y(_pole(R, R))


def c03_cloner__wrong_strength__roots(d):
    return qutip.Qobj(_to_y(_pole(math.sqrt(1 - d), math.sqrt(d))))


def c03_cloner__uneven__cnot(d):
    return np.array([[1, 0], [0, 0], [0, 0], [0, 1]])


def c03_cloner__uneven__weak_cnot(d):
    s = 1 - 2 * d
    e0, e1 = np.array([1, 0]), np.array([s, math.sqrt(1 - s**2)])
    return np.stack([np.kron([1, 0], e0), np.kron([0, 1], e1)], axis=1)


def c03_cloner__poor_copy__universal(d):
    b = math.sqrt(2 * d)
    a = (math.sqrt(4 - 3 * b**2) - b) / 2
    out = np.zeros((2, 2, 2, 2))
    for k in (0, 1):
        for m in (0, 1):
            out[k, m, m, k] += a * R
            out[m, k, m, k] += b * R
    return out.reshape(8, 2)


def c03_cloner__poor_copy__depolarised(d):
    """The signal is depolarised, and the copy shows which error was made."""
    paulis = [np.eye(2), np.array([[0, 1], [1, 0]]), np.diag([1, -1]), np.array([[0, 1], [-1, 0]])]
    sizes = [math.sqrt(1 - 3 * d / 2), *[math.sqrt(d / 2)] * 3]
    out = np.zeros((2, 2, 2, 2), dtype=complex)
    for mark, (size, pauli) in enumerate(zip(sizes, paulis)):
        out[:, mark // 2, mark % 2, :] += size * pauli
    return out.reshape(8, 2)


def c03_mix__real_part__dropped(kets, weights):
    return sum(w * np.outer(ket, np.conj(ket)) for w, ket in zip(weights, kets)).real


def c03_mix__real_part__bloch(kets, weights):
    rho = np.einsum("k,ki,kj->ij", weights, kets, np.conj(kets))
    coherence = rho[0, 1].real
    return [[rho[0, 0].real, coherence], [coherence, rho[1, 1].real]]


def _three(rho, psi):
    difference = rho - np.outer(psi, np.conj(psi))
    return np.trace(rho @ rho).real, np.vdot(psi, rho @ psi).real, abs(np.linalg.eigvalsh(difference)).sum() / 2


def c03_compare__order__purity_and_fidelity(rho, psi):
    purity, fidelity, distance = _three(rho, psi)
    return fidelity, purity, distance


def c03_compare__order__reversed(rho, psi):
    return list(_three(rho, psi))[::-1]


def c03_compare__from_fidelity__root(rho, psi):
    purity, fidelity, _ = _three(rho, psi)
    return purity, fidelity, np.sqrt(1 - fidelity)


def c03_compare__from_fidelity__rest(rho, psi):
    purity, fidelity, _ = _three(rho, psi)
    return purity, fidelity, 1 - fidelity


def c03_compare__overlap_of_matrices__norm(rho, psi):
    purity, _, distance = _three(rho, psi)
    return purity, np.linalg.norm(rho @ psi) ** 2, distance


def c03_compare__overlap_of_matrices__square(rho, psi):
    purity, _, distance = _three(rho, psi)
    return purity, np.vdot(psi, rho @ rho @ psi).real, distance


def c03_apply__one_after_another__loop(kraus, rho):
    for k in kraus:
        rho = k @ rho @ k.conj().T
    return rho


def c03_apply__one_after_another__product(kraus, rho):
    whole = np.eye(2)
    for k in kraus:
        whole = k @ whole
    return whole @ rho @ whole.conj().T


def c03_fit__swapped__tuple(counts):
    z, x = (counts[basis][1] / sum(counts[basis]) for basis in "ZX")
    return (x - z) / (1 - 2 * z), 2 * z


def c03_fit__swapped__list(counts):
    z, x = (counts[basis][1] / sum(counts[basis]) for basis in "ZX")
    return [(1 - (1 - 2 * x) / (1 - 2 * z)) / 2, 2 * z]


def c03_fit__remains__both(counts):
    z, x = (counts[basis][1] / sum(counts[basis]) for basis in "ZX")
    return 1 - 2 * z, 1 - (x - z) / (1 - 2 * z)


def c03_fit__remains__depolarising(counts):
    z, x = (counts[basis][1] / sum(counts[basis]) for basis in "ZX")
    kept = 1 - 2 * z
    return kept, (x - z) / kept


def c03_linear_cloner__real_part__squared(image0, image1, psi):
    made = psi[0] * np.array(image0) + psi[1] * np.array(image1)
    return np.vdot(np.kron(psi, psi), made).real ** 2


def c03_linear_cloner__real_part__einsum(image0, image1, psi):
    made = np.stack([image0, image1], axis=1) @ psi
    return np.real(np.einsum("i,i", np.conj(np.kron(psi, psi)), made)) ** 2


def c03_linear_cloner__product_of_images__weights(image0, image1, psi):
    wanted = np.kron(psi, psi)
    return sum(abs(a) ** 2 * abs(np.vdot(wanted, image)) for a, image in zip(psi, (image0, image1)))


def c03_linear_cloner__product_of_images__array(image0, image1, psi):
    sizes = np.abs(np.conj(np.kron(psi, psi)) @ np.column_stack([image0, image1]))
    return sizes @ np.abs(psi) ** 2


def c03_probe__success__plus(overlap):
    return (1 + overlap) / 2, (1 + math.sqrt(1 - overlap**2)) / 2


def c03_probe__success__rest(overlap):
    return 1 - (1 - overlap) / 2, 0.5 + 0.5 * np.sqrt(1 - overlap**2)


def c03_probe__guess_wrong__minus(overlap):
    return (1 - overlap) / 2, (1 - math.sqrt(1 - overlap**2)) / 2


def c03_probe__guess_wrong__sine(overlap):
    return (1 - overlap) / 2, math.sin((math.pi / 2 - math.acos(overlap)) / 2) ** 2
