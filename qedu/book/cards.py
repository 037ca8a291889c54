"""What a citation or the number of an equation refers to, written into the page that names it, for a card to show
(``site/static/cards.js``).

From a file system no script can read another page, so the build puts it there: once for each address, in a ``template``, which is
not shown, printed or read out.  What stands on the page itself, an equation or a note, the script takes from where it stands.
Links to sections lead there at once: their words are the section's title already, and on a phone a card would be one tap more.
"""

import html
import re

__all__ = ["Cards"]


class Cards:
    """The cards of a build; what several pages refer to is made once."""

    def __init__(self):
        self._entries, self._formulas, self._entry_of, self._equation_of = {}, {}, {}, {}

    def prepare(self, app, env):
        """Learn where the sources and the equations are; returns no page that would have to be read again."""
        self.__init__()
        if "cite" in env.domains:
            self._entry_of = {(cited.bibliography_key.docname, cited.citation_id): cited for cited in env.get_domain("cite").citations}
        from docutils.nodes import make_id

        self._equation_of = {(page, make_id(f"equation-{label}")): label
                             for label, (page, _) in env.get_domain("math").equations.items()}
        return []

    def add(self, app, pagename, templatename, context, doctree):
        """Give the template of a page its cards as ``cards``, in the order in which the page refers to them."""
        from docutils import nodes

        context["cards"] = ""
        if doctree is None or app.builder.format != "html" or app.builder.name == "epub":
            return
        cards = {}
        for link in doctree.findall(nodes.reference):
            address, mark, anchor = link.get("refuri", "").partition("#")
            if not mark or not link.get("internal") or link["refuri"] in cards:
                continue
            page = _page(app, pagename, address)
            if (page, anchor) in self._entry_of:
                cards[link["refuri"]] = self._entry(app, page, anchor)
            elif (page, anchor) in self._equation_of and app.builder.math_renderer_name == "katex":
                number, source, title = map(html.escape, (link.astext(), link["refuri"], app.env.titles[page].astext()))
                cards[link["refuri"]] = (f'<div class="math"><span class="eqno">{number}</span>{self._formula(app, page, anchor)}</div>\n'
                                         f'<p><a href="{source}">{title}</a></p>')
        context["cards"] = "\n".join(f'<template data-card="{html.escape(address)}">{card}</template>' for address, card in cards.items())

    def _entry(self, app, page, anchor):
        """An entry as the bibliography has it."""
        if (page, anchor) not in self._entries:
            from docutils import nodes
            from sphinxcontrib.bibtex.transforms import node_text_transform

            from qedu.book import quiet

            box = nodes.container("", app.env.get_domain("cite").backend.paragraph(self._entry_of[page, anchor].formatted_entry))
            node_text_transform(box)
            quiet.keep_units(app, box, page)
            quiet.keep_names(app, box, page)
            fragment = app.builder.render_partial(box)["fragment"]
            self._entries[page, anchor] = re.sub(r"</?div\b[^>]*>\s*", "", fragment).strip()
        return self._entries[page, anchor]

    def _formula(self, app, page, anchor):
        if (page, anchor) not in self._formulas:
            from docutils import nodes

            from qedu.book import maths

            for block in app.env.get_doctree(page).findall(nodes.math_block):
                if block.get("label"):
                    self._formulas[page, nodes.make_id(f"equation-{block['label']}")] = maths.render(block.astext(), True)
        return self._formulas[page, anchor]


def _page(app, pagename, address):
    """The name of the page at an address, as the page `pagename` gives it."""
    from posixpath import dirname, join, normpath

    suffix = app.builder.link_suffix
    return normpath(join(dirname(pagename), address.removesuffix(suffix))) if address.endswith(suffix) else ""
