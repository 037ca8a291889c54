"""The widgets of chapter C02: what the first look at them says."""

import json

from qedu import widgets

from .conftest import on_paper

BENCH = widgets.load("polariser-bench")


def test_the_bench_begins_with_light_that_gets_through():
    words = on_paper(BENCH, {}).get_text(" ")
    numbers = BENCH.numbers()
    assert BENCH.samples()["photons"][-1] == 0, "the photon drawn is one that clicks"
    assert f"{numbers['photons.count.click']:.0f} of {numbers['photons.n']:.0f} pass, the last one too." in words
    assert numbers["photons.low.click"] < 0.25 < numbers["photons.high.click"]


def test_the_bench_counts_before_it_speaks_of_the_last_photon():
    words = on_paper(BENCH, {"on2": False}).get_text(" ")
    assert "0 of 100 pass. The last stops at 3." in words


def test_the_bench_has_the_chapter_s_word_for_a_polariser():
    spec = BENCH.spec()
    seen = json.dumps([spec[key] for key in ("title", "caption", "leaves_out", "line", "tasks")], ensure_ascii=False)
    assert "polariser" in seen and "nalyser" not in seen
    assert {control.group for control in BENCH.controls} >= {f"Polariser {k}" for k in (1, 2, 3)}
