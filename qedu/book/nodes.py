"""Document nodes of the directives, and what becomes of them where there is no HTML."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

_VOID = {"input"}


class element(nodes.General, nodes.Element):
    """One HTML element with block content.

    ``tag`` and ``attrs`` are what HTML gets.  ``plain`` says what other builders get: ``"paragraph"``,
    ``"strong"``, ``"bullets"``, ``"letters"``, ``"item"``, ``"drop"``, or (default) the children alone.
    """


class text_element(nodes.General, nodes.TextElement):
    """One HTML element with inline content: a legend, a label, a button."""


def make(tag, *children, inline=False, plain="", classes=(), ids=(), **attrs):
    """Make an `element` or a `text_element`.

    Parameters
    ----------
    tag : str
        The HTML tag.
    *children : docutils.nodes.Node or str
        A string becomes a text node.
    inline : bool
        Whether the content is inline.
    plain : str
        See `element`.
    classes, ids : sequence of str
    **attrs : str or True
        HTML attributes, ``_`` for ``-``; True for one without a value, such as ``hidden=True``.

    Returns
    -------
    element or text_element
    """
    children = [nodes.Text(child) if isinstance(child, str) else child for child in children]
    node = text_element("", "", *children) if inline else element("", *children)
    node["tag"] = tag
    node["plain"] = plain
    names = {name: name.rstrip("_").replace("_", "-") for name in attrs}
    node["attrs"] = {names[key]: names[key] if value is True else value for key, value in attrs.items()}
    node["classes"] += list(classes)
    node["ids"] += list(ids)
    return node


def above(node):
    """The nodes in which a node is, from the inside.

    Parameters
    ----------
    node : docutils.nodes.Node

    Yields
    ------
    docutils.nodes.Node
    """
    while node.parent is not None:
        node = node.parent
        yield node


def texts(doctree, outside):
    """All texts of a document that stand outside of nodes of some kinds.

    Parameters
    ----------
    doctree : docutils.nodes.Node
        May be changed while one goes through them.
    outside : collection of str
        Names of classes of nodes; what is derived from one of them is of its kind.

    Yields
    ------
    docutils.nodes.Text

    Examples
    --------
    >>> line = nodes.paragraph("", "", nodes.Text("Type "), nodes.literal("", "ls"), nodes.Text("."))
    >>> [str(text) for text in texts(line, ["literal"])]
    ['Type ', '.']
    """
    for text in list(doctree.findall(nodes.Text)):
        if not any(kind.__name__ in outside for node in above(text) for kind in type(node).__mro__):
            yield text


def _visit_html(self, node):
    tag = node["tag"]
    suffix = "" if isinstance(node, text_element) else "\n"
    if tag in _VOID:
        self.body.append(self.emptytag(node, tag, suffix, **node["attrs"]))
    else:
        self.body.append(self.starttag(node, tag, suffix, **node["attrs"]))


def _depart_html(self, node):
    if node["tag"] not in _VOID:
        self.body.append(f"</{node['tag']}>\n")


def _pass(self, node):
    """Show the children only; `Plain` has normally replaced the node before."""


class Plain(SphinxPostTransform):
    """Replace the HTML elements by plain document nodes for LaTeX, text and other builders."""

    default_priority = 990

    def run(self, **kwargs):
        if self.app.builder.name == "epub":            # HTML, but without a script and without our downloads
            for node in list(self.document.findall(_ours)):
                if node["plain"] == "drop":
                    node.parent.remove(node)
            for form in [node for node in self.document.findall(element) if node["tag"] == "form"]:
                box = nodes.container("", *form.children)           # choices are read there, not made
                form.replace_self(box)
                self._plain_out(box)
        if self.app.builder.format == "html":
            return
        self._plain_out(self.document)
        # Sphinx's text writer runs the paragraphs of an admonition together; in a container it does not.
        for box in list(self.document.findall(nodes.admonition)) if self.app.builder.format == "text" else ():
            body = box.children[1:]
            for child in body:
                box.remove(child)
            box += nodes.container("", *body)

    @staticmethod
    def _plain_out(tree):
        """Put plain nodes in the place of all those of ours within a tree."""
        while True:
            node = next(tree.findall(_ours), None)
            if node is None:
                return
            parent, place = node.parent, node.parent.index(node)
            parent.remove(node)
            parent[place:place] = _plain(node)


def _ours(node):
    return isinstance(node, (element, text_element))


def _blocks(children):
    """Wrap runs of inline nodes in paragraphs, so that the result is block content."""
    blocks, run = [], []
    for child in children:
        if isinstance(child, (nodes.Text, nodes.Inline)) or (
                isinstance(child, text_element) and not child["plain"]):
            run.append(child)
            continue
        if run:
            blocks.append(nodes.paragraph("", "", *run))
            run = []
        blocks.append(child)
    return [*blocks, nodes.paragraph("", "", *run)] if run else blocks


def _plain(node):
    children, kind = list(node.children), node["plain"]
    for child in children:
        node.remove(child)
    if kind == "drop":
        return []
    if kind == "paragraph":
        return [nodes.paragraph("", "", *children)] if children else []
    if kind == "strong":
        return [nodes.paragraph("", "", nodes.strong("", "", *children))] if children else []
    if kind == "bullets":
        return [nodes.bullet_list("", *children, bullet="*")]
    if kind == "letters":
        return [nodes.enumerated_list("", *children, enumtype="upperalpha", prefix="", suffix=".")]
    if kind == "item":
        return [nodes.list_item("", *_blocks(children))]
    return children


def setup(app):
    """Register the nodes and the transform."""
    for node in (element, text_element):
        app.add_node(node, html=(_visit_html, _depart_html), latex=(_pass, _pass), text=(_pass, _pass),
                     man=(_pass, _pass), texinfo=(_pass, _pass))
    app.add_post_transform(Plain)
