"""Rounds one by one, as a table: what each outcome of a die means in every column.

The view ``sheet`` of the script draws it; here are the same numbers for Python.
"""

__all__ = ["numbers"]


def numbers(view, drawn, look=None):
    """Numbers of the last rounds of a sheet, and of the one that is looked at.

    Parameters
    ----------
    view : dict
        The view: ``show``, how many rounds, and ``columns``, each with a ``key`` and
        ``of``, the number of its word for each outcome of the die.
    drawn : sequence of int
        Outcomes of the die, in order.
    look : int, optional
        Which of the rounds shown is looked at, from 1.

    Returns
    -------
    dict of str to float
        ``r7.key`` for round 7; with `look` also ``look.key`` and ``look.round``, −1
        and 0 if there is no round.

    Examples
    --------
    >>> view = {"show": 2, "columns": [{"key": "bit", "of": [0, 1, 1]}]}
    >>> numbers(view, [0, 2, 0], look=1)
    {'r2.bit': 1.0, 'r3.bit': 0.0, 'look.bit': 1.0, 'look.round': 2.0}
    """
    first = max(0, len(drawn) - view["show"])
    out = {f"r{i + 1}.{column['key']}": float(column["of"][drawn[i]])
           for i in range(first, len(drawn)) for column in view["columns"]}
    if look is not None:
        chosen = min(len(drawn), first + look)
        out |= {f"look.{column['key']}": float(column["of"][drawn[chosen - 1]]) if chosen else -1.0
                for column in view["columns"]}
        out["look.round"] = float(chosen)
    return out
