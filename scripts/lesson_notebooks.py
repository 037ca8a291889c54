"""The pages of the book as notebooks: what the built site offers of each lesson, and of each chapter that is one page."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def notebook(path, book, version, site="", sha256=""):
    """Make the notebook of a page.

    Parameters
    ----------
    path : pathlib.Path
        The page's source.
    book : qedu.book.notebook.Book
    version : str
        Of qedu, for the first cell.
    site, sha256 : str, optional
        The book's address, and the checksum of the wheel that it offers; without them the wheel has to be beside the notebook.

    Returns
    -------
    nbformat.NotebookNode
        The same for the same source.
    """
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    from qedu.book import notebook as page
    from qedu.content.strings import text
    from qedu.grading.notebooks import firstcell

    first = firstcell.source(version, f"{site}downloads/qedu-{version}-py3-none-any.whl" if site else "", sha256)
    (_, title, _), *rest = page.cells(path, book)
    address = f", {site}{path.relative_to(book.root).with_suffix('').as_posix()}.html" if site else ""
    cells = [new_markdown_cell(f"{title}\n\n{text('notebook.about', address=address)}", id="text-0"),
             new_code_cell(first, id="setup", metadata=firstcell.metadata(first))]
    for number, (kind, source, tags) in enumerate(rest, 1):
        if kind == "markdown":
            cells.append(new_markdown_cell(source, id=f"text-{number}"))
            continue
        folded = {"jupyter": {"source_hidden": True}} if {"hide-input", "hide-cell"} & set(tags) else {}
        cells.append(new_code_cell(source, id=f"code-{number}", metadata={"tags": tags, **folded} if tags else {}))
    return new_notebook(cells=cells, metadata={
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"}, "qedu": {"version": version}})


def texts(names, version, site="", sha256="", root=ROOT):
    """Write the notebooks of those pages that have one.

    Parameters
    ----------
    names : iterable of str
        Pages, as in the table of contents.
    version, site, sha256
        As for `notebook`.
    root : pathlib.Path, optional
        The folder of the book.

    Returns
    -------
    dict of str to str
        By name without ending.
    """
    from qedu.book import notebook as page
    from qedu.grading.notebooks import sources

    book, found = page.Book(root, site), {}
    for path in (root / f"{name}.md" for name in names):
        if name := page.name(path):
            found[name] = sources.text(notebook(path, book, version, site, sha256))
    return found
