"""The first code cell of every student notebook: it makes sure that qedu is there."""

__all__ = ["source", "metadata"]

_TITLE = "Run this cell first: it gets qedu, which checks your answers, and says when it is ready."

#: Whether qedu is installed and has `qedu.start`, which an older one, or a folder that happens to have its name, has not.
_THERE = 'find_spec("qedu") and find_spec("qedu.start")'


def source(version, address="", sha256=""):
    """Return the code of the first cell.

    Without an address it is two lines: they find `qedu.start`, in the installed qedu or in the wheel beside the notebook,
    which does the work.  With an address it also carries what fetches the wheel from there.

    Parameters
    ----------
    version : str
        The version of qedu for which the notebook is made; a later one will do.
    address : str, optional
        Where the book's site offers the wheel.
    sha256 : str, optional
        The checksum of that wheel, in hexadecimal figures.

    Returns
    -------
    str
        Python code that needs nothing but the standard library before qedu is there.

    Raises
    ------
    ValueError
        If there is an address without a checksum, since nothing is to be installed unseen.

    Examples
    --------
    >>> print(source("0.1.0").splitlines()[0])
    # Run this cell first: it gets qedu, which checks your answers, and says when it is ready.
    """
    import inspect
    import re

    from qedu import start

    if not address:
        missing = (f"qedu-{version}-py3-none-any.whl is missing beside this notebook, or damaged. It is in the zip file that is "
                   "the first link at the exercises on the book's site: put it here, and run this cell again.")
        return (f'# {_TITLE}\nimport glob, sys; sys.path[:0] = glob.glob("qedu-*.whl"); from importlib.util import find_spec; '
                f'assert {_THERE}, "{missing}"; from qedu import start; start.ready("{version}")')
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError(f"sha256 = {sha256!r} is not allowed: the checksum of the wheel at {address}, 64 hexadecimal figures")
    return (f"#@title {_TITLE}\n{inspect.getsource(start.fetch)}\n\n"
            f'wheel = "{address}", "{sha256}"\n'
            f'import sys; from importlib.util import find_spec; {_THERE} or '
            'sys.path.insert(0, fetch(*wheel)) or sys.modules.pop("qedu", None)\n'
            f'from qedu import start; start.ready("{version}", *wheel)')


def metadata(code):
    """Return the metadata of the first cell: longer code is folded away, in JupyterLab, Jupyter Notebook and Colab.

    Parameters
    ----------
    code : str
        From `source`.

    Returns
    -------
    dict
    """
    folded = {"jupyter": {"source_hidden": True}, "cellView": "form"} if code.count("\n") > 1 else {}
    return {"tags": ["setup"], **folded}
