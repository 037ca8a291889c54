import math

import numpy as np
import qutip


def right__density(counts):
    paulis = {"X": qutip.sigmax(), "Y": qutip.sigmay(), "Z": qutip.sigmaz()}
    rho = qutip.qeye(2) / 2
    for axis, (zeros, ones) in counts.items():
        rho = rho + 0.5 * (zeros - ones) / (zeros + ones) * paulis[axis]
    return rho.eigenstates()[1][-1]                     # the largest eigenvalue's state


def half_circle__swapped_back(counts):
    x, y, z = ((zeros - ones) / (zeros + ones) for zeros, ones in (counts[axis] for axis in "XYZ"))
    radius = math.sqrt(x * x + y * y + z * z)
    return [math.sqrt((1 + z / radius) / 2), np.exp(1j * math.atan(y / x)) * math.sqrt((1 - z / radius) / 2)]


def right__amplitudes(counts):
    shares = {axis: pair[0] / sum(pair) for axis, pair in counts.items()}
    size0 = math.sqrt(shares["Z"])
    ket = np.array([size0, (shares["X"] - 0.5 + 1j * (shares["Y"] - 0.5)) / size0])
    return ket / np.linalg.norm(ket)


EDITS = {
    "no_phase": [("np.exp(1j * phi) * ", ""),
                 ("return ket / np.linalg.norm(ket)", "return abs(ket / np.linalg.norm(ket))")],
    "y_sign": [("1j * phi", "-1j * phi"), ("+ 1j * (shares", "- 1j * (shares"), ("qutip.sigmay()", "-qutip.sigmay()")],
    "opposite": [("(zeros - ones)", "(ones - zeros)"), ("pair[0]", "pair[1]")],
    "share_as_component": [("(zeros - ones)", "zeros")],
    "full_angle": [("theta / 2", "theta"),
                   ("return ket / np.linalg.norm(ket)",
                    "x, y, z = (2 * shares[axis] - 1 for axis in \"XYZ\")\n"
                    ""
                    ""
                    ""
                    ""
                    ""
                    ""
                    ""
                    "    return [z, x + 1j * y] / np.sqrt(x * x + y * y + z * z)")],
    "axes_swapped": [('counts.items()', 'zip("YXZ", counts.values())')],
    "axis_sign": [('r["X"])\n', '-r["X"])\n'), ("qutip.sigmaz()", "-qutip.sigmaz()"),
                  ('shares["X"] - 0.5', '0.5 - shares["X"]')],
    "half_circle": [('np.arctan2(r["Y"], r["X"])', 'np.arctan(r["Y"] / r["X"])')],
    "half_phase": [("1j * phi", "0.5j * phi"),
                   ("return ket / np.linalg.norm(ket)",
                    "ket = ket / np.linalg.norm(ket)\n"
                    ""
                    ""
                    ""
                    ""
                    ""
                    ""
                    ""
                    "    return [ket[0], abs(ket[1]) * np.sqrt(ket[1] / abs(ket[1]))]")],
}
