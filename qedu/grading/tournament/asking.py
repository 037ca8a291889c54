"""Ask a team: its program runs in the grader's isolation, and what comes back is read as a stranger's."""

from qedu.grading.checks.plain import from_plain, to_plain
from qedu.grading.checks.text import shown
from qedu.grading.isolation.sandbox import Budget, Ended

__all__ = ["PROGRAM", "Unanswered", "ask"]

#: Runs programs in the confined process.
PROGRAM = "qedu.grading.tournament.player"

_ENDED = {"time": "It took too long.", "budget": "It took too long.", "output": "It returned far too much.",
          "threads": "It started too many threads.", "garbled": "Its process sent something else than an answer."}


class Unanswered(Exception):
    """A team gave no answer that can be played.

    Attributes
    ----------
    reason : str
        In words, fit to be printed.
    again : bool
        Whether the next run should try again, since it was not the team that failed.
    """

    def __init__(self, reason, again=False):
        super().__init__(reason)
        self.reason, self.again = reason, again


def ask(sandbox, team, call, arguments, *, seed):
    """Call a function of a team's program, in a process that nobody has used before.

    Parameters
    ----------
    sandbox : qedu.grading.isolation.sandbox.Sandbox
    team : qedu.grading.tournament.entries.Team
    call : str
        The function's name.
    arguments : list
        Plain data.
    seed : int
        Takes the place of chance in the program.

    Returns
    -------
    object
        Numbers, texts, arrays, lists and dicts.

    Raises
    ------
    Unanswered
        If there is no answer.
    qedu.grading.isolation.confine.NotIsolated
        If the program could not be shut in; nothing was run.
    """
    if team.problem:
        raise Unanswered(team.problem)
    job = {"source": team.source, "call": call, "arguments": [to_plain(one) for one in arguments], "seed": seed}
    messages = sandbox.run(job, Budget(sandbox.seconds))
    try:
        message = next(messages)
    except Ended as ended:
        if ended.why == "killed":
            raise Unanswered(f"{call}: its process was ended by somebody else; run the command again.", again=True) from None
        words = _ENDED.get(ended.why, f"Its process ended {shown(ended.how, 60)}.")
        raise Unanswered(f"{call}: {words}") from None
    finally:
        messages.close()
    if type(message) is dict and type(message.get("raised")) is list and len(message["raised"]) == 2:
        name, text = (shown(part, 160) for part in message["raised"])
        raise Unanswered(f"{call}: It raised {name}" + (f": {text}" if text else "") + ".")
    try:
        return from_plain(message["answer"])
    except Exception:                                   # a forged message: whatever is wrong with it
        raise Unanswered(f"{call}: {_ENDED['garbled']}") from None
