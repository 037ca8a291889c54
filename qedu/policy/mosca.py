"""Mosca's inequality: data that must stay secret for x years, a migration of y years, a machine in z years."""

from __future__ import annotations

from typing import overload

import numpy as np

from qedu._arguments import array, bad, scalar_or_array, together
from qedu._types import FloatOrArray, Floats, Number, Numbers
from qedu.policy.ranges import YearRange, inputs, reached, threat_years
from qedu.policy.threat import MOST_YEARS, Threat

__all__ = ["mosca", "exposed_probability", "forgery_probability", "exposure_by_year"]


@overload
def mosca(shelf_life: Number, migration: Number, threat: Number) -> float: ...
@overload
def mosca(shelf_life: Numbers, migration: Numbers, threat: Numbers) -> Floats: ...
def mosca(shelf_life: Numbers, migration: Numbers, threat: Numbers) -> FloatOrArray:
    """Years for which data are exposed: shelf life + migration − threat.

    Data recorded on the last day of the migration must stay secret for x more years, so until x + y.  If the machine is there
    after z years and z < x + y, they can be read for the rest of that time.

    Parameters
    ----------
    shelf_life : float or array_like
        x, years for which data must stay secret, 0 to 10⁶.  At 0 this is the rule for signatures, which must be safe when
        they are checked (`forgery_probability`).
    migration : float or array_like
        y, years until the last data are protected in a new way, 0 to 10⁶.
    threat : float or array_like
        z, years until the machine exists, at least 0; infinite where there never is one, as in `Threat.sample`.

    Returns
    -------
    float or numpy.ndarray
        x + y − z, of the shape to which the arguments broadcast.  0 or less: safe.

    Raises
    ------
    ValueError
        If an argument leaves its range, the shapes do not fit, or `threat` is a distribution: that one gives a probability
        (`exposed_probability`), and no years.

    Notes
    -----
    M. Mosca, Cybersecurity in an era with quantum computers: will we be ready?, IEEE Security & Privacy 16 (5), 38 (2018),
    doi:10.1109/MSP.2018.3761723; IACR ePrint 2015/1075.  Derived in chapter C16.

    Examples
    --------
    >>> mosca(10, 5, 12)
    3.0
    >>> mosca(10, [2, 5, 8], 15)
    array([-3.,  0.,  3.])
    """
    if isinstance(threat, Threat):
        raise bad("threat", threat, "years as numbers; with a distribution ask exposed_probability, or mosca of threat.sample(n, seed=1)")
    x, y, z = together(shelf_life=array("shelf_life", shelf_life, 0, MOST_YEARS), migration=array("migration", migration, 0, MOST_YEARS),
                       threat=threat_years(threat))
    return scalar_or_array(x + y - z)


@overload
def exposed_probability(shelf_life: Number | YearRange, migration: Number | YearRange, threat: Number | YearRange | Threat) -> float: ...
@overload
def exposed_probability(shelf_life: Numbers | YearRange, migration: Numbers | YearRange,
                        threat: Numbers | YearRange | Threat) -> FloatOrArray: ...
def exposed_probability(shelf_life: Numbers | YearRange, migration: Numbers | YearRange,
                        threat: Numbers | YearRange | Threat) -> FloatOrArray:
    """Probability that data are exposed, where x, y and z are numbers or distributions.

    Parameters
    ----------
    shelf_life : float, array_like or YearRange
        x, years for which data must stay secret.
    migration : float, array_like or YearRange
        y, years until the last data are protected in a new way.
    threat : Threat, YearRange, float or array_like
        z, years until the machine exists.

    Returns
    -------
    float or numpy.ndarray
        Probability that x + y > z, of the shape of the arrays.  Where x + y may lie beyond the last point of a `Threat`, it is
        a lower bound, since nothing is claimed there.

    Raises
    ------
    ValueError
        If an argument is of another kind or leaves its range, or shapes do not fit.

    Notes
    -----
    The three are taken as independent.  The probability is the average of F(x + y) over the ranges, F being that of the
    threat.  On the grid of all their corners each piece is a polynomial, which Gauss's quadrature with three points
    integrates exactly, so only rounding is left.  With the average of z in its place one finds another number, and mostly
    a false one.  Derived in chapter C16.

    Examples
    --------
    >>> from qedu.policy import SURVEYS
    >>> low, high = (SURVEYS["2025"].threat(reading) for reading in ("low", "high"))
    >>> round(exposed_probability(10, 5, low), 6), round(exposed_probability(10, 5, high), 6)
    (0.51, 0.7)
    >>> round(exposed_probability(10, YearRange(5, 15, likely=7), low), 4)
    0.6415
    """
    x, y, z = inputs(shelf_life=shelf_life, migration=migration, threat=threat)
    return scalar_or_array(reached(x, y, z))


@overload
def forgery_probability(migration: Number | YearRange, threat: Number | YearRange | Threat) -> float: ...
@overload
def forgery_probability(migration: Numbers | YearRange, threat: Numbers | YearRange | Threat) -> FloatOrArray: ...
def forgery_probability(migration: Numbers | YearRange, threat: Numbers | YearRange | Threat) -> FloatOrArray:
    """Probability that signatures can be forged before they are replaced: that the machine is there first.

    What was signed and checked yesterday needs no machine-proof signature today; whoever can forge one tomorrow gets in
    tomorrow.  So there is no shelf life here, only migration against threat.  A key that must be trusted for long, of a
    device that is never updated say, counts its own years into the migration.

    Parameters
    ----------
    migration : float, array_like or YearRange
        y, years until no signature of the old kind is accepted any more.
    threat : Threat, YearRange, float or array_like
        z, years until the machine exists.

    Returns
    -------
    float or numpy.ndarray
        Probability that y > z; beyond the last point of a `Threat` a lower bound.

    Raises
    ------
    ValueError
        As `exposed_probability`.

    Notes
    -----
    M. Mosca, IACR ePrint 2015/1075: y > z alone.  That authentication is safe while its algorithm is unbroken at the time of use
    says NIST IR 8547, initial public draft (12 November 2024).  Derived in chapter C16.

    Examples
    --------
    >>> from qedu.policy import SURVEYS
    >>> round(forgery_probability(10, SURVEYS["2025"].threat("low")), 6)
    0.28
    """
    return exposed_probability(0, migration, threat)


def exposure_by_year(shelf_life: Number | YearRange, migration: Number | YearRange, threat: Number | YearRange | Threat, *,
                     recorded: Numbers) -> Floats:
    """Probability that data of each year are exposed: recorded under old protection, and readable while they must stay secret.

    Data of year t, counted from now, are recorded while y > t, and must stay secret until t + x.  They are exposed if the machine
    is there by then.

    Parameters
    ----------
    shelf_life, migration : float or YearRange
        x and y, years.
    threat : Threat, YearRange or float
        z, years.
    recorded : array_like
        The years t, in a row: 0 is now, −5 five years ago, −10⁶ to 10⁶.

    Returns
    -------
    numpy.ndarray
        P(y > t) · P(t + x > z), one for each of `recorded`.

    Raises
    ------
    ValueError
        If an argument is of another kind or leaves its range.

    Notes
    -----
    The machine is one and the same for all years, so these probabilities do not add up.  The last data before a migration of y
    years are exposed with the probability that `exposed_probability` finds.  Derived in chapter C16.

    Examples
    --------
    >>> exposure_by_year(10, 5, Threat([(10, 0.2), (20, 0.6)]), recorded=[-12, -5, 0, 4, 6]).round(3)
    array([0.  , 0.1 , 0.2 , 0.36, 0.  ])
    """
    x, y, z = inputs(shelf_life=shelf_life, migration=migration, threat=threat)
    for name, given in (("shelf_life", shelf_life), ("migration", migration), ("threat", threat)):
        if not isinstance(given, (YearRange, Threat)) and np.ndim(given):
            raise bad(name, given, "one number, or a distribution; several years go into recorded")
    years = array("recorded", recorded, -MOST_YEARS, MOST_YEARS)
    if years.ndim != 1:
        raise bad("recorded", recorded, "years in a row, such as range(-5, 20)")
    held = 1 - y.cdf(years) if isinstance(y, YearRange) else (y > years).astype(float)
    return held * reached(x, years, z)
