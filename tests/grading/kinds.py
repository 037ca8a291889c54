"""Kinds of honest notebooks: the same right answer, written in the many ways in which people write in notebooks.

A kind turns a right answer into cells.  `{name}` stands for the function that an exercise asks for, `{plain}` for the
answer as the solution has it, `{inner}` for the same function under the name `{name}_inner`, `{id}` for the exercise and
`{stub}` for its answer cell as it was handed out; cells are separated by lines of `---`.  "+" before a cell marks the one
that was there for the answer; the check cell follows where `[check]` stands, else at the end.
"""

import json
import re

from qedu import __version__
from qedu.grading.exercise import folders, load
from qedu.grading.notebooks import sources

SET = "c06"

#: Seconds for which a cell may compute though an answer may not; the tests grade with this limit for an answer.
LONG = 1.2
LIMIT = 1.0
SOLUTIONS = sources.solutions(folders()[SET])
STUBS = {cell["id"]: cell["source"] for cell in sources.student(folders()[SET], __version__)["cells"]}
NAMES = {entry["id"]: entry["name"] for entry in load(SET).meta["exercises"]}
FUNCTIONS = [identifier for identifier, check in load(SET).checks.items() if not check.value]

CALLS_INNER = "def {name}(*given):\n    return {name}_inner(*given)\n"

#: Name → cells.
KINDS = {
    "as asked": "+{plain}",
    # --- helpers and imports in cells of one's own
    "helper in a cell of its own": "{inner}\n---\n+" + CALLS_INNER,
    "helper below the answer": "+" + CALLS_INNER + "\n---\n{inner}",
    "helper in the answer cell of nothing": "{inner}\n---\nx = 1\n---\n+" + CALLS_INNER,
    "import in a cell of its own": "import operator as own_op\n---\n{inner}\n---\n+def {name}(*given):\n    return own_op.itemgetter(0)([{name}_inner(*given)])",
    "import in the given cell": "{inner}\n---\n+def {name}(*given):\n    return given_math.fsum([]) or {name}_inner(*given)",
    "import in the first cell": "{inner}\n---\n+def {name}(*given):\n    return first_math.fsum([]) or {name}_inner(*given)",
    "star import": "from math import *\n---\n{inner}\n---\n+def {name}(*given):\n    return (hypot(3, 4), {name}_inner(*given))[1]",
    "import that may fail": "try:\n    import no_such_module_at_all\nexcept ImportError:\n    import math as no_such_module_at_all\n---\n{inner}\n---\n"
                            "+def {name}(*given):\n    no_such_module_at_all.sqrt(4)\n    return {name}_inner(*given)",
    "constant in a cell of its own": "OWN_ONE = 1\n---\n{inner}\n---\n+def {name}(*given):\n    assert OWN_ONE == 1\n    return {name}_inner(*given)",
    # --- where the answer stands
    "split over two cells": "+{inner}\n---\n" + CALLS_INNER,
    "new cell above, checked there, stub left": "{plain}\ncheck('{id}')\n---\n+{stub}",
    "new cell above, unchecked, stub left": "{plain}\n---\n+{stub}",
    "new cell below the stub": "+{stub}\n---\n{plain}",
    "new cell after the check, checked there": "+{stub}\n---\n[check]\n---\n{plain}\n---\ncheck('{id}')",
    "answered twice, the last right": "+def {name}(*given):\n    return 987\n---\n[check]\n---\n{plain}\ncheck('{id}')",
    "the check's cell is gone": "+{plain}\n---\n[nothing]",
    "name used again later": "+{plain}\n---\n[check]\n---\n{name} = 0.5",
    "deleted and written again": "+{plain}\n---\ndel {name}\n---\n{plain}",
    # --- order and state
    "helper redefined later": "def shared(*given):\n    return {name}_inner(*given)\n---\n{inner}\n---\n+def {name}(*given):\n    return shared(*given)\n---\n"
                              "[check]\n---\ndef shared(*given):\n    return 'of another exercise'",
    "state shared by all": "count = 0\n---\n{inner}\n---\n+def {name}(*given):\n    global count\n    count += 1\n    return {name}_inner(*given)",
    "remembered calls": "import functools\nseen = {{}}\n---\n{inner}\n---\n+def {name}(*given):\n    seen[len(seen)] = 1\n    return {name}_inner(*given)",
    "a cell that raises before": "1 / 0\n---\n+{plain}",
    "a cell that raises after": "+{plain}\n---\nraise RuntimeError('tried something')",
    "raises at the end of its own cell": "+{plain}\n1 / 0",
    "a cell that is no Python": "this is a note to myself\n---\n+{plain}",
    "calls the stub first": "+{stub}\n---\n{name}\n---\n{plain}",
    "assertion that fails": "assert False, 'look here again'\n---\n+{plain}",
    "stops with SystemExit": "import sys\nsys.exit('enough')\n---\n+{plain}",
    # --- magics
    "%pip": "+%pip --version\n{plain}",
    "!pip": "!echo pip install numpy\n---\n+!echo hello\n{plain}",
    "!pip in an if": "if True:\n    !echo hello\n---\n+{plain}",
    "output of a shell command": "listing = !echo hello\nprint(len(listing))\n---\n+{plain}",
    "%matplotlib": "+%matplotlib inline\n%config InlineBackend.figure_format = 'retina'\n{plain}",
    "%%time": "+%%time\n{plain}",
    "%%capture": "+%%capture words\nprint('hello')\n{plain}\n---\nwords.stdout",
    "%time": "%time five = 5\n---\n{inner}\n---\n+def {name}(*given):\n    assert five == 5\n    return {name}_inner(*given)",
    "%timeit": "+{plain}\n---\n%timeit -n 1 -r 1 [{name}]\n---\n%%timeit -n 1 -r 1\n{name} = None",
    "%%bash": "%%bash\necho hello\n---\n+{plain}",
    "question mark": "+{plain}\n---\n{name}?\n---\n?print",
    "get_ipython": "from IPython import get_ipython\nget_ipython().run_line_magic('matplotlib', 'inline')\n---\n+{plain}",
    "display": "from IPython.display import Markdown, display\ndisplay(Markdown('*hello*'))\n---\n+{plain}\ndisplay({name})",
    "display that is updated": "handle = display('one', display_id=True)\nhandle.update('two')\n---\n+{plain}",
    "output used again": "2 + 3\n---\nlast = _\n---\n{inner}\n---\n+def {name}(*given):\n    assert last == 5 and In\n    return {name}_inner(*given)",
    "what Jupyter remembers": "+_oh, _ih, _dh, _i, _ii, _iii, __, ___\n{plain}",
    "a cell's value by its number": "6 * 7\n---\nlast = Out[max(Out)]\n---\n{inner}\n---\n+def {name}(*given):\n    assert last == 42\n    return {name}_inner(*given)",
    "annotations of the future": "from __future__ import annotations\n---\n{inner}\n---\n+def {name}(*given) -> NotThere:\n    return {name}_inner(*given)",
    "%env": "%env MINE=3\n%set_env YOURS 4\n---\n{inner}\n---\n+def {name}(*given):\n    import os\n    assert os.environ['MINE'] + os.environ['YOURS'] == '34'\n    return {name}_inner(*given)",
    "%%capture, and read": "%%capture words\nprint('hello')\n---\n{inner}\n---\n+def {name}(*given):\n    assert words.stdout == 'hello\\n'\n    return {name}_inner(*given)",
    "%run": "%%writefile own_script_{name}.py\nfactor = 3\n---\n%run own_script_{name}.py\n---\n{inner}\n---\n+def {name}(*given):\n    assert factor == 3\n    return {name}_inner(*given)",
    "home, user and time zone": "{inner}\n---\n+def {name}(*given):\n    import getpass, pathlib, zoneinfo\n    getpass.getuser(), pathlib.Path.home()\n"
                               "    zoneinfo.ZoneInfo('Europe/Vienna')\n    return {name}_inner(*given)",
    "prompts": "+>>> def {name}(*given):\n...     return {name}_inner(*given)\n---\n{inner}",
    "indented": "{inner}\n---\n+    def {name}(*given):\n        return {name}_inner(*given)",
    "await": "import asyncio\n\nasync def five():\n    await asyncio.sleep(0.001)\n    return 5\n\nfive_now = await five()\n---\n{inner}\n---\n"
             "+def {name}(*given):\n    assert five_now == 5\n    return {name}_inner(*given)",
    # --- files that the notebook writes
    "savefig above the function": "+import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('mine.png')\nplt.savefig('mine.pdf')\nplt.close()\n\n{plain}",
    "figure in a folder": "+import os\nos.makedirs('figures/mine', exist_ok=True)\nimport matplotlib.pyplot as plt\nplt.figure().savefig('figures/mine/a.svg')\nplt.close()\n\n{plain}",
    "written and read back": "with open('mine.txt', 'w') as file:\n    file.write('1\\n2\\n')\nwith open('mine.txt', 'a') as file:\n    print(3, file=file)\n"
                             "numbers = [int(line) for line in open('mine.txt')]\nassert numbers == [1, 2, 3]\n---\n{inner}\n---\n"
                             "+def {name}(*given):\n    assert sum(numbers) == 6\n    return {name}_inner(*given)",
    "arrays written and read back": "np.save('mine.npy', np.arange(3))\nnp.savez('mine.npz', a=np.arange(4))\nnp.savetxt('mine.csv', np.eye(2), delimiter=',')\n---\n"
                                    "{inner}\n---\n+def {name}(*given):\n    assert np.load('mine.npy').sum() == 3 and np.load('mine.npz')['a'][3] == 3\n"
                                    "    assert np.loadtxt('mine.csv', delimiter=',')[1, 1] == 1\n    return {name}_inner(*given)",
    "paths written and read back": "from pathlib import Path\nimport json, pickle\nPath('mine.json').write_text(json.dumps([1]))\n"
                                   "pickle.dump((2, 3), open('mine.pkl', 'wb'))\n---\n{inner}\n---\n+def {name}(*given):\n"
                                   "    assert Path('mine.json').exists() and json.loads(Path('mine.json').read_text()) == [1]\n"
                                   "    with open('mine.pkl', 'rb') as file:\n        assert pickle.load(file) == (2, 3)\n    return {name}_inner(*given)",
    "file written while answering": "{inner}\n---\n+def {name}(*given):\n    with open('log.txt', 'a') as log:\n        log.write('called ')\n    return {name}_inner(*given)",
    "module written by the notebook": "%%writefile own_module_{name}.py\nfactor = 3\n---\nfrom own_module_{name} import factor\n---\n{inner}\n---\n"
                                      "+def {name}(*given):\n    assert factor == 3\n    return {name}_inner(*given)",
    "files looked for": "from pathlib import Path\nimport glob, shutil\nPath('runs/first').mkdir(parents=True)\nPath('runs/first/a.dat').write_text('4')\n"
                        "shutil.copy('runs/first/a.dat', 'b.dat')\n---\n{inner}\n---\n+def {name}(*given):\n"
                        "    assert glob.glob('*.dat') == ['b.dat'] and [path.name for path in Path('runs').glob('*/*.dat')] == ['a.dat']\n"
                        "    return {name}_inner(*given)",
    "file written under another name first": "{inner}\n---\n+def {name}(*given):\n    import os\n    with open('draft.txt', 'w') as file:\n        file.write('x')\n"
                                             "    os.replace('draft.txt', 'whole.txt')\n    assert open('whole.txt').read() == 'x'\n    return {name}_inner(*given)",
    "files for a while": "import os, tempfile\nwith tempfile.TemporaryDirectory() as folder:\n    with open(os.path.join(folder, 'x'), 'w') as file:\n"
                         "        file.write('5')\n    five = int(open(os.path.join(folder, 'x')).read())\nassert not os.path.exists(folder)\n"
                         "with tempfile.NamedTemporaryFile('w+') as file:\n    file.write('x')\n---\n{inner}\n---\n"
                         "+def {name}(*given):\n    assert five == 5\n    return {name}_inner(*given)",
    # --- what the answer is
    "lambda": "{inner}\n---\n+{name} = lambda *given: {name}_inner(*given)",
    "class": "{inner}\n---\n+class {name}_kind:\n    def __call__(self, *given):\n        return {name}_inner(*given)\n\n{name} = {name}_kind()",
    "method": "{inner}\n---\n+class {name}_kind:\n    def answer(self, *given):\n        return {name}_inner(*given)\n\n{name} = {name}_kind().answer",
    "static method": "{inner}\n---\n+class {name}_kind:\n    @staticmethod\n    def answer(*given):\n        return {name}_inner(*given)\n\n{name} = {name}_kind.answer",
    "partial": "{inner}\n---\n+import functools\n{name} = functools.partial({name}_inner)",
    "decorated": "{inner}\n---\nimport functools\n\ndef traced(function):\n    @functools.wraps(function)\n    def inner(*given):\n        return function(*given)\n    return inner\n"
                 "---\n+@traced\ndef {name}(*given):\n    return {name}_inner(*given)",
    "closure": "{inner}\n---\n+def make(inner):\n    def answer(*given):\n        return inner(*given)\n    return answer\n\n{name} = make({name}_inner)",
    "annotated": "{inner}\n---\n+from typing import Callable\n{name}: Callable = {name}_inner",
    "one of two": "{inner}\n---\n+{name}, other = {name}_inner, None",
    "by globals()": "{inner}\n---\n+globals()['{name}'] = {name}_inner",
    "by exec": "{inner}\n---\n+exec('{name} = {name}_inner')",
    "inside an if": "{inner}\n---\n+if True:\n    {name} = {name}_inner",
    "inside a with": "{inner}\n---\n+with np.errstate(all='ignore'):\n    def {name}(*given):\n        return {name}_inner(*given)",
    "dataclass": "from dataclasses import dataclass\n\n@dataclass\nclass Kept:\n    answer: object\n---\n{inner}\n---\n+{name} = Kept({name}_inner).answer",
    "more arguments with defaults": "{inner}\n---\n+def {name}(*given, verbose=False):\n    return {name}_inner(*given)",
    "thread pool": "from concurrent.futures import ThreadPoolExecutor\n---\n{inner}\n---\n+def {name}(*given):\n    with ThreadPoolExecutor(4) as pool:\n"
                   "        return pool.submit({name}_inner, *given).result()",
    "progress bar": "from tqdm.auto import tqdm\n---\n{inner}\n---\n+def {name}(*given):\n    for _ in tqdm(range(2)):\n        pass\n    return {name}_inner(*given)",
    "prints much": "{inner}\n---\n+def {name}(*given):\n    print('called with', given)\n    return {name}_inner(*given)",
    # --- how it is checked
    "checked in a loop": "+{plain}\n---\nfor turn in range(3):\n    check('{id}')",
    "checked under another name": "from qedu.grading import check as is_it_right\n---\n+{plain}\n---\nis_it_right('{id}')",
    "checked through the module": "import qedu.grading\n---\n+{plain}\n---\nqedu.grading.check('{id}')",
    "checked with an explicit answer": "{inner}\n---\n+{stub}\n---\ncheck('{id}', {name}_inner)\n---\n[nothing]",
    "checked by keyword": "{inner}\n---\n+{stub}\n---\ncheck(id='{id}', answer={name}_inner, seed=5)\n---\n[nothing]",
    "checked inside a function": "+{plain}\n---\ndef all_checks():\n    for identifier in ['{id}']:\n        check(identifier)\n\nall_checks()",
    "checked too early": "check('{id}')\n---\n+{plain}",
    "checked before the helper is there": "+" + CALLS_INNER + "\n---\n[check]\n---\n{inner}\n---\ncheck('{id}')",
    "the result is used": "+{plain}\n---\nresult = check('{id}')\nprint(result, result.passed, result.points, result.message[:10])\nassert result.passed",
    "a long computation in a cell": "import time\nuntil = time.process_time() + {long}\nwhile time.process_time() < until:\n    pass\n---\n+{plain}",
    "failure is caught": "from qedu.grading import CheckFailed\ntry:\n    check('{id}')\nexcept (CheckFailed, AssertionError):\n    pass\n---\n+{plain}",
    # The last one, since each check that comes after it says so.
    "a cell beside reads a file": "+{plain}\n---\ntext = open({data!r}).read()",
}

#: Kinds of which the answer cannot be right when it is marked; the notebook's own check must say so too.
WRONG = {
    "not written": "+{stub}",
    "wrong": "+def {name}(*given):\n    return 987",
    "reads a file": "{inner}\n---\n+def {name}(*given):\n    with open({data!r}) as file:\n        file.read()\n    return {name}_inner(*given)",
    "reads it by pathlib": "from pathlib import Path\n---\n{inner}\n---\n+def {name}(*given):\n    Path({data!r}).read_bytes()\n    return {name}_inner(*given)",
    "reads it by NumPy": "{inner}\n---\n+def {name}(*given):\n    np.loadtxt({data!r})\n    return {name}_inner(*given)",
    "keeps a database": "import sqlite3\n---\n{inner}\n---\n+def {name}(*given):\n    sqlite3.connect(':memory:')\n"
                        "    sqlite3.connect('mine.db').execute('create table if not exists mine (x)')\n    return {name}_inner(*given)",
    "starts a program": "import subprocess, sys\n---\n{inner}\n---\n+def {name}(*given):\n    subprocess.run([sys.executable, '--version'], check=True)\n    return {name}_inner(*given)",
    "uses the network": "import socket\n---\n{inner}\n---\n+def {name}(*given):\n    with socket.socket() as one:\n        one.bind(('127.0.0.1', 0))\n    return {name}_inner(*given)",
    "helper is missing": "+" + CALLS_INNER,
    "the last of two is wrong": "{plain}\n---\ncheck('{id}')\n---\n+def {name}(*given):\n    return 987",
}


def cells(kind, identifier, data="numbers.txt"):
    """The cells of one kind for one exercise: (id or None, source)."""
    name = NAMES[identifier]
    inner = re.sub(rf"\b{name}\b", f"{name}_inner", SOLUTIONS[identifier])
    found, checked = [], False
    for part in {**KINDS, **WRONG}[kind].split("\n---\n"):
        mark, part = part[:1] == "+", part.removeprefix("+")
        if part.strip() in ("[check]", "[nothing]"):
            checked = True
            if part.strip() == "[check]":
                found.append((identifier + "-check", f'check("{identifier}")'))
            continue
        source = part.replace("{plain}", SOLUTIONS[identifier]).replace("{inner}", inner).replace("{stub}", STUBS[identifier])
        source = source.replace("{data!r}", repr(data)).replace("{name}", name).replace("{long}", str(LONG)).replace("{id}", identifier).replace("{{", "{").replace("}}", "}")
        found.append((identifier if mark else None, source))
    if not checked:
        found.append((identifier + "-check", f'check("{identifier}")'))
    return found


def notebook(kinds, lost=False, data="numbers.txt"):
    """A notebook in which each function exercise of the set is of another kind.

    Parameters
    ----------
    kinds : dict of str to str
        Exercise → kind.
    lost : bool
        Whether all IDs and metadata are lost.
    """
    made = [("setup", STUBS["setup"] + "\nimport math as first_math\n"), ("code-2", STUBS["code-2"] + "\nimport math as given_math\n")]
    for identifier, kind in kinds.items():
        made += cells(kind, identifier, data)
    listed = []
    for number, (identifier, source) in enumerate(made):
        one = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
        listed.append(one if lost else {**one, "id": identifier or f"own-{number}"})
    return {"cells": listed, "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
            "nbformat": 4, "nbformat_minor": 4 if lost else 5}


def spread():
    """Spread all kinds over as few notebooks as it takes: a list of exercise → kind."""
    kinds = [*WRONG, *KINDS]
    return [dict(zip(FUNCTIONS, kinds[at:at + len(FUNCTIONS)])) for at in range(0, len(kinds), len(FUNCTIONS))]


def text(notebook):
    return json.dumps(notebook).encode()
