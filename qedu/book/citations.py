"""How sources are named: author and year in the text, full entries in the bibliography.

Two styles of sphinxcontrib-bibtex and pybtex with two corrections.  An entry whose list of authors
ends in ``and others`` prints "et al." there, and not "and others" as if that were a person.  And the
field ``shortauthor`` of an entry replaces its authors in the text, where two sources would otherwise
read the same ("Bennett et al., 1992").
"""

from dataclasses import dataclass, field

from pybtex.richtext import Tag, Text
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.template import names as full_names
from pybtex.style.template import sentence
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle
from sphinxcontrib.bibtex.style.template import node

__all__ = ["setup"]

_OTHERS = "others"
_NAMES = {"sep": ", ", "sep2": " and ", "last_sep": ", and "}


def _et_al():
    return Text(" ", Tag("em", "et al."))


def _cut(persons):
    """Whether the entry says itself that there are more."""
    return len(persons) > 1 and str(persons[-1]) == _OTHERS


@node
def short_names(children, data, usual):
    """The field ``shortauthor``, the first author with "et al.", or whatever the style would print."""
    entry = data["entry"]
    if "shortauthor" in entry.fields:
        return Text(Text.from_latex(entry.fields["shortauthor"]), _et_al())
    persons = entry.persons.get("author", [])
    if _cut(persons):
        style = data["style"].person
        return Text(style.style_plugin.format(persons[0], style.abbreviate).format_data(data), _et_al())
    return usual.format_data(data)


@dataclass
class ShortNames(PersonStyle):
    """Names in the text."""

    def names(self, role, full):
        return short_names(usual=super().names(role, full))

    def author_or_editor_or_title(self, full):
        return short_names(usual=super().author_or_editor_or_title(full))


@dataclass
class ReferenceStyle(AuthorYearReferenceStyle):
    """Author and year, in brackets."""

    person: PersonStyle = field(default_factory=ShortNames)


@node
def all_names(children, data, role):
    """Every author of the entry, and "et al." if it says that there are more."""
    persons = data["entry"].persons.get(role, [])
    if not _cut(persons):
        return full_names(role, **_NAMES).format_data(data)
    style = data["style"]
    named = [style.format_name(person, style.abbreviate_names).format_data(data) for person in persons[:-1]]
    return Text(Text(", ").join(named), _et_al())


class BibliographyStyle(PlainStyle):
    """Numbered entries, by author."""

    def format_names(self, role, as_sentence=True):
        found = all_names(role=role)
        return sentence[found] if as_sentence else found


def setup(app):
    """Offer both styles to sphinxcontrib-bibtex under the name ``qedu``.

    Parameters
    ----------
    app : sphinx.application.Sphinx
    """
    register_plugin("sphinxcontrib.bibtex.style.referencing", "qedu", ReferenceStyle)
    from pybtex.plugin import register_plugin as register

    register("pybtex.style.formatting", "qedu", BibliographyStyle)
