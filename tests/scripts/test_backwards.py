"""The audit's run of the test files in reversed order."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from scripts import audit
from tests.backwards import pytest_collection_modifyitems

ROOT = Path(__file__).parents[2]


def test_files_are_reversed_and_the_tests_of_a_file_are_not():
    items = [SimpleNamespace(nodeid=f"tests/{name}") for name in ("a.py::one", "a.py::two[x]", "b.py::one", "c.py::two", "c.py::one")]
    pytest_collection_modifyitems(items)
    assert [item.nodeid.removeprefix("tests/") for item in items] == ["c.py::two", "c.py::one", "b.py::one", "a.py::one", "a.py::two[x]"]


def test_a_test_that_needs_an_earlier_one_is_found(tmp_path):
    (tmp_path / "test_a.py").write_text("import sys\ndef test_leaves():\n    sys.left = 1\n")
    (tmp_path / "test_b.py").write_text("import sys\ndef test_needs():\n    assert sys.left\n")
    bare = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}          # other plugins take seconds to load
    codes = [subprocess.run([sys.executable, "-m", "pytest", "-q", *plugin, str(tmp_path)], cwd=ROOT, env=bare, capture_output=True).returncode
             for plugin in ([], ["-p", "tests.backwards"])]
    assert codes == [0, 1]


def test_the_audit_builds_the_book_first(monkeypatch):
    started = []
    monkeypatch.setattr(audit.subprocess, "run", lambda command, **_: (started.append(command[1:]), SimpleNamespace(returncode=0))[1])
    assert audit.order(["tests/book"]) == 0
    assert started[0] == ["scripts/build_book.py"] and {"tests.backwards", "tests/book"} <= set(started[1])
    assert audit.pages() == 0 and started[2] == started[0] and "tests/pages/test_pages.py" in started[3]
    monkeypatch.setattr(audit.subprocess, "run", lambda command, **_: (started.append(command[1:]), SimpleNamespace(returncode=3))[1])
    assert audit.order() == 3 and len(started) == 5
