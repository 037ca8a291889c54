"""The run of one notebook: its limits, what ends it, whose it is, and chance."""

import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from qedu import cli
from qedu.grading import variant
from qedu.grading.exercise import load
from qedu.grading.isolation import confine
from qedu.grading.isolation.sandbox import Budget, Ended, ForkServer, Sandbox
from qedu.grading.notebooks import marking, saved
from tests.grading import corpus

linux = pytest.mark.skipif(sys.platform != "linux", reason="isolation is refused elsewhere, which test_grade.py checks")


@pytest.fixture(scope="module")
def server():
    with ForkServer() as server:
        yield server


def mark(server, notebook, student="ada", seconds=5.0, **options):
    with Sandbox(server.address, seconds) as sandbox:
        return marking.mark(json.dumps(notebook).encode(), student, "c06", sandbox, **options)


def entry(row, identifier=corpus.TARGET):
    return next(entry for entry in row["exercises"] if entry["id"] == identifier)


def wrong(row):
    return {entry["id"]: entry["mistake"] for entry in row["exercises"] if not entry["passed"]}


@linux
@pytest.mark.parametrize("confined", [True, False])
def test_the_sandbox_runs_any_program(confined):
    """It knows nothing of notebooks: a module with `prepare` and `run` is shut in, or watched, as they are."""
    with ForkServer(program="tests.grading.echo") as other, Sandbox(other.address if confined else None, program="tests.grading.echo") as sandbox:
        messages = sandbox.run({"ask": [1, 2]}, Budget(5.0))
        assert next(messages) == {"job": {"ask": [1, 2]}} and next(messages) == {"wrote": False}
        with pytest.raises(Ended):
            next(messages)


# --- limits


def test_bytes_that_trickle_in_do_not_stop_the_clock(server):
    """A message that is announced and then comes byte by byte, faster than anybody looks at the clock."""
    body = ("for number in range(3, 64):\n    try:\n        os.write(number, b'3999999\\n')\n    except OSError:\n        continue\n"
            "    while True:\n        os.write(number, b'x')\n        time.sleep(0.01)")
    mark(server, corpus.SOLVED)                         # by then the server has loaded all
    begun = time.monotonic()
    row = mark(server, corpus.function(body), seconds=0.4)
    assert wrong(row) == {corpus.TARGET: "too_slow"} and time.monotonic() - begun < 15


def test_a_notebook_as_a_whole_has_a_budget(server, monkeypatch):
    """Each cell stays below the limit and ends the process, so that all before it is run again each time."""
    notebook = corpus.with_own(*["import time\ntime.sleep(0.4)"] * 12)
    for one in notebook["cells"]:
        if one["id"] in corpus.EXERCISES:
            one["source"] = "import os, time\ntime.sleep(0.3)\nos._exit(0)"
    monkeypatch.setattr(marking, "BUDGET", 0.25)
    begun = time.monotonic()
    row = mark(server, notebook, seconds=0.5)
    assert time.monotonic() - begun < 4 * 0.25 * 9 * 0.5 + 10
    assert set(wrong(row).values()) == {"stopped", "too_slow_together"} and "1.125 seconds" in entry(row)["message"]


def test_time_is_counted_for_all_runs_together():
    budget = Budget(2.0)
    assert 1.8 < budget.left(0.1) <= 1.9
    budget.spent += 1.95
    assert budget.left(0.1) < 0


@linux
def test_threads_are_few(server):
    """A pool of thirty-two threads is honest; a thousand are a flood, with stacks of any size."""
    pool = corpus.RIGHT + ("\nimport threading\nfrom concurrent.futures import ThreadPoolExecutor\nmany = threading.Barrier(32)\n"
                           "with ThreadPoolExecutor(32) as pool:\n    list(pool.map(lambda i: many.wait(20), range(32)))\n")
    assert wrong(mark(server, corpus.with_code(pool))) == {}
    raw = ("libc = ctypes.CDLL(None)\nstack = ctypes.create_string_buffer(1 << 22)\n"
           "spin = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(lambda nothing: 0)\npause = ctypes.cast(libc.pause, ctypes.c_void_p)\n"
           "for number in range(1, 1000):\n    top = ctypes.c_void_p(ctypes.addressof(stack) + number * 4096)\n"
           "    if libc.clone(pause, top, 0x10f00, None) < 0:\n        return number\ntime.sleep(60)")
    assert wrong(mark(server, corpus.function(raw), seconds=3.0)) == {corpus.TARGET: "too_many_threads"}


@linux
@pytest.mark.parametrize("end", ["raise MemoryError", "return 987"])
def test_threads_left_running_are_not_counted_against_the_next_answer(server, end):
    """A flood that ends quickly, in an answer or in a cell: the cell or check after it is innocent."""
    flood = "hoard = [threading.Thread(target=time.sleep, args=(1e6,), daemon=True) for _ in range(200)]\nfor one in hoard:\n    one.start()\n"
    for _ in range(3):
        assert wrong(mark(server, corpus.function(flood + end))) == {corpus.TARGET: "too_many_threads"}
    assert wrong(mark(server, corpus.with_own("import threading, time\n" + flood))) == {}


#: What an answer may leave behind, and all that may be said of it.
LEFT_BEHIND = {
    "memory": ("try:\n    while True:\n        kept.append(bytearray(2**20))\nexcept MemoryError:\n    pass", {"parts", "unreadable", "raised"}),
    "open files": ("try:\n    while True:\n        kept.append(os.dup(0))\nexcept OSError:\n    pass", {"parts"}),
    "a timer": ("signal.setitimer(signal.ITIMER_REAL, 0.05)", {"parts"}),
    "a timer that raises": ("signal.signal(signal.SIGALRM, lambda *more: 1 / 0)\nsignal.setitimer(signal.ITIMER_REAL, 0.05, 0.01)",
                            {"parts", "raised"}),
    "a thread that ends all": ("kept.append(1)\nif len(kept) == 1:\n    threading.Timer(0.05, os._exit, [3]).start()", {"parts", "stopped"})}


@linux
@pytest.mark.parametrize("thing", LEFT_BEHIND)
def test_what_an_answer_leaves_behind_spoils_no_other(server, thing):
    """Another answer needs a file, some memory and some time."""
    body, reasons = LEFT_BEHIND[thing]
    notebook = corpus.with_code("import os, signal, threading\nkept = []\n\ndef prepare(*given):\n" + textwrap.indent(body, "    ")
                                + "\n    return 987\n", "c06-prepare")
    needs = ("import time\n\n" + corpus.cell(notebook, "c06-sift")["source"] + "\nsift_alone = sift\n\ndef sift(*given):\n"
             "    with open(os.__file__) as file:\n        file.read()\n    bytearray(2**26)\n    time.sleep(0.02)\n    return sift_alone(*given)\n")
    corpus.cell(notebook, "c06-sift")["source"] = needs
    found = wrong(mark(server, notebook))
    assert set(found) == {"c06-prepare"} and found["c06-prepare"] in reasons


@linux
def test_an_answer_that_itself_wants_too_much_is_still_told_so(server):
    assert wrong(mark(server, corpus.function("return bytearray(2**34)"))) == {corpus.TARGET: "raised"}
    assert wrong(mark(server, corpus.function("os._exit(3)"))) == {corpus.TARGET: "stopped"}


@linux
def test_somebody_else_kills_the_process(server, monkeypatch):
    """As the kernel does when memory runs out: the student is not told that the code ended the process."""
    forks = Sandbox._fork

    def fork(self, seconds):
        child = forks(self, seconds)
        threading.Timer(0.5, os.kill, (child._number, signal.SIGKILL)).start()
        return child

    monkeypatch.setattr(Sandbox, "_fork", fork)
    row = mark(server, corpus.function("time.sleep(60)"), seconds=30)
    assert row["problem"] and {entry["mistake"] for entry in row["exercises"]} == {"file_check_failed"} and "killed" in row["look"][0]


@linux
def test_a_lost_connection_is_made_anew(server):
    with Sandbox(server.address) as sandbox:
        first = marking.mark(json.dumps(corpus.SOLVED).encode(), "ada", "c06", sandbox)
        sandbox._socket.shutdown(2)
        assert marking.mark(json.dumps(corpus.SOLVED).encode(), "ada", "c06", sandbox) == first and not wrong(first)


@linux
def test_memory_of_judging_is_limited(server, monkeypatch):
    def hungry(self):
        return bytes(2**34)

    monkeypatch.setattr(marking._Marking, "row", hungry)
    row = mark(server, corpus.SOLVED)
    assert "MemoryError" in row["look"][0]
    assert len(bytes(2**31)) == 2**31                   # the limit is gone again


# --- isolation that cannot be completed


REFUSED = """
    import ctypes, errno, sys
    from qedu import cli
    from qedu.grading.isolation import confine

    def refuse(name):
        library = confine._library()
        filters = library.seccomp_init(0x7FFF0000)
        assert library.seccomp_rule_add_array(ctypes.c_void_p(filters), 0x00050000 | errno.EPERM,
                                              library.seccomp_syscall_resolve_name(name.encode()), 0, None) == 0
        assert library.seccomp_load(filters) == 0

    early, what = sys.argv[1:3]
    if what == "memory":
        confine._kernel().prctl(24, 24, 0, 0, 0)        # without the right to raise limits
        header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert confine._kernel().capset(header, none) == 0
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    else:
        refuse(what)
    if early == "late":
        confine.missing = lambda: None                  # as if trying it had gone well
    sys.exit(cli.main(["grade", *sys.argv[3:], "--quiet"]))
"""


@linux
@pytest.mark.parametrize("early, what, named", [("early", "landlock_restrict_self", "landlock_restrict_self"), ("late", "landlock_restrict_self", "landlock_restrict_self"),
                                                ("early", "memory", "RLIMIT_AS")])
def test_a_confinement_that_cannot_be_completed_stops_the_run(tmp_path, early, what, named):
    """Whatever part of it is refused here: the reason is said, and no student gets a 0."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.ipynb").write_text(json.dumps(corpus.SOLVED))
    script = textwrap.dedent(REFUSED)
    memory = ["--memory", "2800"] if what == "memory" else []
    if what == "memory":
        script = script.replace('early == "late"', "True")
    done = subprocess.run([sys.executable, "-c", script, early, what, str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--workers", "1", "--set", "c06", *memory],
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == 2 and named in done.stderr and "cannot be isolated" in done.stderr, done.stderr[-2000:]
    assert not list(tmp_path.glob("out/results/*.json")) and not (tmp_path / "out" / "grades.csv").exists()


@linux
def test_what_newer_kernels_can_forbid_is_forbidden_where_offered():
    assert confine._handled(1)[1] == 8 and confine._handled(1)[0][0] == 0x1FFF
    assert [confine._handled(4)[0][part] for part in range(3)] == [0x7FFF, 3, 0] and confine._handled(4)[1] == 16
    assert [confine._handled(9)[0][part] for part in range(3)] == [0xFFFF, 3, 3] and confine._handled(9)[1] == 24


# --- whose notebook it is


def named(student, term, notebook=None):
    notebook = json.loads(json.dumps(notebook or corpus.SOLVED))
    for one in notebook["cells"]:
        one["source"] = one["source"].replace('student_id, term = "", ""', f"student_id, term = {student!r}, {term!r}")
    return notebook


def by_hand(student, term):
    """A notebook whose rounds were worked out by hand, for this student."""
    right = load("c06").checks["c06-by-hand"].right(**variant("c06-by-hand", student, term))
    right = {key: [int(item) for item in value] for key, value in right.items()}
    return named(student, term, corpus.with_code(f"by_hand = {right!r}", "c06-by-hand"))


def test_the_name_in_the_notebook_counts_if_it_is_the_student_s(server):
    for student, term, aliases in (("lovelaceada", "2027-spring", ["ada", "13"]), ("Ada ", "2027-spring", None), ("ADA", "", None), ("ada", "2027-Spring", None)):
        row = mark(server, by_hand("ada", "2027-spring"), student, term=term, aliases=aliases)
        assert wrong(row) == {} and (row["said_id"], row["said_term"]) == ("ada", "2027-spring"), (student, term)
    assert wrong(mark(server, by_hand("13", "2027-spring"), "lovelaceada", term="2027-spring", aliases=["ada", "13"])) == {}


def test_another_s_rounds_are_said_to_be_another_s(server):
    row = mark(server, by_hand("bob", "2027-spring"), "ada", term="2027-spring")
    said = entry(row, "c06-by-hand")
    assert wrong(row) == {"c06-by-hand": "other_variant"} and row["said_id"] == "bob"
    assert "bob 2027-spring" in said["message"] and "ada 2027-spring" in said["message"]
    row = mark(server, by_hand("ada", "2026-autumn"), "ada", term="2027-spring")
    assert wrong(row) == {"c06-by-hand": "other_variant"} and "ada 2026-autumn" in entry(row, "c06-by-hand")["message"]
    wrong_rounds = corpus.with_code("by_hand = {'kept': [1], 'alice_key': [0], 'bob_key': [0]}", "c06-by-hand")
    assert wrong(mark(server, named("bob", "x", wrong_rounds), "ada", term="x")).keys() == {"c06-by-hand"}
    assert wrong(mark(server, named("bob", "x", wrong_rounds), "ada", term="x")) != {"c06-by-hand": "other_variant"}


def test_who_computes_the_rounds_is_right_under_any_name(server):
    for student, term in (("", ""), ("bob", "x"), ("ada", "2027-spring")):
        assert wrong(mark(server, named(student, term), "ada", term="2027-spring")) == {}


# --- chance


def test_chance_is_the_same_every_time(server):
    """What is drawn without a seed, in any way: the same in each run, and another for another student."""
    ways = ["np.random.rand()", "np.random.default_rng().random()", "random.random()", "random.Random().random()", "random.SystemRandom().random()",
            "secrets.randbits(50)", "int.from_bytes(os.urandom(6), 'big')", "uuid.uuid4().int % 2**50", "np.random.RandomState().rand()",
            "float(abs(qutip.rand_ket(4).full()).sum())", "(random.seed(), random.random())[1]", "np.random.SeedSequence().entropy % 2**50",
            "scipy.stats.norm.rvs()", "int(secrets.token_hex(6), 16)", "hash('abc')"]
    first = "import os, random, secrets, uuid, qutip, scipy.stats\n"
    drawn = []
    for student in ("ada", "ada", "bob"):
        said = []
        for number in range(0, len(ways), 5):
            # As the wrong answer to an exercise, so that the message shows it.
            code = first + f"drawn = repr([{', '.join(ways[number:number + 5])}])\ndef test_size(fraction, confidence):\n    raise ValueError(drawn)\n"
            said.append(entry(mark(server, corpus.with_code(code), student))["message"])
        drawn.append(said)
    assert drawn[0] == drawn[1] and all("ValueError" in text for text in drawn[0])
    assert all(one != other for one, other in zip(drawn[0], drawn[2]))


def test_another_notebook_meets_other_arguments(server):
    """So what a message tells of hidden arguments is of no use for the next attempt."""
    guess = "def test_size(fraction, confidence):\n    return 987 if fraction == 1 else 1\n"
    said = [entry(mark(server, corpus.with_code(guess + comment)))["you_returned"] for comment in ("", "# again\n", "")]
    hidden = [text.partition("fraction=")[2] for text in said]
    assert said[0] == said[2] and hidden[0]


# --- qedu check


def test_qedu_check_prints_marks_and_says_how_it_went(tmp_path, monkeypatch):
    """On a console that has not all letters: a notebook with a mistake, for the student whom it names; files that are none."""
    notebook = by_hand("zoe", "2027-spring")
    corpus.cell(notebook, corpus.TARGET)["source"] = "def test_size(fraction, confidence):\n    raise ValueError('李雷')\n"
    paths = [tmp_path / name for name in ("Zoë\u202e李雷.ipynb", "notes.ipynb", "none.ipynb")]
    paths[0].write_text(json.dumps(notebook))
    paths[1].write_text("my notes")
    console = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", console)
    assert cli.main(["check", str(paths[0])]) == 1
    console.flush()
    said = console.buffer.getvalue().decode("cp1252")
    for part in ("Zoë\\u202e??.ipynb", "zoe 2027-spring", "ValueError", "Graded: 9 of 12 points", "Practice: 11 of 11", "right  2 of 2",
                 "wrong  0 of 3", load("c06").entry("c06-by-hand")["title"]):
        assert part in said, part
    assert cli.main(["check", *map(str, paths[1:])]) == 2
    console.flush()
    said = console.buffer.getvalue().decode("cp1252")
    assert "damaged" in said and "could not be read: No such file" in said and "Traceback" not in said


def test_qedu_check_ends_well_if_all_is_right(server, monkeypatch, capsys):
    row = mark(server, corpus.SOLVED)
    monkeypatch.setattr(saved, "marks", lambda path: ("c06", row))
    assert cli.main(["check", "c06.ipynb"]) == 0 and "Graded: 12 of 12" in capsys.readouterr().out
