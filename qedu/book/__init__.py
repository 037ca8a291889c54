"""The book's own Sphinx extension: the parts that every chapter is made of.

``extensions = ["qedu.book"]`` gives a MyST chapter the directives ``objectives``,
``quiz``, ``prediction``, ``observe``, ``misconception``, ``worked``, ``completion``,
``cards`` and ``exercises``.  Each is native HTML that can be read without
JavaScript and used with the keyboard alone.

The catalogues of misconceptions and of interface texts are in `qedu.content`.
"""

__all__ = ["setup"]


def setup(app):
    """Register the extension with Sphinx.

    Parameters
    ----------
    app : sphinx.application.Sphinx

    Returns
    -------
    dict
        Version and the promise that reading and writing may run in parallel.
    """
    from qedu.book.extension import setup as register

    return register(app)
