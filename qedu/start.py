"""What the first cell of a notebook calls: it makes sure that qedu is there, and works, before anything else is run.

It needs the standard library only, and it also runs from inside the wheel, before anything is installed: Python
imports from zip files, and a wheel is one.  So a notebook carries two lines, and all the rest is here.

No package index knows the name qedu, and whoever registered it there would run code on the machine of everybody who
asks for it.  So it is never asked for: what is installed is the file beside the notebook, or the one at the address of the
book's site if it has the checksum that the notebook carries.
"""

import glob
import importlib
import os
import re
import subprocess
import sys
import tempfile
import time
from importlib import metadata

__all__ = ["NotReady", "fetch", "ready"]

_RESTART = ("Restart the kernel (menu Kernel, Restart; in Colab: Runtime, Restart session).", "Run this cell again.")


class NotReady(RuntimeError):
    """qedu could not be made ready; the text says at which step, and what to do."""

    def __init__(self, what, *steps):
        numbered = "".join(f"\n{number}. {step}" for number, step in enumerate(steps, 1))
        super().__init__(f"{what}\n\nWhat to do:{numbered}")

    def _render_traceback_(self):
        # Jupyter shows this in place of the traceback, which leads into code that is none of the reader's business.
        return str(self).splitlines()


def fetch(address, sha256):
    """Return the path of qedu's wheel: the file beside this notebook, or else the one at the address.

    Only the very file with which the notebook was made will do.
    """
    import glob
    import hashlib
    import os
    import tempfile
    import urllib.request

    for path in glob.glob("qedu-*.whl"):
        with open(path, "rb") as file:
            if hashlib.sha256(file.read()).hexdigest() == sha256:
                return path
        print(f"{path} is not the file with which this notebook was made, and is left alone.")
    print(f"Fetching {address} …", flush=True)
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            content = answer.read()
    except Exception as error:
        raise RuntimeError(f"qedu could not be fetched from {address} ({error}). Is this computer on the network? Without one, "
                           "take the zip file, which is the first link at the exercises on the book's site, on another "
                           "computer, and put the file qedu-….whl from it beside this notebook.") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise RuntimeError(f"The file at {address} is not the one with which this notebook was made: its checksum differs. "
                           "It was not installed. Get this notebook anew from the book's site; if that does not help, "
                           "tell your instructor.")
    path = os.path.join(tempfile.mkdtemp(), os.path.basename(address))
    with open(path, "wb") as file:
        file.write(content)
    return path


def ready(version, address="", sha256=""):
    """Make sure that qedu is there and works, install it if it is not, and say so.

    Parameters
    ----------
    version : str
        The version for which the notebook was made; a later one will do.
    address : str, optional
        Where the book's site offers the wheel; by default only the folder of the notebook is looked at.
    sha256 : str, optional
        The checksum of that wheel.

    Raises
    ------
    NotReady
        If there is no file to install, pip cannot install it, or the kernel must be restarted; says what to do.
    RuntimeError
        If the file at the address cannot be fetched, or has another checksum.

    Examples
    --------
    >>> import qedu
    >>> ready(qedu.__version__)                         # doctest: +ELLIPSIS
    qedu ... is ready.
    """
    wheel, used = _where_we_run()
    sys.path[:] = [entry for entry in sys.path if not re.match(r"qedu-.*\.whl$", os.path.basename(entry))]
    if wheel:
        _forget()
    found, wrong = _look(version)
    if wrong:
        if "was renewed" in wrong:
            raise NotReady(f"qedu {found} {wrong}.", *_RESTART)
        print(f"qedu {found} {wrong}." if found else f"qedu {wrong}.", flush=True)
        # Where there is an address, the wheel in which we run has been compared already.
        wheel = (wheel or fetch(address, sha256)) if address else _beside(version)
        _install(wheel, repair="does not work" in wrong)
        if used:
            raise NotReady("qedu is installed now, but this kernel still uses the one that was here before.", *_RESTART)
        _forget()
        found, wrong = _look(version)
        if wrong:
            raise NotReady(f"qedu was installed, but this kernel does not see it yet: it {wrong}.", *_RESTART)
    newer = _numbers(found)[:2] > _numbers(version)[:2]
    print(f"qedu {found} is ready." + newer * f" (This notebook was made with {version}. If something looks odd, "
                                              "get the notebook anew from the book.)")


def _numbers(text):
    return [int(part) for part in re.findall(r"\d+", os.path.basename(text))[:3]]


def _where_we_run():
    """Return the wheel if we run from inside one, and else whether the installed qedu was in use before this cell."""
    wheel = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if os.path.isfile(wheel):
        return wheel, False
    return None, any(name.startswith("qedu.") and name != __name__ for name in sys.modules)


def _forget():
    """Make Python look for qedu anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "qedu"]:
        del sys.modules[name]


def _look(version):
    """Return the version of qedu that is here, and what is wrong with it: nothing, if all is well."""
    importlib.invalidate_caches()
    found = ""
    try:
        qedu = importlib.import_module("qedu")
        if getattr(qedu, "__file__", None) is None:     # a folder that happens to have the name
            return "", "is not installed here"
        found = getattr(qedu, "__version__", "")
        if not found:
            raise NotReady(f"The file {qedu.__file__} has the name of the library qedu, and hides it.",
                           "Give that file another name.", *_RESTART)
        if _numbers(found) < _numbers(version):
            return found, f"is installed, and this notebook needs {version} or a later one"
        importlib.import_module("qedu.grading")
        needs = [re.match(r"[\w.-]+", need)[0] for need in metadata.requires("qedu") or () if "extra ==" not in need]
    except NotReady:
        raise
    except metadata.PackageNotFoundError:
        return found, ""                                # used from a folder, not installed
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and error.name == "qedu":
            return "", "is not installed here"
        return found, f"is installed, and does not work ({type(error).__name__}: {error})"
    for need in needs:
        try:
            there = metadata.version(need)
        except metadata.PackageNotFoundError:
            return found, f"is installed, and does not work ({need}, which it needs, is missing)"
        if getattr(sys.modules.get(need), "__version__", there) != there:
            return found, f"is installed, and {need}, which it needs, was renewed while this kernel used the one before"
    return found, ""


def _beside(version):
    """Return the path of the wheel in the folder of the notebook."""
    found = sorted(glob.glob("qedu-*.whl"), key=lambda path: (_numbers(path) != _numbers(version), path))
    fit = [path for path in found if _numbers(path) >= _numbers(version)]
    if fit:
        return fit[0]
    name = f"qedu-{version}-py3-none-any.whl"
    raise NotReady(f"There is no file {name} beside this notebook" + (f", only the older {found[0]}." if found else "."),
                   f"Take {name} from the zip file that is the first link at the exercises on the book's site.",
                   f"Put it into the folder of this notebook, {os.getcwd()} (in Colab: the folder symbol on the left, then "
                   "upload).", _RESTART[1])


def _install(wheel, repair):
    """Let pip install a wheel, with a line that tells how far it is; say what is the matter if it cannot."""
    print(f"Installing {wheel}. What qedu needs, such as NumPy and QuTiP, comes from your package index; "
          "this may take a minute or two.", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        # Under its proper name, since browsers make it "… (1).whl" when it is fetched twice.
        proper = os.path.join(folder, re.sub(r"-any.*", "-any.whl", os.path.basename(wheel)))
        with open(wheel, "rb") as file, open(proper, "wb") as copy:
            copy.write(file.read())
        # pip leaves alone what has the right version, working or not.
        for options in ([["--force-reinstall", "--no-deps"]] if repair else []) + [[]]:
            code, said = _pip(os.path.join(folder, "log.txt"), *options, proper)
            if code:
                break
    if code:
        words = next((line for line in reversed(said) if line.startswith("ERROR")), said[-1])
        raise NotReady(f"pip could not install it. Its last words:\n    {words}", *_advice("\n".join(said), wheel))


def _pip(log, *arguments):
    """Run ``pip install`` and show its latest line once a second; return its exit code and all its lines."""
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "2",
               "--progress-bar", "off", *arguments]
    start, shown = time.monotonic(), False
    with open(log, "wb") as output:
        pip = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    try:
        while True:
            try:
                pip.wait(1)
            except subprocess.TimeoutExpired:
                pass
            with open(log, encoding="utf-8", errors="replace") as file:
                said = [line.strip() for line in file.read().splitlines() if line.strip()] or ["(nothing)"]
            if pip.returncode is not None:
                return pip.returncode, said
            print(f"\r{time.monotonic() - start:4.0f} s  {said[-1][:90]:90}", end="", flush=True)
            shown = True
    finally:
        pip.kill()                                      # the reader has interrupted the cell
        pip.wait()
        if shown:
            print()


def _advice(said, wheel):
    """Return what to do, from what pip said."""
    lacking = re.search(r"No matching distribution found for (\S+)", said)
    again = _RESTART[1]
    own = (f"Or make an environment of your own, in a terminal:  {sys.executable} -m venv qedu-env",
           "Or ask your instructor, or whoever looks after this computer, to install the file.")
    table = (
        (r"No module named '?pip", (f"This Python has no pip. In a terminal:  {sys.executable} -m ensurepip", again)),
        (r"requires a different Python|Requires-Python", (
            f"This notebook runs on Python {sys.version.split()[0]}, which does not suit qedu; pip's words say what does. Choose "
            "a kernel with another Python (menu Kernel, Change Kernel), or install one.", again)),
        (r"externally-managed|virtualenv|Permission|Access is denied|Read-only|not writ", (
            f"The packages of {sys.executable} cannot be changed from here. Choose another kernel if there is one.", *own)),
        (r"No space left|quota", ("The disk is full: make room for about 1 GB.", again)),
        (r"ResolutionImpossible|conflict", (
            "Packages that are installed here do not go together with what qedu needs; pip's words say which.", *own)),
        (r"is invalid|BadZipFile|zip file", (f"The file {wheel} is damaged: delete it, get it again, and put it here.", again)),
        (r"No matching distribution|onnection|resol|timed out|etwork|roxy|SSL|HTTP", (
            f"qedu's own file is here. What is missing is {lacking[1] if lacking else 'something that it needs'}, which pip "
            "fetches from your package index: see whether this computer is on the network.", again,
            "Without a network, ask your instructor for a computer on which qedu is installed already.")),
    )
    return next((steps for pattern, steps in table if re.search(pattern, said)),
                ("See what pip's words say.", again, *own))
