"""Build the book, find a browser, run every test: unit, property, notebook, page and browser tests.

    python scripts/run_tests.py [arguments for pytest]
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import build_book  # noqa: E402
from scripts.browser import find_browser  # noqa: E402


def main():
    find_browser()
    build_book.build()
    # Two workers: the tests are made of browsers and kernels, which wait more than they compute.
    # Not four: submissions under a time limit were then stopped by the clock before they had used it.
    # QuTiP and NumPy must not open a thread for every core in each of them.
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", "--durations=10", *sys.argv[1:]]
    sys.exit(subprocess.run(command, cwd=ROOT, env=environment).returncode)


if __name__ == "__main__":
    main()
