"""What a notebook finds, while it is marked, in the place of Jupyter."""

import asyncio
import builtins
import contextlib
import io
import linecache
import os
import re
import selectors
import sys
import types

__all__ = ["offer", "loop", "nothing", "Shell"]


def offer(space, run):
    """Put into a namespace, and into IPython's modules, what stands for Jupyter.

    Parameters
    ----------
    space : dict
        The notebook's.
    run : object
        As for `Shell`.
    """
    shell = Shell(run)
    space.update(__builtins__=builtins, In=[""], Out={}, _="", __="", ___="", _i="", _ii="", _iii="", _dh=[""],
                 display=nothing, get_ipython=lambda: shell)
    space.update(_ih=space["In"], _oh=space["Out"])
    for name in ("IPython", "IPython.core.getipython"):
        if name in sys.modules:
            sys.modules[name].get_ipython = space["get_ipython"]
    for name in ("IPython.display", "IPython.core.display_functions"):
        if name in sys.modules:
            sys.modules[name].display = nothing


def loop():
    """Return a loop for what awaits something, one that needs no sockets.

    Returns
    -------
    asyncio.AbstractEventLoop
    """
    class Loop(asyncio.SelectorEventLoop):
        def _make_self_pipe(self):
            """It would wake the loop from another thread, and is made of sockets."""

        def _close_self_pipe(self):
            pass

        def _write_to_self(self):
            pass

    return Loop(selectors.SelectSelector())


class _Nothing:
    """What a call gives back that does nothing here: whatever is asked of it does nothing either."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments, **named):
        return self


def nothing(*arguments, **named):
    """Stands for `display`.

    Parameters
    ----------
    *arguments, **named
        Whatever they are, nothing is shown.

    Returns
    -------
    object or None
        For what is to be changed later something that does nothing either.
    """
    return _Nothing() if named.get("display_id") else None


class Shell(_Nothing):
    """Stands for IPython: magic and shell commands do nothing, except those that run Python code in between.

    Parameters
    ----------
    run : object
        With ``space``, the notebook's namespace, and ``cell``, the number of the cell that is run.
    """

    def __init__(self, run):
        self._run, self.user_ns = run, run.space

    def run_line_magic(self, name, line="", *more, **named):
        if name in ("time", "timeit", "prun"):
            self._code(re.sub(r"^\s*(?:-[nrpl]\s*\d+\s+|-[tcqo]+\s+)*", "", line), own=name != "time")
        elif name in ("env", "set_env") and (match := re.fullmatch(r"\s*(\w+)\s*[=\s]\s*(.*?)\s*", line)):
            os.environ[match[1]] = match[2]
        elif name == "run" and (match := re.search(r"(\S+\.py)\b", line)):
            with contextlib.suppress(OSError), open(match[1].strip("'\"")) as file:       # one that the notebook wrote
                self._code(file.read())

    def run_cell_magic(self, name, line="", body="", *more, **named):
        if name in ("time", "prun"):
            self._code(body)
        elif name == "timeit":
            self._code(line and re.sub(r"^\s*(?:-[nrp]\s*\d+\s*|-[tcqo]+\s*)*", "", line) + "\n" + body or body, own=True)
        elif name == "capture":
            with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as errors:
                self._code(body)
            for word in re.findall(r"(?<![-\w])[A-Za-z_]\w*", line):
                self.user_ns[word] = types.SimpleNamespace(stdout=out.getvalue(), stderr=errors.getvalue(), outputs=[], show=nothing)
        elif name in ("writefile", "file"):
            append = bool(re.match(r"\s*(?:-a|--append)\s", line))
            with open(line.split()[-1].strip("'\""), "a" if append else "w") as file:
                file.write(body)

    def magic(self, line):
        name, _, rest = line.lstrip("%").partition(" ")
        return self.run_line_magic(name, rest)

    def system(self, command):
        return None

    def getoutput(self, command, *more, **named):
        return []

    def _code(self, source, own=False):
        """Run code in the notebook's namespace, or in a copy of it, as `timeit` does."""
        from IPython.core.inputtransformer2 import TransformerManager

        filename = f"<cell {self._run.cell}>"
        source = TransformerManager().transform_cell(source)
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        exec(compile(source, filename, "exec"), dict(self.user_ns) if own else self.user_ns)
