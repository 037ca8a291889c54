"""The words of a button can be read also while the pointer rests on it."""

import re

import pytest

from qedu import widgets

#: Each kind of button that a stage has, also where it cannot be pressed.
BUTTONS = """<div class="qedu-widget"><div class="qedu-buttons">
    <button>Measure</button><button disabled>Measure</button><button class="qedu-next">Next</button><button class="qedu-next" disabled>Next</button>
    </div><div class="qedu-tabs"><button>Tab</button></div><div class="qedu-tools"><button>Reset</button></div></div>"""
#: The colour of the words, and what is painted behind them: the first ground that is not transparent.
COLOURS = """button => {
    const solid = one => !/, 0\\)$|transparent/.test(one);
    let behind = button;
    while (behind.parentElement && !solid(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
    return [getComputedStyle(button).color, getComputedStyle(behind).backgroundColor];
}"""


def luminance(colour):
    """WCAG 2.2, relative luminance of an rgb() colour."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_of_a_button_under_the_pointer_have_the_contrast_that_wcag_asks_for(browser, theme):
    page = browser.new_page()
    page.set_content(f'<html data-theme="{theme}"><style>{widgets.styles()}</style><body>{BUTTONS}')
    buttons = page.query_selector_all("button")
    assert len(buttons) == 6
    for button in buttons:
        button.hover(force=True)
        words, ground = (luminance(one) for one in button.evaluate(COLOURS))
        assert (max(words, ground) + 0.05) / (min(words, ground) + 0.05) >= 4.5, button.evaluate("one => one.outerHTML")
    page.close()
