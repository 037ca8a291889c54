"""What the checks of the exercises to chapter C19, Capstones, share: how an answer of several parts is told where it is off."""

from qedu.grading.exercise import Mistake


def off_in(kinds, calls, returned, values, expected, wrong):
    """Say of an answer in parts which slip explains the first part that is off, or else which part it is.

    Parameters
    ----------
    kinds : dict of str to qedu.grading.answers.Kind
        How each part is compared, in the order in which they are looked at.
    calls, returned, values : list
        As `Exercise.unknown` has them.
    expected : list of dict
        The right answers.
    wrong : dict
        Wrong models by mistake, each giving a dict.

    Returns
    -------
    Mistake
        Named like the model, or ``<part>_off``.
    """
    for part, kind in kinds.items():
        off = [place for place, value in enumerate(values) if not kind.same(value[part], expected[place][part])]
        if not off:
            continue
        show = calls[off[0]], returned[off[0]]
        for key, models in wrong.items():
            for model in models if isinstance(models, tuple) else (models,):
                told = [call.of(model)[part] for call in calls]
                if all(kind.same(value[part], one) for value, one in zip(values, told)):
                    return Mistake(key, *show)
        return Mistake(f"{part}_off", *show)
    raise AssertionError("an answer that is right in all parts is no mistake")
