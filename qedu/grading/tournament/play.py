"""Play a tournament: ``qedu tournament teams/ --out results/``.

Each match is kept as soon as it is played, under a name made from all that it depends on, so a run that was stopped goes
on where it was, and nothing that one team does changes a match of others.
"""

import contextlib
import json
from functools import lru_cache
from pathlib import Path

import qedu
from qedu import attacks
from qedu._arguments import bad, count
from qedu.grading.checks.exercise import folders
from qedu.grading.classroom import results as results_of
from qedu.grading.classroom.grade import NotIsolated
from qedu.grading.isolation import confine
from qedu.grading.isolation.sandbox import ForkServer, Sandbox
from qedu.grading.tournament import entries, reading, scoring, situations, writing
from qedu.grading.tournament.asking import PROGRAM, Unanswered, ask
from qedu.grading.tournament.match import observe

__all__ = ["tournament"]

#: Parts of the package on which no match depends.
_APART = ("widgets", "book", "content", "policy", "satellites", "repeaters")


def tournament(folder, out, *, seed=None, lines=3, seconds=5.0, memory=2**30, trust=False, progress=False):
    """Let every team that makes keys meet every Eve, and nobody, on several lines.

    Parameters
    ----------
    folder : str or pathlib.Path
        With the folders ``keys`` and ``eves``, and in these a program ``TEAM.py`` for each team.  One that makes keys has
        the functions ``plan(situation)`` and ``decide(situation, plan, counts)``, an Eve ``attack(situation, plan)``; what
        they get and return is told in `qedu.grading.tournament.situations.draw`, `qedu.grading.tournament.reading.settings`
        and `qedu.grading.tournament.match.Match`.
    out : str or pathlib.Path
        Where the tables go: ``teams.csv``, ``matches.csv``, ``lines.csv`` and ``summary.txt``.  ``results/`` holds what is
        needed to go on, and the seed.
    seed : int, optional
        Draws the lines and the counts.  By default one that nobody knows is drawn in the first run, and kept.
    lines : int
        On how many lines each pair meets, 1 to 100.
    seconds : float
        Processor time that a call may take.
    memory : int
        Bytes that it may take.
    trust : bool
        True: run the programs without isolation, as the person who calls.
    progress : bool
        Whether to show a bar.

    Returns
    -------
    teams, matches : list of dict
        The rows of the tables.

    Raises
    ------
    ValueError
        If a folder or a number is not what it should be.
    qedu.grading.isolation.confine.NotIsolated
        If isolation cannot be had here and `trust` is False.
    KeyboardInterrupt
        If interrupted.  The matches that were played by then are kept.

    Notes
    -----
    Programs run as submissions of a class do, each call in a process of its own, which can read Python and its packages
    and nothing else.  All physics is `qedu.exchange`; scores are those of `qedu.grading.tournament.scoring`, secrets those
    of `qedu.grading.tournament.match.observe`.  Chapter C19.
    """
    folder, out = Path(folder).resolve(), Path(out).resolve()
    lines = count("lines", lines, 1, 100)
    for name, value in (("seconds", seconds), ("memory", memory)):
        if not value > 0:
            raise bad(name, value, "a number above 0")
    if seed is not None:
        seed = count("seed", seed, 0)
    if out == folder or out.is_relative_to(folder) or folder.is_relative_to(out):
        raise bad("out", str(out), "a folder apart from the teams'")
    reason = None if trust else confine.missing()
    if reason:
        raise NotIsolated(f"Programs cannot be isolated on this machine: {reason}.")
    teams = entries.find(folder)
    results = out / "results"
    results.mkdir(parents=True, exist_ok=True)
    seed = results_of.secret(results, seed)["seed"]
    drawn = [situations.draw(seed, number) for number in range(lines)]
    hidden = [str(path) for path in (folder, out, *(place.resolve() for place in folders().values()))]
    base = results_of.digest(qedu.__version__, _code(), seed, seconds, memory, trust)
    with contextlib.nullcontext() if trust else ForkServer(hidden, PROGRAM) as server, \
            Sandbox(server and server.address, seconds, memory, hidden, PROGRAM) as sandbox:
        matches = _all(teams, drawn, _Keeper(results, base, seed), sandbox, progress)
    rows = scoring.table(teams, matches)
    writing.write(out, rows, matches, drawn)
    return rows, matches


def _all(teams, drawn, keeper, sandbox, progress):
    """Play all matches, or take them from an earlier run."""
    from tqdm import tqdm

    makers, eves = ([team for team in teams if team.role == role] for role in entries.ROLES)
    todo = [(number, maker, eve) for number in range(len(drawn)) for maker in makers for eve in (None, *eves)]
    asked, found = _Asked(sandbox, drawn), []
    for number, maker, eve in tqdm(todo, disable=not progress, unit="match", desc="tournament"):
        parts = [(team.file, team.source, team.problem) if team else None for team in (maker, eve)]
        match = keeper.get(number, *parts)
        if match is None:
            match, again = _match(asked, number, maker, eve, keeper.seed(number, *parts))
            if not again:
                keeper.put(match, number, *parts)
        found.append(match)
    keeper.forget_others()
    return found


class _Asked:
    """What teams answered in this run: the same question is put once, since the same program gives the same answer."""

    def __init__(self, sandbox, drawn):
        self.drawn, self._sandbox, self._answers = drawn, sandbox, {}

    def plan(self, maker, number):
        """The plan of a team for a line."""
        return self._once((maker, number), lambda: self._plan(maker, self.drawn[number]))

    def attack(self, eve, number, plan):
        """The attack of an Eve on a plan for a line; that of nobody is none."""
        if eve is None:
            return attacks.none()
        question = [self.drawn[number], plan]
        return self._once((eve, number, json.dumps(plan)), lambda: reading.attack(ask(self._sandbox, eve, "attack", question, seed=1)))

    def length(self, maker, number, plan, met):
        """The length that a team claims."""
        return reading.length(ask(self._sandbox, maker, "decide", [self.drawn[number], plan, met.counts], seed=1), met.kept)

    def _once(self, key, question):
        if key not in self._answers:
            try:
                self._answers[key] = question()
            except Unanswered as error:
                self._answers[key] = error
        if isinstance(self._answers[key], Unanswered):
            raise self._answers[key]
        return self._answers[key]

    def _plan(self, maker, situation):
        plan = reading.settings(ask(self._sandbox, maker, "plan", [situation], seed=1))
        try:
            situations.line(situation).at(situation["distance_km"], tuple(plan["intensities"]), probabilities=tuple(plan["probabilities"]))
        except ValueError as error:                     # whatever else a line refuses: no Eve is to blame for it
            raise Unanswered(f"plan: {error}") from None
        return plan


def _match(asked, number, maker, eve, seed):
    """Play one match; return it, and whether it is to be played again."""
    situation = asked.drawn[number]
    row = {"line": number, "key_team": maker.file, "eve": eve.file if eve else "", "listened": eve is not None, "failed": "", "reason": "",
           "kept": 0, "published": 0, "qber": 0.0, "known": 0.0, "left": 0, "most": situations.most(situation), "claimed": 0}
    side, again = "keys", False
    try:
        plan = asked.plan(maker, number)
        side = "eves"
        attack = asked.attack(eve, number, plan)
        try:
            met = observe(situation, plan, attack, seed=seed)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise reading.refused(error) from None
        side = "keys"
        row |= {"kept": met.kept, "published": met.counts["published"], "qber": met.qber, "known": met.known, "left": met.left}
        if met.qber <= plan["abort_above"]:
            row["claimed"] = asked.length(maker, number, plan, met)
    except Unanswered as error:
        row["failed"], row["reason"], again = side, error.reason, error.again
    judged = scoring.judged(row["claimed"], left=row["left"], most=row["most"], nobody=eve is None)
    return row | dict(zip(("outcome", "points", "eve_points"), judged)), again


class _Keeper:
    """Keeps matches in a folder, each under a name made from all that it depends on."""

    def __init__(self, folder, base, seed):
        self.folder, self.base, self.used, self._seed = folder, base, set(), seed

    def _path(self, *parts):
        return self.folder / f"{results_of.digest(self.base, *parts)[:40]}.json"

    def seed(self, *parts):
        """A seed for the counts of this match alone, whatever the limits and whoever else takes part."""
        return int(results_of.digest(self._seed, "counts", *parts)[:16], 16)

    def get(self, *parts):
        path = self._path(*parts)
        self.used.add(path)
        try:
            match = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return match if isinstance(match, dict) and "eve_points" in match else None

    def put(self, match, *parts):
        results_of.write(self._path(*parts), match)

    def forget_others(self):
        for path in set(self.folder.glob("*.json")) - self.used:
            path.unlink()                               # of a program that has changed since


@lru_cache(maxsize=1)
def _code():
    """Digest of the package's own code on which a match may depend."""
    package = Path(qedu.__file__).resolve().parent
    apart = [package / name for name in _APART]
    return results_of.digest(*(path.read_bytes() for path in sorted(package.rglob("*.py"))
                               if not any(folder in path.parents for folder in apart)))
