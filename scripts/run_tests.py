"""Find a browser, build the book and run every test: unit, property, notebook, page and browser tests.

    python scripts/run_tests.py [arguments for pytest]
    python scripts/run_tests.py --chapter bb84      only what this chapter touches, in about a minute

The book is built beside the first tests; those that look at it wait for it.  If it cannot be built, nothing else
is of interest: the tests are stopped and the build's own words are shown.  At the end stands what the seconds went into; a page,
a widget, an exercise or a set whose tests take too long is named, and the run fails (tests/budget.py).

Of a chapter (its page's name, its path or its ID) the page alone is built, and its own tests, those of its widgets, its exercises and
their set are run, and the rules of what authors write.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import chapters  # noqa: E402
from scripts.browser import find_browser  # noqa: E402
from scripts.build_book import BUILD  # noqa: E402


def environment(**more):
    """What tests run in: QuTiP and NumPy must not open a thread for every core in each worker."""
    return dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", **more)


def pytest(folder, *arguments, **variables):
    """Start pytest with the plugins that count seconds and choose what concerns a chapter.

    Returns
    -------
    process : subprocess.Popen
    ledger : pathlib.Path
        Where the seconds will stand.
    """
    ledger = Path(folder) / f"ledger-{len(list(Path(folder).iterdir()))}"
    # nbval, which a test starts for itself, takes each process two seconds to load.
    command = [sys.executable, "-m", "pytest", "-p", "no:nbval", "-p", "tests.budget", "-p", "tests.subjects", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment(QEDU_LEDGER=str(ledger), **variables)), ledger


def run(folder, build, *arguments, **variables):
    """Build beside the tests; return the exit code of the tests and the file of seconds.

    Parameters
    ----------
    folder : str
        A temporary one.
    build : list of str
        Arguments of build_book.py.
    *arguments
        Of pytest.
    **variables
        For the environment of pytest.
    """
    mark, log = Path(folder) / "being-built", Path(folder) / "log"
    mark.touch()
    with log.open("wb") as words:
        book = subprocess.Popen([sys.executable, "scripts/build_book.py", *build], cwd=ROOT, stdout=words, stderr=subprocess.STDOUT)
    # Two workers: with more, submissions under a time limit wait for a processor.
    tests, ledger = pytest(folder, "-n", "2", "--dist", "worksteal", *arguments, QEDU_BEING_BUILT=str(mark), **variables)
    try:
        if book.wait():
            tests.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
            tests.wait()
            sys.stdout.write(log.read_text(encoding="utf-8", errors="replace"))
            sys.exit("The book could not be built: its words are above. The tests were stopped.")
        mark.unlink()
        return tests.wait(), ledger
    finally:
        for process in (book, tests):
            process.kill()


def judge(folder, ledger, minutes=None, **variables):
    """Print what the seconds went into; return whether a page, a widget, an exercise or a set takes too long.

    An offender's tests are run once more, alone: only if they take too long then too, it is one.
    """
    from tests import budget

    kept = json.loads(ledger.read_text(encoding="utf-8"))
    pages = chapters.book() if minutes else {}
    # A chapter that is a folder counts as one page, however many lessons it has: so the projection does not depend on that.
    today = Counter(page=len({has.id or page for page, has in pages.items()}), widget=sum(len(has.widgets) for has in pages.values()),
                    exercise=sum(len(has.exercises) for has in pages.values()),
                    set=len({exercise.partition("-")[0] for has in pages.values() for exercise in has.exercises}))
    print("\n" + budget.report(kept, today, minutes), flush=True)
    of_chapter = Counter()
    for has in chapters.book().values():
        of_chapter[has.id] += len(has.widgets)
    late = []
    for about in budget.over(kept["seconds"], of_chapter):
        print(f"\n{about} takes long: its tests are run once more, alone.", flush=True)
        again, second = pytest(folder, "-q", *kept["tests"][about], **variables)
        again.wait()
        seconds = json.loads(second.read_text(encoding="utf-8"))["seconds"]
        late += [(about, *figures) for name, figures in budget.over(seconds, of_chapter).items() if name == about]
    for about, took, allowed in late:
        print(f"TOO SLOW: the tests of {about} take {took:.1f} s, and {allowed:.0f} s are allowed (tests/budget.py).")
    return bool(late)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     allow_abbrev=False)
    parser.add_argument("--chapter", default="", metavar="NAME", help="a page's name, path or ID, such as bb84")
    options, arguments = parser.parse_known_args()
    build, variables, whole = [], {}, not arguments and not options.chapter
    if options.chapter:
        pages = chapters.find(options.chapter)
        print("Testing what these pages touch: " + ", ".join(pages), flush=True)
        build = ["--only", *(f"{page}.md" for page in pages)]
        # Collecting all tests takes as long as running a chapter's: only where some may concern it.
        arguments = arguments or ["tests/pages", "tests/widgets", "tests/exercises", "tests/book"]
        variables = {"QEDU_CHAPTER": options.chapter, "QEDU_SITE": str(BUILD / "one" / "_build" / "html")}
    find_browser()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        code, ledger = run(folder, build, "--durations=10", *arguments, **variables)
        minutes = (time.monotonic() - began) / 60
        if not ledger.exists():
            sys.exit(code or 1)
        sys.exit(int(judge(folder, ledger, minutes if whole else None, **variables)) or code)


if __name__ == "__main__":
    main()
