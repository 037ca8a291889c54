"""What a page says of itself to those who link to it: title, description, picture, its one address, its source.

Nothing of this names an address as long as ``_config.yml`` has none; then the links are not there.
"""

import html
from pathlib import Path
from xml.sax.saxutils import escape

from qedu.content import address
from qedu.content.strings import text

__all__ = ["links", "setup", "tags"]

ICON, CARD = "_static/favicon.svg", "_static/card.png"


def tags(where, name, title, book, description, up="", there=""):
    """Return the tags that stand in the head of a page.

    Parameters
    ----------
    where : qedu.content.address.Address
    name, title : str
        Of the page.
    book : str
        The book's title.
    description : str
        A sentence or two.
    up : str
        The way from the page to the book's root.
    there : str
        The tags that another extension, such as sphinxext.opengraph, has put on the page: what they say is not said again.

    Returns
    -------
    str
        HTML.
    """
    given = {"og:type": "article", "og:site_name": book, "og:title": title, "og:description": description,
             "og:url": where.page(name), "og:image": where.site and where.site + CARD,
             "twitter:card": where.site and "summary_large_image"}
    lines = [f'<link rel="icon" href="{up}{ICON}" type="image/svg+xml">']
    if where.site:
        lines.append(f'<link rel="canonical" href="{html.escape(where.page(name))}">')
    lines += [f'<meta {"name" if key.startswith("twitter") else "property"}="{key}" content="{html.escape(value)}">'
              for key, value in given.items() if value and f'="{key}"' not in there]
    return "\n".join(lines)


def links(where, name, title):
    """Return the links at the foot of a page that is made from a source.

    Parameters
    ----------
    where : qedu.content.address.Address
    name, title : str
        Of the page.

    Returns
    -------
    list of tuple of str
        Words and address; empty without a repository.
    """
    return [(text("site.source"), where.source(f"{name}.md")), (text("site.report"), where.report(title))] if where.repository else []


def card(book, file):
    """Draw the picture that stands beside a link to the book: 1200 × 630.

    Parameters
    ----------
    book : str
        The book's title.
    file : pathlib.Path
    """
    import textwrap

    from matplotlib.figure import Figure

    figure = Figure((12, 6.3), dpi=100, facecolor="#fcfbf8")
    figure.text(0.08, 0.62, "\n".join(textwrap.wrap(book, 22)), fontsize=64, fontfamily="serif", color="#12141a", va="center")
    axes = figure.add_axes((0.08, 0.14, 0.84, 0.2))
    axes.set(xlim=(0, 24), ylim=(-1, 1))
    axes.axis("off")
    axes.plot([0, 24], [0, 0], color="#85898f", lw=3, zorder=1)
    axes.scatter(range(2, 23, 2), [0] * 11, s=260, color=["#75338c" if n in (4, 7) else "#23262d" for n in range(11)], zorder=2)
    figure.savefig(file)


def sitemap(where, pages):
    """Return the list of pages for search engines.

    Parameters
    ----------
    where : qedu.content.address.Address
    pages : sequence of str

    Returns
    -------
    str
        XML.
    """
    body = "".join(f"<url><loc>{escape(where.page(name))}</loc></url>" for name in pages)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>\n'


def _page(app, pagename, templatename, context, doctree):
    where, title = address.of(app.config), context.get("page_title") or context.get("title") or app.config.html_title
    context["metadata"] = tags(where, pagename, title, app.config.project, context.get("page_description", ""), context["content_root"],
                               context.get("metatags", ""))
    context["page_links"] = links(where, pagename, title) if doctree is not None else []


def _finish(app, error):
    if error or app.builder.format != "html" or app.builder.name == "epub":
        return
    out, where = Path(app.outdir), address.of(app.config)
    (out / ICON).write_text((Path(__file__).parent / "static" / "icon.svg").read_text(encoding="utf-8"), encoding="utf-8")
    listed = out / "sitemap.xml"
    if "sphinx_sitemap" not in app.extensions:                          # which has written its own by now
        listed.unlink(missing_ok=True)
        if where.site:
            listed.write_text(sitemap(where, sorted(app.env.found_docs)), encoding="utf-8")
    (out / CARD).unlink(missing_ok=True)
    if where.site:
        card(app.config.html_title, out / CARD)


def setup(app):
    """Put what a page says of itself into its context, and write what it names.

    Parameters
    ----------
    app : sphinx.application.Sphinx

    Returns
    -------
    dict
        Extension metadata.
    """
    app.setup_extension("qedu.book")                                    # which knows qedu_address
    app.connect("html-page-context", _page, priority=950)               # after the theme has found title and description
    app.connect("build-finished", _finish, priority=950)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
