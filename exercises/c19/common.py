"""What the checks of the exercises to chapter C19, Capstones, share: how an answer of several parts is told where it is off."""

from qedu.grading.exercise import Mistake


def off_in(kinds, calls, returned, values, expected, models):
    """Say of an answer in parts which slip explains the first part that is off, or else which part it is.

    Parameters
    ----------
    kinds : dict of str to qedu.grading.answers.Kind
        How each part is compared, in the order in which they are looked at.
    calls, returned, values : list
        As `Exercise.unknown` has them.
    expected : list of dict
        The right answers.
    models : list
        Wrong models, each giving a dict, as `Exercise.models` has them.

    Returns
    -------
    Mistake
        Named like the model, or ``<part>_off``.
    """
    for number, (part, kind) in enumerate(kinds.items(), 1):
        off = [place for place, value in enumerate(values) if not kind.same(value[part], expected[place][part])]
        if not off:
            continue
        show = calls[off[0]], returned[off[0]]
        for key, model in models:
            told = [call.of(model) for call in calls]
            # Also in the parts before it, which are right: a slip that spoils one of those is another one.
            if all(kinds[one].same(value[one], answer[one]) for value, answer in zip(values, told) for one in list(kinds)[:number]):
                return Mistake(key, *show)
        return Mistake(f"{part}_off", *show)
    raise AssertionError("an answer that is right in all parts is no mistake")
