"""``check``: from a student's function to a result that teaches."""

import contextlib
import html
import inspect
import io
import sys
import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from qedu.grading.checks import watching
from qedu.grading.checks.describing import describe
from qedu.grading.checks.exercise import Mistake, find, make_call, variant
from qedu.grading.checks.plain import Seed, from_plain, to_plain
from qedu.grading.checks.text import shown
from qedu.grading.checks.wording import fill, gaps, general
from qedu.grading.isolation.limits import OutOfTime, run_limited

__all__ = ["check", "examine", "collect", "explain", "report", "Result", "CheckFailed"]

#: Seconds that the student's code may take, all calls together.
TIME_LIMIT = 5.0

#: Stands for an answer that nobody has given.
MISSING = object()

#: Characters in a line of a message, so that narrow panels need not break it once more.
_WIDTH = 76


@dataclass(frozen=True)
class Result:
    """What a check found; every field is plain data.

    Attributes
    ----------
    id : str
        The exercise.
    passed : bool
    points : float
        Full points if passed, else 0.
    mistake : str or None
        The mistake's key in words.yaml or general.yaml.
    message : str
        If passed: what was checked, and why it matters. Else: what is the matter.
    you_returned : str or None
        What came back, and from which call.
    expected_in_words : str or None
        In words of physics, never as a value.
    misconception : str or None
        ID in the misconception catalogue.
    next_step, see_section : str or None
        What to do, and where to read.
    """

    id: str
    passed: bool
    points: float
    mistake: str | None
    message: str
    you_returned: str | None = None
    expected_in_words: str | None = None
    misconception: str | None = None
    next_step: str | None = None
    see_section: str | None = None

    def as_dict(self) -> dict[str, str | bool | float | None]:
        """Return the fields as a dict that JSON can hold."""
        return asdict(self)

    def lines(self) -> tuple[str, list[tuple[str, str]]]:
        """Return the result for a reader: a heading, and (label, text) pairs."""
        labels = general()["labels"]
        if self.passed:
            return fill(labels["right"], id=self.id, points=f"{self.points:g}"), [("", self.message)]
        rows = []
        for field in ("you_returned", "expected_in_words", "message", "misconception", "next_step", "see_section"):
            text = getattr(self, field)
            if text is not None:
                rows.append((labels[field], _misconception(text) if field == "misconception" else text))
        return fill(labels["wrong"], id=self.id), rows

    def __str__(self) -> str:
        heading, rows = self.lines()
        width = max(len(label) for label, _ in rows)
        return "\n".join([heading, *(_wrapped(label, text, width) for label, text in rows)])

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        heading, rows = self.lines()
        body = "".join(f"<p style='margin:.3em 0'>{f'<strong>{html.escape(label)}:</strong> ' if label else ''}"
                       f"{html.escape(text)}</p>" for label, text in rows)
        return (f"<div style='border-left:4px solid currentColor;padding:.2em .8em;max-width:46em'>"
                f"<p style='margin:.3em 0'><strong>{html.escape(heading)}</strong></p>{body}</div>")


class CheckFailed(AssertionError):
    """The answer is not right; its text says why, `result` holds the same as data."""

    def __init__(self, result: Result) -> None:
        super().__init__(str(result))
        self.result = result

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of the traceback: the student's answer is wrong, not the library.
        return str(self).split("\n")


def check(id: str, answer: object = None, seed: int | None = None, student_id: str | None = None,
          term: str | None = None) -> Result:
    """Check the answer to an exercise; raise if it is not right.

    Parameters
    ----------
    id : str
        The exercise, such as "c02-prob".
    answer : callable or object, optional
        The student's function (for a few exercises, a value).  By default it is looked up in the place
        that calls `check`, under the name that the exercise gives.
    seed : int, optional
        Which random arguments to draw.  The same seed gives the same arguments; the default is 0.
    student_id, term : str, optional
        Whose variant of the exercise it is (see `qedu.grading.variant`).  By default they are looked up
        where `check` is called, like the answer; where there are none, it is the printed version.

    Returns
    -------
    Result
        What was checked, with one sentence on why it matters.

    Raises
    ------
    CheckFailed
        If the answer is not right.  The text says what was returned, what was expected in words, the
        likely mistake, the next step and the section to read.
    ValueError
        If there is no exercise with this ID.

    Notes
    -----
    The public example comes first, then further arguments drawn at random.  The student's code may take
    5 s in all.  What it prints is shown for the first call only.  If it reads files, uses the network or starts
    programs, that is said, since marking has none of it.

    Examples
    --------
    >>> def optimal_guess(overlap):
    ...     return (1 + (1 - overlap ** 2) ** 0.5) / 2
    >>> check("c02-two-states", optimal_guess).passed
    True
    """
    __tracebackhide__ = True
    frame = sys._getframe(1)

    def named(name, otherwise):
        return frame.f_locals.get(name, frame.f_globals.get(name, otherwise))

    if answer is None:
        answer = named(find(id).entry(id)["name"], MISSING)
    student_id = named("student_id", "") if student_id is None else student_id
    term = named("term", "") if term is None else term
    own = variant(id, str(student_id), str(term)) if find(id).checks[id].value else None
    result = examine(id, answer, seed, parameters=own)
    if not result.passed:
        raise CheckFailed(result) from None
    if there := watching.seen_in_cells():
        said = fill(general()["labels"]["outside"], what=watching.described(there))
        result = replace(result, message=f"{result.message} {said}")
    return result


def examine(id: str, answer: object, seed: int | None = None, time_limit: float = TIME_LIMIT,
            parameters: dict[str, Any] | None = None) -> Result:
    """Check the answer to an exercise; never raise for a wrong one.

    Parameters
    ----------
    id : str
        The exercise.
    answer : callable or object
        The student's function, or value.
    seed : int, optional
        As in `check`.
    time_limit : float
        Seconds for the student's code, all calls together.
    parameters : dict, optional
        Those of a student's variant, from `qedu.grading.variant`; by default those of the printed version.

    Returns
    -------
    Result

    Raises
    ------
    ValueError
        If there is no exercise with this ID.
    """
    exercise = find(id).checks[id]
    case = exercise.case(0 if seed is None else seed, parameters)
    plain = [call.plain() for call in case.calls]
    with watching.seen_by() as seen:
        answers, mistake = collect(exercise.value, answer, plain, time_limit)
    if mistake is None:
        try:
            mistake = case.judge([[from_plain(item) for item in repeats] for repeats in answers])
        except Exception as error:          # a fault of ours, and no reason to frighten a student with a traceback
            mistake = Mistake("check_failed", details={"error": f"{type(error).__name__}: {error}"})
    if mistake is not None and mistake.key in ("wrong", "only_example", "in_part") and not exercise.value:
        mistake = _remembers(answer, case, plain, answers, time_limit) or mistake
    if mistake is None and seen:
        mistake = Mistake("outside", details={"what": watching.described(seen)})
    return report(id, mistake, [name for name, _ in plain[0]["arguments"]])


def _remembers(answer, case, plain, answers, time_limit):
    """The mistake of a function that gives another answer to the first call if it is made once more, or None."""
    if plain[0]["repeat"] > 1 or any(isinstance(item, Seed) for item in case.calls[0].arguments.values()):
        return None
    with contextlib.redirect_stdout(_Nowhere()):
        again, stopped = collect(False, answer, plain[:1], time_limit)
    if stopped or again[0] == answers[0] or repr(again[0]) == repr(answers[0]):         # two nan are not equal
        return None
    return Mistake("remembers", case.calls[0], from_plain(again[0][0]))


def collect(is_value: bool, answer: object, plain: list[dict[str, Any]],
            time_limit: float | None = TIME_LIMIT) -> tuple[list[list[Any]], Mistake | None]:
    """Make all calls of a check with the student's function.

    This is the half of a check that runs the student's code; it needs no reference and no wrong models.

    Parameters
    ----------
    is_value : bool
        Whether the exercise asks for a value and not for a function.
    answer : callable or object
        The student's.
    plain : list of dict
        The calls, from `Call.plain`.
    time_limit : float or None
        Seconds, all calls together; None if somebody else watches the time.

    Returns
    -------
    answers : list of list
        For each call, what came back from each of its repetitions, as plain data.
    mistake : Mistake or None
        What kept the calls from being made.
    """
    if answer is MISSING or answer is Ellipsis:
        return [], Mistake("missing" if answer is MISSING else "not_written")
    parameters = [name for name, _ in plain[0]["arguments"]]
    done, unfit = [], []

    def run():
        # Whatever touches the student's object is limited, since it can take its time and raise.
        if is_value:
            done.append([to_plain(answer)])
            return
        unfit.extend(_not_callable(answer, parameters))
        if unfit:
            return
        # A student may print to understand; hundreds of calls should not.
        with contextlib.ExitStack() as quiet:
            for call in plain:
                done.append([])
                for item in make_call(answer, call):
                    done[-1].append(item)
                    if len(done) == len(done[-1]) == 1:
                        quiet.enter_context(contextlib.redirect_stdout(_Nowhere()))

    try:
        run() if time_limit is None else run_limited(run, time_limit)
    except OutOfTime:
        return [], Mistake("too_slow", details={"seconds": f"{time_limit:g}"})
    except NotImplementedError:
        return [], Mistake("not_written")
    except KeyboardInterrupt:                   # of the person at the keyboard
        raise
    except BaseException as error:
        if done and len(done[-1]) == 1 and plain[len(done) - 1].get("same"):    # it went well until it got the same objects once more
            return [], Mistake("changes_arguments")
        return [], Mistake("raised", details=explain(error, _filename(answer)))
    return done, unfit[0] if unfit else None


def _not_callable(answer, parameters):
    """What keeps an object from being called with these arguments: one mistake, or none."""
    if not callable(answer):
        return [Mistake("not_a_function", details={"value": describe(from_plain(to_plain(answer)))})]
    try:
        signature = inspect.signature(answer)
    except Exception:                           # a built-in function has none, and an object may do what it likes
        return []
    try:
        signature.bind(*parameters)
    except TypeError:
        return [Mistake("signature", details={"count": len(parameters)})]
    return []


def _filename(answer):
    """The file name under which a student's function was compiled, or None."""
    try:
        return inspect.unwrap(answer).__code__.co_filename
    except Exception:                           # no function, but something else that can be called
        return None


class _Nowhere(io.TextIOBase):
    """Where text goes that nobody reads; needs no file, so it works where none may be opened."""

    def write(self, text):
        return len(text)


def explain(error: BaseException, filename: str | None) -> dict[str, str]:
    """Say which error it was, where in the student's code, and what that kind of error means.

    Parameters
    ----------
    error : BaseException
    filename : str or None
        The file name under which the student's code was compiled.

    Returns
    -------
    dict of str to str
        What the message of the mistake "raised" names.
    """
    advice = general()["errors"]
    kinds = [kind.__name__ for kind in type(error).__mro__]
    try:
        text = shown(str(error).strip().partition("\n")[0], 150)
    except Exception:                           # an error may have no text, or raise when it is asked for one
        text = ""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == filename]
    line = f", in the line `{shown(frames[-1].line, 150)}`" if frames and frames[-1].line else ""
    return {"error": shown(kinds[0], 60) + (f", “{text}”" if text else ""), "line": line,
            "advice": next((advice[kind] for kind in kinds if kind in advice), advice["other"])}


def report(id: str, mistake: Mistake | None, parameters: Sequence[str] = ()) -> Result:
    """Put a judgement into words.

    Parameters
    ----------
    id : str
        The exercise.
    mistake : Mistake or None
        From `Case.judge` or `collect`; None if all is right.
    parameters : sequence of str
        Names of the arguments of the student's function.

    Returns
    -------
    Result
    """
    exercises = find(id)
    entry, feedback, common = exercises.entry(id), exercises.feedback[id], general()
    if mistake is None:
        text = feedback["right"]["checked"] + " " + feedback["right"]["insight"]
        if entry["pool"] == "graded":
            text += " " + common["labels"]["graded"]
        return Result(id, True, entry["points"], None, " ".join(text.split()))
    is_value = exercises.checks[id].value
    own = feedback["mistakes"].get(mistake.key)
    words = own or common["mistakes"][mistake.key]
    if is_value:                                # a value is given and not returned
        words = {**words, **words.get("of_a_value", {})}
    details = {"so_far": "", **{key: shown(str(detail), 400) for key, detail in mistake.details.items()},
               "name": entry["name"], "parameters": ", ".join(parameters)}
    if own is None and gaps(words["message"] + words["next_step"]) - set(details):
        words = common["mistakes"]["garbled"]  # a mistake that a stranger's process has reported, and half of it

    def say(text):
        return fill(" ".join(text.split()), **details) if text else None

    return Result(id, False, 0, mistake.key, say(words["message"]),
                  you_returned=_returned(entry["name"], mistake, is_value, common["labels"]),
                  expected_in_words=say((own or {}).get("expected_in_words") or feedback["expected_in_words"]),
                  misconception=(own or {}).get("misconception"),
                  next_step=say(words["next_step"]),
                  see_section=_section(exercises, (own or {}).get("see_section") or feedback["see_section"], common))


def _returned(name, mistake, is_value, labels):
    if mistake.call is None:
        return None
    value = describe(mistake.returned)
    if is_value:
        return fill(labels["value"], name=name, value=value)
    # Arguments are rebuilt as the student gets them, so that a seed reads as a generator.
    arguments = ", ".join(f"{key}={describe(from_plain(to_plain(item)), 60)}"
                          for key, item in mistake.call.arguments.items())
    return fill(labels["returned"], value=value, call=fill(labels["call"], name=name, arguments=arguments))


def _section(exercises, label, common):
    from qedu.content import address

    where = address.page(exercises.meta["pages"][label], label)
    text = fill(common["labels"]["section"], chapter=exercises.meta["title"], title=exercises.meta["sections"][label])
    return f"{text}, {where}" if where else text


def _misconception(identifier):
    from qedu.content import misconceptions

    entry = misconceptions.get(identifier)
    return fill(general()["labels"]["misconception_text"], id=entry.id, claim=entry.claim,
                 refutation=entry.refutation)


def _wrapped(label, text, width):
    import textwrap

    indent = " " * (width + 4) if label else "  "
    first = f"  {label:<{width}}  " if label else "  "
    return textwrap.fill(text, _WIDTH, initial_indent=first, subsequent_indent=indent)
