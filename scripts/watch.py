"""Run inside a kernel before the first cell of a page: write down what the page reads of the repository.

Not a module: scripts/execute.py runs its text with the names `root`, the repository, and `out`, the file that it
writes, of lines `file <path>`, `folder <path>` (its contents were listed) and `process` (another process was started,
and nobody sees what that one reads).
"""

import os
import sys


def watch():
    """Let Python tell of each file opened and each folder listed; a module that is imported is such a file."""
    written = open(out, "a", encoding="utf-8", buffering=1)       # noqa: F821, SIM115
    seen = set()
    processes = {"subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn",
                 "os.startfile"}

    def note(kind, path=""):
        if isinstance(path, (str, bytes, os.PathLike)):
            path = os.path.abspath(os.fsdecode(path)) if path else ""
            if (kind, path) not in seen and (kind == "process" or path.startswith(root + os.sep)):     # noqa: F821
                seen.add((kind, path))
                written.write(f"{kind} {path}\n")

    def hook(event, arguments):
        if event == "open":
            note("file", arguments[0])
        elif event in ("os.listdir", "os.scandir"):
            # Python's own search for a module or a package lists folders too: one more is no change to those that are used.
            if "importlib" not in sys._getframe(1).f_code.co_filename:
                note("folder", "." if arguments[0] is None else arguments[0])
        elif event == "subprocess.Popen" and list(arguments[1][1:2]) == ["-e"]:
            pass                # Node draws the paper forms: its program, and what it draws, come from this process
        elif event in processes or event == "import" and ".popen_" in arguments[0]:       # multiprocessing, joblib
            note("process")

    sys.addaudithook(hook)


watch()
