"""The build forgets cached results when the library changes, and set-up says what is missing."""

import importlib.util
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from scripts import audit, build_book

ROOT = Path(__file__).parents[2]


def test_every_file_of_the_library_counts():
    seen = set(build_book.visible_to_cells())
    files = {path for path in (ROOT / "qedu").rglob("*")
             if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")}
    assert files <= seen, f"a change here would leave old results in the book: {sorted(files - seen)}"


def test_results_are_kept_until_the_library_changes(tmp_path, monkeypatch):
    library = tmp_path / "states.py"
    library.write_text("one")
    monkeypatch.setattr(build_book, "ROOT", tmp_path)
    monkeypatch.setattr(build_book, "visible_to_cells", lambda: [library])
    folder = tmp_path / "_build"
    build_book.forget_if_changed(folder)
    results = folder / ".jupyter_cache"
    results.mkdir()
    build_book.forget_if_changed(folder)
    assert results.exists()
    library.write_text("two")
    build_book.forget_if_changed(folder)
    assert not results.exists()


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
