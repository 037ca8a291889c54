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


EDITS = {
    "dagger_first": [("operator @ rho @ operator.conj().T", "operator.conj().T @ rho @ operator"),
                     ("qutip.Qobj(k) * rho * qutip.Qobj(k).dag()", "qutip.Qobj(k).dag() * rho * qutip.Qobj(k)"),
                     ("k, rho, k.conj()", "k.conj(), rho, k", "kij,jl,kml", "kji,jl,klm")],
    "no_dagger": [(".conj().T", ""), (".dag()", ""), ("np.conjugate(np.transpose(k))", "k")],
    "no_conjugate": [(".conj().T", ".T"), (".dag()", ".trans()"), ("k.conj()", "k"), ("np.transpose(k)", "k"),
                     ("np.conjugate(", "(")],
    "sum_first": [("rho):\n", "rho):\n    kraus = [sum(kraus)]\n")],
    "one_operator": [("in kraus", "in kraus[:1]"), ("out += ", "out = ")],
    "elementwise": [("operator @ rho @ operator", "operator * rho * operator"),
                    ("qutip.Qobj(k) * rho * qutip.Qobj(k).dag()", "k * rho.full() * k.conj().T"),
                    ("kij,jl,kml->im", "kij,ij,kij->ij")],
    "one_side": [(" @ operator.conj().T", ""), (" * qutip.Qobj(k).dag()", ""),
                 ("np.dot(np.dot(k, rho), np.conjugate(np.transpose(k)))", "np.dot(k, rho)")],
    "one_after_another": [("out += np", "rho = np", "return out", "return rho"),
                          ("    return sum(operator @ rho @ operator.conj().T for operator in kraus)",
                           "    for operator in kraus:\n"
                           ""
                           ""
                           ""
                           ""
                           ""
                           ""
                           ""
                           "        rho = operator @ rho @ operator.conj().T\n"
                           ""
                           ""
                           ""
                           ""
                           ""
                           ""
                           ""
                           "    return rho")],
}
