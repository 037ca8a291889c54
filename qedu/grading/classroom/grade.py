"""Grade a class: ``qedu grade submissions/ --out grades/``.

Every submission is one task for joblib.  Its result is written as soon as it is there, under a name made from all
that it depends on, so that a run that was stopped goes on where it was, and a second run does nothing anew.  Whose it
is, which of several counts, what was decided by hand, tables and pages: all that is made from the results at the end.
"""

import atexit
import contextlib
import json
import os
import sys
import threading
import time
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from pathlib import Path

from qedu import __version__
from qedu.grading.checks.exercise import folders, load
from qedu.grading.classroom import attempts, reports, submissions
from qedu.grading.classroom import overrides as by_hand
from qedu.grading.classroom import results as results_of
from qedu.grading.classroom import roster as rosters
from qedu.grading.isolation import confine
from qedu.grading.isolation.confine import NotIsolated
from qedu.grading.isolation.sandbox import ForkServer, Sandbox
from qedu.grading.notebooks import marking

__all__ = ["grade", "Graded", "NotIsolated", "container_command", "POOLS"]

#: Which exercises may count.
POOLS = ("graded", "practice", "all")


class Graded(list):
    """The rows of a run, one for each student, and what there is to say about the whole.

    Attributes
    ----------
    name : str
        Of the set.
    pool : str
        Which exercises count.
    platform : str
        Where the submissions come from: a key of `qedu.grading.classroom.platforms.TITLES`, or "".
    ignored : list of tuple of str
        Files that are no submission, and why.
    clashes : list of str
        What does not go together in the roster.
    people : dict of str to qedu.grading.classroom.roster.Person
        Of the roster, by name of the student.
    roster : qedu.grading.classroom.roster.Roster
    seed : int
        That chose the arguments; for the instructor only.
    salt : str
        That makes the names of the feedback pages; for nobody.
    """


def grade(folder, out, name=None, term="", seed=None, roster=None, workers=None, seconds=5.0, memory=2**30, trust=False,
          backend=None, progress=False, *, pool="graded", pattern=None, overrides=None, site="", assignment=""):
    """Grade all submissions in a folder.

    Parameters
    ----------
    folder : str or pathlib.Path
        With one notebook for each student, or one folder for each student with a notebook in it; or the zip file of a
        learning platform.
    out : str or pathlib.Path
        Where grades go: ``grades.csv``, ``items.csv``, tables and archives for learning platforms, ``index.html`` and
        ``feedback/``.  ``results/`` holds what is needed to go on after an interruption, and the seed.
    name : str, optional
        The exercise set, such as "c06"; by default the one that the notebooks belong to.
    term : str
        With a term, each student is graded for the own variant (`qedu.grading.variant`).
    seed : int, optional
        Chooses the random arguments of the checks.  By default one that nobody knows is drawn in the first run and
        kept in ``results/``.
    roster : str or pathlib.Path, optional
        The class, as `qedu.grading.classroom.roster.read` takes it; students who handed in nothing are listed too.
    workers : int, optional
        Processes; by default one for each processor.
    seconds : float
        Processor time that an answer may take.
    memory : int
        Bytes that a student's code may take.
    trust : bool
        True: run submissions without isolation, as the person who grades.
    backend : str, optional
        Of joblib, such as "loky", "multiprocessing" or "dask"; by default the active one.
    progress : bool
        Whether to show a bar.
    pool : str
        "graded", "practice" or "all": which exercises count.  The solutions of the practice pool stand in the book.
    pattern : str, optional
        How the names of files are made, see `qedu.grading.classroom.platforms.compiled`.
    overrides : str or pathlib.Path, optional
        What is decided by hand, see `qedu.grading.classroom.overrides.read`; by default ``overrides.csv`` in `out`, if it is there.
    site : str
        Address of the book's website, for links to its sections.
    assignment : str
        Name of the column in Canvas and in Moodle; by default the title of the set.

    Returns
    -------
    Graded
        A row for each student, in the order of their names; see `qedu.grading.notebooks.marking.mark`.

    Raises
    ------
    ValueError
        If a folder, the set, the roster, the pattern or the overrides are not what they should be.
    NotIsolated
        If isolation cannot be had here and `trust` is False.
    KeyboardInterrupt
        If interrupted.  What was graded by then is kept.
    """
    folder, out = Path(folder).resolve(), Path(out).resolve()
    for argument, value in (("seconds", seconds), ("memory", memory)):
        if not value > 0:
            raise ValueError(f"{argument} must be above 0; got {value!r}")
    if pool not in POOLS:
        raise ValueError(f"pool must be one of {', '.join(POOLS)}; got {pool!r}")
    reason = None if trust else confine.missing()
    if reason:
        raise NotIsolated(f"Students' code cannot be isolated on this machine: {reason}.\n\n{container_command(folder, out)}")
    if out == folder or out.is_relative_to(folder) or folder.is_relative_to(out):
        raise ValueError(f"out must be a folder apart from the submissions; got {str(out)!r}")
    known = rosters.read(roster)
    with submissions.find(folder, name, pattern) as found:
        name = _looked_at(found, name)
        if doubt := known.fits(found):
            nobody = all(one.who.hidden for one in found)
            known = rosters.Roster(*("", [], []) if nobody else (known.kind, known.head, known.people), [*known.clashes, doubt])
        people = attempts.students(found, known)
        path = Path(overrides) if overrides else out / "overrides.csv"
        decided = by_hand.read(path, people, load(name).meta["exercises"]) if overrides or path.exists() else []
        results = out / "results"
        results.mkdir(parents=True, exist_ok=True)
        secret = results_of.secret(results, seed)
        hidden = [str(folder), str(out), *(place.name for place in found.folders), *(str(place.resolve()) for place in folders().values())]
        todo = {student.name: attempts.candidates(student, name) for student in people}
        settings = {"name": name, "term": term, "seed": secret["seed"], "seconds": seconds, "memory": memory, "hidden": hidden,
                    "main": os.getpid()}
        try:
            done = _graded([one for several in todo.values() for one in several], results, settings, trust, workers, backend, progress)
        except NotIsolated as error:                    # found out when the first process was to be shut in
            raise NotIsolated(f"Students' code cannot be isolated on this machine: {error}.\n\n{container_command(folder, out)}") from None
        rows = Graded(_row(student, [(one, done[id(one)]) for one in todo[student.name]], name, pool, known) for student in people)
        rows.platform, rows.ignored = found.platform, list(found.ignored)
    rows.name, rows.pool, rows.clashes, rows.roster = name, pool, known.clashes, known
    rows.people = {student.name: student.person for student in people if student.person}
    rows.seed, rows.salt = secret["seed"], secret["salt"]
    by_hand.apply(rows, decided)
    reports.write(out, rows, site, assignment)
    return rows


def _looked_at(found, name):
    """Note of each submission what it is and to which set it belongs; return the set of the run."""
    sets = {one: [entry["id"] for entry in load(one).meta["exercises"]] for one in folders()}
    if name and name not in sets:
        raise ValueError(f"name must be one of the exercise sets {', '.join(sets)}; got {name!r}")
    whose = {}
    for submission in found:
        data = None if submission.problem else submission.read()
        if data is not None:
            submission.digest, submission.of_set = results_of.digest(data), attempts.belongs(data, sets)
            whose.setdefault(submission.of_set, set()).add(submission.who.key)
    whose.pop(None, None)
    most = max(whose, key=lambda one: len(whose[one]), default=None)
    if name is None and (most is None or len(whose[most]) < 0.8 * len(set.union(*whose.values())) or
                         any(len(whose[most]) == len(others) for one, others in whose.items() if one != most)):
        what = f"notebooks of the sets {', '.join(sorted(whose))}" if whose else "no notebook of any set"
        raise ValueError(f"name of the set must be given: the submissions hold {what}")
    return name or most


def _graded(todo, results, settings, trust, workers, backend, progress):
    """Grade what is not graded yet; return the results by the identity of the submissions."""
    import joblib
    from tqdm import tqdm

    base = results_of.digest(__version__, settings["name"], results_of.set_digest(settings["name"]),
                             *(settings[part] for part in ("term", "seed", "seconds", "memory")), trust)
    paths = {}
    for one in todo:
        aliases = one.aliases if settings["term"] else []
        paths[id(one)] = results / f"{results_of.digest(base, one.student, one.problem, one.details, one.digest, aliases)[:40]}.json"
    done = {path: result for path in set(paths.values()) if (result := results_of.stored(path)) is not None}
    left = {path: one for one in todo if (path := paths[id(one)]) not in done}
    workers = min(workers or os.cpu_count() or 1, max(1, len(left)))
    bar = tqdm(total=len(todo), initial=len(todo) - len(left), disable=not progress, unit="notebook", desc=f"grading {settings['name']}")

    def run(paths, workers):
        # Read when it is their turn, so that a class of large files is never in memory at once.
        tasks = (joblib.delayed(_task)(str(path), left[path], None if left[path].problem else left[path].read(), settings)
                 for path in paths)
        for path, result in joblib.Parallel(workers, backend=backend, batch_size=1, return_as="generator_unordered")(tasks):
            done[Path(path)] = result
            if not results_of.waits(result):                       # it is tried again in the next run
                results_of.write(Path(path), result)
            bar.update()

    with bar, contextlib.nullcontext() if trust or not left else ForkServer(settings["hidden"]) as server:
        settings["address"] = server and server.address
        try:
            run(list(left), workers)
        except BrokenProcessPool:
            # Something ended a worker, such as a lack of memory.  One by one it is seen which submission that was.
            for path in [path for path in left if path not in done]:
                try:
                    run([path], 2)
                except BrokenProcessPool:
                    done[path] = _not_graded(settings["name"])
    _sandbox.cache_clear()
    for path in set(results.glob("*.json")) - set(paths.values()):
        path.unlink()                                   # of a submission that has changed since
    return {key: done[path] for key, path in paths.items()}


def _task(path, submission, data, settings):
    """Grade one submission; runs in a worker."""
    try:
        if submission.problem:
            result = marking.unread(settings["name"], submission.problem, submission.details)
        else:
            _leave_with(settings["main"])
            sandbox = _sandbox(settings["address"], settings["seconds"], settings["memory"], tuple(settings["hidden"]))
            result = marking.mark(data, submission.student, settings["name"], sandbox, settings["term"], settings["seed"],
                                  submission.aliases)
        json.dumps(result)
    except NotIsolated:
        raise
    except Exception as error:                          # whatever it was: one submission never touches another
        result = {**_not_graded(settings["name"]), "look": [marking.where(error)]}
    return path, result


def _not_graded(name):
    """The result of a submission at which the grading itself failed."""
    return marking.unread(name, "check_failed", {})


def _row(student, graded, name, pool, roster):
    """The row of one student: the result that counts, and what is to be said about it."""
    entries = {entry["id"]: entry for entry in load(name).meta["exercises"]}

    def points(result):
        return sum(entry["points"] for entry in result["exercises"] if pool in ("all", entries[entry["id"]]["pool"]))

    row = {"student": student.name, "set": name, "file": "", "number": "", "late": False, "place": "",
           "handed_in": bool(graded), "better_attempt": False,
           "roster": "not on the roster" if roster.people and student.person is None else ""}
    notes = []
    if graded:
        one, result, more, better = attempts.chosen(student, graded, points)
        row |= {"file": one.file, "number": one.number, "late": one.who.late, "place": one.place, "better_attempt": better}
        notes += more
    else:
        ids = student.person.ids
        row["number"] = next((ids[kind] for kind in rosters.KINDS if kind in ids), "")
        result = marking.unread(name, "nothing", {})
    row |= json.loads(json.dumps(result))               # its own: what is decided by hand is not in the results
    row["notes"] = [*row["notes"], *notes]
    for entry in row["exercises"]:
        about = entries[entry["id"]]
        entry |= {"title": about["title"], "pool": about["pool"], "counts": pool in ("all", about["pool"])}
    return row


@lru_cache(maxsize=1)
def _leave_with(main):
    """End this worker when the process that started it is gone, even if that was killed without warning."""
    if os.getppid() != main:
        return                                          # the main process itself, or a worker that somebody else keeps

    def watch():
        while os.getppid() == main:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@lru_cache(maxsize=1)
def _sandbox(address, seconds, memory, hidden):
    """The sandbox of this worker, kept from one submission to the next."""
    if address is not None and not os.path.exists(address):     # a worker on another machine needs a fork server of its own
        server = ForkServer(hidden)
        atexit.register(server.close)
        address = server.address
    return Sandbox(address, seconds, memory, hidden)


def container_command(folder, out):
    """Return what to type to grade in a container, where the machine itself offers no isolation.

    Parameters
    ----------
    folder, out : pathlib.Path

    Returns
    -------
    str
    """
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    wheel = f"qedu-{__version__}-py3-none-any.whl"
    return (
        f"Grade in a container instead. Build it once, in a folder that holds {wheel} (from the book's website) and nothing else:\n\n"
        f"    printf 'FROM python:{version}-slim\\nCOPY {wheel} /tmp/\\nRUN pip install /tmp/{wheel}\\n' \\\n"
        f"        | docker build -t qedu:{__version__} -f - .\n\n"
        "Then, with your other options at the end:\n\n"
        f"    docker run --rm --network none --cap-drop ALL --security-opt no-new-privileges --pids-limit 256 --memory 4g \\\n"
        f"        --read-only --tmpfs /tmp -v \"{folder}\":/submissions:ro -v \"{out}\":/grades qedu:{__version__} \\\n"
        "        qedu grade /submissions --out /grades\n\n"
        "If it says there, too, that isolation is missing, add --trust-submissions: the container then keeps submissions away from\n"
        "your machine and the network, but not from each other.")
