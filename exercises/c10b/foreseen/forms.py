import numpy as np


def right__outcomes(guess, fraction):
    """By what can happen to a photon: its probability, whether Bob's bit is wrong, whether Eve knows it."""
    cases = [(1 - fraction, 0, 0), (fraction * guess, 0, 1), (fraction * (1 - guess), 0.5, 0)]
    errors = known = 0
    for p, wrong, knows in cases:
        errors += p * wrong
        known += p * knows
    return errors, known


def right__vectors(guess, fraction):
    """By Born's rule, for a 0 sent in Z."""
    zero, diagonal = np.array([1.0, 0.0]), np.array([[1, 1], [1, -1]]) / np.sqrt(2)
    flipped = sum((vector @ zero) ** 2 * (1 - (zero @ vector) ** 2) for vector in diagonal)
    missed = fraction - fraction * guess
    return [missed * flipped, fraction - missed]


EDITS = {
    "no_foresight": [("return wrong_basis / 2,", "return fraction / 4,"), ("[missed * flipped,", "[fraction / 2 * flipped,"),
                     ("(fraction * (1 - guess), 0.5, 0)", "(fraction / 2, 0.5, 0)")],
    "from_errors": [("wrong_basis / 2, fraction * guess", "wrong_basis / 2, wrong_basis"),
                    ("flipped, fraction - missed]", "flipped, 2 * missed * flipped]"),
                    ("return errors, known", "return errors, 4 * errors")],
    "no_errors": [("wrong_basis / 2,", "0,"), ("0.5, 0)", "0, 0)")],
    "wrong_half": [("wrong_basis / 2,", "wrong_basis,"), ("0.5, 0)", "1, 0)"), ("missed * flipped", "missed * (1 - flipped / 2)")],
    "right_disturbs": [("return wrong_basis / 2", "return (fraction - wrong_basis) / 2"),
                       ("[missed * flipped", "[(fraction - missed) * flipped"),
                       ("guess, 0, 1)", "guess, 0.5, 1)", "(1 - guess), 0.5", "(1 - guess), 0")],
    "fraction_ignored": [("fraction * (1 - guess)\n", "1 - guess\n"), ("fraction * guess, 0, 1)", "guess, 0, 1)"),
                         ("missed = fraction - fraction * guess", "missed = 1 - guess", "fraction - missed]", "1 - missed]"),
                         ("wrong_basis / 2, fraction * guess", "wrong_basis / 2, guess")],
    "not_sifted": [("wrong_basis / 2, fraction * guess", "wrong_basis / 4, fraction * guess / 2"),
                   ("return errors, known", "return errors / 2, known / 2"),
                   ("fraction - missed]", "(fraction - missed) / 2]")],
    "guessed_too": [("(1 - fraction, 0, 0)", "(1 - fraction, 0, 0.5)"), ("0.5, 0)]", "0.5, 0.5)]"),
                    ("2, fraction * guess", "2, (1 + fraction * guess) / 2"), ("fraction - missed]", "1 - missed / 2]")],
    "all_that_she_caught": [("2, fraction * guess", "2, fraction"), ("0.5, 0)]", "0.5, 1)]"), ("fraction - missed]", "fraction]")],
    "which_ones": [("2, fraction * guess", "2, fraction * (2 * guess - 1)"), ("fraction - missed]", "fraction - 2 * missed]"),
                   ("return errors, known",
                    "q = (1 + guess) / 2\n    return errors, fraction * (1 + q * np.log2(q) + (1 - q) * np.log2(1 - q))")],
    "errors_known": [("2, fraction * guess", "2, 1 - fraction * guess"), ("fraction - missed]", "1 - missed]"),
                     ("return errors, known", "return errors, 1 - known")],
}
