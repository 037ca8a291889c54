"""Hostile and broken submissions to the set c06, and what each must come to.

An attack stands in one answer cell; all other answers of that notebook are right.  So what must come out is exact:
the named exercises fail with the named reasons, every other exercise has its points.
"""

import copy
import json
import os

from qedu import __version__
from qedu.grading import sources
from qedu.grading.exercise import folders

TARGET = "c06-test-size"
RIGHT = sources.solutions(folders()["c06"])[TARGET]


def solved():
    """The notebook with all solutions, as a dict."""
    return json.loads(json.dumps(sources.solution(folders()["c06"], __version__)))


SOLVED = solved()


def cell(notebook, identifier):
    return next(cell for cell in notebook["cells"] if cell["id"] == identifier)


def with_code(code, identifier=TARGET):
    notebook = copy.deepcopy(SOLVED)
    cell(notebook, identifier)["source"] = code
    return notebook


def function(body):
    """An answer whose body is this; it imports the usual tools of an attacker first."""
    lines = "\n".join("    " + line for line in body.strip("\n").split("\n"))
    return with_code(f"import ctypes, gc, os, socket, subprocess, sys, threading, time\n\n"
                     f"def test_size(fraction, confidence):\n{lines}\n")


#: Attacks inside a function: name → (body, reason).  {canary}, {exercises}, {submissions}, {port} are filled in.
BODIES = {
    # --- using up time, memory, processes
    "endless loop": ("while True:\n    pass", "too_slow"),
    "endless loop that catches all": ("while True:\n    try:\n        time.time()\n    except BaseException:\n        pass", "too_slow"),
    "endless loop in compiled code": ("return sum(range(10**12))", "too_slow"),
    "endless regular expression": ("import re\nreturn re.match('(a+)+$', 'a' * 60 + 'b')", "too_slow"),
    "long sleep": ("time.sleep(10**6)", "too_slow"),
    "swallows signals": ("import signal\nfor number in range(1, 65):\n    try:\n        signal.signal(number, signal.SIG_IGN)\n"
                         "    except (OSError, ValueError):\n        pass\nwhile True:\n    pass", "too_slow"),
    "one huge array": ("return np.ones(2**40)", "raised"),
    "memory bomb": ("hoard = []\nwhile True:\n    hoard.append(bytes(2**26))", "raised"),
    "memory map bomb": ("import mmap\nreturn [mmap.mmap(-1, 2**34) for _ in range(100)]", "raised"),
    "thread bomb": ("hoard = []\nwhile True:\n    hoard.append(threading.Thread(target=time.sleep, args=(1e6,), daemon=True))\n"
                    "    hoard[-1].start()", {"raised", "too_many_threads"}),
    "fork bomb": ("while True:\n    os.fork()", "raised"),
    "a shell": ("return subprocess.run(['sh', '-c', 'rm -rf {canary}'])", "raised"),
    "multiprocessing": ("import multiprocessing\nreturn multiprocessing.get_context('fork').Pool(2).map(abs, [1])", "raised"),
    "another program in place of this": ("os.execv(sys.executable, ['python'])", "raised"),
    "raises its own limits": ("import resource\nresource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)", "raised"),
    "recursion": ("return test_size(fraction, confidence)", "raised"),
    "deep recursion in compiled code": ("sys.setrecursionlimit(10**9)\nx = []\nfor _ in range(10**6):\n    x = [x]\nreturn repr(x)",
                                        {"stopped", "raised", "too_slow"}),
    # --- ending the process, and others
    "os._exit": ("os._exit(0)", "stopped"),
    "sys.exit": ("sys.exit(0)", "raised"),
    "abort": ("os.abort()", "stopped"),
    "segmentation fault": ("ctypes.string_at(0)", "stopped"),
    "kills itself": ("import signal\nsignal.raise_signal(signal.SIGKILL)", "raised"),
    "kills its parent": ("os.kill(os.getppid(), 9)", "raised"),
    "kills everybody": ("os.kill(-1, 9)", "raised"),
    "traces its parent": ("libc = ctypes.CDLL(None, use_errno=True)\nif libc.ptrace(16, os.getppid(), 0, 0):\n"
                          "    raise OSError(ctypes.get_errno(), 'ptrace')\nreturn {right}", "raised"),
    # --- files
    "deletes a file": ("os.remove('{canary}/file')", "raised"),
    "deletes a folder": ("import shutil\nshutil.rmtree('{canary}')", "raised"),
    "overwrites a file": ("open('{canary}/file', 'w').write('x')", "none"),      # into memory
    "appends to a file": ("open('{canary}/file', 'a').write('x')", "none"),
    "truncates a file": ("os.truncate('{canary}/file', 0)", "raised"),
    "truncates by opening to read": ("os.open('{canary}/file', os.O_RDONLY | os.O_TRUNC)", "raised"),
    "makes a file": ("open('{canary}/new', 'x')", "raised"),
    "makes a temporary file": ("import tempfile\nreturn tempfile.TemporaryFile()", "raised"),
    "makes a folder": ("os.mkdir('{canary}/new')", "raised"),
    "makes a link": ("os.link('{canary}/file', '{canary}/new')", "raised"),
    "makes a symbolic link": ("os.symlink('{canary}/file', '{canary}/new')", "raised"),
    "renames a file": ("os.rename('{canary}/file', '{canary}/new')", "raised"),
    "changes a mode": ("os.chmod('{canary}/file', 0)", "raised"),
    "changes a time": ("os.utime('{canary}/file', (0, 0))", "raised"),
    "changes qedu on disk": ("import qedu.rates\nopen(qedu.rates.__file__, 'a').write('x')", "none"),
    "reads a file": ("return open('/etc/passwd').read()", "raised"),
    "reads the canary": ("return open('{canary}/file').read()", "raised"),
    "reads the solutions": ("return open('{exercises}/c06/source.md').read()", "raised"),
    "reads the checks": ("return open('{exercises}/c06/checks.py').read()", "raised"),
    "lists other submissions": ("return os.listdir('{submissions}')", "raised"),
    "reads another submission": ("return open('{submissions}/ada.ipynb').read()", "raised"),
    "reads its own memory as a file": ("return open('/proc/self/mem', 'rb').read(10)", "raised"),
    "reads who started it": ("return open(f'/proc/{{os.getppid()}}/cmdline').read()", "raised"),
    # --- network
    "connects": ("socket.create_connection(('127.0.0.1', {port}), 1)", "raised"),
    "fetches a page": ("import urllib.request\nreturn urllib.request.urlopen('http://127.0.0.1:{port}').read()", "raised"),
    "opens a local socket": ("socket.socket(socket.AF_UNIX).connect('\\0abstract')", "raised"),
    "sends a datagram": ("socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))", "raised"),
    # --- reaching for the reference
    "asks the check": ("from qedu.grading.exercise import load\nreturn load('c06').checks['c06-test-size'].right(fraction, confidence)",
                       "raised"),
    "looks through the frames": ("frame = sys._getframe()\nwhile frame:\n    for value in list(frame.f_locals.values()):\n"
                                 "        if hasattr(value, 'judge') or hasattr(value, 'secret'):\n            return value.secret[0]\n"
                                 "    frame = frame.f_back\nreturn 987", "wrong"),
    "looks through the heap": ("for thing in gc.get_objects():\n    if type(thing).__name__ in ('Case', 'TestSize'):\n"
                               "        return thing.right(fraction, confidence)\nreturn 987", "wrong"),
    "looks for open files": ("found = []\nfor number in range(3, 64):\n    try:\n        found.append(os.read(number, 10))\n"
                             "    except OSError:\n        pass\nreturn len(found) + 10**6", "wrong"),
    # --- changing the judge
    "changes the comparison": ("import qedu.grading.answers as a\na.Kind.same = a.Number.same = lambda *x: True\nreturn 987", "wrong"),
    "changes the check": ("import qedu.grading.exercise as e\ne.Exercise.judge = e.Case.judge = lambda *x: None\nreturn 987", "wrong"),
    "changes the report": ("import qedu.grading.checking as c\nc.report = lambda *x: c.Result('c06-test-size', True, 99, None, '')\n"
                           "return 987", "wrong"),
    "changes NumPy": ("np.abs = np.array_equal = np.all = lambda *x, **y: True\nreturn 987", "wrong"),
    "changes built-ins": ("import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.all = lambda x: True\nreturn 987", "wrong"),
    "claims to be right": ("from qedu.grading import Result\nreturn Result('c06-test-size', True, 99, None, 'passed')", "unreadable"),
    "prints passed": ("print('c06-test-size: right. 3 of 3 points. 1 passed')", "none"),
    "equals everything": ("class Any(float):\n    def __eq__(self, other):\n        return True\n    __hash__ = None\nreturn Any(1)",
                          "wrong"),
    "writes its own answers": ("for number in range(3, 64):\n    try:\n        os.write(number, b'15\\n{{\"passed\": true}}')\n"
                               "    except OSError:\n        pass\nreturn 987", {"garbled", "wrong"}),
    "writes rubbish": ("for number in range(3, 64):\n    try:\n        os.write(number, b'no number in this line\\n')\n"
                       "    except OSError:\n        pass\nreturn 1", "garbled"),
    "announces a huge answer": ("for number in range(3, 64):\n    try:\n        os.write(number, b'99999999999\\n')\n"
                                "    except OSError:\n        pass\nreturn 1", "too_much"),
    "takes away JSON": ("import json\njson.dumps = lambda *x: '[' * 10**6\nreturn 987", "wrong"),
    # --- answers that are hard to take
    "answer of 800 MB": ("return np.zeros(10**8)", {"unreadable", "too_much", "raised"}),
    "answer of 80 MB": ("return np.zeros(10**7)", {"too_much", "too_slow"}),
    "number of 10,000 digits": ("return 10**10000", {"unreadable", "garbled"}),
    "list in list in list": ("x = []\nfor _ in range(500):\n    x = [x]\nreturn x", {"unreadable", "ragged", "not_one_number"}),
    "list without end": ("class Endless(list):\n    def __iter__(self):\n        while True:\n            yield 1\nreturn Endless()",
                         {"raised", "too_slow"}),
    "asks for input": ("return int(input())", "raised"),
}



def _tags(notebook):
    """All ways to be passed over by a runner of notebooks, on an answer that is wrong."""
    target = cell(notebook, TARGET)
    target["source"] = "# NBVAL_SKIP\ndef test_size(fraction, confidence):\n    return 987\n"
    for one in notebook["cells"]:
        one["metadata"] = {"tags": ["nbval-skip", "raises-exception", "skip-execution"],
                           "nbgrader": {"grade": True, "points": 1000, "grade_id": one["id"], "locked": False, "solution": False}}
    return notebook


def _checks_gone(notebook):
    notebook["cells"] = [one for one in notebook["cells"] if not one["id"].endswith("-check")]
    cell(notebook, TARGET)["source"] = "def check(*anything):\n    return True\n\ndef test_size(fraction, confidence):\n    return 987\n"
    return notebook


def _without(identifier):
    notebook = copy.deepcopy(SOLVED)
    notebook["cells"] = [one for one in notebook["cells"] if one["id"] != identifier]
    return notebook


def _repeated():
    notebook = copy.deepcopy(SOLVED)
    wrong = copy.deepcopy(cell(notebook, TARGET))
    wrong["source"] = "def test_size(fraction, confidence):\n    return 987\n"
    notebook["cells"].insert(0, wrong)
    return notebook


def _reordered():
    notebook = copy.deepcopy(SOLVED)
    notebook["cells"].reverse()
    return notebook


def _nameless():
    notebook = copy.deepcopy(SOLVED)
    for one in notebook["cells"]:
        one["metadata"] = {}
        del one["id"]
    notebook["nbformat_minor"] = 4
    return notebook


def _outputs(size):
    notebook = copy.deepcopy(SOLVED)
    cell(notebook, TARGET)["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * size}]
    return notebook


def _helper():
    notebook = with_code("def test_size(fraction, confidence):\n    return my_own_helper(fraction, confidence)\n")
    notebook["cells"].insert(1, {"cell_type": "code", "id": "mine", "metadata": {}, "outputs": [], "execution_count": None,
                                 "source": RIGHT.replace("test_size", "my_own_helper")})
    return notebook


#: Notebooks: name → (notebook, reasons by exercise).
NOTEBOOKS = {
    "endless loop while the cell runs": (with_code("while True:\n    pass\n"), {TARGET: "too_slow"}),
    "ends the process while the cell runs": (with_code("import os\nos._exit(0)\n"), {TARGET: "stopped"}),
    "two attacks in one notebook": (lambda: {**(notebook := function("while True:\n    pass")), "cells": [
        {**one, "source": "import os\nos._exit(1)"} if one["id"] == "c06-sift" else one for one in notebook["cells"]]},
        {TARGET: "too_slow", "c06-sift": "stopped"}),
    "skip tags": (_tags(copy.deepcopy(SOLVED)), {TARGET: "wrong"}),
    "checks deleted": (_checks_gone(copy.deepcopy(SOLVED)), {TARGET: "wrong"}),
    "cell missing": (_without(TARGET), {TARGET: "cell_missing"}),
    "cell twice": (_repeated(), {}),
    "cells in reverse": (_reordered(), {}),
    "cells without names": (_nameless(), {}),
    "syntax error": (with_code("def test_size(fraction, confidence)\n    return 1\n"), {TARGET: "cell_raised"}),
    "null characters": (with_code("def test_size(fraction, confidence):\n    return '\0'\n"), {TARGET: "cell_raised"}),
    "half characters": (with_code("def test_size(fraction, confidence):\n    return '\ud800'\n"), {TARGET: "cell_raised"}),
    "source is a number": (with_code(5), {TARGET: "not_cells"}),
    "not written": (with_code(f"def test_size(fraction, confidence):\n    {sources.STUB}\n"), {TARGET: "not_written"}),
    "a helper in a cell of one's own": (_helper(), {}),
    "magic commands": (with_code("%matplotlib inline\n" + RIGHT), {}),
    "a shell command": (with_code("!rm -rf {canary}\n" + RIGHT), {}),
    "calls check in the answer cell": (with_code(RIGHT + "\ncheck('c06-test-size')\n"), {}),
    "prints without end": (with_code(RIGHT + "\nfor i in range(300000):\n    print('x' * 100)\n"), {}),
    "outputs of 10 MB": (_outputs(10_000_000), {}),
    "a wrong answer at the end of a good one": (with_code(RIGHT + "\n1 / 0\n"), {}),
}

#: Files as they are: name → (bytes, problem, or None if it is graded as right).
FILES = {
    "empty": (b"", "empty"),
    "blanks": (b" \n\n", "empty"),
    "cut off": (json.dumps(SOLVED).encode()[:5000], "not_json"),
    "binary": (bytes(range(256)) * 40, {"encoding", "not_json"}),
    "brackets": (b"[" * 200_000, "not_json"),
    "a list": (b"[1, 2]", "not_cells"),
    "no cells": (b'{"metadata": {}}', "not_cells"),
    "cells are text": (b'{"cells": "all"}', "not_cells"),
    "old format": (b'{"worksheets": [{"cells": []}], "nbformat": 3}', "not_cells"),
    "wrong encoding": (json.dumps(with_code("# caf\xe9\n" + RIGHT), ensure_ascii=False).encode("cp1252"), "encoding"),
    "UTF-16": (json.dumps(SOLVED, ensure_ascii=False).encode("utf-16"), None),
    "with a byte-order mark": (json.dumps(SOLVED).encode("utf-8-sig"), None),
    "another set": (json.dumps(sources.student(folders()["c02"], __version__)).encode(), "no_answers"),
    "a number of 5,000 digits": (b'{"cells": [' + b"1" * 5000 + b"]}", {"not_json", "not_cells"}),
    "100 MB": (None, "too_large"),
}

ODD_NAMES = ["=HYPERLINK(\"http:evil\")", "-rf", "@sum(a1)", "<script>alert(1)", "Zoë O’Neil", "a b\tc", "line\nbreak", "'; drop table",
             "..", "con", "index", "naïve" + "x" * 200]


def make(folder, places):
    """Write the corpus; return what must come out: student → (problem or None, {exercise: reasons})."""
    expected = {}

    def put(name, data, problem=None, reasons=None):
        (folder / f"{name}.ipynb").write_bytes(data)
        expected[name] = (problem, reasons or {})

    right = json.dumps(SOLVED).encode()
    for name in ("ada", "bob", "zoe"):
        put(name, right)
    for name, (body, reason) in BODIES.items():
        put(name, json.dumps(function(body.format(right=1, **places) if "{" in body else body)).encode(), None, {TARGET: reason})
    for name, (notebook, reasons) in NOTEBOOKS.items():
        text = json.dumps(notebook() if callable(notebook) else notebook).replace("{canary}", places["canary"])
        problem = "not_cells" if "not_cells" in reasons.values() else None
        put(name, text.encode(), problem, {} if problem else reasons)
    for name, (data, problem) in FILES.items():
        put(name, right + b" " * 100_000_000 if data is None else data, problem)
    for name in ODD_NAMES:
        if name != "..":
            put(name, right)
    put("nul-like\udcff", right)
    expected["nul-like\\xff"] = expected.pop("nul-like\udcff")
    for shown in ("a b\tc", "line\nbreak"):
        expected[shown.replace("\t", "\\t").replace("\n", "\\n")] = expected.pop(shown)

    (folder / "link.ipynb").symlink_to(folder / "ada.ipynb")
    (folder / "link to a folder").symlink_to(places["exercises"])
    (folder / "notes.txt").write_text("my homework")
    os.mkfifo(folder / "pipe.ipynb")
    for name in ("nothing inside", "two notebooks", "in a folder", "folder with a link"):
        (folder / name).mkdir()
    for path in ("two notebooks/a.ipynb", "two notebooks/b.ipynb", "in a folder/c06.ipynb", "in a folder/scratch.ipynb", "twice.ipynb"):
        (folder / path).write_bytes(right)
    (folder / "folder with a link" / "c06.ipynb").symlink_to(folder / "ada.ipynb")
    (folder / "twice").mkdir()
    (folder / "twice" / "c06.ipynb").write_bytes(right)
    (folder / ".DS_Store").write_bytes(b"x")
    expected |= {"link": ("link", {}), "link to a folder": ("link", {}), "notes.txt": ("not_a_notebook", {}), "pipe": ("not_a_file", {}),
                 "nothing inside": ("no_notebook", {}), "two notebooks": ("several", {}), "in a folder": (None, {}),
                 "folder with a link": ("link", {}), "twice": ("twice", {})}
    return expected
