"""The build forgets cached results when the library changes, and set-up says what is missing."""

import importlib.util
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from scripts import audit, build_book, execute

ROOT = Path(__file__).parents[2]


def test_every_file_of_the_library_counts():
    seen = set(execute.visible())
    files = {path for path in (ROOT / "qedu").rglob("*")
             if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")}
    files -= {ROOT / "qedu" / "py.typed"}               # empty: it says to checkers that there are hints
    assert files <= seen, f"a change here would leave old pages in the book: {sorted(files - seen)}"


PAGE = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---
# Page
```{code-cell} ipython3
import sys
sys.path.insert(0, "ROOT")
BODY
```
"""


@pytest.fixture
def little(tmp_path, monkeypatch):
    """A little repository: a library of three files and a page that uses two of them and lists a folder."""
    for name, text in {"_config.yml": (ROOT / "_config.yml").read_text(encoding="utf-8"), "requirements.txt": "a==1\n",
                       "lib/__init__.py": "", "lib/used.py": "from pathlib import Path\nHERE = Path(__file__).parent\n"
                       "number = int((HERE / 'data.json').read_text())\n", "lib/data.json": "7", "lib/other.py": "",
                       "qedu/states.py": "", "parts/one.txt": ""}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    for module in (execute, build_book):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(build_book, "CACHE", tmp_path / "_build" / "cache")
    monkeypatch.setattr(sys, "path", sys.path[:])

    def page(body, name="page"):
        source = tmp_path / f"{name}.md"
        source.write_text(PAGE.replace("ROOT", str(tmp_path)).replace("BODY", body))
        return source

    return page


def test_a_page_is_executed_anew_only_if_something_that_it_read_has_changed(little, tmp_path):
    page = little("import os, time\nfrom lib import used\nprint(used.number, flush=True)\ntime.sleep(0.5)\n"
                  "print(os.listdir(used.HERE.parent / 'parts'))")
    cache = tmp_path / "_build" / "cache"
    to_do = execute.stale([page], cache)
    assert execute.execute(to_do) == {} and execute.stale([page], cache) == []
    again = execute.Page(page, to_do[0].cache)
    _, executed = again.cache.merge_match_into_notebook(again.notebook)
    assert [output.text for output in executed.cells[-1].outputs] == ["7\n['one.txt']\n"], "one output, however slowly it came"
    assert again.result().data["used"] == ["file lib/__init__.py", "file lib/data.json", "file lib/used.py", "folder parts"]
    # Words of the page, a module and a data file that it does not use.
    page.write_text(page.read_text() + "More words.\n")
    (tmp_path / "lib" / "other.py").write_text("x = 1")
    (tmp_path / "qedu" / "states.py").write_text("x = 1")
    assert execute.stale([page], cache) == []
    for name, text in {"lib/used.py": "number = 7\nfrom pathlib import Path\nHERE = Path(__file__).parent\n", "lib/data.json": "8",
                       "parts/two.txt": "", "requirements.txt": "a==2\n", "_config.yml": "execute: {timeout: 1}\n"}.items():
        path = tmp_path / name
        before = path.read_text() if path.exists() else None
        path.write_text(text)
        assert execute.digest(again.result().data["used"]) != again.result().data["digest"], name
        path.unlink() if before is None else path.write_text(before)
    assert execute.stale([page], cache) == []
    # Other code: its results take the place of the old ones.
    page = little("print(1)")
    assert execute.execute(execute.stale([page], cache)) == {}
    assert len(again.cache.list_cache_records()) == 1


def test_a_page_with_a_simulation_depends_on_what_it_reads_alone(little, tmp_path):
    """Its paper form is drawn by Node, which is told all that it draws."""
    page = little("import qedu\nprint(len(qedu.widgets.which_coin().html()) > 5000)")
    cache = tmp_path / "_build" / "cache"
    to_do = execute.stale([page], cache)
    assert execute.execute(to_do) == {}
    again = execute.Page(page, to_do[0].cache)
    assert "process" not in again.result().data["used"]
    _, executed = again.cache.merge_match_into_notebook(again.notebook)
    assert [output.text for output in executed.cells[-1].outputs] == ["True\n"]


def test_a_page_that_starts_processes_depends_on_the_whole_library(little, tmp_path):
    page = little("import subprocess\nsubprocess.run([sys.executable, '-c', ''])")
    cache = tmp_path / "_build" / "cache"
    assert execute.execute(execute.stale([page], cache)) == {} and execute.stale([page], cache) == []
    (tmp_path / "qedu" / "states.py").write_text("x = 1")
    assert len(execute.stale([page], cache)) == 1


def test_what_is_read_is_told_by_its_source_and_of_this_repository_only(little, tmp_path):
    lines = [f"file {tmp_path}/lib/__pycache__/used.{sys.implementation.cache_tag}.pyc", f"file {tmp_path}/.venv/lib/numpy.py",
             f"file {tmp_path}/_build/html/index.html", f"folder {tmp_path}/lib", f"folder {tmp_path}/gone", "process "]
    assert execute.uses("\n".join(lines)) == ["file lib/used.py", "folder lib", "process"]


def test_pages_are_kept_until_the_library_changes(little, tmp_path, capsys):
    page, folder = little("print(1)"), tmp_path / "_build"
    build_book.prepare(folder, [page])
    trees = folder / ".doctrees"
    trees.mkdir()
    build_book.prepare(folder, [page])
    assert trees.exists()
    (tmp_path / "qedu" / "states.py").write_text("x = 1")
    build_book.prepare(folder, [page])
    assert not trees.exists()
    trees.mkdir()
    page, other = little("print(1 / 0)"), little("print(2)", "other")
    with pytest.raises(SystemExit):
        build_book.prepare(folder, [page, other])
    said = capsys.readouterr().err
    assert "page.md: the code of this page ended with an error" in said and "ZeroDivisionError" in said
    assert not trees.exists() and execute.stale([other], build_book.CACHE) == [], "the other pages' results are kept"
    with pytest.raises(SystemExit):
        build_book.prepare(folder, [page, other])


def test_the_book_has_executed_no_page_itself(built):
    """Pages are read here as the book reads them; else it would not find their results, and execute them once more."""
    from jupyter_cache import get_cache

    records = get_cache(build_book.CACHE).list_cache_records()
    pages = [page for source in build_book.pages() if (page := execute.Page(source, None)).notebook]
    assert len(pages) > 6
    for page in pages:
        found = [record for record in records if record.uri == str(page.source)]
        assert len(found) == 1 and "used" in found[0].data, page.source


def test_an_old_python_is_told_what_to_do(monkeypatch):
    spec = importlib.util.spec_from_file_location("setup_env", ROOT / "scripts" / "setup_env.py")
    setup_env = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(setup_env)
    version = namedtuple("version", "major minor micro releaselevel serial")
    monkeypatch.setattr(sys, "version_info", version(3, 10, 0, "final", 0))
    with pytest.raises(SystemExit, match=r"(?s)3\.11 or newer.*3\.10.*make PYTHON="):
        setup_env.check_python()


def test_the_lowest_versions_are_read_from_the_project():
    python, packages, pytest_ = audit.bounds(
        '[project]\nrequires-python = ">=3.11"\ndependencies = ["qutip>=5.2,<6", "numpy>=2.0"]', "a==1\npytest==9.2.0\nb==2\n")
    assert (python, packages, pytest_) == ("3.11", ["qutip==5.2", "numpy==2.0"], "pytest==9.2.0")
    extra = '[project]\nrequires-python = ">=3.11"\ndependencies = ["numpy>=2.0"]\noptional-dependencies = {codes = ["ldpc>=2.4.1"]}'
    assert audit.bounds(extra, "pytest==9.2.0")[1] == ["numpy==2.0", "ldpc==2.4.1"]
    with pytest.raises(SystemExit, match="lower bound"):
        audit.bounds('[project]\nrequires-python = ">=3.11"\ndependencies = ["numpy"]', "pytest==9.2.0")
    ours = [(ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", "requirements.txt")]
    assert len(audit.bounds(*ours)[1]) > 5


def test_the_audit_counts_what_nobody_noticed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    monkeypatch.setattr(audit, "LIST", tmp_path / "audit" / "unnoticed.txt")
    lines = [f"    qedu.states.x_ket__mutmut_{number}: killed\n" for number in range(8)]
    lines += ["    qedu.engine.x_run__mutmut_1: timeout\n", "    qedu.engine.x_run__mutmut_2: survived\n"]
    assert audit.judge("".join(lines)) == 0                     # 9 of 10
    assert audit.LIST.read_text() == "qedu.engine.x_run__mutmut_2: survived\n"
    said = capsys.readouterr().out
    assert "8 of     8 noticed, 100.0%" in said and "1 of     2 noticed,  50.0%" in said
    assert audit.judge("".join([*lines, "    qedu.links.x_dark__mutmut_1: no tests\n"])) == 1      # 9 of 11
    assert audit.judge("") == 1
