import numpy as np
import qutip

X, Z = np.array([[0, 1], [1, 0]]), np.diag([1, -1])


def right__loop(m1, m2, bob):
    out = []
    for a, b, (zero, one) in zip(m1, m2, bob):
        if b == 1:
            zero, one = one, zero
        if a == 1:
            one = -one
        out.append([zero, one])
    return out


def right__matrices(m1, m2, bob):
    table = {(0, 0): np.eye(2), (0, 1): X, (1, 0): Z, (1, 1): Z @ X}
    gates = np.array([table[int(a), int(b)] for a, b in zip(m1, m2)])
    return np.einsum("kij,kj->ki", gates, bob)


def right__powers(m1, m2, bob):
    return np.array([(qutip.sigmax() ** int(b) * qutip.sigmaz() ** int(a) * qutip.Qobj(ket)).full()[:, 0]
                     for a, b, ket in zip(m1, m2, bob)])


EDITS = {
    "swapped": [("m2[:, None] == 1", "m1[:, None] == 1", "1 - 2 * m1", "1 - 2 * m2"),
                ("zip(m1, m2, bob)", "zip(m2, m1, bob)"),
                ("(0, 1): X, (1, 0): Z", "(0, 1): Z, (1, 0): X")],
    "nothing": [("return exchanged * signs", "return bob"), ("return out", "return bob")],
    "no_sign": [("exchanged * signs", "exchanged"), ("one = -one", "pass"), ("* qutip.sigmaz() ** int(a) ", "")],
    "no_exchange": [("exchanged * signs", "bob * signs"), ("zero, one = one, zero", "pass"), ("qutip.sigmax() ** int(b) * ", "")],
    "one_or_other": [("        if a == 1:\n            one", "        elif a == 1:\n            one"), ("Z @ X", "X"), ("Z @ X", "Z"),
                     ("1 - 2 * m1", "np.where((m1 == 1) & (m2 == 0), -1, 1)")],
    "inverted": [("m2[:, None] == 1", "m2[:, None] == 0", "1 - 2 * m1", "2 * m1 - 1"),
                 ("int(b)", "(1 - int(b))", "int(a)", "(1 - int(a))")],
    "first_only": [("    out = []\n", "    out = []\n    m1, m2 = np.full(len(bob), m1[0]), np.full(len(bob), m2[0])\n"),
                   ("int(b)", "int(m2[0])", "int(a)", "int(m1[0])")],
}
