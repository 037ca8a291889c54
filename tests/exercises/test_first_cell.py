"""The first cell of a notebook, run for real in fresh processes: every way in which qedu can be there, or not.

pip is a stand-in, since it is pip's part to install; the last test lets the real one install the real wheel.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import qedu
from qedu import __version__
from qedu.grading.notebooks import firstcell

LIBRARY = Path(qedu.__file__).parent
WHEEL = "qedu-9.1.2-py3-none-any.whl"

#: Does what the file "play" says, writes down what it was asked for, and unpacks the wheel if all goes well.
PIP = '''
import json, os, pathlib, sys, time, zipfile
home = pathlib.Path(os.environ["FAKE_PIP"])
with open(home / "asked", "a") as asked:
    asked.write(json.dumps(sys.argv[1:]) + "\\n")
play = json.loads((home / "play").read_text())
for line in play["says"]:
    print(line, flush=True)
time.sleep(play.get("seconds", 0))
if play["code"] == 0:
    zipfile.ZipFile(sys.argv[-1]).extractall(home / "installed")
sys.exit(play["code"])
'''

#: A kernel, as far as the first cell can see: it shows what Jupyter would show.
KERNEL = '''
import sys
exec(sys.argv[2])
try:
    exec(sys.argv[1], {})
except BaseException as error:
    print(type(error).__name__ + ":", *getattr(error, "_render_traceback_", lambda: [str(error)])(), sep="\\n")
'''


def contents(version, start=True, needs=""):
    """The files of a small qedu of a given version: the real start, and next to nothing else."""
    files = {"qedu/__init__.py": f'__version__ = "{version}"\n', "qedu/grading/__init__.py": "",
             "qedu/book.py": "", f"qedu-{version}.dist-info/METADATA": f"Name: qedu\nVersion: {version}\n{needs}"}
    if start:
        files["qedu/start.py"] = (LIBRARY / "start.py").read_text(encoding="utf-8")
    return files


class Machine:
    """A folder with a notebook, on a machine with a qedu of one's choice, or none, and a pip that does as told."""

    def __init__(self, home):
        self.home, self.folder, self.installed = home, home / "notebooks", home / "installed"
        self.folder.mkdir()
        (home / "pip").mkdir()
        (home / "pip" / "__init__.py").touch()
        (home / "pip" / "__main__.py").write_text(PIP)
        self.pip(0)

    def pip(self, code, *says, **more):
        (self.home / "play").write_text(json.dumps({"code": code, "says": says, **more}))

    def install(self, version, **options):
        for name, text in contents(version, **options).items():
            path = self.installed / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return self

    def wheel(self, version="9.1.2", name=None):
        path = self.folder / (name or f"qedu-{version}-py3-none-any.whl")
        with zipfile.ZipFile(path, "w") as wheel:
            for file, text in contents(version).items():
                wheel.writestr(file, text)
        return path

    def run(self, address="", sha256="", before="", version="9.1.2"):
        """What a reader sees of the first cell."""
        code = firstcell.source(version, address, sha256)
        # -S: nothing of what is installed for these tests is there.
        done = subprocess.run([sys.executable, "-S", "-c", KERNEL, code, before], cwd=self.folder, capture_output=True,
                              env={**os.environ, "PYTHONPATH": f"{self.home}{os.pathsep}{self.installed}",
                                                     "FAKE_PIP": str(self.home), "PYTHONIOENCODING": "utf-8"})
        assert done.returncode == 0 and not done.stderr, done.stderr
        return done.stdout.decode().replace(os.linesep, "\n")

    @property
    def asked(self):
        """What pip was asked to install, with the options that are not always there."""
        log = self.home / "asked"
        lines = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        always = {"install", "--disable-pip-version-check", "--no-input", "--retries", "2", "--progress-bar", "off"}
        return [[os.path.basename(word) for word in line if word not in always] for line in lines]


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


@pytest.mark.parametrize("version", ["9.1.2", "9.1.10"])
def test_what_is_installed_is_used(machine, version):
    assert machine.install(version).run() == f"qedu {version} is ready.\n"
    assert machine.asked == []


@pytest.mark.parametrize("version", ["9.2.0", "10.0.0"])
def test_a_newer_one_is_used_and_named(machine, version):
    machine.wheel()
    said = machine.install(version).run()
    assert said.startswith(f"qedu {version} is ready. (This notebook was made with 9.1.2.") and machine.asked == []


def test_the_wheel_beside_the_notebook_is_installed(machine):
    path = machine.wheel()
    said = machine.run()
    assert said.startswith("qedu is not installed here.\nInstalling qedu-9.1.2") and said.endswith("\nqedu 9.1.2 is ready.\n")
    assert machine.asked == [[path.name]]
    again = machine.run(before="import atexit; atexit.register(lambda: print([p for p in sys.path if p.endswith('.whl')]))")
    assert again == "qedu 9.1.2 is ready.\n[]\n" and len(machine.asked) == 1, "the wheel must not stay where Python looks"


@pytest.mark.parametrize("others", [["9.0.0"], ["9.0.0", "9.3.0"]])
def test_of_several_wheels_the_one_of_the_notebook_is_taken(machine, others):
    for version in [*others, "9.1.2"]:
        machine.wheel(version)
    assert machine.run().endswith("qedu 9.1.2 is ready.\n") and machine.asked == [[WHEEL]]


def test_a_wheel_that_was_fetched_twice_is_understood(machine):
    machine.wheel(name="qedu-9.1.2-py3-none-any (1).whl")
    assert machine.run().endswith("qedu 9.1.2 is ready.\n") and machine.asked == [[WHEEL]]


@pytest.mark.parametrize("start", [True, False])
def test_an_older_one_is_replaced(machine, start):
    machine.wheel()
    said = machine.install("9.0.9", start=start).run()
    assert "qedu 9.0.9 is installed, and this notebook needs 9.1.2 or a later one." in said
    assert said.endswith("qedu 9.1.2 is ready.\n") and machine.asked == [[WHEEL]]


def test_an_older_one_in_use_needs_a_restart(machine):
    machine.wheel()
    said = machine.install("9.0.9").run(before="import qedu.grading")
    assert "NotReady" in said and "1. Restart the kernel" in said and "is ready" not in said
    assert machine.run() == "qedu 9.1.2 is ready.\n"


@pytest.mark.parametrize("installed", [None, "9.0.9"])
@pytest.mark.parametrize("beside", [None, "9.1.1", "damaged"])
def test_without_a_file_it_says_what_to_do(machine, installed, beside):
    if installed:
        machine.install(installed)
    if beside == "damaged":
        (machine.folder / WHEEL).write_bytes(b"PK half of a file")
        machine.pip(1, f"ERROR: Wheel 'qedu' located at {WHEEL} is invalid.")
    elif beside:
        machine.wheel(beside)
    said = machine.run()
    assert WHEEL in said and "the first link at the exercises" in said or "is damaged: delete it" in said
    assert "un this cell again" in said and "is ready" not in said
    assert machine.asked == ([[WHEEL]] if (installed, beside) == ("9.0.9", "damaged") else [])
    if beside == "9.1.1":
        assert "only the older qedu-9.1.1" in said


@pytest.mark.parametrize("spoil", ["import", "need"])
def test_a_broken_one_is_repaired(machine, spoil):
    machine.wheel()
    machine.install("9.1.2", needs="Requires-Dist: no-such-thing>=1\n" * (spoil == "need"))
    if spoil == "import":
        (machine.installed / "qedu" / "grading" / "__init__.py").write_text("import no_such_thing")
    said = machine.run()
    assert "qedu 9.1.2 is installed, and does not work (" in said and "no" + "-_"[spoil == "import"] + "such" in said
    assert machine.asked == [["--force-reinstall", "--no-deps", WHEEL], [WHEEL]] and said.endswith("is ready.\n")


def test_a_package_that_was_renewed_in_use_needs_a_restart(machine):
    (machine.home / "numbers").mkdir()
    (machine.home / "numbers" / "__init__.py").write_text('__version__ = "1.0"')
    info = machine.installed / "numbers-2.0.dist-info"
    machine.install("9.1.2", needs="Requires-Dist: numbers>=2\n")
    info.mkdir()
    (info / "METADATA").write_text("Name: numbers\nVersion: 2.0\n")
    assert machine.run() == "qedu 9.1.2 is ready.\n"
    before = "import types; sys.modules['numbers'] = types.ModuleType('numbers'); sys.modules['numbers'].__version__ = '1.0'"
    said = machine.run(before=before)
    assert "numbers, which it needs, was renewed while this kernel used the one before" in said and "1. Restart" in said


def test_a_file_that_hides_the_library_is_named(machine):
    machine.wheel()
    (machine.folder / "qedu.py").write_text("x = 1")
    said = machine.run()
    assert str(machine.folder / "qedu.py") in said and "hides it" in said and "another name" in said and machine.asked == []


def test_a_folder_that_bears_the_name_is_in_nobody_s_way(machine):
    (machine.folder / "qedu").mkdir()
    assert "is missing beside this notebook" in machine.run()
    machine.wheel()
    assert machine.run().endswith("is ready.\n")


@pytest.mark.parametrize("words, advice", [
    (["ERROR: No matching distribution found for anywidget>=0.9.13"], "What is missing is anywidget>=0.9.13"),
    (["WARNING: Retrying", "ERROR: HTTPSConnectionPool: Max retries exceeded, Failed to resolve"], "is on the network"),
    (["ERROR: Package 'qedu' requires a different Python: 3.9.1 not in '>=3.11'"], "with another Python"),
    (["error: externally-managed-environment", "This environment is externally managed"], "cannot be changed from here"),
    (["ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/usr/lib'"], "cannot be changed"),
    (["ERROR: Could not install packages due to an OSError: [Errno 30] Read-only file system"], "cannot be changed"),
    (["ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"], "disk is full"),
    (["/usr/bin/python3: No module named pip"], "-m ensurepip"),
    (["ERROR: ResolutionImpossible: for help visit …"], "do not go together"),
    (["ERROR: something new"], "See what pip's words say"),
    ([], "See what pip's words say"),
])
def test_the_advice_fits_what_pip_says(machine, words, advice):
    machine.wheel()
    machine.pip(1, *words)
    said = machine.run()
    assert "NotReady:\npip could not install it. Its last words:" in said and advice in said and "What to do:\n1. " in said
    assert (words or ["(nothing)"])[-1] in said and "is ready" not in said


def test_a_long_wait_is_not_silent(machine):
    machine.wheel()
    machine.pip(0, "Collecting numpy", seconds=1.4)
    assert re.search(r"\r +[1-9]\d* s  Collecting numpy", machine.run())


class TestAddress:
    """A notebook from the book's site, which carries the address of the wheel and its checksum."""

    @pytest.fixture
    def site(self, machine):
        path = machine.wheel().rename(machine.home / WHEEL)
        return path.as_uri(), hashlib.sha256(path.read_bytes()).hexdigest()

    @pytest.mark.parametrize("installed", [None, "9.0.9", "old without start"])
    def test_the_notebook_alone_is_enough(self, machine, site, installed):
        if installed:
            machine.install("9.0.9", start=installed == "9.0.9")
        said = machine.run(*site)
        assert said.count(f"Fetching {site[0]}") == 1 and said.endswith("qedu 9.1.2 is ready.\n")
        assert machine.asked == [[WHEEL]] and list(machine.folder.iterdir()) == []

    def test_nothing_is_fetched_when_qedu_is_there(self, machine, site):
        assert machine.install("9.1.2").run(*site) == "qedu 9.1.2 is ready.\n"

    @pytest.mark.parametrize("installed", [None, "9.0.9"])
    def test_another_file_at_the_address_is_not_installed(self, machine, site, installed):
        if installed:
            machine.install(installed)
        said = machine.run(site[0], "0" * 64)
        assert "its checksum differs. It was not installed." in said and "notebook anew" in said and machine.asked == []

    def test_no_network_is_said(self, machine):
        said = machine.run((machine.home / "nowhere" / WHEEL).as_uri(), "0" * 64)
        assert "could not be fetched from file:" in said and "on the network?" in said and "put the file qedu-" in said

    def test_the_file_beside_comes_first_if_it_is_the_same(self, machine, site):
        path = machine.wheel()
        path.write_bytes((machine.home / WHEEL).read_bytes())
        said = machine.run(*site)
        assert "Fetching" not in said and said.endswith("is ready.\n")

    def test_another_file_beside_is_left_alone(self, machine, site):
        (machine.folder / WHEEL).write_bytes(b"not ours")
        said = machine.run(*site)
        assert f"{WHEEL} is not the file with which this notebook was made" in said and said.endswith("is ready.\n")

    def test_an_address_needs_a_checksum(self):
        with pytest.raises(ValueError, match="sha256 = '' is not allowed"):
            firstcell.source("9.1.2", "https://example.org/x.whl")


def test_the_zip_file_of_a_chapter_runs(built, tmp_path):
    """The real wheel, by the real pip, in an environment of its own that has all that qedu needs, with no network."""
    import sysconfig

    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "env")], check=True)
    here = Path(sysconfig.get_path("purelib"))
    there = tmp_path / "env" / here.relative_to(sys.prefix)
    for path in here.iterdir():
        if not path.name.lower().startswith(("qedu", "_qedu", "__pycache__")):
            (there / path.name).symlink_to(path)
    with zipfile.ZipFile(built / "downloads" / "c06.zip") as bundle:
        bundle.extractall(tmp_path / "c06")
    notebook = json.loads((tmp_path / "c06" / "c06.ipynb").read_text(encoding="utf-8"))
    first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    code = "".join(first["source"]) + ("\nimport qedu; print(qedu.__file__)\nfrom qedu.grading import check\n"
                                       "print(check('c02-two-states', lambda s: (1 + (1 - s * s) ** 0.5) / 2).passed)")
    python = tmp_path / "env" / Path(sys.executable).relative_to(sys.prefix)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run([python, "-c", code], cwd=tmp_path / "c06", capture_output=True, text=True,
                          env={**environment, "PIP_NO_INDEX": "1"})
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    said = done.stdout.splitlines()
    assert said[-3:] == [f"qedu {__version__} is ready.", str(there / "qedu" / "__init__.py"), "True"]
