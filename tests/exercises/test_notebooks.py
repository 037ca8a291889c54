"""Student and solution notebooks: generated without a difference, unsolved before and right after."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from functools import lru_cache

import pytest

from qedu import __version__
from qedu.content.chapters import titles
from qedu.grading.checks.checking import CheckFailed
from qedu.grading.exercise import folders, load
from qedu.grading.notebooks import build, sources
from scripts import build_book

SITE = "https://example.org/book/"

every_set = pytest.mark.parametrize("name", folders())


@every_set
def test_generating_again_changes_nothing(name, tmp_path):
    committed = folders()[name] / "notebooks" / f"{name}.ipynb"
    assert committed.exists(), "run: make exercises"
    fresh = sources.text(sources.student(folders()[name], __version__))
    assert committed.read_bytes().decode() == fresh, "the notebook is not what its source gives; run: make exercises"
    assert fresh == sources.text(made(name))


@lru_cache
def made(name, site=""):
    """The student notebook of a set; as the site offers it, if the site has an address."""
    return sources.student(folders()[name], __version__, site, "a" * 64 if site else "")


@every_set
def test_two_lines_are_to_be_seen_and_no_name_is_asked_of_an_index(name):
    cells = made(name).cells
    setup = next(cell for cell in cells if cell.cell_type == "code")
    assert setup.id == "setup" and len(setup.source.splitlines()) == 2
    assert setup.source.startswith("# Run this cell first") and not [cell for cell in cells if "pip install" in cell.source]
    site = next(cell for cell in made(name, SITE).cells if cell.cell_type == "code")
    assert site.source.startswith("#@title Run this cell first") and "pip" not in site.source.replace("zip", "")
    assert site.metadata["jupyter"]["source_hidden"] and site.metadata["cellView"] == "form"


@every_set
def test_the_first_text_says_what_every_reader_must_know(name):
    first, setup = made(name).cells[:2]
    assert first.cell_type == "markdown" and setup.id == "setup"
    title, about = first.source.split("\n\n")[:2]
    assert title.startswith("# ") and f"“{load(name).meta['title']}”" in about
    for part in ("CC BY 4.0", "BSD-3-Clause", "*Run all*", "from the top", "no files", "no network", f"`qedu check {name}.ipynb`"):
        assert part in first.source
    assert titles()[name.upper()] == load(name).meta["title"]


@every_set
def test_the_site_s_copies_name_the_book_and_the_others_no_address(name):
    assert "://" not in sources.text(made(name)).replace("https://doi.org/", "")
    site = made(name, SITE)
    assert f"{SITE}{load(name).meta['page']}.html" in site.cells[0].source
    assert f'"{SITE}downloads/qedu-{__version__}-py3-none-any.whl", "{"a" * 64}"' in site.cells[1].source
    assert [cell.source for cell in site.cells[2:]] == [cell.source for cell in made(name).cells[2:]]


@every_set
def test_a_student_notebook_holds_no_solution(name):
    notebook = made(name)
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
    for cell in made(name).cells:
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


def spoilt(folder):
    """Two notebooks with a wrong answer in each, a function and a value, written into a folder."""
    firsts = {name: load(name).meta["exercises"][0] for name in folders()}
    is_value = {name: load(name).checks[first["id"]].value for name, first in firsts.items()}
    for wanted in (False, True):
        name = next(name for name in firsts if is_value[name] == wanted)
        notebook, first = sources.solution(folders()[name], __version__), firsts[name]
        keep = ("setup", first["id"], first["id"] + "-check")
        notebook.cells = [cell for cell in notebook.cells if cell.id in keep or "import check" in cell.source]
        next(cell for cell in notebook.cells if cell.id == first["id"]).source = (
            f"{first['name']} = None" if wanted else f"def {first['name']}(*arguments):\n    return None")
        path = folder / f"spoilt-{name}.ipynb"
        path.write_text(sources.text(notebook), encoding="utf-8")
        yield path


def test_solution_notebooks_run_under_nbval(tmp_path, capsys):
    """And it is no wonder: a wrong function turns its notebook red in the same run, and so does a wrong value.

    Every fourth set is run, and in the audit each: a kernel takes seconds to start, and tests/exercises/test_contract.py runs the
    solutions of all.
    """
    some = list(folders())[::1 if os.environ.get("QEDU_AUDIT") else 4]
    right, wrong = build.main(["--solutions", str(tmp_path), *some]), list(spoilt(tmp_path))
    assert len(right) == len(some) >= 4
    capsys.readouterr()
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=60",
               "-p", "no:cacheprovider", "-q", "--rootdir", str(tmp_path), *map(str, right), *map(str, wrong)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    failed = re.findall(r"^FAILED (\S+?)::", done.stdout, re.M)
    assert len(wrong) == 2 and sorted(failed) == sorted(path.name for path in wrong), done.stdout[-4000:] + done.stderr[-2000:]
    assert done.returncode == 1 and " passed" in done.stdout and "skipped" not in done.stdout


@every_set
def test_the_sections_that_feedback_names_are_in_the_book(name, built):
    pages = load(name).meta["pages"]
    texts = {page: (built / f"{page}.html").read_text(encoding="utf-8") for page in set(pages.values())}
    assert pages and [label for label, page in pages.items() if f'id="{label}"' not in texts[page]] == []


@pytest.fixture(scope="module")
def downloads(tmp_path_factory, built):
    """What a site with an address offers.

    It waits for the book, which packs a wheel too: two of them at a time would meet in one folder.
    """
    folder = tmp_path_factory.mktemp("site") / "downloads"
    build_book.add_downloads(folder, SITE)
    return folder


def test_a_site_with_an_address_offers_notebooks_that_know_their_wheel(downloads, built):
    wheel = next(downloads.glob("*.whl"))
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert wheel.read_bytes() == (built / "downloads" / wheel.name).read_bytes(), "the same sources give the same wheel (or run: make book)"
    for name in folders():
        with zipfile.ZipFile(downloads / f"{name}.zip") as bundle:
            files = {file: bundle.read(file) for file in bundle.namelist()}
        assert set(files) == {f"{name}.ipynb", wheel.name, "LICENSE", "LICENSE-CONTENT", "README.txt"}
        assert files[wheel.name] == wheel.read_bytes() and len(files["README.txt"].decode().splitlines()) == 2
        assert files[f"{name}.ipynb"] == (downloads / f"{name}.ipynb").read_bytes()
        assert f'{SITE}downloads/{wheel.name}\\", \\"{checksum}\\"' in files[f"{name}.ipynb"].decode()


def test_the_wheel_ships_checks_and_no_solutions(tmp_path, downloads):
    """An installed qedu checks answers by itself; texts with solutions, and answers, stay in the repository."""
    with zipfile.ZipFile(next(downloads.glob("*.whl"))) as bundle:
        shipped = [name for name in bundle.namelist() if name.startswith("qedu/_exercises/")]
        assert not [name for name in shipped if SITE.encode() in bundle.read(name)]
        assert {"qedu/content/_config.yml", "qedu/py.typed"} <= set(bundle.namelist())
        bundle.extractall(tmp_path / "installed")
    wanted = {f"qedu/_exercises/{name}/{part}" for name in folders()
              for part in ("set.yaml", *(["common.py"] if (load(name).folder / "common.py").exists() else []), f"notebooks/{name}.ipynb",
                           *(f"{identifier.partition('-')[2]}/{file}" for identifier in load(name).checks
                             for file in ("check.py", "words.yaml")))}
    assert set(shipped) == wanted
    code = ("import qedu, qedu.grading as g; from qedu.grading.exercise import folders; print(folders());"
            "print(g.check('c02-two-states', lambda s: (1 + (1 - s * s) ** 0.5) / 2).passed)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")})
    assert done.returncode == 0, done.stderr[-2000:]
    assert "_exercises" in done.stdout and done.stdout.endswith("True\n")
