import numpy as np


def _table(kets, basis):
    return np.abs(np.conj(np.array(kets)) @ np.array(basis).T) ** 2


def right__table(kets, basis):
    table = np.abs(np.conj(np.array(kets)) @ np.array(basis).T) ** 2
    return table.max(axis=0).sum() / len(kets)


def right__bayes(kets, basis):
    rate = 0.0
    for outcome in basis:
        joint = [abs(np.vdot(outcome, ket)) ** 2 / len(kets) for ket in kets]
        frequency = sum(joint)
        rate += frequency * max(p / frequency for p in joint)
    return np.float64(rate)


def always_right__one(kets, basis):
    return 1


def always_right__own_overlap(kets, basis):
    return np.mean([abs(np.vdot(ket, ket)) ** 2 for ket in kets])


def blind__count(kets, basis):
    return 1 / len(kets)


def blind__average(kets, basis):
    return _table(kets, basis).sum() / len(kets) ** 2


def no_prior__table(kets, basis):
    return _table(kets, basis).max(axis=0).sum()


def no_prior__loop(kets, basis):
    total = 0
    for outcome in basis:
        total += max(abs(np.vdot(outcome, ket)) ** 2 for ket in kets)
    return total


def best_outcome__rows(kets, basis):
    return _table(kets, basis).max(axis=1).mean()


def best_outcome__loop(kets, basis):
    return sum(max(abs(np.vdot(b, ket)) ** 2 for b in basis) for ket in kets) / len(kets)


def equal_outcomes__posterior(kets, basis):
    table = _table(kets, basis)
    return (table / table.sum(axis=0)).max(axis=0).mean()


def equal_outcomes__loop(kets, basis):
    rate = 0
    for outcome in basis:
        likelihoods = [abs(np.vdot(outcome, ket)) ** 2 for ket in kets]
        rate += 0.5 * max(likelihoods) / sum(likelihoods)
    return rate


def one_outcome__largest(kets, basis):
    return _table(kets, basis).max() / len(kets)


def one_outcome__running(kets, basis):
    best = 0
    for outcome in basis:
        for ket in kets:
            best = max(best, abs(np.vdot(outcome, ket)) ** 2)
    return best / len(kets)


def limit__formula(kets, basis):
    return 2 / len(kets)


def limit__two_best(kets, basis):
    return sum(abs(np.vdot(b, b)) ** 2 for b in basis) / len(kets)


def no_conjugate__dot(kets, basis):
    return sum(max(abs(np.dot(b, ket)) ** 2 for ket in kets) for b in basis) / len(kets)


def no_conjugate__matrix(kets, basis):
    return (np.abs(np.array(kets) @ np.array(basis).T) ** 2).max(axis=0).sum() / len(kets)


def amplitude__abs(kets, basis):
    return sum(max(abs(np.vdot(b, ket)) for ket in kets) for b in basis) / len(kets)


def amplitude__root(kets, basis):
    return np.sqrt(_table(kets, basis)).max(axis=0).sum() / len(kets)


def real_part__squared(kets, basis):
    return sum(max(np.vdot(b, ket).real ** 2 for ket in kets) for b in basis) / len(kets)


def real_part__matrix(kets, basis):
    return ((np.conj(np.array(kets)) @ np.array(basis).T).real ** 2).max(axis=0).sum() / len(kets)
