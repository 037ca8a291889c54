import numpy as np
import qutip


def right__qutip(kraus, rho):
    rho = qutip.Qobj(rho)
    return sum(qutip.Qobj(k) * rho * qutip.Qobj(k).dag() for k in kraus)


def right__einsum(kraus, rho):
    k = np.array(kraus)
    return np.einsum("kij,jl,kml->im", k, rho, k.conj())


def right__loop(kraus, rho):
    out = np.zeros((2, 2), dtype=complex)
    for k in kraus:
        out += np.dot(np.dot(k, rho), np.conjugate(np.transpose(k)))
    return out


def dagger_first__loop(kraus, rho):
    after = 0
    for k in kraus:
        after = after + k.conj().T @ rho @ k
    return after


def dagger_first__qutip(kraus, rho):
    return sum(qutip.Qobj(k).dag() * qutip.Qobj(rho) * qutip.Qobj(k) for k in kraus)


def no_dagger__at(kraus, rho):
    return sum(k @ rho @ k for k in kraus)


def no_dagger__dot(kraus, rho):
    return sum(np.dot(k, np.dot(rho, k)) for k in kraus)


def no_conjugate__transpose(kraus, rho):
    return sum(k @ rho @ k.T for k in kraus)


def no_conjugate__conj(kraus, rho):
    return sum(k @ rho @ np.conj(k) for k in kraus)


def sum_first__sum(kraus, rho):
    total = sum(kraus)
    return total @ rho @ total.conj().T


def sum_first__pairs(kraus, rho):
    return sum(a @ rho @ b.conj().T for a in kraus for b in kraus)


def one_operator__early_return(kraus, rho):
    for k in kraus:
        return k @ rho @ k.conj().T


def one_operator__overwritten(kraus, rho):
    for k in kraus:
        after = k @ rho @ k.conj().T
    return after


def elementwise__star(kraus, rho):
    return sum(k * rho * k.conj().T for k in kraus)


def elementwise__sizes(kraus, rho):
    return (np.abs(np.array(kraus)) ** 2).sum(axis=0) * rho


def one_side__at(kraus, rho):
    return sum(k @ rho for k in kraus)


def one_side__total(kraus, rho):
    return np.sum(kraus, axis=0) @ rho


def one_after_another__loop(kraus, rho):
    for k in kraus:
        rho = k @ rho @ k.conj().T
    return rho


def one_after_another__product(kraus, rho):
    whole = np.eye(2)
    for k in kraus:
        whole = k @ whole
    return whole @ rho @ whole.conj().T
