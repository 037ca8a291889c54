"""Mosca's inequality: data that must stay secret for x years, a migration of y years, a machine in z years."""

from __future__ import annotations

from typing import overload

from qedu._arguments import array, bad, reals, scalar_or_array, together
from qedu._types import FloatOrArray, Floats, Number, Numbers
from qedu.policy.threat import Threat

__all__ = ["mosca"]

#: The longest time in years that anybody needs to ask about.
_MOST_YEARS = 1e6


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
    try:
        z = reals(threat)
    except Exception:
        raise bad("threat", threat, "years from 0 on, or infinity") from None
    if not (z >= 0).all():                             # false for NaN as well
        raise bad("threat", threat, "years from 0 on, or infinity; a threat that is here already is 0")
    x, y, z = together(shelf_life=array("shelf_life", shelf_life, 0, _MOST_YEARS), migration=array("migration", migration, 0, _MOST_YEARS),
                       threat=z)
    return scalar_or_array(x + y - z)
