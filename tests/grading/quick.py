"""Grading without running anything: for tests of whose a mark is and where it goes, which need no marks of their own."""

import json
import re

from qedu.grading.classroom import grade as grading
from qedu.grading.exercise import load
from qedu.grading.notebooks import marking

SET = "c06"
GRADED = [entry for entry in load(SET).meta["exercises"] if entry["pool"] == "graded"]
MOST = sum(entry["points"] for entry in GRADED)


def notebook(wrong=0, note="", message="You kept too many."):
    """Return the bytes of a notebook of which so many graded exercises, from the first, are wrong."""
    cells = [{"cell_type": "code", "id": entry["id"], "metadata": {}, "source": f"{entry['name']} = 1"} for entry in load(SET).meta["exercises"]]
    return json.dumps({"cells": cells, "metadata": {"wrong": wrong, "note": note, "message": message}}).encode()


def result(data):
    """Return what `marking.mark` would, for such a notebook."""
    if not data:
        return marking.unread(SET, "empty", {})
    about = json.loads(data)["metadata"]
    wrong = {entry["id"] for entry in GRADED[:about["wrong"]]}
    rows = [{"id": entry["id"], "passed": entry["id"] not in wrong, "points": 0 if entry["id"] in wrong else entry["points"],
             "mistake": "close" if entry["id"] in wrong else None, "message": about["message"] if entry["id"] in wrong else "Checked.",
             "you_returned": None, "expected_in_words": None, "misconception": None, "next_step": None, "see_section": None,
             "of": entry["points"]} for entry in load(SET).meta["exercises"]]
    return {"problem": None, "notes": [about["note"]] if about["note"] else [], "exercises": rows,
            "code": {entry["id"]: f"{entry['name']} = 1" for entry in GRADED}}


def switch_on(monkeypatch):
    """Let `grade` take these results."""
    def graded(todo, *others):
        return {id(one): marking.unread(SET, one.problem, one.details) if one.problem else result(one.read()) for one in todo}

    monkeypatch.setattr(grading, "_graded", graded)
    monkeypatch.setattr(grading.confine, "missing", lambda: None)


def lay(folder, files):
    """Write files, by name: bytes."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def page(out, student):
    """Return the text of a student's page, whose name nobody can guess."""
    found = [text for path in (out / "feedback").glob("*.html") if re.search(f"<p>{re.escape(student)}</p>", text := path.read_text(encoding="utf-8"))]
    assert len(found) == 1, (student, len(found))
    return found[0]
