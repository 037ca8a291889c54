def right__closed(fraction):
    return fraction / 4, 0.5 + fraction / 4


def right__tree(fraction):
    errors = right = 0.0
    for weight, attacked in ((fraction, True), (1 - fraction, False)):
        for same_basis in (True, False):
            errors += weight / 2 * (0.5 if attacked and not same_basis else 0)
            right += weight / 2 * (1 if attacked and same_basis else 0.5)
    return errors, right


EDITS = {
    "copies_the_state": [("return wrong_basis / 2", "return 0"), ("return fraction / 4", "return 0"),
                         ("(0.5 if attacked and not same_basis else 0)", "0")],
    "before_sifting": [("return fraction / 4", "return fraction / 8"),
                       ("return wrong_basis / 2", "return wrong_basis / 4"), ("return errors", "return errors / 2")],
    "wrong_basis_always_errs": [("return wrong_basis / 2", "return wrong_basis"),
                                ("return fraction / 4", "return fraction / 2"), ("(0.5 if", "(1 if")],
    "touching_flips": [("return wrong_basis / 2", "return fraction"), ("return fraction / 4", "return fraction"),
                       ("(0.5 if attacked and not same_basis else 0)", "attacked")],
    "fraction_ignored": [("fraction):\n", "fraction):\n    fraction = 1\n")],
    "learns_nothing": [("knows = fraction / 2", "knows = 0"), ("0.5 + fraction / 4", "0.5"),
                       ("(1 if attacked and same_basis else 0.5)", "0.5")],
    "knows_all_touched": [("knows = fraction / 2", "knows = fraction"), ("0.5 + fraction / 4", "0.5 + fraction / 2"),
                          ("attacked and same_basis", "attacked")],
    "no_guess_where_blind": [("knows + (1 - knows) / 2", "knows"), ("0.5 + fraction / 4", "fraction / 2"),
                             ("else 0.5)", "else 0)")],
    "no_guess_on_the_rest": [("knows + (1 - knows) / 2", "knows + wrong_basis / 2"),
                             ("0.5 + fraction / 4", "0.75 * fraction")],
    "swapped": [("wrong_basis / 2, knows + (1 - knows) / 2", "knows + (1 - knows) / 2, wrong_basis / 2"),
                ("errors, right", "right, errors"),
                ("fraction / 4, 0.5 + fraction / 4", "0.5 + fraction / 4, fraction / 4")],
}
