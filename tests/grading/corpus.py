"""Hostile and broken submissions to the set c06, and what each must come to.

An attack stands in one answer cell; all other answers of that notebook are right.  So what must come out is exact:
the named exercises fail with the named reasons, every other exercise has its points.
"""

import copy
import json
import os
import zlib

from qedu import __version__
from qedu.grading.exercise import folders
from qedu.grading.notebooks import sources

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
    "makes a temporary file": ("import tempfile\nreturn tempfile.TemporaryFile()", "unreadable"),
    "makes a folder": ("os.mkdir('{canary}/new')", "raised"),
    "makes a link": ("os.link('{canary}/file', '{canary}/new')", "raised"),
    "makes a symbolic link": ("os.symlink('{canary}/file', '{canary}/new')", "raised"),
    "renames a file": ("os.rename('{canary}/file', '{canary}/new')", "raised"),
    "changes a mode": ("os.chmod('{canary}/file', 0)", "raised"),
    "changes a time": ("os.utime('{canary}/file', (0, 0))", "raised"),
    "changes qedu on disk": ("import qedu.rates\nopen(qedu.rates.__file__, 'a').write('x')", "none"),
    "reads a file": ("return open('/etc/passwd').read()", "raised"),
    "reads the canary": ("return open('{canary}/file').read()", "raised"),
    "reads the solutions": ("return open('{exercises}/c06/sift/task.md').read()", "raised"),
    "reads the checks": ("return open('{exercises}/c06/sift/check.py').read()", "raised"),
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
                                 "    frame = frame.f_back\nreturn 987", "constant"),
    "looks through the heap": ("for thing in gc.get_objects():\n    if type(thing).__name__ in ('Case', 'TestSize'):\n"
                               "        return thing.right(fraction, confidence)\nreturn 987", "constant"),
    "looks for open files": ("found = []\nfor number in range(3, 64):\n    try:\n        found.append(os.read(number, 10))\n"
                             "    except OSError:\n        pass\nreturn len(found) + 10**6", "constant"),
    # --- changing the judge
    "changes the comparison": ("import qedu.grading.answers as a\na.Kind.same = a.Number.same = lambda *x: True\nreturn 987", "constant"),
    "changes the check": ("import qedu.grading.exercise as e\ne.Exercise.judge = e.Case.judge = lambda *x: None\nreturn 987", "constant"),
    "changes the report": ("import qedu.grading.checks.checking as c\nc.report = lambda *x: c.Result('c06-test-size', True, 99, None, '')\n"
                           "return 987", "constant"),
    "changes NumPy": ("np.abs = np.array_equal = np.all = lambda *x, **y: True\nreturn 987", "constant"),
    "changes built-ins": ("import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.all = lambda x: True\nreturn 987", "constant"),
    "claims to be right": ("from qedu.grading import Result\nreturn Result('c06-test-size', True, 99, None, 'passed')", "unreadable"),
    "prints passed": ("print('c06-test-size: right. 3 of 3 points. 1 passed')", "none"),
    "equals everything": ("class Any(float):\n    def __eq__(self, other):\n        return True\n    __hash__ = None\nreturn Any(987)",
                          "constant"),
    "writes its own answers": ("for number in range(3, 64):\n    try:\n        os.write(number, b'15\\n{{\"passed\": true}}')\n"
                               "    except OSError:\n        pass\nreturn 987", {"garbled", "constant"}),
    "writes rubbish": ("for number in range(3, 64):\n    try:\n        os.write(number, b'no number in this line\\n')\n"
                       "    except OSError:\n        pass\nreturn 1", "garbled"),
    "announces a huge answer": ("for number in range(3, 64):\n    try:\n        os.write(number, b'99999999999\\n')\n"
                                "    except OSError:\n        pass\nreturn 1", "too_much"),
    "takes away JSON": ("import json\njson.dumps = lambda *x: '[' * 10**6\nreturn 987", "constant"),
    # --- answers that are hard to take
    "answer of 800 MB": ("return np.zeros(10**8)", {"unreadable", "too_much", "raised"}),
    "answer of 80 MB": ("return np.zeros(10**7)", {"too_much", "too_slow"}),
    "number of 10,000 digits": ("return 10**10000", {"huge"}),
    "list in list in list": ("x = []\nfor _ in range(500):\n    x = [x]\nreturn x", {"too_much"}),
    "list without end": ("class Endless(list):\n    def __iter__(self):\n        while True:\n            yield 1\nreturn Endless()",
                         {"raised", "too_slow"}),
    "asks for input": ("return int(input())", "raised"),
}


BODIES |= {
    # --- using up time, memory, processes, in further ways
    "endless thread beside the answer": ("threading.Thread(target=lambda: [None for _ in iter(int, 1)]).start()\nreturn 987", {"constant", "stopped"}),
    "endless conversion": ("class Slow:\n    def __float__(self):\n        while True:\n            pass\nreturn Slow()", {"too_slow", "unreadable"}),
    "a number without end": ("return 9 ** 9 ** 9", "too_slow"),
    "text without end": ("return 'x' * 2**40", "raised"),
    "threads with small stacks": ("threading.stack_size(32768)\nhoard = []\nwhile True:\n"
                                  "    hoard.append(threading.Thread(target=time.sleep, args=(1e6,), daemon=True))\n    hoard[-1].start()",
                                  {"raised", "too_many_threads"}),
    "process pool": ("from concurrent.futures import ProcessPoolExecutor\nwith ProcessPoolExecutor(2) as pool:\n    return pool.submit(abs, 1).result()", "raised"),
    "spawned program": ("return os.spawnv(os.P_WAIT, sys.executable, ['python', '-c', 'pass'])", "raised"),
    "posix_spawn": ("return os.posix_spawn(sys.executable, ['python', '-c', 'pass'], {{}})", "raised"),
    "vfork by hand": ("libc = ctypes.CDLL(None, use_errno=True)\nif libc.vfork() < 0:\n    raise OSError(ctypes.get_errno(), 'vfork')\nos._exit(0)", "raised"),
    "event loop": ("import asyncio\nasync def one():\n    return 1\nreturn asyncio.run(one())", "raised"),
    "terminal": ("import pty\nreturn pty.fork()[0]", "raised"),
    "session of its own": ("os.setsid()", "raised"),
    "becomes nice": ("os.nice(19)", "raised"),
    "another processor": ("os.sched_setaffinity(0, {{0}})", "raised"),
    "asks for another's session": ("return os.getsid(os.getppid())", "raised"),
    "asks for another's processors": ("return len(os.sched_getaffinity(1))", "raised"),
    "limits of its parent": ("import resource\nreturn resource.prlimit(1, resource.RLIMIT_AS)", "raised"),
    "namespaces": ("libc = ctypes.CDLL(None, use_errno=True)\nif libc.unshare(0x10000000):\n    raise OSError(ctypes.get_errno(), 'unshare')", "raised"),
    "seventy calls to the kernel": ("libc = ctypes.CDLL(None, use_errno=True)\nnumbers = [*range(29, 32), *range(41, 59), 62, 64, 65, *range(68, 72), 76, 77, *range(82, 96), 101, 105, 106,\n"
                                    "           112, 113, 114, 116, 117, 124, 155, 157, 160, *range(161, 185), 200, *range(205, 212), 248, 249, 250, 272, 298, 304, 308, 310, 311, 312, 317,\n"
                                    "           319, 321, 323, 424, 425, 426, 434, 435, 437, 438]\nif any(libc.syscall(number, 0, 0, 0, 0, 0) >= 0 for number in numbers):\n    return 987\nraise OSError('all refused')", "raised"),
    "alarm": ("import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.02)\ntime.sleep(5)", "stopped"),
    "stops itself": ("import signal\nsignal.raise_signal(signal.SIGSTOP)", "raised"),
    "ends while rubbish is collected": ("gc.callbacks.append(lambda *x: os._exit(3))\ngc.collect()", "stopped"),
    "ends in a thread": ("threading.Timer(0.02, os._exit, (9,)).start()\ntime.sleep(5)", "stopped"),
    "ends at the end": ("import atexit\natexit.register(os._exit, 5)\nreturn 987", "constant"),
    "exit code 70": ("os._exit(70)", "stopped"),
    # --- errors that are hard to write down
    "error with half a character": ("raise ValueError('\\ud800')", "raised"),
    "error that turns the page round": ("raise ValueError('\\u202ereversed\\x1b[2J\\0\\r')", "raised"),
    "error of a megabyte": ("raise ValueError('x' * 10**6)", "raised"),
    "error named by a million letters": ("raise type('E' * 10**6, (Exception,), {{}})", "raised"),
    "error named by half a character": ("raise type('\\ud800', (Exception,), {{}})", "raised"),
    "error that cannot be printed": ("class Odd(Exception):\n    def __str__(self):\n        raise RuntimeError\nraise Odd", "raised"),
    "error with places to fill": ("raise ValueError('{{advice}}{{template}}')", "raised"),
    "error without a class of its own": ("raise KeyboardInterrupt", "raised"),
    "error that ends generators": ("raise GeneratorExit", "raised"),
    "error of a stop": ("raise StopIteration(1)", "raised"),
    "errors in a group": ("raise BaseExceptionGroup('many', [SystemExit(1), ValueError(2)])", "raised"),
    "error while another is handled": ("try:\n    1 / 0\nfinally:\n    raise SystemExit('\\udfff')", "raised"),
    "says that it is not written": ("raise NotImplementedError", "not_written"),
    # --- values that are hard to read
    "type with a million letters": ("return type('N' * 10**6, (), {{}})()", "unreadable"),
    "type with half a character": ("return type('\\ud800', (), {{}})()", "raised"),
    "type that is a formula": ("return type('=1+1', (), {{}})()", "unreadable"),
    "long doubles": ("return np.zeros(2, np.longdouble)", "not_one_number"),
    "half precision": ("return np.array(0.5, np.float16)", {"not_whole", "too_low"}),
    "not a number": ("return float('nan')", "nan"),
    "infinite": ("return np.inf", "nan"),
    "nothing in a list": ("return [None]", {"none", "nan"}),
    "bytes": ("return b'987'", "unreadable"),
    "duration": ("return np.timedelta64(987, 's')", {"unreadable", "raised"}),
    "record array": ("return np.zeros(2, [('a', 'f8')])", "unreadable"),
    "array of functions": ("return np.array([abs, max], object)", {"unreadable", "ragged", "not_one_number"}),
    "a set": ("return {{987}}", "unreadable"),
    "dict in dict": ("x = {{}}\nfor _ in range(50):\n    x = {{1: x}}\nreturn x", "unreadable"),
    "contains itself": ("x = []\nx.append(x)\nreturn x", "too_much"),
    "a module": ("return np", "unreadable"),
    "a class": ("return int", "unreadable"),
    "a file": ("return open('mine', 'w')", "unreadable"),
    "a coroutine": ("async def one():\n    return 1\nreturn one()", "unreadable"),
    "an array that lies": ("class Lying(np.ndarray):\n    def tobytes(self, *x):\n        return b'x'\nreturn np.zeros(3).view(Lying)", "garbled"),
    "an object that becomes another": ("class Odd:\n    def __reduce__(self):\n        return os._exit, (0,)\nreturn Odd()", "unreadable"),
    "raising conversion": ("class Odd:\n    def __float__(self):\n        raise RuntimeError('no')\n    def __complex__(self):\n        raise RuntimeError('no')\nreturn Odd()",
                           {"unreadable", "raised"}),
    "a truth value that raises": ("class Odd(int):\n    def __bool__(self):\n        raise RuntimeError\n    def __int__(self):\n        os._exit(4)\nreturn Odd(5)", {"wrong", "stopped"}),
}


def forged(*frames, then="return 987"):
    """A body that writes bytes into the pipe for answers by itself."""
    packed = zlib.compress(b"".join(frames))
    return f"import zlib\nfor number in range(3, 64):\n    try:\n        os.write(number, zlib.decompress({packed!r}))\n    except OSError:\n        pass\n{then}"


def frame(message):
    data = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"%d\n" % len(data) + data


#: A place that comes after all others, so that what is forged there counts.
_HERE = {"id": TARGET, "cell": -1, "turn": 50}

#: Messages that a student's process writes in place of the runner's, or before it.
FORGED = {
    "ready again": [frame({"at": "ready"})],
    "failed to be shut in": [frame({"at": "failed", "why": "stop the class"})],
    "a message without a kind": [frame({"x": 1})],
    "a list": [frame([1, 2])],
    "a number": [frame(5)],
    "nothing": [frame(None)],
    "nan": [frame(b"NaN")],
    "no JSON": [frame(b"}{")],
    "half a character": [frame(b'{"at": "\\ud800"}')],
    "no UTF-8": [frame(b"\xff\xfe\xfd")],
    "brackets": [frame(b"[" * 1_000_000)],
    "many brackets": [frame(b"[" + b"[]," * 100_000 + b"[]]")],
    "a negative length": [b"-5\n{}"],
    "a length with a plus": [b"+5\n{}"],
    "a length of 19 digits": [b"9999999999999999999\n"],
    "no length": [b"x" * 100],
    "a cell that is not there": [frame({"at": "cell", "cell": 10**6})],
    "a cell below all": [frame({"at": "cell", "cell": -2})],
    "a cell that is true": [frame({"at": "cell", "cell": True})],
    "a cell of text": [frame({"at": "cell", "cell": "3"})],
    "a turn without end": [frame({"at": "check", **_HERE, "turn": 10**9})],
    "an exercise that is not there": [frame({"at": "check", **_HERE, "id": "c02-prob"})],
    "an exercise that is a list": [frame({"at": "check", **_HERE, "id": []})],
    "an exercise that is a dict": [frame({"at": "answers", **_HERE, "id": {}})],
}
#: Such messages that are of the right form: they say that the answer is this, and it is not right.
FORGED_ANSWERS = {
    "no answers": {"answers": []}, "answers that are a number": {"answers": 5}, "too many answers": {"answers": [[1]] * 9},
    "answers without a list": {}, "a mistake that is a list": {"mistake": {"key": []}}, "a mistake that is a dict": {"mistake": {"key": {}}},
    "a mistake that is unknown": {"mistake": {"key": "passed"}}, "a mistake without details": {"mistake": {"key": "raised"}},
    "details that are a list": {"mistake": {"key": "raised", "details": [1]}},
    "details of a megabyte": {"mistake": {"key": "raised", "details": {"error": "x" * 10**6, "advice": "\ud800", "template": "{template}"}}},
    "details that are dicts": {"mistake": {"key": "signature", "details": {"count": {"a": 1}}}},
    "an array too short": {"answers": [[{"array": "AAAA", "dtype": "<f8", "shape": [99]}]] * 4},
    "an array of objects": {"answers": [[{"array": "AAAA", "dtype": "O", "shape": [1]}]] * 4},
    "an array of negative shape": {"answers": [[{"array": "AAAAAAAAAAA=", "dtype": "<f8", "shape": [-1, -1]}]] * 4},
    "an array of a huge shape": {"answers": [[{"array": "", "dtype": "<f8", "shape": [0, 10**18]}]] * 4},
    "a type that is half a character": {"answers": [[{"unreadable": "\ud800"}]] * 4},
    "a type of a megabyte": {"answers": [[{"unreadable": "N" * 10**6}]] * 4},
    "a type that is a dict": {"answers": [[{"unreadable": {"a": 1}}]] * 4},
    "a generator from a forged seed": {"answers": [[{"rng": [1] * 1000}]] * 4},
    "a state of odd dimensions": {"answers": [[{"qobj": [[1]], "dims": [[10**9], [1]]}]] * 4},
    "a complex number of words": {"answers": [[{"complex": ["a", "b"]}]] * 4},
    "a dict with lists as keys": {"answers": [[{"dict": [[[1], 2], [{"dict": []}, 3]]}]] * 4},
    "lists in lists": {"answers": [[json.loads("[" * 400 + "]" * 400)]] * 4},
    "numbers without end": {"answers": [[10**400]] * 4},
    "text of a megabyte": {"answers": [["x" * 10**6]] * 4},
}
BODIES |= {f"forges {name}": (forged(*frames).replace("{", "{{").replace("}", "}}"), {"garbled", "wrong", "constant", "too_much"}) for name, frames in FORGED.items()}
BODIES |= {f"forges {name}": (forged(frame({"at": "answers", **_HERE, **more})).replace("{", "{{").replace("}", "}}"),
                              {"garbled", "wrong", "constant", "raised", "unreadable", "signature", "text", "too_much", "huge", "ragged", "nan", "not_one_number"}) for name, more in FORGED_ANSWERS.items()}



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
    "skip tags": (_tags(copy.deepcopy(SOLVED)), {TARGET: "constant"}),
    "checks deleted": (_checks_gone(copy.deepcopy(SOLVED)), {TARGET: "constant"}),
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


def with_own(*sources):
    """The solved notebook with further cells before the answer cell."""
    notebook = copy.deepcopy(SOLVED)
    place = notebook["cells"].index(cell(notebook, TARGET))
    notebook["cells"][place:place] = [{"cell_type": "code", "id": f"own-{number}", "metadata": {}, "outputs": [], "execution_count": None,
                                       "source": source} for number, source in enumerate(sources)]
    return notebook


def _changed(change):
    notebook = copy.deepcopy(SOLVED)
    change(notebook)
    return notebook


EXERCISES = [one["id"] for one in SOLVED["cells"] if "answer" in one["metadata"].get("tags", [])]

NOTEBOOKS |= {
    "every answer ends the process": (_changed(lambda notebook: [one.update(source="import os\nos._exit(0)") for one in notebook["cells"]
                                                                  if one["id"] in EXERCISES]), {identifier: "stopped" for identifier in EXERCISES}),
    "1,900 cells": (with_own(*["x = 1"] * 1900), {}),
    "2,100 cells": (with_own(*["x = 1"] * 2100), "too_many_cells"),
    "a cell of 3 MB": (with_own("a;" * 1_500_000), {}),
    "an answer cell that is too long": (with_code(RIGHT + "\n#" + "x" * 300_000), {TARGET: "cell_too_long"}),
    "a line of blanks": (with_own("x" + " " * 150_000), {}),
    "lines that seem to assign": (with_own("a, " * 60_000), {}),
    "brackets in a cell": (with_own("(" * 50_000), {}),
    "lists in lists in a cell": (with_own("x = " + "[" * 150 + "]" * 150), {}),
    "a hundred magics": (with_own("%time x = 1\n" * 100), {}),
    "check is gone": (with_own("check = None"), {}),
    "check is asked oddly": (with_own("check(5)", "check(None)", "check([])", "check('c06-test-size', seed='x', more=1)", "check('c99-nothing')", "check()"), {}),
    "check in check": (with_code(RIGHT.replace("    ", "    check('c06-test-size')\n    ", 1)), {}),
    "ten thousand checks": (with_code(RIGHT + "\nfor _ in range(10_000):\n    check('c06-test-size')"), {}),
    "ten thousand functions checked": (with_code(RIGHT + "\nfor i in range(10_000):\n    check('c06-test-size', lambda fraction, confidence: i)"), {}),
    "the runner is switched off": (with_own("import qedu.grading.notebooks.runner as runner\nrunner._Run._judge = lambda *x: True"),
                                   {identifier: "missing" for identifier in EXERCISES[EXERCISES.index(TARGET):]}),
    "the collecting is replaced": (with_own("from qedu.grading.checks import checking\nchecking.collect = lambda *x: ([[987]] * 4, None)"),
                                   {identifier: {"wrong", "constant", "garbled", "not_a_dict", "not_an_option", "text"} for identifier in [EXERCISES[0], *EXERCISES[EXERCISES.index(TARGET):]]}),
    "a flood of messages": (function(forged(frame({"at": "cell", "cell": 0}) * 20_000)),
                            {identifier: "garbled" for identifier in EXERCISES[EXERCISES.index(TARGET):]}),
    "its main module is gone": (with_own("import sys\nsys.modules['__main__'] = None"), {}),
    "an ID that is an object": (with_own("student_id, term = object(), [1]"), {}),
    "an ID of a million letters": (with_own("student_id, term = 'x' * 10**6, '\\ud800'"), {}),
    "an ID that is a number": (with_own("student_id, term = 4711, 10**3000"), {}),
    "another folder": (with_own("import os\nos.chdir('/etc')"), {}),
    "exit in a cell": (with_own("exit()", "quit()", "raise SystemExit", "raise KeyboardInterrupt"), {}),
    "reads its data": (with_own("import csv\nrows = list(csv.reader(open('data.csv')))"), {}),
    "letters that are equal to others": (with_code(RIGHT.replace("test_size", "\uff54est_size")), {}),
    "line ends of other systems": (with_code(RIGHT.replace("\n", "\r\n")), {}),
    "letter by letter": (with_code(list(RIGHT)), {}),
    "the answer in a text cell": (_changed(lambda notebook: cell(notebook, TARGET).update(cell_type="markdown")), {TARGET: "cell_missing"}),
    "the answer in a raw cell": (_changed(lambda notebook: cell(notebook, TARGET).update(cell_type="raw")), {TARGET: "cell_missing"}),
    "IDs that are numbers": (_changed(lambda notebook: [one.update(id=5, metadata={}) for one in notebook["cells"]]), {}),
    "metadata that are numbers": (_changed(lambda notebook: [one.update(metadata=5) for one in notebook["cells"]]), {}),
    "a reference that is looked for": (with_own("import sys, gc\nfound = [thing for thing in gc.get_objects() if type(thing).__name__ in ('Case', 'Set', 'TestSize')]\nassert not found"
                                                "\nfor name in list(sys.modules):\n    assert not name.startswith('qedu_exercises')"), {}),
    "only the given cells": (_changed(lambda notebook: [one.update(source="") for one in notebook["cells"] if one["id"] in EXERCISES]),
                             {identifier: "missing" for identifier in EXERCISES}),
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

_TEXT = json.dumps(SOLVED)
FILES |= {
    "UTF-16 without a mark": (_TEXT.encode("utf-16-le"), None),
    "UTF-32": (_TEXT.encode("utf-32"), None),
    "NaN in metadata": (_TEXT.replace('"metadata": {', '"metadata": {"x": NaN, "y": 1e999, ', 1).encode(), None),
    "half a character in metadata": (_TEXT.replace('"metadata": {', '"metadata": {"x": "\\ud800", ', 1).encode(), None),
    "deep metadata": (_TEXT.replace('"metadata": {', '"metadata": {"x": ' + "[" * 300 + "]" * 300 + ", ", 1).encode(), None),
    "metadata of 5 MB": (_TEXT.replace('"metadata": {', '"metadata": {"x": "' + "x" * 5_000_000 + '", ', 1).encode(), None),
    "cells twice": (b'{"cells": 5, ' + _TEXT.encode()[1:], None),
    "line ends of old machines": (json.dumps(SOLVED, indent=1).replace("\n", "\r").encode(), None),
    "10,000 text cells": (json.dumps({**SOLVED, "cells": [*SOLVED["cells"], *[{"cell_type": "markdown", "source": "x"}] * 10_000]}).encode(), None),
    "padded with nothing": (_TEXT.encode() + b"\0" * 4096, "not_json"),
    "a null among the cells": (json.dumps({**SOLVED, "cells": [None, *SOLVED["cells"], None, 5, "x", []]}).encode(), None),
    "cells null": (b'{"cells": null}', "not_cells"),
    "cells a dict": (b'{"cells": {"cell_type": "code"}}', "not_cells"),
    "a cell that is null": (b'{"cells": [null]}', "not_cells"),
    "a source that is null": (b'{"cells": [{"cell_type": "code", "source": null}]}', "not_cells"),
    "a source of numbers": (b'{"cells": [{"cell_type": "code", "source": [1, 2]}]}', "not_cells"),
    "a text": (json.dumps(_TEXT).encode(), "not_cells"),
    "a number": (b"5", "not_cells"),
    "a conflict": (_TEXT.replace(", ", ",\n<<<<<<< HEAD\n", 1).encode(), "not_json"),
    "a pointer to large storage": (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "not_json"),
    "a log-in page": (b"<!doctype html><html><title>Log in</title>", "not_json"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {"encoding", "not_json"}),
    "an archive": (b"PK\x03\x04\x14\0\0\0\x08\0", {"encoding", "not_json"}),
    "a comma too many": (_TEXT[:-1].encode() + b",}", "not_json"),
    "as Python prints it": (repr(SOLVED).encode(), "not_json"),
    "two notebooks in one": (_TEXT.encode() * 2, "not_json"),
    "no cells in it": (b'{"cells": [], "nbformat": 4}', "no_answers"),
    "100,000 answer cells": (b'{"cells": [' + b",".join([b'{"cell_type": "code", "id": "c06-test-size", "source": "test_size = 1"}'] * 100_000) + b"]}",
                             "too_many_cells"),
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
        problem = reasons if isinstance(reasons, str) else "not_cells" if "not_cells" in reasons.values() else None
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
    expected |= {"link": ("link", {}), "link to a folder": ("link", {}), "pipe": ("not_a_file", {}),
                 "nothing inside": ("no_notebook", {}), "two notebooks": (None, {}), "in a folder": (None, {}),
                 "folder with a link": ("link", {}), "twice": (None, {})}
    return expected
