"""Sphinx extension: puts the widgets' script and style sheet on the pages that need them."""

import os
from pathlib import Path

__all__ = ["setup"]


def setup(app):
    """Connect the extension ``qedu.widgets.sphinx``.

    Parameters
    ----------
    app : sphinx.application.Sphinx

    Returns
    -------
    dict
        Extension metadata.

    Notes
    -----
    Sets ``QEDU_STATIC`` for the kernels that execute the chapters: they then show
    widgets as static elements and open no connection to a notebook.
    """
    os.environ["QEDU_STATIC"] = "1"
    app.connect("builder-inited", _write)
    app.connect("html-page-context", _add, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _write(app):
    from qedu.widgets import served

    folder = Path(app.doctreedir) / "qedu-widgets"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in served().items():
        file = folder / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
    app.config.html_static_path.append(str(folder))


def _add(app, pagename, templatename, context, doctree):
    from qedu.widgets import needed

    for name in needed(context.get("body", "")):
        if name.endswith(".css"):
            app.add_css_file(name)
        elif app.builder.name != "epub":
            app.add_js_file(name, loading_method="defer")
