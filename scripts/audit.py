"""The slow checks: everything that `make test` does in small, at full length, and planted errors.

    python scripts/audit.py                  all of it
    python scripts/audit.py soak [arguments for pytest]
    python scripts/audit.py pages [arguments for pytest]
    python scripts/audit.py order [arguments for pytest]
    python scripts/audit.py kms [arguments for pytest]
    python scripts/audit.py lowest
    python scripts/audit.py epub [the command that checks, such as: java -jar epubcheck.jar]
    python scripts/audit.py errors

soak    Grading is killed at 20 random moments (4 in `make test`), each check that samples is soaked for
        20,000 runs (60), each right answer to an exercise is checked with 1,000 seeds (40), known mistakes are tried
        with 100 seeds (4) and answers spoiled by machine with 100 (1), 200,000 forged answers (5,000) are judged, a
        stranger's process makes up 200,000 messages (4,000), every kind of notebook is marked by `qedu check` too
        (one in ten), and Cascade's efficiency is the mean of 100 frames (25), also of 100,000 bits.
kms     The key server is killed 200 times under eight applications (5 in `make test`) and every bit accounted for,
        schemathesis asks 300 times for each operation of its description (15), and a client that others wrote, installed
        from the package index into an environment of its own, gets keys.  Without a network the last one fails.
pages   Builds the book, has axe look at every page (in `make test` at some that have every kind of element between them), and runs
        the solutions of every set under nbval (of every fourth).
order   Builds the book and runs all tests in one process, the files in reversed order: a test that needs what another
        one leaves behind, or is spoiled by it, shows.  In `make test` two workers share the files, so each sees other ones.
lowest  A new environment in a temporary folder, with the oldest Python and the oldest packages that pyproject.toml
        allows, and in it the tests and the docstring examples of floors 0 to 2: the lower bounds are true.
epub    Builds the book for an e-reader and has epubcheck (https://www.w3.org/publishing/epubcheck/), which must be installed with
        the Java that it needs, look at it: no error, no warning.
errors  mutmut plants errors in the floors 0 to 2 of the library, one at a time: a sign, a constant, a condition.
        The tests of tests/library must notice 90 of 100.  Those that nobody notices are listed in _build/audit.
        `python -m mutmut show NAME` shows one of them.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.run_tests import environment  # noqa: E402

LIST = ROOT / "_build" / "audit" / "unnoticed.txt"

#: The share of planted errors that turn a test red.
WANTED = 0.9

#: What mutmut says of an error that was noticed; the rest ("survived", "no tests", "suspicious") was not.
NOTICED = {"killed", "timeout"}


def soak(arguments=()):
    """Return the exit code of the long runs."""
    tests = ["tests/grading/test_grade.py", "tests/grading/test_forged.py", "tests/grading/test_same_marks.py", "tests/exercises",
             "tests/library/keys", "-k", "killed or soak or every_seed or forged_messages or own_error or made_up or qedu_check"]
    command = [sys.executable, "-m", "pytest", "-n", "2", "--durations=5", *tests, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(QEDU_AUDIT="1")).returncode


#: Written by others, for ETSI GS QKD 014; it is under the LGPL, and only this test uses it.
CLIENT = "etsi-qkd-014-client==0.9.0"


def python_in(folder):
    """The Python of an environment."""
    return str(Path(folder, "Scripts", "python.exe") if os.name == "nt" else Path(folder, "bin", "python"))


def kms(arguments=()):
    """Return the exit code of the long runs of the key server, and of another's client."""
    command = [sys.executable, "-m", "pytest", "-s", "tests/kms", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(QEDU_AUDIT="1")).returncode or another_client()


def another_client():
    """Return the exit code of a client that others wrote, in an environment of its own, against our server."""
    from tests.library.kms.conftest import running

    with tempfile.TemporaryDirectory(prefix="qedu-client-") as folder, running(Path(folder, "server")) as server:
        for name in ("alice", "bob", "dora"):
            server.authority.application(name)
        inside = python_in(Path(folder, "environment"))
        for command in ([sys.executable, "-m", "venv", str(Path(folder, "environment"))],
                        [inside, "-m", "pip", "--disable-pip-version-check", "-q", "install", CLIENT],
                        [inside, "tests/kms/another_client.py", str(server.port), str(server.authority.folder)]):
            code = subprocess.run(command, cwd=ROOT).returncode
            if code:
                print(f"audit: {CLIENT} could not be installed (it needs a network), or did not get what it should.")
                return code
        left = 8 * len(server.filled) - server.store.bits("A", "B")
        print(f"{CLIENT}: {left} bits were given, 5 keys of 256 bits and 2 of 128 are {5 * 256 + 2 * 128}.")
        return int(left != 5 * 256 + 2 * 128)


def with_the_book(command, **variables):
    """Build the book and run a command; return the exit code."""
    built = subprocess.run([sys.executable, "scripts/build_book.py"], cwd=ROOT, env=environment()).returncode
    return built or subprocess.run(command, cwd=ROOT, env=environment(**variables)).returncode


def pages(arguments=()):
    """Return the exit code of what is asked of every page and every set's notebook."""
    tests = ["tests/pages/test_pages.py", "tests/exercises/test_notebooks.py", "-k", "accessible or nbval", *arguments]
    return with_the_book([sys.executable, "-m", "pytest", "-p", "no:nbval", "-n", "2", *tests], QEDU_AUDIT="1")


def order(arguments=()):
    """Return the exit code of all tests in one process, the files in reversed order."""
    return with_the_book([sys.executable, "-m", "pytest", "-p", "tests.backwards", "-q", *arguments])


def bounds(pyproject, pins):
    """The oldest Python and packages that pyproject.toml allows, extras too, and the pinned pytest that runs the tests.

    Both arguments are texts, the second that of requirements.txt.
    """
    project = tomllib.loads(pyproject)["project"]
    lines = [*project["dependencies"], *(line for extra in project.get("optional-dependencies", {}).values() for line in extra)]
    oldest = [re.match(r"([\w-]+)>=([\d.]+)(,<[\d.]+)?$", line) for line in lines]
    if not all(oldest):
        sys.exit("audit: each dependency in pyproject.toml needs a lower bound, written name>=version.")
    python = re.match(r">=(\d+\.\d+)$", project["requires-python"])[1]
    pytest = re.search(r"^pytest==\S+", pins, flags=re.M)[0]
    return python, [f"{found[1]}=={found[2]}" for found in oldest], pytest


def lowest(arguments=()):
    """Return the exit code of the library's tests with the oldest Python and packages that it says it takes."""
    python, packages, pytest = bounds(*((ROOT / name).read_text(encoding="utf-8")
                                        for name in ("pyproject.toml", "requirements.txt")))
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    interpreter = sys.executable if python == here else shutil.which(f"python{python}")
    if interpreter is None:
        print(f"audit: python{python} is not found, and pyproject.toml says that it is enough.")
        return 1
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    modules = [str(path) for pattern in tool["only_mutate"] for path in sorted(ROOT.glob(pattern)) if path.suffix == ".py"]
    print(f"Python {python} with", ", ".join(packages), flush=True)
    with tempfile.TemporaryDirectory(prefix="qedu-lowest-") as folder:
        inside = python_in(folder)
        for command in ([interpreter, "-m", "venv", folder],
                        [inside, "-m", "pip", "--disable-pip-version-check", "-q", "install", *packages, pytest],
                        [inside, "-m", "pytest", "-q", "-p", "no:cacheprovider", *modules,
                         *tool["pytest_add_cli_args_test_selection"], *arguments]):
            code = subprocess.run(command, cwd=ROOT, env=environment()).returncode
            if code:
                break
    return code


def epub(arguments=()):
    """Return the exit code of epubcheck, which looks at the book for e-readers; 1 if it is not installed."""
    command = list(arguments) or [shutil.which("epubcheck") or ""]
    if not command[0]:
        print("audit: epubcheck is not found. Install it (Debian: apt-get install epubcheck), or say how it is called:\n"
              "    python scripts/audit.py epub java -jar epubcheck.jar")
        return 1
    code = subprocess.run([sys.executable, "scripts/build_book.py", "--as", "epub"], cwd=ROOT, env=environment()).returncode
    return code or subprocess.run([*command, "--failonwarnings", *map(str, (ROOT / "_build" / "epub").glob("*.epub"))]).returncode


def errors():
    """Return 0 if enough of the planted errors are noticed."""
    mutmut = [sys.executable, "-m", "mutmut"]
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)         # results of other tests are of no use
    done = subprocess.run([*mutmut, "run", "--max-children", str(os.cpu_count() or 1)], cwd=ROOT, env=environment())
    if done.returncode:
        return done.returncode
    said = subprocess.run([*mutmut, "results", "--all", "true"], cwd=ROOT, env=environment(), capture_output=True,
                          text=True, check=True).stdout
    return judge(said)


def judge(said):
    """Count what mutmut says by module, write down the unnoticed, and return an exit code."""
    found = re.findall(r"^\s*(qedu\.(\w+)\.\S+): ([\w ]+)$", said, flags=re.M)
    planted, noticed = Counter(module for _, module, _ in found), Counter(
        module for _, module, how in found if how in NOTICED)
    if not found:
        print("mutmut planted no errors: see [tool.mutmut] in pyproject.toml.")
        return 1
    for module in sorted(planted):
        print(f"{module:14} {noticed[module]:5} of {planted[module]:5} noticed, {noticed[module] / planted[module]:6.1%}")
    share = sum(noticed.values()) / len(found)
    print(f"{'all':14} {sum(noticed.values()):5} of {len(found):5} noticed, {share:6.1%}; at least {WANTED:.0%} are wanted")
    LIST.parent.mkdir(parents=True, exist_ok=True)
    LIST.write_text("".join(f"{name}: {how}\n" for name, _, how in found if how not in NOTICED), encoding="utf-8")
    print(f"The others are listed in {LIST.relative_to(ROOT)}.")
    return int(share < WANTED)


def main():
    part, *arguments = sys.argv[1:] or ["all"]
    parts = {"soak": lambda: soak(arguments), "kms": lambda: kms(arguments), "pages": lambda: pages(arguments),
             "order": lambda: order(arguments), "lowest": lambda: lowest(arguments), "epub": lambda: epub(arguments), "errors": errors,
             "all": lambda: soak() or kms() or pages() or order() or lowest() or epub() or errors()}
    if part not in parts:
        sys.exit(__doc__)
    sys.exit(parts[part]())


if __name__ == "__main__":
    main()
