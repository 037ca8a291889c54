"""Find a browser, build the book and run every test: unit, property, notebook, page and browser tests.

    python scripts/run_tests.py [arguments for pytest]

The book is built beside the first tests; those that look at it wait for it.  If it cannot be built, nothing else
is of interest: the tests are stopped and the build's own words are shown.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.browser import find_browser  # noqa: E402


def environment(**more):
    """What tests run in: QuTiP and NumPy must not open a thread for every core in each worker."""
    return dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", **more)


def main():
    find_browser()
    with tempfile.TemporaryDirectory() as folder:
        mark, log = Path(folder) / "being-built", Path(folder) / "log"
        mark.touch()
        # Two workers: with more, submissions under a time limit wait for a processor.
        command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", "--durations=10", *sys.argv[1:]]
        with log.open("wb") as words:
            build = subprocess.Popen([sys.executable, "scripts/build_book.py"], cwd=ROOT, stdout=words, stderr=subprocess.STDOUT)
        tests = subprocess.Popen(command, cwd=ROOT, env=environment(QEDU_BEING_BUILT=str(mark)))
        try:
            if build.wait():
                tests.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
                tests.wait()
                sys.stdout.write(log.read_text(encoding="utf-8", errors="replace"))
                sys.exit("The book could not be built: its words are above. The tests were stopped.")
            mark.unlink()
            sys.exit(tests.wait())
        finally:
            for process in (build, tests):
                process.kill()


if __name__ == "__main__":
    main()
