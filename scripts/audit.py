"""The slow checks: everything that `make test` does in small, at full length.

    python scripts/audit.py [arguments for pytest]

Grading is killed at 20 random moments (4 in `make test`), and each check that samples is soaked for 20,000 runs (400).
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main():
    environment = dict(os.environ, QEDU_AUDIT="1", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    tests = ["tests/grading/test_grade.py", "tests/exercises/test_false_failures.py", "-k", "killed or soak"]
    command = [sys.executable, "-m", "pytest", "-n", "2", "--durations=5", *tests, *sys.argv[1:]]
    sys.exit(subprocess.run(command, cwd=ROOT, env=environment).returncode)


if __name__ == "__main__":
    main()
