"""The check that every chapter keeps what its front matter promises.

``python -m qedu.book.manifest [book root]`` prints what is missing and exits with 1 if anything is.
"""

import sys
from pathlib import Path

from qedu.book.lessons import Folder, labels
from qedu.book.rules import Rules
from qedu.content import chapters
from qedu.content.road import road

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

    def said(error):
        return str(error).replace(f"{root.as_posix()}/", "")

    try:
        parts = road(root)
    except ValueError as error:
        return [said(error)]
    earlier = set()                                # labels of the pages before
    for chapter in (chapter for part in parts for chapter in part.chapters):
        pages = [root / f"{page.name}.md" for page in chapter.pages]
        name = pages[0].relative_to(root).as_posix()
        before = frozenset(earlier)
        for page in pages:
            earlier |= labels(page.read_text(encoding="utf-8"))
        try:
            manifest = chapters.read(pages[0])
        except ValueError as error:
            problems.append(said(error))
            continue
        if manifest is None:
            problems += [f"{name}: the page has sections in _toc.yml, so it is a chapter's index page, and its front matter has no "
                         "'qedu: id:'."] * (len(pages) > 1)
            continue
        if manifest.id in owners:
            problems.append(f"{name}: the chapter ID {manifest.id} is that of {owners[manifest.id]}. Give each "
                            "chapter its own.")
        owners[manifest.id] = name
        if len(pages) == 1:
            problems += Rules(root, pages, manifest).run()
        else:
            problems += Folder(root, pages, manifest, earlier=before).run()
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
