"""`import qedu` stays quick: what it must not load, and what it offers."""

import json
import subprocess
import sys

import qedu


def test_import_loads_nothing_heavy():
    code = ("import sys, json, qedu; dir(qedu); import qedu.cli, qedu.start; "
            "print(json.dumps([m for m in ('numpy', 'scipy', 'qutip', 'matplotlib', 'xarray') if m in sys.modules]))")
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert json.loads(loaded) == []


def test_python_runs_the_package_as_the_command():
    """Where Python's folder of programs is not on the path, as on Windows, `qedu` alone is not found."""
    said = subprocess.run([sys.executable, "-m", "qedu", "--version"], capture_output=True, text=True, check=True).stdout
    assert said == f"qedu {qedu.__version__}\n"


def test_every_public_name_is_there():
    for name in qedu.__all__:
        assert getattr(qedu, name) is not None
    try:
        qedu.nonsense
    except AttributeError as error:
        assert "nonsense" in str(error)
    else:
        raise AssertionError("an unknown name must raise AttributeError")
