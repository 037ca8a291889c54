"""Grade a class: ``qedu grade submissions/ --out grades/``.

Every submission is one task for joblib.  Its result is written as soon as it is there, under a name made from all
that it depends on, so that a run that was stopped goes on where it was, and a second run does nothing anew.  Tables
and pages are made from the results at the end.
"""

import atexit
import contextlib
import csv
import hashlib
import json
import os
import sys
import threading
import time
from functools import lru_cache
from pathlib import Path

from qedu import __version__
from qedu.grading import confine, notebook, submissions
from qedu.grading.confine import NotIsolated
from qedu.grading.exercise import folders, load
from qedu.grading.sandbox import ForkServer, Sandbox

__all__ = ["grade", "NotIsolated", "container_command"]


def grade(folder, out, name=None, term="", seed=0, roster=None, workers=None, seconds=5.0, memory=2**30, trust=False,
          backend=None, progress=False):
    """Grade all submissions in a folder.

    Parameters
    ----------
    folder : str or pathlib.Path
        With one notebook for each student, or one folder for each student with a notebook in it.
    out : str or pathlib.Path
        Where grades go: ``grades.csv``, ``items.csv``, ``canvas.csv``, ``moodle.csv``, ``index.html`` and
        ``feedback/``.  ``results/`` holds what is needed to go on after an interruption.
    name : str, optional
        The exercise set, such as "c06"; by default the one that the notebooks belong to.
    term : str
        With a term, each student is graded for the own variant (`qedu.grading.variant`).
    seed : int
        Chooses the random arguments of the checks.
    roster : str or pathlib.Path, optional
        CSV file with a column ``student`` (as in the file names) and any of the columns of Canvas or Moodle;
        students who handed in nothing are listed too.
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

    Returns
    -------
    list of dict
        A row for each student, in the order of their names; see `qedu.grading.marking.mark`.

    Raises
    ------
    ValueError
        If a folder, the set or the roster is not what it should be.
    NotIsolated
        If isolation cannot be had here and `trust` is False.
    KeyboardInterrupt
        If interrupted.  What was graded by then is kept.
    """
    from qedu.grading import reports

    folder, out = Path(folder).resolve(), Path(out).resolve()
    for argument, value in (("seconds", seconds), ("memory", memory)):
        if not value > 0:
            raise ValueError(f"{argument} must be above 0; got {value!r}")
    reason = None if trust else confine.missing()
    if reason:
        raise NotIsolated(f"Students' code cannot be isolated on this machine: {reason}.\n\n{container_command(folder, out)}")
    if out == folder or out.is_relative_to(folder) or folder.is_relative_to(out):
        raise ValueError(f"out must be a folder apart from the submissions; got {str(out)!r}")
    people = _roster(roster)
    hidden = [str(folder), str(out), *(str(path.resolve()) for path in folders().values())]
    # Its libraries load while the submissions are read.
    with contextlib.nullcontext() if trust else ForkServer(hidden) as server:
        try:
            name, rows = _graded(folder, out, name, server and server.address, hidden, term, seed, workers, seconds, memory, backend, progress)
        except NotIsolated as error:                    # found out when the first process was to be shut in
            raise NotIsolated(f"Students' code cannot be isolated on this machine: {error}.\n\n{container_command(folder, out)}") from None
    _sandbox.cache_clear()
    done = [json.loads(path.read_text(encoding="utf-8")) for path in rows.values()]
    for path in set((out / "results").glob("*.json")) - set(rows.values()):
        path.unlink()                                   # of a submission that has changed since
    done += [reports.nothing(student, name) for student in people if student not in rows]
    done.sort(key=lambda row: row["student"])
    reports.write(out, name, done, people)
    return done


def _graded(folder, out, name, address, hidden, term, seed, workers, seconds, memory, backend, progress):
    """Grade what is not graded yet; return the set's name, and where each student's result is."""
    import joblib
    from tqdm import tqdm

    found = submissions.find(folder, name)
    name = name or _recognised(found)
    if name not in folders():
        raise ValueError(f"name must be one of the exercise sets {', '.join(folders())}; got {name!r}")
    results = out / "results"
    results.mkdir(parents=True, exist_ok=True)
    settings = {"name": name, "term": term, "seed": seed, "seconds": seconds, "memory": memory, "address": address,
                "hidden": hidden, "main": os.getpid()}
    base = _digest(__version__, name, _set_digest(name), term, seed, seconds, memory, address is None)
    rows, todo = {}, []
    for submission in found:
        data = None if submission.problem else submission.read()
        key = _digest(base, submission.student, submission.problem, submission.details, data)[:40]
        path = results / f"{key}.json"
        rows[submission.student] = path
        if not path.exists():
            todo.append((path, submission, data))
    workers = min(workers or os.cpu_count() or 1, max(1, len(todo)))
    bar = tqdm(total=len(found), initial=len(found) - len(todo), disable=not progress, unit="notebook", desc=f"grading {name}")
    tasks = (joblib.delayed(_task)(str(path), submission, data, settings) for path, submission, data in todo)
    with bar:
        for path, result in joblib.Parallel(workers, backend=backend, batch_size=1, return_as="generator_unordered")(tasks):
            _write(Path(path), json.dumps(result, indent=1, sort_keys=True))
            bar.update()
    return name, rows


def _task(path, submission, data, settings):
    """Grade one submission; runs in a worker.  Whatever is wrong with it, there is a row."""
    from qedu.grading import marking

    if submission.problem:
        result = marking.unread(settings["name"], submission.problem, submission.details)
    else:
        _leave_with(settings["main"])
        sandbox = _sandbox(settings["address"], settings["seconds"], settings["memory"], tuple(settings["hidden"]))
        result = marking.mark(data, submission.student, settings["name"], sandbox, settings["term"], settings["seed"])
    file = submission.path.name if submission.path else ""
    return path, {"student": submission.student, "file": os.fsencode(file).decode("utf-8", "backslashreplace"),
                  "number": submission.number, "set": settings["name"], **result}


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
    return Sandbox(address, seconds, memory)


def _recognised(found):
    """The one set that the submissions belong to."""
    sets = {name: {entry["id"]: entry["name"] for entry in load(name).meta["exercises"]} for name in folders()}
    seen = set()
    for submission in found:
        data = None if submission.problem else submission.read()
        seen.add(notebook.recognise(data, sets) if data else None)
    seen.discard(None)
    if len(seen) != 1:
        what = f"notebooks of the sets {', '.join(sorted(seen))}" if seen else "no notebook of any set"
        raise ValueError(f"name of the set must be given: the submissions hold {what}")
    return seen.pop()


def _roster(path):
    """Rows of the roster by student."""
    if path is None:
        return {}
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"roster must be a CSV file in UTF-8; {str(path)!r} could not be read ({error})") from None
    if not rows or "student" not in rows[0]:
        raise ValueError(f"roster must have a column 'student' with the names that the files bear; {str(path)!r} has not")
    return {row["student"].strip(): row for row in rows if (row["student"] or "").strip()}


def _digest(*parts):
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else json.dumps(part).encode()
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()


def _set_digest(name):
    """Everything that a mark depends on besides the submission: the set, the pristine notebook, and qedu itself."""
    package = Path(__file__).resolve().parents[1]
    files = [path for path in load(name).folder.rglob("*") if path.suffix in (".py", ".yaml", ".ipynb")]
    files += [*package.glob("*.py"), *package.glob("grading/*.py"), *package.glob("grading/*.yaml")]
    return _digest(*(path.read_bytes() for path in sorted(files)))


def _write(path, text):
    """Write a file whole or not at all."""
    draft = path.with_name(path.name + ".draft")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)


def container_command(folder, out):
    """Return what to type to grade in a container, where the machine itself offers no isolation.

    Parameters
    ----------
    folder, out : pathlib.Path

    Returns
    -------
    str
    """
    version, wheel = f"{sys.version_info[0]}.{sys.version_info[1]}", f"qedu-{__version__}-py3-none-any.whl"
    return (
        f"Grade in a container instead. Build it once, in a folder with {wheel}, which the book's site offers:\n\n"
        f"    printf 'FROM python:{version}-slim\\nCOPY {wheel} /\\nRUN pip install /{wheel}\\n' | \\\n"
        f"        docker build -t qedu:{__version__} -f - .\n\n"
        "Then:\n\n"
        f"    docker run --rm --network none --cap-drop ALL --security-opt no-new-privileges --pids-limit 256 --memory 4g \\\n"
        f"        --read-only --tmpfs /tmp -v \"{folder}\":/submissions:ro -v \"{out}\":/grades qedu:{__version__} \\\n"
        "        qedu grade /submissions --out /grades\n\n"
        "If it says there, too, that isolation is missing, add --trust-submissions: the container then keeps submissions away from\n"
        "your machine and the network, but not from each other.")
