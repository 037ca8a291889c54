"""Node, asked line by line: in order, after an interruption and after its end."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from qedu._node import Answers

ECHO = """
let first;
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  if (first === undefined) { first = JSON.parse(line); return; }
  if (line === '"leave"') process.exit(3);
  process.stdout.write(JSON.stringify([first, process.argv[1], JSON.parse(line)]) + "\\n");
});
"""


@pytest.fixture
def echo():
    answers = Answers(ECHO, "argument", first={"n": 1})
    yield answers
    if answers._process:
        answers._process.kill()
        answers._process.wait()


def test_questions_are_answered_in_order_by_one_process(echo):
    assert echo.ask("|0⟩ \u2028 \n") == [{"n": 1}, "argument", "|0⟩ \u2028 \n"]
    process = echo._process
    assert [echo.ask(n)[2] for n in range(20)] == list(range(20)) and echo._process is process


def test_after_its_end_it_is_started_again(echo):
    with pytest.raises(RuntimeError, match="exit code 3"):
        echo.ask("leave")
    assert echo.ask(2) == [{"n": 1}, "argument", 2]
    echo._process.kill()
    echo._process.wait()
    assert echo.ask(3)[2] == 3


def test_an_interrupted_question_leaves_no_answer_to_the_next(echo, monkeypatch):
    echo.ask(1)

    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(echo._process.stdout, "readline", interrupted, raising=False)
    with pytest.raises(KeyboardInterrupt):
        echo.ask("early")
    assert echo.ask("late")[2] == "late"


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_nothing_is_left_of_it_once_it_has_ended(echo):
    """A kernel that is shut down kills its children, and waits as long as there is anything of them."""
    echo.ask(1)
    place = Path(f"/proc/{echo._process.pid}")
    os.kill(echo._process.pid, signal.SIGTERM)
    assert any(not place.exists() or time.sleep(0.02) for _ in range(100)), "nobody asks for its end"
