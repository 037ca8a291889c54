"""Student and solution notebooks: generated without a difference, unsolved before and right after."""

import os
import subprocess
import sys
import types

import pytest

from qedu import __version__
from qedu.grading import build, firstcell, sources
from qedu.grading.checking import CheckFailed
from qedu.grading.exercise import folders, load

every_set = pytest.mark.parametrize("name", folders())


@every_set
def test_generating_again_changes_nothing(name, tmp_path):
    committed = folders()[name] / "notebooks" / f"{name}.ipynb"
    assert committed.exists(), "run: make exercises"
    fresh = sources.text(sources.student(folders()[name], __version__))
    assert committed.read_bytes().decode() == fresh, "the notebook is not what its source gives; run: make exercises"
    assert fresh == sources.text(sources.student(folders()[name], __version__))


@every_set
def test_a_student_notebook_holds_no_solution(name):
    notebook = sources.student(folders()[name], __version__)
    whole = sources.text(notebook)
    assert "BEGIN SOLUTION" not in whole and "END SOLUTION" not in whole
    cells = {cell.id: cell for cell in notebook.cells}
    assert len(cells) == len(notebook.cells), "cell ids must differ"
    for entry in load(name).meta["exercises"]:
        stub = cells[entry["id"]].source
        assert "raise NotImplementedError(" in stub
        solution = sources.solutions(folders()[name])[entry["id"]]
        secret = [line.strip() for line in solution.splitlines()
                  if line.strip() not in stub and len(line.strip()) > 25]
        others = "\n".join(cell.source for cell in notebook.cells)
        assert not [line for line in secret if line in others and line not in given_code(notebook)]


def given_code(notebook):
    """Code that the exercises show on purpose, such as a function to repair."""
    return "\n".join(cell.source for cell in notebook.cells if cell.id.startswith("code-"))


@every_set
def test_every_check_of_an_unsolved_notebook_says_not_written(name):
    space, failed = {}, []
    for cell in sources.student(folders()[name], __version__).cells:
        if cell.cell_type != "code":
            continue
        try:
            exec(cell.source, space)
        except NotImplementedError as error:
            assert "write your answer here" in str(error)
        except CheckFailed as error:
            assert cell.id.endswith("-check")
            assert "is not written yet" in str(error)
            failed.append(cell.id.removesuffix("-check"))
    assert failed == [entry["id"] for entry in load(name).meta["exercises"]]


@every_set
def test_cells_carry_what_nbgrader_needs(name):
    for make in (sources.student, sources.solution):
        for cell in make(folders()[name], __version__).cells:
            marks = cell.metadata.get("nbgrader")
            if marks:
                assert marks["schema_version"] == 3 and marks["grade_id"] == cell.id
                assert {"grade", "locked", "solution", "task"} <= set(marks)
                assert marks["solution"] == ("answer" in cell.metadata.get("tags", []))
                assert ("points" in marks) == marks["grade"]


def test_solution_notebooks_run_under_nbval(tmp_path, capsys):
    written = build.main(["--solutions", str(tmp_path)])
    capsys.readouterr()
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=60",
               "-p", "no:cacheprovider", "-q", "--rootdir", str(tmp_path), *map(str, written)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout and "skipped" not in done.stdout


def test_a_wrong_solution_fails_under_nbval(tmp_path):
    """The test above can fail: a wrong function turns its notebook red, and so does a wrong value."""
    firsts = {name: load(name).meta["exercises"][0] for name in folders()}
    is_value = {name: load(name).checks[first["id"]].value for name, first in firsts.items()}
    for wanted in (False, True):
        name = next(name for name in firsts if is_value[name] == wanted)
        notebook, first = sources.solution(folders()[name], __version__), firsts[name]
        keep = ("setup", first["id"], first["id"] + "-check")
        notebook.cells = [cell for cell in notebook.cells if cell.id in keep or "import check" in cell.source]
        next(cell for cell in notebook.cells if cell.id == first["id"]).source = (
            f"{first['name']} = None" if wanted else f"def {first['name']}(*arguments):\n    return None")
        (tmp_path / f"{name}.ipynb").write_text(sources.text(notebook), encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "-q",
                           "--nbval-cell-timeout=60", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
                          capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1 and "2 failed" in done.stdout, done.stdout[-3000:]


class Pip:
    """Stands in for subprocess.run: records what would be installed, and does it or fails."""

    def __init__(self, state, works=lambda source: True, message="ERROR: No matching distribution found"):
        self.state, self.works, self.message, self.asked = state, works, message, []

    def __call__(self, command, **options):
        source = command[-1]
        assert command[1:5] == ["-m", "pip", "install", "--quiet"]
        self.asked.append(source)
        good = self.works(source)
        if good:
            self.state["version"] = "9.1.2"
        return types.SimpleNamespace(returncode=0 if good else 1, stdout="", stderr="" if good else self.message)


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A folder of a notebook, on a machine whose installed qedu the test decides."""
    from importlib import metadata

    state = {"version": None}

    def version(name):
        if state["version"] is None:
            raise metadata.PackageNotFoundError(name)
        return state["version"]

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(metadata, "version", version)
    monkeypatch.delitem(sys.modules, "qedu")        # as in a fresh kernel

    def run(installed, **options):
        state["version"] = installed
        pip = Pip(state, **options)
        monkeypatch.setattr(subprocess, "run", pip)
        exec(firstcell.source("9.1.2"), {})
        return pip.asked

    return run


@pytest.mark.parametrize("installed", ["9.1.2", "9.1.10"])
def test_first_cell_uses_what_is_installed(machine, installed):
    assert machine(installed) == []


@pytest.mark.parametrize("installed", [None, "9.0.9", "9.1.1", "10.1.2", "9.2.0"])
def test_first_cell_takes_the_wheel_beside_the_notebook(machine, tmp_path, installed):
    (tmp_path / "qedu-9.1.2-py3-none-any.whl").touch()
    (tmp_path / "qedu-9.0.0-py3-none-any.whl").touch()
    assert machine(installed) == ["qedu-9.1.2-py3-none-any.whl"]


def test_first_cell_takes_the_index_without_a_wheel(machine):
    assert machine(None) == ["qedu==9.1.2"]


def test_first_cell_tries_the_index_after_a_broken_wheel(machine, tmp_path):
    (tmp_path / "qedu-9.1.2-py3-none-any.whl").touch()
    asked = machine(None, works=lambda source: source.startswith("qedu=="))
    assert asked == ["qedu-9.1.2-py3-none-any.whl", "qedu==9.1.2"]


def test_first_cell_says_what_to_do_when_nothing_works(machine):
    with pytest.raises(RuntimeError) as failure:
        machine("8.0.0", works=lambda source: False)
    said = str(failure.value)
    for part in ("qedu==9.1.2: ERROR: No matching distribution found", "qedu-exercises.zip",
                 "qedu-9.1.2-py3-none-any.whl", "folder of this notebook", "Run this cell again", sys.executable):
        assert part in said


def test_first_cell_asks_for_a_restart_when_an_old_one_is_loaded(machine, monkeypatch):
    monkeypatch.setitem(sys.modules, "qedu", types.ModuleType("qedu"))
    with pytest.raises(RuntimeError, match="Restart the kernel"):
        machine("8.0.0")


def test_the_wheel_ships_checks_and_no_solutions(tmp_path, built):
    """An installed qedu checks answers by itself; solutions, alternates and mutants stay in the repository.

    It waits for the book, which packs a wheel too: two of them at a time would meet in one folder.
    """
    import zipfile
    from pathlib import Path

    root = Path(build.__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "wheel", "--no-deps",
                    "--no-build-isolation", "--wheel-dir", str(tmp_path), str(root)], check=True)
    wheel = next(tmp_path.glob("qedu-*.whl"))
    with zipfile.ZipFile(wheel) as bundle:
        shipped = [name for name in bundle.namelist() if "exercises" in name]
        bundle.extractall(tmp_path / "installed")
    wanted = {f"qedu/_exercises/{name}/{part}" for name in folders()
              for part in ("checks.py", "set.yaml", "feedback.yaml", f"notebooks/{name}.ipynb")}
    assert set(shipped) == wanted
    code = ("import qedu, qedu.grading as g; from qedu.grading.exercise import folders; print(folders());"
            "print(g.check('c02-two-states', lambda s: (1 + (1 - s * s) ** 0.5) / 2).passed)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")})
    assert done.returncode == 0, done.stderr[-2000:]
    assert "_exercises" in done.stdout and done.stdout.endswith("True\n")
