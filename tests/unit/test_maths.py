"""Formulas are set when the book is built; one that cannot be read stops the build."""

import pytest

from qedu.book.maths import render


def test_a_formula_becomes_html_and_mathml():
    inline, display = render(r"\ket{\psi} = \alpha\ket{0}"), render(r"\frac{1}{2}", display=True)
    assert 'class="katex"' in inline and "<math" in inline and "katex-display" not in inline
    assert "katex-display" in display and "<mfrac>" in display


@pytest.mark.parametrize("latex", [r"\unknowncommand", r"\frac{1}{", "½"])
def test_a_formula_that_cannot_be_read_is_refused(latex):
    with pytest.raises(ValueError, match="latex must be a formula"):
        render(latex)
