"""The check that every chapter keeps what its front matter promises.

``python -m qedu.book.manifest [book root]`` prints what is missing and exits with 1 if anything is.
"""

import sys
from pathlib import Path

from qedu.book.rules import Rules
from qedu.content import chapters

__all__ = ["check", "main"]


def check(book_root="."):
    """Check every chapter of the table of contents that has a manifest.

    Parameters
    ----------
    book_root : str or pathlib.Path
        The folder with ``_toc.yml``, ``chapters/`` and ``exercises/``.

    Returns
    -------
    list of str
        One sentence for each thing missing: where, what, and what to do.
    """
    root = Path(book_root)
    problems, owners = [], {}
    for path in chapters.toc(root):
        name = path.relative_to(root).as_posix()
        try:
            manifest = chapters.read(path)
        except ValueError as error:
            problems.append(str(error).replace(f"{root.as_posix()}/", ""))
            continue
        if manifest is None:
            continue
        if manifest.id in owners:
            problems.append(f"{name}: the chapter ID {manifest.id} is that of {owners[manifest.id]}. Give each "
                            "chapter its own.")
        owners[manifest.id] = name
        problems += [f"{name}{problem}" for problem in Rules(root, path, manifest).run()]
    return problems


def main(arguments=None):
    """Print the problems of a book.

    Parameters
    ----------
    arguments : list of str, optional
        The book's root folder, by default the current one; None reads the command line.

    Returns
    -------
    int
        1 if there are problems, else 0.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    problems = check(arguments[0] if arguments else ".")
    print("\n".join(problems) or "Every chapter has all its parts.")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
