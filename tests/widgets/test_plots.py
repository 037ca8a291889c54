"""Chapter figures: alt text, dark mode, weight, the same bytes each time."""

import gzip
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from qedu import plots

ALT = "Malus's law: probability falls from 1 at 0° to 0 at 90°."


def drawing(**options):
    fig, ax = plots.figure(**options)
    x = np.linspace(0, 90, 91)
    for power in (1, 2, 3):
        ax.plot(x, np.cos(np.radians(x)) ** (2 * power), label=f"{power} <&> analysers")
    ax.axhline(0.5, color="black")
    ax.plot(45, 0.5, "o", color="black")
    ax.set(xlabel="angle (degrees)", ylabel="probability")
    ax.legend()
    return fig


def test_figure_is_inline_svg_with_alt_text():
    shown = plots.show(drawing(), alt=ALT, caption="Ideal & lossless")
    root = ElementTree.fromstring(shown.html)
    assert [picture.get("class") for picture in root.findall("div")] == ["qedu-desk", "qedu-phone"]
    svg = root.find("div/{http://www.w3.org/2000/svg}svg")
    assert svg.get("role") == "img" and svg.get("aria-label") == ALT
    assert root.find("figcaption").text == "Ideal & lossless"
    words = "".join(svg.itertext())
    assert "angle (degrees)" in words and "2 <&> analysers" in words, "text stays text"
    assert shown._repr_mimebundle_() == {"text/html": shown.html, "text/plain": ALT}


def test_text_and_axes_take_the_colour_of_the_page():
    svg = plots.show(drawing(), alt=ALT).html
    assert 'fill="currentColor"' in svg and "stroke: currentColor" in svg
    assert not re.search(r"#000000|#ffffff|<style|\*\{", svg)
    for background in ("#ffffff", "#121212"):
        for colour in plots.COLORS:
            light, dark = sorted(map(luminance, (background, colour)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 3, (background, colour)


def luminance(colour):
    """Relative luminance, WCAG 2."""
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_words_in_the_colour_of_a_line_can_be_read_on_both_pages():
    fig, ax = plots.figure()
    for number, colour in enumerate(plots.COLORS):
        ax.annotate(f"word {number}", (0, number), color=colour)
    ax.set_ylim(-1, 6)
    svg = plots.show(fig, alt="Five words, each in the colour of a line.").html
    mixed = re.findall(r"<text[^>]*fill: color-mix\(in srgb, (#\w{6}) (\d+)%, currentColor\)", svg)
    assert {colour for colour, _ in mixed} == set(plots.COLORS) and len(mixed) == 2 * len(plots.COLORS), "on the desk and on the phone"
    for page, ink in (("#fcfbf8", "#23262d"), ("#15161a", "#dcdde1"), ("#ffffff", "#23262d")):
        for colour, share in mixed:
            parts = [round((int(colour[i:i + 2], 16) * int(share) + int(ink[i:i + 2], 16) * (100 - int(share))) / 100) for i in (1, 3, 5)]
            light, dark = sorted(map(luminance, (page, "#" + "".join(f"{part:02x}" for part in parts))), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (page, colour)


def test_lines_differ_in_style_too():
    svg = plots.show(drawing(), alt=ALT).html
    assert len(set(re.findall(r"stroke-dasharray: [\d., ]+", svg))) >= 2


def test_bytes_repeat_and_names_do_not_clash():
    one, same = (plots.show(drawing(), alt=ALT).html for _ in range(2))
    assert one == same
    other = plots.show(drawing(height=3.5), alt=ALT).html
    names = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (one, other)]
    assert names[0] and not names[0] & names[1]
    for svg, own in zip((one, other), names):
        assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)) <= own
    assert len(gzip.compress(one.encode())) < 6_000


def test_the_same_picture_twice_has_no_name_twice():
    fig, axes = plots.figure(columns=2)
    for ax in axes.flat:
        ax.imshow([[0, 1], [1, 0]])
    svg = plots.show(fig, alt=ALT).html
    names = re.findall(r'\bid="([^"]+)"', svg)
    assert svg.count("<image") == 4 and names and len(set(names)) == len(names)
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)) == set(names)


@pytest.mark.parametrize("alt", [None, "", "   ", "figure", 5])
def test_alt_text_is_required(alt):
    with pytest.raises(ValueError, match="alt"):
        plots.show(drawing(), alt=alt)


def test_bad_arguments():
    with pytest.raises(ValueError, match="fig"):
        plots.show("figure", alt=ALT)
    with pytest.raises(ValueError, match="width"):
        plots.figure(width=0)


def test_panels():
    fig, axes = plots.figure(columns=2)
    assert axes.shape == (2,)
    assert "<svg" in plots.show(fig, alt="Two empty panels side by side.").html


def test_numbers_in_texts_keep_their_digits():
    fig, ax = plots.figure()
    ax.set_title("bound 0.8536")
    shown = plots.show(fig, alt="A title that reads bound 0.8536 and no more.")._repr_mimebundle_()["text/html"]
    assert shown.count("0.8536") == 4, "name and title, of two pictures"


def test_the_picture_for_a_phone_has_words_of_full_size_within_it_and_leaves_the_figure_alone():
    fig, (left, right) = plots.figure(columns=2, height=2.7)
    left.plot([0, 1], [0, 1], label="counted, 200 each")
    left.legend()
    right.set_title("a second panel")

    def stands():
        return left.get_legend().get_texts()[0].get_text(), right.get_title(), fig.get_size_inches().tolist(), [ax.get_subplotspec() for ax in fig.axes]

    before = stands()
    root = ElementTree.fromstring(plots.show(fig, alt="Two panels, one beside the other.").html)
    assert before == stands()
    desk, phone = root.findall("div/{http://www.w3.org/2000/svg}svg")
    assert float(phone.get("width")) <= 328 < float(desk.get("width"))
    assert float(phone.get("height")) > 1.5 * float(desk.get("height")), "the panels stand one below the other"
    scale = float(phone.get("width")) / float(phone.get("viewBox").split()[2])
    sizes = [float(size) for size in re.findall(r"font: ([\d.]+)px|font-size: ([\d.]+)px", ElementTree.tostring(phone).decode()) for size in size if size]
    assert sizes and min(sizes) * scale >= 12


def test_long_words_are_broken_for_a_phone():
    fig, ax = plots.figure()
    ax.plot([0, 1], [0, 1], label="counted, with 200 photons at each angle, and a 95 % interval")
    ax.legend()
    desk, phone = (["".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text")]
                   for svg in ElementTree.fromstring(plots.show(fig, alt="A line that rises.").html).findall("div"))
    assert "counted, with 200 photons at each angle, and a 95 % interval" in desk
    assert "counted, with 200 photons at each angle, and a 95 % interval" not in phone
    assert any(line.startswith("counted,") for line in phone)


def test_a_narrow_figure_is_drawn_once():
    assert plots.show(plots.figure(width=3)[0], alt="Empty axes from 0 to 1.").html.count("<svg") == 1
