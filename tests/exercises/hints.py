"""The rule of hints: what the three of an exercise may hold, as a function of their texts, and how their sentences are counted."""

import re

from qedu.content.sets import SOLUTION

#: Of a hint, outside its blocks of code: at least and at most so many sentences, and at most so many words.
SENTENCES, WORDS = (2, 3), 70

#: Lines of code in the last hint, blank ones not counted.
LINES = 12

_BLOCK = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1[ \t]*$", re.M | re.S)
_INLINE = re.compile(r"(`+).*?\1|\$[^$]*\$", re.S)
_DISPLAY = re.compile(r"\s*\$\$(.*?)\$\$\s*", re.S)

#: A role, or a directive.
_MYST = re.compile(r"\{[a-z:-]+\}`|^`{3,}\{", re.M)

#: A sentence ends where no small letter follows: 'asks "is it?" first' goes on, and so does "and so on, etc. until".
_END = re.compile(r"[.!?…]+[\"'”’)\]*_]*(?=\s+[^\sa-z]|$)")

#: Their full stop ends no sentence, whatever follows.  Initials are not among them, since a sentence may end with "the basis Z."
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|cf|vs|viz|Eqs?|Figs?|Secs?|Dr|Prof|Mrs?|Ms|St)\.$")


def sentences(hint):
    """The sentences of a hint, without its blocks of code; a piece of code or a formula within them is one word, X.

    What stands after the last full stop of a paragraph, such as "Fill the gaps:" before a block, is a sentence too.
    """
    text = _DISPLAY.sub(lambda match: " X. " if match[1].rstrip().endswith(".") else " X ", _BLOCK.sub("\n\n", hint))
    found = []
    for paragraph in re.split(r"\n\s*\n", _INLINE.sub("X", text)):
        paragraph, start = " ".join(paragraph.split()), 0
        for end in [match.end() for match in _END.finditer(paragraph)] + [len(paragraph)]:
            if not _ABBREVIATION.search(paragraph[:end]) or end == len(paragraph):
                found.append(paragraph[start:end].strip())
                start = end
    return [sentence for sentence in found if sentence]


def faults(hints, task):
    """What is wrong with the hints of an exercise, each as a line; `task` is the code of its cells, with the marks of the solution."""
    found = [] if len(hints) == 3 else [f"there are {len(hints)} hints"]
    seen = {line.strip() for line in SOLUTION.sub("", task).splitlines()}
    written = {line.strip() for match in SOLUTION.finditer(task) for line in match[2].splitlines()} - seen
    # Imports tell nothing, and shorter lines, such as "return bits, bases", very little.
    secret = sorted(line for line in written if len(line) > 20 and not line.startswith(("import ", "from ")))
    for number, hint in enumerate(hints, 1):
        said = sentences(hint)
        words = len(" ".join(said).split())
        if not SENTENCES[0] <= len(said) <= SENTENCES[1]:
            found.append(f"hint {number} has {len(said)} sentences")
        if words > WORDS:
            found.append(f"hint {number} has {words} words")
        if _MYST.search(hint):
            found.append(f"hint {number} has a MyST role or directive, which means nothing in a notebook")
        found += [f"hint {number} prints the solution: {line}" for line in secret if line in hint]
    code = [line for block in _BLOCK.finditer(hints[-1]) for line in block[2].splitlines() if line.strip()]
    if not any("___" in line for line in code):
        found.append("the last hint shows no code with a gap")
    if len(code) > LINES:
        found.append(f"the last hint shows {len(code)} lines of code")
    return found
