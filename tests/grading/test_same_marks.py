"""Marking is what the notebook says: the same marks in a notebook's kernel, by `qedu check`, and by `qedu grade`."""

import json
import os
import textwrap

import pytest

from qedu.grading.isolation.sandbox import ForkServer, Sandbox
from qedu.grading.notebooks import marking, saved
from tests.grading import kinds

#: All notebooks by `qedu check`, each of which starts a Python, only in `make audit`.
AUDIT = bool(os.environ.get("QEDU_AUDIT"))

SPREAD = kinds.spread()


@pytest.fixture(scope="module")
def sandbox():
    with ForkServer() as server, Sandbox(server.address, kinds.LIMIT) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    data = tmp_path_factory.mktemp("data") / "numbers.txt"
    data.write_text("1 2 3\n")
    return [kinds.notebook(one, lost=bool(number % 2), data=str(data)) for number, one in enumerate(SPREAD)]


@pytest.fixture(scope="module")
def graded(notebooks, sandbox):
    """Exercise → passed, for each notebook, as `qedu grade` has it; and the rows."""
    return [marking.mark(kinds.text(one), "ada", "c06", sandbox, seed=7) for one in notebooks]


def verdicts(row, asked):
    assert row["problem"] is None and not row["look"], row
    return {entry["id"]: entry["passed"] for entry in row["exercises"] if entry["id"] in asked}


#: Runs in a kernel: cell by cell, whatever they raise, and notes what each check found.
KERNEL = """
    import contextlib, io, json
    import qedu.grading
    from qedu.grading.checks import checking
    found, shell, examines = [], get_ipython(), checking.examine

    def noting(id, *given, **named):
        result = examines(id, *given, **named)
        found[-1].append([id, result.passed, result.mistake, result.message])
        return result

    def checked(id, *given, **named):
        result = checks(id, *given, **named)
        found[-1][-1][3] = result.message
        return result

    checks, checking.examine = checking.check, noting
    qedu.grading.check = checking.check = checked
    keep = dict(found=found, shell=shell, json=json, io=io, contextlib=contextlib)
    async def run(notebooks):
        for notebook in notebooks:
            found.append([])
            before = dict(shell.user_ns)
            for cell in notebook["cells"]:
                with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                    if "await" in cell["source"]:
                        await shell.run_cell_async(cell["source"], transformed_cell=cell["source"])
                    else:
                        shell.run_cell(cell["source"], store_history=False)
            for name in set(shell.user_ns) - set(before):
                del shell.user_ns[name]
    with open(%r) as file:
        await run(json.load(file))
    with open(%r, "w") as file:
        json.dump(found, file)
"""


@pytest.fixture(scope="module")
def in_kernel(notebooks, tmp_path_factory):
    """What the checks of each notebook say in one real kernel: [exercise, passed, mistake, message]."""
    from jupyter_client.manager import start_new_kernel

    folder = tmp_path_factory.mktemp("kernel")
    (folder / ".in.json").write_text(json.dumps(notebooks))
    manager, client = start_new_kernel(cwd=str(folder), kernel_name="python3")
    try:
        code = textwrap.dedent(KERNEL) % (str(folder / ".in.json"), str(folder / "out.json"))
        said = client.execute_interactive(code, timeout=300, allow_stdin=False, output_hook=lambda message: None)
        assert said["content"]["status"] == "ok", said["content"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return json.loads((folder / "out.json").read_text())


def every_kind_gets_its_mark(graded):
    wrong = []
    for one, row in zip(SPREAD, graded):
        for identifier, passed in verdicts(row, one).items():
            if passed != (one[identifier] in kinds.KINDS):
                entry = next(entry for entry in row["exercises"] if entry["id"] == identifier)
                wrong.append((one[identifier], identifier, entry["mistake"], entry["message"]))
    assert not wrong, "\n".join(map(str, wrong))
    assert len(kinds.KINDS) >= 70


def the_notebook_says_the_same(graded, in_kernel):
    """The last check of something that is written, in a real kernel, says what the mark says."""
    wrong = []
    for one, row, found in zip(SPREAD, graded, in_kernel):
        for identifier, passed in verdicts(row, one).items():
            if one[identifier] in ("the check's cell is gone", "new cell above, unchecked, stub left"):
                continue                                # no check has seen this answer
            said = [check for check in found if check[0] == identifier]
            written = [check for check in said if check[2] not in ("missing", "not_written", "not_a_function", "signature")]
            if (written or said)[-1][1] != passed:
                wrong.append((one[identifier], identifier, passed, said))
    assert not wrong, "\n".join(map(str, wrong))


def the_notebook_says_what_marking_has_none_of(in_kernel):
    said = {one[check[0]]: check[3] for one, found in zip(SPREAD, in_kernel) for check in found if check[2] == "outside"}
    assert set(said) == {"reads a file", "reads it by pathlib", "reads it by NumPy", "keeps a database", "starts a program", "uses the network"}
    assert "the file numbers.txt" in said["reads it by NumPy"] and "the network" in said["uses the network"]
    noted = [(one[check[0]], check[3]) for one, found in zip(SPREAD, in_kernel) for check in found if "marking has none of it" in check[3]
             and check[2] is None]
    # Of all that was done before, figures, arrays and modules written and read again, nothing is said.
    assert [kind for kind, _ in noted] == ["a cell beside reads a file"] and "the file numbers.txt" in noted[0][1]


def qedu_check_says_the_same(notebooks, graded, tmp_path):
    for number in range(len(SPREAD)) if AUDIT else (SPREAD.index(next(one for one in SPREAD if "reads a file" in one.values())),):
        path = tmp_path / "my.ipynb"
        path.write_bytes(kinds.text(notebooks[number]))
        name, row = saved.marks(path)
        assert name == "c06"
        assert verdicts(row, SPREAD[number]) == verdicts(graded[number], SPREAD[number]), SPREAD[number]
    assert list(tmp_path.iterdir()) == [path]           # what the notebook wrote went into memory


def test_a_kernel_qedu_check_and_qedu_grade_agree(notebooks, graded, in_kernel, tmp_path, subtests):
    """One test, so that one process of the test run makes all of this, once."""
    for look, given in ((every_kind_gets_its_mark, (graded,)), (the_notebook_says_the_same, (graded, in_kernel)),
                        (the_notebook_says_what_marking_has_none_of, (in_kernel,)), (qedu_check_says_the_same, (notebooks, graded, tmp_path))):
        with subtests.test(look.__name__):
            look(*given)
