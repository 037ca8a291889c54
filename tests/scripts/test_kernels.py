"""Kernels for the pages: what they begin with, where they are, and that none is left."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError

from scripts import kernels
from scripts.execute import environment

pytestmark = pytest.mark.skipif(not kernels.can_divide(), reason="where none can be forked, kernels are started as ever")


def ran(folder, *cells, timeout=60):
    """What each of the cells prints, run in two kernels at a time, and the number of the process that they come from."""
    async def one(manager):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        await NotebookClient(notebook, kernel_manager_class=manager, timeout=timeout, resources={"metadata": {"path": str(folder)}}
                             ).async_execute(env={**environment(), "WHO": "page"})
        return ["".join(output.text for output in cell.outputs) for cell in notebook.cells]

    async def both():
        with kernels.manager(environment(), 3) as manager:
            return await asyncio.gather(one(manager), one(manager), return_exceptions=True)

    # In a thread of its own, since other tests have an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(both())).result()


def alive(process):
    return Path(f"/proc/{process}").exists()


def test_a_kernel_begins_with_the_large_packages_and_nothing_of_ours(tmp_path):
    first = "import sys\nprint('qutip' in sys.modules, 'pandas' in sys.modules, [name for name in sys.modules if name.startswith('qedu')])"
    second = "import os\nprint(os.getcwd(), os.environ['WHO'], os.environ['QEDU_STATIC'], os.environ['OMP_NUM_THREADS'], '' in sys.path)"
    third = "import qedu, matplotlib\nprint(qedu.rates.h2(0.5), matplotlib.get_backend().endswith('inline'))"
    fourth = "print(os.getpid(), os.getppid())"
    pages = ran(tmp_path, first, second, third, fourth)
    for page in pages:
        assert page[:3] == ["True True []\n", f"{tmp_path} page 1 1 True\n", "1.0 True\n"]
    (one, mother), (other, same) = (page[3].split() for page in pages)
    assert one != other and mother == same != str(os.getpid())
    assert not alive(one) and not alive(other) and not alive(mother)


def test_a_cell_that_does_not_end_is_ended(tmp_path):
    note = tmp_path / "process"
    errors = ran(tmp_path, f"import os\nopen({str(note)!r}, 'w').write(str(os.getpid()))\nwhile True: pass", timeout=1)
    assert all(isinstance(error, CellTimeoutError) for error in errors)
    assert not alive(note.read_text())
