"""Attacks as plain data: a name with settings, or records with Kraus operators."""

import numpy as np
import qutip

from qedu import attacks
from qedu.grading.checks.answers import Kind, Number, Unfit, numbers, sequence

__all__ = ["Plan", "of_ones_own"]

#: Operators of an attack of one's own: at most so many, from a qubit to a qubit, to a qubit or nothing, or to a qubit and a memory of one.
_MOST, _DIMS = 16, {(2, 2): [[2], [2]], (3, 2): [[3], [2]], (4, 2): [[2, 2], [2]]}


class Plan(Kind):
    """An attack as data, read as a tuple that can be compared.

    Parameters
    ----------
    settings : dict of str to set of str
        Names of the attacks that are offered, and of each the settings that are Eve's; ``fraction`` always is.

    Notes
    -----
    `read` returns ``(name, ((setting, value), …))``, or ``(None, ((record, shape, entries), …))`` for operators of one's
    own.  Whether the settings are in range, and whether Σ K†K = I, the attack itself says when it is built.

    Examples
    --------
    >>> plan = Plan({"intercept_resend": {"basis"}})
    >>> plan.read(["intercept_resend", {"basis": "Z", "fraction": 0.5}])
    ('intercept_resend', (('basis', 'z'), ('fraction', 0.5)))
    """

    def __init__(self, settings):
        self.settings = settings

    def read(self, value):
        if isinstance(value, dict):
            raise Unfit("not_a_plan")
        self._present(value)
        if type(value) is str:
            value = (value, {})
        items = sequence(value)
        if items is None or isinstance(items, np.ndarray) or not len(items):
            raise Unfit("not_a_plan")
        if type(items[0]) is str:
            if len(items) != 2 or not isinstance(items[1], dict):
                raise Unfit("not_a_plan")
            return self._named(items[0].strip().lower(), items[1])
        return self._own(items)

    @staticmethod
    def _present(value):
        """Say of what is nothing, or no data, what it is; anything else is looked at by its parts."""
        if isinstance(value, (list, tuple, np.ndarray)) or type(value) is str:
            return
        try:
            numbers(value)
        except Unfit as error:
            raise Unfit("an_object", **error.details) if error.key == "unreadable" and error.details else error from None

    def _named(self, name, settings):
        if name not in self.settings:
            raise Unfit("unknown_attack", attack=repr(name[:40]))
        found = []
        for key, value in settings.items():
            if key not in self.settings[name] | {"fraction"}:
                raise Unfit("not_eves", setting=repr(key)[:40])
            if isinstance(value, dict):
                raise Unfit("not_a_setting", setting=repr(key))
            self._present(value)
            try:
                found.append((key, value.strip().lower()[:40] if type(value) is str else Number().read(value)))
            except Unfit as error:
                raise error if error.key == "nan" else Unfit("not_a_setting", setting=repr(key)) from None
        return name, tuple(sorted(found))

    def _own(self, items):
        if len(items) > _MOST:
            raise Unfit("not_a_plan")
        found = []
        for item in items:
            self._present(item)
            pair = sequence(item)
            if pair is None or len(pair) != 2 or type(pair[0]) is not str or isinstance(pair[1], dict):      # two named attacks at once
                raise Unfit("not_a_plan")
            operator = numbers(pair[1])
            if operator.shape not in _DIMS:
                raise Unfit("not_a_plan")
            found.append((pair[0][:40], operator.shape, tuple(operator.ravel().tolist())))
        return None, tuple(found)


def of_ones_own(operators):
    """Build the attack from the operators that `Plan` read.

    Parameters
    ----------
    operators : tuple of (str, tuple of int, tuple of complex)
        Record, shape and entries of each.

    Returns
    -------
    qedu.attacks.Attack

    Raises
    ------
    ValueError
        If Σ K†K ≠ I, or two records are the same: here, or from `qedu.exchange`.

    Examples
    --------
    >>> name, operators = Plan({}).read([("saw 0", np.diag([1, 0])), ("saw 1", np.diag([0, 1]))])
    >>> of_ones_own(operators).name
    "of one's own"
    """
    return attacks.Attack("of one's own", [(record, qutip.Qobj(np.reshape(entries, shape), dims=_DIMS[shape]))
                                           for record, shape, entries in operators])
