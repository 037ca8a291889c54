"""Messages of a process that ran a stranger's code: what is believed of them."""

from qedu.grading.checks.exercise import Mistake
from qedu.grading.checks.plain import from_plain
from qedu.grading.checks.text import shown

__all__ = ["judged", "reported", "OF_ANSWERS", "OF_CELLS", "UNWRITTEN"]

#: Mistakes that such a process may report of an answer; anything else it says is not believed.
OF_ANSWERS = frozenset(("missing", "not_written", "not_a_function", "signature", "raised", "unreadable", "changes_arguments"))

#: And of a cell.
OF_CELLS = frozenset(("cell_raised", "not_written"))

#: With one of these no answer has been given; an earlier one counts.
UNWRITTEN = frozenset(("missing", "not_written", "not_a_function", "signature"))

#: What the messages of reported mistakes name.
_DETAILS = ("value", "count", "error", "line", "advice", "type", "seconds")


def judged(case, message):
    """Judge what was sent as the answers to one exercise.

    Parameters
    ----------
    case : qedu.grading.exercise.Case
    message : dict
        From JSON, with anything in it.

    Returns
    -------
    Mistake or None
        None if all is right.
    """
    mistake = reported(message.get("mistake"), OF_ANSWERS)
    if mistake is not None:
        return mistake
    if not _shallow(message.get("answers")):
        return Mistake("garbled")
    try:
        answers = [[from_plain(item) for item in repeats] for repeats in message["answers"]]
        if [len(repeats) for repeats in answers] != [call.repeat if not case.exercise.value else 1 for call in case.calls]:
            raise ValueError("not as many answers as calls")
    except Exception:
        return Mistake("garbled")
    return case.judge(answers)


def _shallow(data, deepest=50):
    """Whether data from JSON are not nested so deeply that reading them would run out of stack."""
    level = [data] if type(data) in (list, dict) else []
    for _ in range(deepest):
        level = [item for thing in level for item in (thing.values() if type(thing) is dict else thing) if type(item) in (list, dict)]
        if not level:
            return True
    return False


def reported(data, allowed):
    """Take a mistake that was reported: short texts under a known key, or nothing.

    Parameters
    ----------
    data : object
        From JSON.
    allowed : frozenset of str
        Keys that are believed.

    Returns
    -------
    Mistake or None

    Examples
    --------
    >>> reported({"key": "raised", "details": {"error": "x" * 10**6}}, OF_ANSWERS).details["error"][-3:]
    'xx…'
    >>> reported({"key": ["raised"]}, OF_ANSWERS) is None
    True
    """
    if type(data) is not dict or type(data.get("key")) is not str or data["key"] not in allowed:
        return None
    details = data.get("details")
    details = details if type(details) is dict else {}
    return Mistake(data["key"], details={
        key: shown(details[key]) if type(details.get(key)) in (str, int) else "" for key in _DETAILS})
