"""Old addresses: where a page was in the book before, a small page leads to it.

The page says so itself, ``was: [chapters/2-keys/bb84]`` under ``qedu:`` in its front matter.  No script is needed, and what
stood after a ``#`` in the old address is not passed on.
"""

import html
import posixpath
from pathlib import Path

from sphinx.util import logging

from qedu.content import chapters
from qedu.content.strings import text

__all__ = ["page", "write"]

logger = logging.getLogger(__name__)

#: Nothing but its own style, and the way on.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(target, title, language="en"):
    """Make the page that leads on.

    Parameters
    ----------
    target : str
        Address of the page's new place, from the old one.
    title : str
        Its title.
    language : str, optional

    Returns
    -------
    str
        HTML.
    """
    href = html.escape(target)
    return f"""<!DOCTYPE html>
<html lang="{html.escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta http-equiv="refresh" content="0; url={href}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="canonical" href="{href}">
<title>{html.escape(text("moved.title"))}</title>
<style>body {{ margin: 2rem; font: 1.1rem/1.5 sans-serif }}</style>
</head>
<body>
<main>
<h1>{html.escape(text("moved.title"))}</h1>
<p><a href="{href}">{html.escape(text("moved.link", title=title))}</a></p>
</main>
</body>
</html>
"""


def write(app, error):
    """Write these pages once the book is built.

    Parameters
    ----------
    app : sphinx.application.Sphinx
    error : Exception or None
        Of the build; then nothing is written.
    """
    if error or app.builder.format != "html" or app.builder.name == "epub":
        return
    written = {}
    for name in sorted(app.env.found_docs):
        path = Path(app.env.doc2path(name))
        if path.suffix != ".md" or not path.is_file():
            continue
        try:
            olds = chapters.moved(path)
        except ValueError as problem:
            logger.warning("%s", str(problem).replace(f"{path}: ", ""), location=name, type="qedu", subtype="moved")
            continue
        for old in olds:
            if old in app.env.found_docs or old in written:
                taken = f"{old} is a page of the book" if old in app.env.found_docs else f"{written[old]} was {old}, too"
                logger.warning("'was: [%s]' cannot lead here: %s", old, taken, location=name, type="qedu", subtype="moved")
                continue
            written[old] = name
            out = Path(app.outdir) / f"{old}.html"
            out.parent.mkdir(parents=True, exist_ok=True)
            target = posixpath.relpath(f"{name}.html", posixpath.dirname(old) or ".")
            out.write_text(page(target, app.env.titles[name].astext() if name in app.env.titles else name, app.config.language),
                           encoding="utf-8")
