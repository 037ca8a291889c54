import numpy as np


def right__closed(fraction):
    return fraction / 4, 0.5 + fraction / 4


def right__tree(fraction):
    errors = right = 0.0
    for weight, attacked in ((fraction, True), (1 - fraction, False)):
        for same_basis in (True, False):
            errors += weight / 2 * (0.5 if attacked and not same_basis else 0)
            right += weight / 2 * (1 if attacked and same_basis else 0.5)
    return errors, right


def copies_the_state__half(fraction):
    return 0.0, 0.5 + fraction / 4


def copies_the_state__knows(fraction):
    return 0, fraction + (1 - fraction) / 2


def before_sifting__rate(fraction):
    return fraction * 0.5 * 0.5 * 0.5, 0.5 + fraction / 4


def before_sifting__both(fraction):
    return fraction / 8, 0.5 + fraction / 8


def wrong_basis_always_errs__half(fraction):
    return 0.5 * fraction, 0.5 + 0.25 * fraction


def wrong_basis_always_errs__knows(fraction):
    return fraction / 2, (1 + fraction) / 2


def touching_flips__all(fraction):
    return fraction, 0.5 + fraction / 4


def touching_flips__twice(fraction):
    return [fraction, fraction]


def fraction_ignored__numbers(fraction):
    return 0.25, 0.75


def fraction_ignored__tree(fraction):
    return 1 / 2 * 1 / 2, 1 / 2 + 1 / 2 * 1 / 2


def learns_nothing__coin(fraction):
    return fraction / 4, 0.5


def learns_nothing__array(fraction):
    return np.array([fraction, 2]) / 4


def knows_all_touched__sum(fraction):
    return fraction / 4, fraction * 1 + (1 - fraction) * 0.5


def knows_all_touched__array(fraction):
    return np.array([fraction / 4, 0.5 + fraction / 2])


def no_guess_where_blind__half(fraction):
    return fraction / 4, fraction / 2


def no_guess_where_blind__tree(fraction):
    same_basis = 0.5
    return fraction * (1 - same_basis) * 0.5, fraction * same_basis


def no_guess_on_the_rest__three_quarters(fraction):
    return fraction / 4, 0.75 * fraction


def no_guess_on_the_rest__tree(fraction):
    return np.array([0.25, 0.5 + 0.25]) * fraction


def swapped__tuple(fraction):
    return 0.5 + fraction / 4, fraction / 4


def swapped__list(fraction):
    knows = fraction / 2
    return [knows + (1 - knows) / 2, knows / 2]
