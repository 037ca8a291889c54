"""The first cell of every student notebook: it makes sure that qedu is there."""

import inspect

__all__ = ["get_qedu", "source"]


def get_qedu(version):
    """Use qedu if it is installed; else install it from the file beside the notebook, else from PyPI."""
    import glob
    import importlib
    import subprocess
    import sys
    from importlib import metadata

    def fits():
        importlib.invalidate_caches()
        try:
            found, wanted = ([int(part) for part in text.split(".")[:3]]
                             for text in (metadata.version("qedu"), version))
        except (metadata.PackageNotFoundError, ValueError):
            return False
        return found[:2] == wanted[:2] and found >= wanted

    if not fits():
        wheels = sorted(glob.glob(f"qedu-{version}-*.whl"))
        problems = []
        for source in [*wheels, f"qedu=={version}"]:
            command = [sys.executable, "-m", "pip", "install", "--quiet", source]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode == 0 and fits():
                break
            lines = (done.stderr or done.stdout or "").strip().splitlines()
            problems.append(f"    {source}: {lines[-1] if lines else 'no message from pip'}")
        else:
            raise RuntimeError(
                f"qedu {version} could not be installed. What was tried, and what pip said:\n"
                + "\n".join(problems)
                + "\n\nWhat to do:\n"
                f"1. From the book's website get qedu-exercises.zip; it holds qedu-{version}-py3-none-any.whl.\n"
                "2. Put that file into the folder of this notebook (in Colab: the folder symbol on the left, then upload).\n"
                "3. Run this cell again. Without a network, ask your instructor to install it once with\n"
                f"       {sys.executable} -m pip install qedu-{version}-py3-none-any.whl")
        if "qedu" in sys.modules:
            raise RuntimeError(f"qedu {version} is installed now. Restart the kernel, then run this cell again.")


def source(version):
    """Return the code of the first cell.

    Parameters
    ----------
    version : str
        The version of qedu that the notebook was made for; a later one with the same first two numbers fits too.

    Returns
    -------
    str
        Python code that needs nothing but the standard library before qedu is there.

    Examples
    --------
    >>> print(source("0.1.0").splitlines()[0])
    # Run this cell first: it makes sure that qedu is there.
    """
    return ("# Run this cell first: it makes sure that qedu is there.\n"
            + inspect.getsource(get_qedu)
            + f'\n\nget_qedu("{version}")')
