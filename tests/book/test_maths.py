"""Formulas are set when the book is built; one that cannot be read stops the build."""

import re

import pytest

from qedu.book.maths import breakable, in_a_line, render


def test_a_formula_becomes_html_and_mathml():
    inline, display = render(r"\ket{\psi} = \alpha\ket{0}"), render(r"\frac{1}{2}", display=True)
    assert 'class="katex"' in inline and "<math" in inline and "katex-display" not in inline
    assert "katex-display" in display and "<mfrac>" in display


@pytest.mark.parametrize("latex, line", [
    (r"\ket+", "|+⟩"), (r"\ket{\Phi^+}", "|Φ⁺⟩"), (r"S = 2.42 \pm 0.20", "S = 2.42 ± 0.20"), (r"\tfrac12", "1/2"), (r"\frac{a+b}{2}", "(a+b)/2"),
    (r"10^{-6}", "10⁻⁶"), (r"x^k", "x^k"), (r"e^{i\phi}", "e^(iϕ)"), (r"2\sqrt2", "2√2"), (r"\sqrt{a b}", "√(ab)"), (r"\cos^2\theta", "cos²θ"),
    (r"\rho_{AB}", "ρ_(AB)"), (r"A_1^2", "A₁²"), (r"t < T_2/2", "t < T₂/2"), (r"[0, \tfrac12]", "[0, 1/2]")])
def test_a_formula_in_a_line_of_plain_text(latex, line):
    assert in_a_line(latex) == line


@pytest.mark.parametrize("latex", [r"\unknowncommand", r"\frac{1}{", "½"])
def test_a_formula_that_cannot_be_read_is_refused(latex):
    with pytest.raises(ValueError, match="latex must be a formula"):
        render(latex)


@pytest.mark.parametrize("latex", [r"S_{\max}", r"x_{\min}^{\max}", r"\log_{\max} y", r"\frac{\sin x}{\cos}", r"a^{\ln}_b",
                                   r"\max_{x} f", r"\sqrt[\gcd]{x}", r"\overset{\sup}{x}", r"x_{\operatorname{Tr}}"])
def test_every_element_has_its_number_of_parts(latex):
    """Functions as indices: a browser that minds would show an error in place of the formula."""
    from xml.etree import ElementTree

    html = render(latex)
    formula = ElementTree.fromstring(html[html.index("<math"):html.index("</math>") + len("</math>")])
    wanted = {"msub": 2, "msup": 2, "mover": 2, "munder": 2, "mfrac": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
    found = {element.tag.rpartition("}")[2]: len(element) for element in formula.iter()}
    assert [tag for tag, n in found.items() if wanted.get(tag, n) != n] == [] and set(found) & set(wanted)
    assert 'class="katex-html"' in html and html.startswith('<span class="katex">')


@pytest.mark.parametrize("latex", ["45°", r"\cos 22.5° = 0.924", r"\cos^2 22.5°", r"-\cos(a - 90°)\cos(b - 90°)"])
def test_a_degree_is_drawn_as_a_small_circle_and_read_as_a_degree(latex):
    html = render(latex)
    spoken, _, drawn = html.partition('<span class="katex-html"')
    assert spoken.count("°") == 2 * latex.count("°") and "∘" not in spoken, "in MathML, and in the source beside it"
    assert drawn.count("∘") == latex.count("°") and "°" not in drawn


@pytest.mark.parametrize("latex, lines", [
    (r"x", ["x"]), (r"\mathbf n\cdot\mathbf r = 0", ["n⋅r=0"]),                                       # short: whole
    (r"p = \tfrac12(1 + \tfrac12) = 0.75", ["p=", "21(1+21)=", "0.75"]),                            # not within brackets
    (r"\ket\psi = (\ket{00} + \ket{11})/\sqrt2", ["∣ψ⟩=", "(∣00⟩+∣11⟩)/2"]),                        # a ket opens none
    (r"(a + b + c + d + e + f + g + h + i + j + k + l)", [*(f"{sign}+" for sign in "(a b c d e f g h i j k".split()), "l)"]),
    (r"0.81\cdot 2.828 = 2.291", ["0.81⋅2.828=", "2.291"]),                                         # not behind a dot
    (r"S = 2.697 \pm 0.015", ["S=", "2.697±0.015"]),                                                # nor before an error
    (r"1 - c = 1 - 1/\sqrt2 = 0.293", ["1−c=", "1−1/2=", "0.293"]),                                 # nor within a short sum
    (r"0.854^2 + 0.1464^2 = 0.75", ["0.8542+", "0.14642=", "0.75"]),                                # a longer one where it must
    (r"[0, 1) + 0.123456 + 1", ["[0,1)+", "0.123456+1"])])
def test_a_formula_breaks_between_its_parts_and_not_within_brackets(latex, lines):
    from xml.etree import ElementTree

    html = breakable(render(latex))
    ElementTree.fromstring(html.replace("<wbr>", "<wbr/>"))
    seen = html[html.index('<span class="katex-html"'):]
    assert [re.sub(r"<[^>]*>|[\s\u200b]", "", part) for part in seen.split("<wbr>")] == lines
    # Nothing else has changed.
    assert html.replace("<wbr>", "").replace('<span class="whole">', "").count("<span") == render(latex).count("<span")
