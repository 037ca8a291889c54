"""A notebook as data: what is odd in it costs its author no more than itself."""

import json
import sys

import pytest

from qedu.grading.exercise import load
from qedu.grading.isolation.sandbox import ForkServer, Sandbox
from qedu.grading.notebooks import marking, notebook
from tests.grading import corpus

CELL = {"cell_type": "code", "id": "a", "source": "x = 1"}


@pytest.mark.parametrize("cells, sources, odd", [
    ([None, CELL], ["x = 1"], 1), ([CELL, None, CELL, None], ["x = 1"] * 2, 2), ([5, "text", [], [CELL], True, CELL], ["x = 1"], 5),
    ([None, {"cell_type": "markdown", "source": "x"}], [], 1), ([CELL, {}], ["x = 1"], 0), ([], [], 0), ([CELL] + [None] * 5000, ["x = 1"], 5000)],
    ids=["first", "between", "all kinds", "beside text", "none", "empty", "many"])
def test_what_is_no_cell_is_passed_over(cells, sources, odd):
    found = notebook.read(json.dumps({"cells": cells}).encode())
    assert [cell.source for cell in found.cells] == sources and (found.odd, found.problem) == (odd, None)


@pytest.mark.parametrize("data", [b'{"cells": [null]}', b'{"cells": [1, "x", []]}', b'{"cells": "all"}', b'{"cells": {"a": null}}', b'{"cells": null}',
                                  b"null", b'{"cells": [null, {"cell_type": "code", "source": null}]}'])
def test_where_nothing_is_a_cell_the_file_is_no_notebook(data):
    found = notebook.read(data)
    assert found.problem == "not_cells" and not found.cells and not found.odd


@pytest.mark.skipif(sys.platform != "linux", reason="isolation is refused elsewhere, which test_grade.py checks")
def test_a_null_among_the_cells_is_noted_and_costs_nothing():
    broken = {**corpus.SOLVED, "cells": [None, *corpus.SOLVED["cells"], None]}
    asked = {entry["id"]: entry["name"] for entry in load("c06").meta["exercises"]}
    assert notebook.recognise(json.dumps(broken).encode(), {"c06": asked}) == "c06"
    with ForkServer() as server, Sandbox(server.address, 20.0) as sandbox:
        row, whole = (marking.mark(json.dumps(one).encode(), "ada", "c06", sandbox) for one in (broken, corpus.SOLVED))
    assert row["notes"] == ["Among the notebook's cells there is something that is no cell (2); it was passed over."] and not whole["notes"]
    assert row["problem"] is None and all(entry["passed"] for entry in row["exercises"])
