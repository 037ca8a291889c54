import numpy as np
import qutip


def right__matrix(image0, image1, psi):
    machine = np.stack([image0, image1], axis=1)
    return abs(np.kron(psi, psi).conj() @ machine @ psi) ** 2


def right__by_hand(image0, image1, psi):
    a, b = psi
    wanted = [a * a, a * b, b * a, b * b]
    overlap = sum(np.conj(w) * (a * x + b * y) for w, x, y in zip(wanted, image0, image1))
    return overlap.real**2 + overlap.imag**2


def always_one__one(image0, image1, psi):
    return 1


def always_one__wanted(image0, image1, psi):
    output = np.kron(psi, psi)
    return abs(np.vdot(np.kron(psi, psi), output)) ** 2


def average__weights(image0, image1, psi):
    return abs(psi[0]) ** 2 * abs(image0[0]) ** 2 + abs(psi[1]) ** 2 * abs(image1[3]) ** 2


def average__loop(image0, image1, psi):
    total = 0
    for amplitude, image, ket in zip(psi, (image0, image1), ([1, 0], [0, 1])):
        total += abs(amplitude) ** 2 * abs(np.vdot(np.kron(ket, ket), image)) ** 2
    return total


def mixture__matrix(image0, image1, psi):
    rho = sum(abs(a) ** 2 * np.outer(image, np.conj(image)) for a, image in zip(psi, (image0, image1)))
    wanted = np.kron(psi, psi)
    return np.vdot(wanted, rho @ wanted).real


def mixture__sum(image0, image1, psi):
    wanted = np.kron(psi, psi)
    return sum(abs(a * np.vdot(wanted, image)) ** 2 for a, image in zip(psi, (image0, image1)))


def no_square__abs(image0, image1, psi):
    return abs(np.vdot(np.kron(psi, psi), psi[0] * image0 + psi[1] * image1))


def no_square__qutip(image0, image1, psi):
    made = qutip.Qobj((psi[0] * image0 + psi[1] * image1).reshape(4, 1))
    return qutip.fidelity(qutip.Qobj(np.kron(psi, psi).reshape(4, 1)), made)


def no_conjugate__dot(image0, image1, psi):
    return abs(np.dot(np.kron(psi, psi), psi[0] * image0 + psi[1] * image1)) ** 2


def no_conjugate__input(image0, image1, psi):
    a, b = np.conj(psi)
    return abs(np.vdot(np.kron(psi, psi), a * image0 + b * image1)) ** 2


def one_copy__norm(image0, image1, psi):
    output = (psi[0] * image0 + psi[1] * image1).reshape(2, 2)
    return np.linalg.norm(np.conj(psi) @ output) ** 2


def one_copy__qutip(image0, image1, psi):
    output = qutip.Qobj((psi[0] * image0 + psi[1] * image1).reshape(4, 1), dims=[[2, 2], [1]])
    return qutip.expect(output.ptrace(0), qutip.Qobj(np.asarray(psi).reshape(2, 1)))


def real_part__squared(image0, image1, psi):
    made = psi[0] * np.array(image0) + psi[1] * np.array(image1)
    return np.vdot(np.kron(psi, psi), made).real ** 2


def real_part__einsum(image0, image1, psi):
    made = np.stack([image0, image1], axis=1) @ psi
    return np.real(np.einsum("i,i", np.conj(np.kron(psi, psi)), made)) ** 2


def product_of_images__weights(image0, image1, psi):
    wanted = np.kron(psi, psi)
    return sum(abs(a) ** 2 * abs(np.vdot(wanted, image)) for a, image in zip(psi, (image0, image1)))


def product_of_images__array(image0, image1, psi):
    sizes = np.abs(np.conj(np.kron(psi, psi)) @ np.column_stack([image0, image1]))
    return sizes @ np.abs(psi) ** 2
