import numpy as np


def right__matrix(image0, image1, psi):
    machine = np.stack([image0, image1], axis=1)
    return abs(np.kron(psi, psi).conj() @ machine @ psi) ** 2


def right__by_hand(image0, image1, psi):
    a, b = psi
    wanted = [a * a, a * b, b * a, b * b]
    overlap = sum(np.conj(w) * (a * x + b * y) for w, x, y in zip(wanted, image0, image1))
    return overlap.real**2 + overlap.imag**2


def average__loop(image0, image1, psi):
    total = 0
    for amplitude, image, ket in zip(psi, (image0, image1), ([1, 0], [0, 1])):
        total += abs(amplitude) ** 2 * abs(np.vdot(np.kron(ket, ket), image)) ** 2
    return total


def mixture__sum(image0, image1, psi):
    wanted = np.kron(psi, psi)
    return sum(abs(a * np.vdot(wanted, image)) ** 2 for a, image in zip(psi, (image0, image1)))


def product_of_images__weights(image0, image1, psi):
    wanted = np.kron(psi, psi)
    return sum(abs(a) ** 2 * abs(np.vdot(wanted, image)) for a, image in zip(psi, (image0, image1)))


def product_of_images__array(image0, image1, psi):
    sizes = np.abs(np.conj(np.kron(psi, psi)) @ np.column_stack([image0, image1]))
    return sizes @ np.abs(psi) ** 2


EDITS = {
    "always_one": [("psi):\n", "psi):\n    return 1\n"), ("(a * x + b * y)", "w")],
    "average": [("abs(np.vdot(np.kron(psi, psi), made)) ** 2",
                 "abs(psi[0]) ** 2 * abs(image0[0]) ** 2 + abs(psi[1]) ** 2 * abs(image1[3]) ** 2")],
    "mixture": [("np.kron(psi, psi).conj() @ machine @ psi) ** 2",
                 "np.kron(psi, psi).conj() @ machine) ** 2 @ abs(psi) ** 2")],
    "no_square": [(")) ** 2", "))"), ("psi) ** 2", "psi)"), ("overlap.real**2 + overlap.imag**2", "abs(overlap)")],
    "no_conjugate": [("np.vdot", "np.dot"), (".conj()", ""), ("np.conj(w)", "w")],
    "one_copy": [("abs(np.vdot(np.kron(psi, psi), made)) ** 2",
                  "np.linalg.norm(np.conj(psi) @ made.reshape(2, 2)) ** 2"),
                 ("abs(np.kron(psi, psi).conj() @ machine @ psi) ** 2",
                  "np.linalg.norm(np.conj(psi) @ (machine @ psi).reshape(2, 2)) ** 2")],
    "real_part": [("abs(", "np.real("), (" + overlap.imag**2", "")],
}
