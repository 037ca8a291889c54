"""Bell tests after Clauser, Horne, Shimony and Holt: settings, tables of odds, counts."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

import numpy as np
import qutip
from numpy.typing import ArrayLike

from qedu import _arguments, _shown, states
from qedu._arguments import MOST, array, bad, count, generator, renamed, scalar_or_array
from qedu._operators import Value, direction, pair
from qedu._types import FloatOrArray, Floats, Integers, Number, Numbers, Seed, Settings, Whole
from qedu.entanglement.measures import correlation_matrix

__all__ = ["STANDARD_ANGLES", "chsh", "best_settings", "bell_table", "s_value", "win_probability",
           "signalling", "BellCounts", "bell_test"]

#: Settings (a, a', b, b') at which Φ⁺ reaches 2√2: degrees from Z towards X.
STANDARD_ANGLES: tuple[int, int, int, int] = (0, 90, 45, 135)

_SIGNS = ((1, -1), (1, 1))          # of E(x, y) in S


def _four(name: str, settings: Settings) -> Floats:
    """Return the settings a, a', b, b' as an array of four unit vectors."""
    try:
        given = list(settings)
    except TypeError:
        given = []
    if isinstance(settings, str) or len(given) != 4:
        raise bad(name, settings, "four settings: a and a' of Alice, b and b' of Bob")
    return np.array([direction(name, setting) for setting in given])


@renamed(rho="state", angles="settings")
def chsh(state: qutip.Qobj, settings: Settings | None = None) -> float:
    """CHSH value |S| of a pair: for given settings, or the most that any settings give.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of two qubits.
    settings : sequence of four settings, optional
        (a, a', b, b'); numbers are degrees from Z towards X.  None: the maximum over all
        directions.

    Returns
    -------
    float
        |E(a, b) − E(a, b') + E(a', b) + E(a', b')|, from 0; with its sign it is the `s_value`
        of the `bell_table`.  Local models reach 2, quantum states 2√2 (Tsirelson).

    Warns
    -----
    UserWarning
        If an angle looks like radians: math.pi / 4 in place of 45.

    Raises
    ------
    ValueError
        If `state` is not a two-qubit state or `settings` are not four settings.

    Notes
    -----
    Clauser, Horne, Shimony and Holt, Phys. Rev. Lett. 23, 880 (1969),
    doi:10.1103/PhysRevLett.23.880.  The maximum is 2√(t₁² + t₂²), t₁ and t₂ the two largest
    singular values of `correlation_matrix`: Horodecki, Horodecki and Horodecki, Phys. Lett. A
    200, 340 (1995), doi:10.1016/0375-9601(95)00214-N.  Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import bell
    >>> round(chsh(bell(), STANDARD_ANGLES), 9), round(chsh(bell("psi-")), 9)
    (2.828427125, 2.828427125)
    """
    matrix = correlation_matrix(state)
    if settings is None:
        first, second, _ = np.linalg.svd(matrix, compute_uv=False)
        return float(2 * math.hypot(first, second))
    a, a2, b, b2 = _four("settings", settings)
    return float(abs(a @ matrix @ (b - b2) + a2 @ matrix @ (b + b2)))


def best_settings(state: qutip.Qobj) -> Floats:
    """Settings at which a pair reaches its largest S.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of two qubits.

    Returns
    -------
    numpy.ndarray
        Shape (4, 3): Bloch directions a, a', b, b'.  Other settings may do as well; for Φ⁺
        and Φ⁺ with white noise these are the `STANDARD_ANGLES`.

    Raises
    ------
    ValueError
        If `state` is not a two-qubit state.

    Notes
    -----
    From the singular vectors of `correlation_matrix`; references as for `chsh`.  Derived in
    chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import werner
    >>> rho = werner(0.9)
    >>> abs(chsh(rho, best_settings(rho)) - chsh(rho)) < 1e-12
    True
    """
    order = [2, 0, 1]                    # Z first, then X: among equals these are taken
    left, sizes, right = np.linalg.svd(correlation_matrix(state)[np.ix_(order, order)])
    back = np.argsort(order)
    a, a2 = left.T[0][back], left.T[1][back]
    v, v2 = right[0][back], right[1][back]
    tilt = math.atan2(sizes[1], sizes[0])
    b, b2 = math.cos(tilt) * v + math.sin(tilt) * v2, -math.cos(tilt) * v + math.sin(tilt) * v2
    return np.array([a, a2, b, b2]) + 0.0


def bell_table(state: qutip.Qobj, settings: Settings = STANDARD_ANGLES) -> Floats:
    """The odds of a Bell test: probability of both outcomes for each pair of settings.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of two qubits.
    settings : sequence of four settings
        (a, a', b, b'); numbers are degrees from Z towards X.

    Returns
    -------
    numpy.ndarray
        Shape (2, 2, 2, 2): ``table[x, y, A, B]`` = ⟨Π_A ⊗ Π_B⟩ sums to 1 for each x, y.

    Raises
    ------
    ValueError
        If `state` is not a two-qubit state or `settings` are not four settings.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import bell
    >>> bell_table(bell(), (0, 90, 0, 90))[0, 0].round(12).tolist()     # both along Z: always equal
    [[0.5, 0.0], [0.0, 0.5]]
    """
    rho = pair("state", state)
    bases = [states.basis(setting) for setting in _four("settings", settings)]
    table = np.array([[[[qutip.expect(rho, qutip.tensor(left, right)).real for right in bob]
                        for left in alice] for bob in bases[2:]] for alice in bases[:2]])
    table = table.clip(0, 1)
    return table / table.sum(axis=(2, 3), keepdims=True)


def checked_table(name: str, table: ArrayLike) -> Floats:
    """Return a Bell table, with or without silence, as a float array, or raise ValueError."""
    allowed = ("a table of shape (2, 2, 2, 2), or (2, 2, 3, 3) with silence: probabilities that sum "
               "to 1 for each pair of settings")
    try:
        array = _arguments.reals(table)
    except Exception:
        raise bad(name, table, allowed) from None
    if array.shape not in ((2, 2, 2, 2), (2, 2, 3, 3)):
        raise bad(name, f"an array of shape {array.shape}", allowed)
    whole = array.sum(axis=(2, 3), keepdims=True)
    if not np.isfinite(array).all():
        raise bad(name, "a table of other numbers", f"{allowed}; some entries are no finite numbers")
    if array.min() < -_arguments.PRINTED:
        raise bad(name, "a table of other numbers", f"{allowed}; the least entry is {array.min():.3g}")
    if abs(whole - 1).max() > _arguments.PRINTED:
        raise bad(name, "a table of other numbers", f"{allowed}; these sum to {whole.ravel().round(6).tolist()}")
    array = array.clip(0, None)
    whole = array.sum(axis=(2, 3), keepdims=True)
    return array / whole if abs(whole - 1).max() > 1e-12 else array


def _correlations(array: Floats | Integers) -> tuple[Floats, Floats | Integers]:
    """E(x, y) over the rounds in which both clicked, from probabilities or counts."""
    both = np.asarray(array)[:, :, :2, :2]
    kept = both.sum(axis=(2, 3))
    if not kept.min() > 0:
        raise bad("table", "one without a round in which both clicked",
                  "at least one such round for each pair of settings")
    return (both[..., 0, 0] - both[..., 0, 1] - both[..., 1, 0] + both[..., 1, 1]) / kept, kept


def s_value(table: ArrayLike) -> float:
    """S of a table, with its sign: quantum, local, or made up.

    Parameters
    ----------
    table : array_like
        Shape (2, 2, 2, 2); or (2, 2, 3, 3), and then only the rounds in which both clicked
        count, as in an experiment that assumes fair sampling.

    Returns
    -------
    float
        E(0, 0) − E(0, 1) + E(1, 0) + E(1, 1), from −4 to 4; local models stay from −2 to 2.

    Raises
    ------
    ValueError
        If it is no such table, or some pair of settings has no round left.

    Notes
    -----
    Its size is `chsh`.  Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import bell
    >>> round(s_value(bell_table(bell())), 9), round(s_value(bell_table(bell("psi-"))), 9)
    (2.828427125, -2.828427125)
    """
    found, _ = _correlations(checked_table("table", table))
    return float((found * _SIGNS).sum())


@overload
def win_probability(s: Number) -> float: ...
@overload
def win_probability(s: Numbers) -> Floats: ...
def win_probability(s: Numbers) -> FloatOrArray:
    """How often a source of this S wins the CHSH game, all four question pairs equally likely.

    Parameters
    ----------
    s : float or array_like
        S with its sign, as `s_value` gives it, from −4 to 4.

    Returns
    -------
    float or numpy.ndarray
        ½ + S/8: 0.75 for S = 2, 0.8536 for 2√2, 0.25 for −2.

    Raises
    ------
    ValueError
        If `s` leaves [−4, 4].

    Notes
    -----
    The players win when their answers agree, except for the questions a and b', where they
    must differ.  Cleve, Høyer, Toner and Watrous, CCC 2004, doi:10.1109/CCC.2004.1313847.
    Derived in chapter C04.

    Examples
    --------
    >>> win_probability(2.0)
    0.75
    """
    value = 0.5 + array("s", s, -4, 4) / 8
    return scalar_or_array(value)


def signalling(table: ArrayLike) -> float:
    """How much one side's odds depend on the other side's setting: 0 in every quantum table.

    Parameters
    ----------
    table : array_like
        Shape (2, 2, 2, 2), or (2, 2, 3, 3) with silence.

    Returns
    -------
    float
        The largest change of the probability of any outcome on one side that a change of the
        setting on the other side causes.

    Raises
    ------
    ValueError
        If it is no such table.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import werner
    >>> signalling(bell_table(werner(0.9))) < 1e-12
    True
    """
    array = checked_table("table", table)
    alice, bob = array.sum(axis=3), array.sum(axis=2)       # [x, y, outcome]
    return float(max(abs(alice[:, 0] - alice[:, 1]).max(), abs(bob[0] - bob[1]).max()))


@dataclass(frozen=True, eq=False)
class BellCounts(Value):
    """What a Bell test found.

    Parameters
    ----------
    counts : numpy.ndarray
        Shape (2, 2, 2, 2), or (2, 2, 3, 3) with silence: rounds by setting x of Alice, y of
        Bob, and both outcomes.

    Raises
    ------
    ValueError
        If these are no counts.

    Notes
    -----
    Everything below counts the rounds in which both clicked.  Standard errors are those of
    independent rounds: √((1 − E²)/n) for a correlation from n rounds, and the root of the sum
    of squares for S.  Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import bell
    >>> found = bell_test(bell_table(bell()), shots=10**6, seed=1)
    >>> abs(found.s_value - 2 * math.sqrt(2)) < 5 * found.s_error
    True
    """

    counts: Integers = field(repr=False)

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, counts: ArrayLike) -> None: ...

    def __post_init__(self) -> None:
        allowed = "whole numbers of rounds, shape (2, 2, 2, 2) or (2, 2, 3, 3)"
        try:
            array = _arguments.reals(self.counts)
            with np.errstate(invalid="ignore"):
                whole = array.astype(np.int64)
        except Exception:
            raise bad("counts", self.counts, allowed) from None
        if whole.shape not in ((2, 2, 2, 2), (2, 2, 3, 3)) or (whole != array).any() or whole.min() < 0:
            raise bad("counts", self.counts, allowed)
        if array.sum(axis=(2, 3)).max() > MOST:                # whose sums would leave 64 bits
            raise bad("counts", "counts of that many rounds", "at most 10**18 rounds for each pair of settings")
        object.__setattr__(self, "counts", whole)

    def __repr__(self):
        return _shown.line("BellCounts", f"{_shown.number(int(self.n.sum()))} rounds with two clicks",
                           _shown.known(lambda: f"S {_shown.measured(self.s_value, self.s_error)}"))

    def _repr_html_(self):
        found = _shown.known(lambda: (self.n, self.correlations, self.errors))
        rows = [(f"{a}, {b}", int(n[x, y]), _shown.measured(e[x, y], error[x, y]))
                for n, e, error in [found] for x, a in enumerate(("a", "a'")) for y, b in enumerate(("b", "b'"))] if found else []
        return (_shown.table("Bell test; figures with one standard error", [
            ("Rounds with two clicks", int(self.n.sum())), ("Rounds won", self.wins),
            ("S", _shown.known(lambda: _shown.measured(self.s_value, self.s_error)))])
            + (_shown.table("By settings", rows, ("settings", "rounds", "correlation E")) if rows else ""))

    @property
    def n(self) -> Integers:
        """Rounds with two clicks for each pair of settings, shape (2, 2)."""
        return self.counts[:, :, :2, :2].sum(axis=(2, 3))

    @property
    def correlations(self) -> Floats:
        """Estimates of E(x, y), shape (2, 2)."""
        return _correlations(self.counts)[0]

    @property
    def errors(self) -> Floats:
        """Standard errors of the correlations, shape (2, 2)."""
        found, kept = _correlations(self.counts)
        return ((1 - found**2) / kept) ** 0.5

    @property
    def s_value(self) -> float:
        """Estimate of S with its sign: E(0, 0) − E(0, 1) + E(1, 0) + E(1, 1)."""
        return float((self.correlations * _SIGNS).sum())

    @property
    def s_error(self) -> float:
        """Standard error of `s_value`."""
        return float((self.errors**2).sum() ** 0.5)

    @property
    def wins(self) -> int:
        """Rounds won in the CHSH game: outcomes that agree, or differ for settings 0 and 1."""
        both = self.counts[:, :, :2, :2]
        equal, differ = both[..., 0, 0] + both[..., 1, 1], both[..., 0, 1] + both[..., 1, 0]
        return int(equal[0, 0] + differ[0, 1] + equal[1, 0] + equal[1, 1])


def bell_test(table: ArrayLike, shots: Whole, *, seed: Seed) -> BellCounts:
    """Play a Bell test: the same number of rounds for each of the four pairs of settings.

    Parameters
    ----------
    table : array_like
        From `bell_table`, `local_table` or `detect`: shape (2, 2, 2, 2) or (2, 2, 3, 3).
    shots : int
        Rounds for each pair of settings, 1 to 10¹⁸; the cost does not depend on it.
    seed : int or numpy.random.Generator
        Source of randomness.

    Returns
    -------
    BellCounts

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    One multinomial draw for each pair of settings.  Equal numbers serve for an estimate of S.  For
    `qedu.statistics.p_value` they will do if the rounds are independent; against a source with
    memory the settings have to be drawn anew for each round.  Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import bell
    >>> bell_test(bell_table(bell(), (0, 90, 0, 90)), shots=1000, seed=1).n.tolist()
    [[1000, 1000], [1000, 1000]]
    """
    array = checked_table("table", table)
    shots, rng = count("shots", shots, high=MOST), generator(seed)
    cells = array.reshape(2, 2, -1)
    cells = cells / cells.sum(axis=2, keepdims=True)
    return BellCounts(rng.multinomial(shots, cells).reshape(array.shape))
