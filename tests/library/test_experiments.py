"""Floor 4: the published experiments and the error rates predicted for them."""

import dataclasses
import math
import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from qedu import experiments, links

DATA = Path(experiments.__file__).parent / "data" / "bb84_experiments.yaml"
RAW = yaml.safe_load(DATA.read_text(encoding="utf-8"))


def by_photon_number(mu, eta, y0, error):
    """Ma et al. 2005: yields and errors of n photons, weighted with the Poisson law."""
    gain = wrong = 0.0
    for n in range(200):
        weight = math.exp(-mu + n * math.log(mu) - math.lgamma(n + 1)) if mu else float(n == 0)
        seen = 1 - (1 - eta) ** n
        gain += weight * (y0 + seen - y0 * seen)
        wrong += weight * (y0 / 2 + error * seen)
    return wrong / gain


@pytest.mark.parametrize("mu", [0.0, 0.03, 0.5, 7.0])
@pytest.mark.parametrize("eta", [0.0, 1e-4, 0.3, 1.0])
@pytest.mark.parametrize("y0", [1e-6, 1e-3, 0.05])
@pytest.mark.parametrize("error", [0.0, 0.02, 0.4])
def test_prediction_sums_photon_numbers(mu, eta, y0, error):
    assert experiments.predict_qber(mu=mu, transmittance=eta, dark_counts=y0, misalignment=error) == pytest.approx(
        min(0.5, by_photon_number(mu, eta, y0, error)), rel=1e-12, abs=0)


@pytest.mark.parametrize("mu", [0.03, 0.5, 7.0])
@pytest.mark.parametrize("eta", [1e-4, 0.3, 1.0])
@pytest.mark.parametrize("y0, error", [(1e-6, 0.02), (1.7e-6, 0.033), (0.05, 0.4)])
def test_prediction_is_what_a_link_of_these_figures_has(mu, eta, y0, error):
    """The same quantity stands in two rooms, since one takes published figures and the other a link."""
    link = links.Link("figures", 0, 1, y0, error, fixed_loss_db=-10 * np.log10(eta))
    assert experiments.predict_qber(mu=mu, transmittance=eta, dark_counts=y0, misalignment=error) == pytest.approx(link.qber(mu, 0), rel=1e-9, abs=0)


def test_prediction_against_two_detectors_pulse_by_pulse():
    """n = 4·10⁶ pulses into a right and a wrong detector; double clicks get a random bit.

    About 4·10⁵ clicks, standard deviation of the error rate 3.3·10⁻⁴.  The bound is 5.5 standard
    deviations (two-sided 3.8·10⁻⁸) plus the Y₀/2 that the formula's docstring allows for gates
    where both click, so a false failure has probability below 10⁻⁷.
    """
    n, mu, eta, y0, error = 4_000_000, 0.5, 0.2, 1e-3, 0.04
    rng = np.random.default_rng(11)
    photons = rng.poisson(mu, n)
    seen = rng.binomial(photons, eta)
    # The optics send all light of a pulse to the wrong detector with probability e (threshold detectors).
    flipped = rng.random(n) < error
    dark = -math.expm1(math.log1p(-y0) / 2)                     # per detector
    right = ((seen > 0) & ~flipped) | (rng.random(n) < dark)
    wrong = ((seen > 0) & flipped) | (rng.random(n) < dark)
    errors = wrong & (~right | (rng.random(n) < 0.5))
    clicks = right | wrong
    measured = errors.sum() / clicks.sum()
    sigma = math.sqrt(measured * (1 - measured) / clicks.sum())
    assert sigma < 3.5e-4
    assert abs(experiments.predict_qber(mu=mu, transmittance=eta, dark_counts=y0, misalignment=error) - measured) < 5.5 * sigma + y0 / 2


def test_limits_of_the_prediction():
    assert experiments.predict_qber(mu=0.1, transmittance=0.1, dark_counts=0.0, misalignment=0.03) == pytest.approx(0.03, abs=1e-15)     # optics alone
    assert experiments.predict_qber(mu=0.1, transmittance=0.0, dark_counts=1e-6, misalignment=0.03) == 0.5                                # background alone
    assert experiments.predict_qber(mu=10, transmittance=1, dark_counts=1, misalignment=0.5) == 0.5                                       # never above a coin
    small = experiments.predict_qber(mu=1e-4, transmittance=0.1, dark_counts=1e-7, misalignment=0.0)                                      # Gisin: Y₀/(2 μη)
    assert small == pytest.approx(1e-7 / 2 / 1e-5, rel=2e-2) and isinstance(small, float)


def test_arrays_in_arrays_out():
    loss = np.linspace(0, 40, 7)
    values = experiments.predict_qber(mu=[[0.1], [0.5]], transmittance=0.045 * 10 ** (-loss / 10), dark_counts=1.7e-6, misalignment=0.033)
    assert values.shape == (2, 7)
    assert np.all(np.diff(values, axis=1) > 0) and np.all(values[0] > values[1])
    assert values[1, 3] == experiments.predict_qber(mu=0.5, transmittance=0.045 * 10 ** (-loss[3] / 10), dark_counts=1.7e-6, misalignment=0.033)


@pytest.mark.parametrize("arguments, name, allowed", [
    ((-0.1, 0.1, 1e-6, 0), "mu", "numbers from 0 to 1e+06"),
    ((math.inf, 0.1, 1e-6, 0), "mu", "numbers from 0 to 1e+06"),
    ((0.1, 1.1, 1e-6, 0), "transmittance", "numbers from 0 to 1"),
    ((0.1, [0.1, math.nan], 1e-6, 0), "transmittance", "numbers from 0 to 1"),
    ((0.1, 0.1, "few", 0), "dark_counts", "numbers from 0 to 1"),
    ((0.1, 0.1, 1e-6, 0.6), "misalignment", "numbers from 0 to 0.5"),
    (([0.1, 0.2], [0.1, 0.2, 0.3], 1e-6, 0), "mu", "a shape that goes with transmittance of shape (3,)"),
    ((0, 0.1, 0, 0), "dark_counts", "above 0 where mu or transmittance is 0, since otherwise nothing clicks"),
])
def test_bad_arguments_are_named(arguments, name, allowed):
    with pytest.raises(ValueError) as error:
        experiments.predict_qber(**dict(zip(experiments.INPUTS, arguments)))
    assert str(error.value).startswith(f"{name} = ") and str(error.value).endswith(f" is not allowed: {allowed}")


# The data

def test_records_follow_the_file():
    """Values, sources and fits, read from the YAML without the module's own parser."""
    records = iter(experiments.load())
    for entry in RAW:
        for point in entry.get("points", [{}]):
            record, figures = next(records), entry.get("figures", {}) | point.get("figures", {})
            assert (record.id, record.doi, record.protocol) == (entry["id"], entry["doi"], entry["protocol"])
            for name, figure in figures.items():
                held = record.figures[name]
                assert (held.value, held.read, held.fitted) == (figure["value"], figure["read"], figure.get("fitted", False))
            assert set(record.figures) - set(figures) <= {"transmittance"}
            assert record.fitted == tuple(name for name, f in figures.items() if f.get("fitted"))
    assert next(records, None) is None


def test_every_experiment_can_be_found_and_judged():
    records = experiments.load()
    assert len({(r.id, r.value("mu")) for r in records}) == len(records)
    for record in records:
        assert re.fullmatch(r"10\.\d{4,5}/\S+", record.doi) and record.url.startswith("https://")
        assert 1989 <= record.year <= 2100 and str(record.year) in record.reference
        for figure in record.figures.values():
            assert figure.read in experiments.READ and figure.where
            # What was fitted, computed or taken from others must say so in words.
            assert figure.note or figure.read in ("paper", "abstract", "copy", "second-hand", "derived")
            assert not figure.fitted or figure.note
        if "loss_db" in record.figures and "receiver_efficiency" in record.figures:
            eta = 10 ** (-record.value("loss_db") / 10) * record.value("receiver_efficiency")
            assert record.value("transmittance") == pytest.approx(eta, rel=1e-12)


def test_the_weakest_source_is_named():
    """A prediction is as good as its weakest input."""
    found = {(r.id): r.read for r in experiments.load()}
    assert found["buttler2000"] == "copy" and found["gobby2004"] == "second-hand" == found["jeong2014"]
    assert found["avesani2021"] == "abstract"
    # no plain BB84: the encoder made three states
    assert {e.id: e.protocol for e in experiments.load()}["avesani2021"] == "BB84, three states"
    assert experiments.load()[-1].missing == experiments.INPUTS


def test_shares_that_buttler_prints():
    """Their background shares 5.9, 2.4 and 1.9 % follow from 6.7e-4 and their bit rates; 1.9 % is the mean rest."""
    for rate, printed in ((5.4e-3, 0.059), (12.2e-3, 0.024), (17e-3, 0.019)):
        assert 6.7e-4 / 2 / (rate + 6.7e-4) == pytest.approx(printed, abs=0.005)
    rest = np.mean([0.078 - 0.059, 0.041 - 0.024, 0.041 - 0.019])
    assert rest == pytest.approx(experiments.load()[0].value("misalignment"), abs=5e-4)


def test_misfit():
    rows = experiments.misfit()
    assert [row["experiment"] for row in rows] == experiments.load()
    for row in rows:
        figures = row["experiment"].figures
        assert row["measured"] == figures["qber"].value
        if row["missing"]:
            assert row["predicted"] is row["low"] is row["high"] is row["difference"] is None
            continue
        assert row["difference"] == pytest.approx(row["predicted"] - row["measured"], abs=1e-15)
        assert row["low"] <= row["predicted"] <= row["high"]
        assert row["predicted"] == pytest.approx(
            by_photon_number(*(figures[name].value for name in experiments.INPUTS)), rel=1e-12)
    # By hand: (6.7e-4/2 + 0.019·S)/(6.7e-4 + S − 6.7e-4·S), S = 1 − exp(−0.0065); low and high at η ± 0.01.
    assert (rows[0]["low"], rows[0]["predicted"], rows[0]["high"]) == pytest.approx((0.0543, 0.0641, 0.0815), abs=5e-5)
    assert experiments.misfit(experiments.load()[:1])[0]["difference"] == pytest.approx(-0.0139, abs=5e-5)
    with pytest.raises(ValueError, match="^experiments = 3 is not allowed: records"):
        experiments.misfit([3])
    with pytest.raises(ValueError, match="^experiments = Experiment.* is not allowed: records"):
        experiments.misfit([dataclasses.replace(experiments.load()[0], figures={})])           # nothing measured


def write(tmp_path, change):
    entry = {"id": "x", "label": "x", "year": 2000, "reference": "x 2000", "doi": "10.1000/x", "url": "https://x",
             "protocol": "BB84", "medium": "fibre",
             "figures": {"qber": {"value": 0.05, "read": "paper", "where": "table 1"}}}
    change(entry)
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump([entry]), encoding="utf-8")
    return path


@pytest.mark.parametrize("change, what", [
    (lambda e: e["figures"]["qber"].update(value=5), "experiment 'x', qber: value = 5; allowed: a number from 0 to 0.5."),
    (lambda e: e["figures"]["qber"].update(value="1e-2"), "value = '1e-2'; allowed: a number"),
    (lambda e: e["figures"]["qber"].update(value=True), "value = True; allowed: a number"),
    (lambda e: e["figures"]["qber"].update(value=float("nan")), "value = nan; allowed: a number"),
    (lambda e: e["figures"]["qber"].update(read="memory"), "read = 'memory'; allowed: paper, abstract, copy"),
    (lambda e: e["figures"]["qber"].update(where=" "), "qber: where is missing"),
    (lambda e: e["figures"]["qber"].update(page=3), "unknown field 'page'"),
    (lambda e: e["figures"]["qber"].update(uncertainty=-1), "uncertainty must be a number ≥ 0"),
    (lambda e: e["figures"].update(colour={}), "has a figure 'colour'; allowed: distance_km"),
    (lambda e: e["figures"].pop("qber"), "the measured qber is missing"),
    (lambda e: e.update(figures=[1]), "figures must be a mapping"),
    (lambda e: e.update(points=[]), "points must be a list of mappings"),
    (lambda e: e.update(doi=None), "doi = None; allowed: a text."),
    (lambda e: e.update(year="2000"), "year = '2000'; allowed: a whole number."),
    (lambda e: e.update(speed=1), "unknown field 'speed'"),
], ids=lambda value: ascii(value).replace("\\", "") if isinstance(value, str) else "change")                # by which it can be called
def test_a_bad_file_says_what_and_where(tmp_path, change, what):
    path = write(tmp_path, change)
    with pytest.raises(ValueError) as error:
        experiments.load(path)
    message = str(error.value)
    assert message.startswith(f"{path}: ") and what in message
    assert message.endswith("Correct the file; its first lines explain the fields.")


def test_files_that_are_no_data(tmp_path):
    path = tmp_path / "mine.yaml"
    with pytest.raises(ValueError, match="cannot be read"):
        experiments.load(path)
    for text, what in (("a: [", "is not valid YAML"), ("a: 1", "must hold a list of experiments"),
                       ("- 1", "experiment 1 is not a mapping")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=what):
            experiments.load(path)


def test_a_file_of_one_s_own(tmp_path):
    path = write(tmp_path, lambda entry: None)
    (record,) = experiments.load(str(path))
    assert record.value("qber") == 0.05 and record.value("mu") is None and record.read == "paper"
    assert len(experiments.load()) > 1                # the book's own data again


def test_a_file_that_has_changed_is_read_again(tmp_path):
    assert experiments.load(write(tmp_path, lambda entry: None))[0].value("qber") == 0.05
    path = write(tmp_path, lambda entry: entry["figures"]["qber"].update(value=0.06))
    assert experiments.load(path)[0].value("qber") == 0.06


def test_transmittance_from_loss_and_receiver(tmp_path):
    """An uncertainty of 0.1 dB is one of 2.33 % (10^0.01 − 1); it adds in squares to the receiver's."""
    def change(entry):
        entry["figures"].update({
            "loss_db": {"value": 20, "uncertainty": 0.1, "read": "paper", "where": "table 1"},
            "receiver_efficiency": {"value": 0.1, "uncertainty": 0.002, "read": "paper", "where": "table 1"}})

    (record,) = experiments.load(write(tmp_path, change))
    eta = record.figures["transmittance"]
    assert (eta.value, eta.read, eta.fitted) == (pytest.approx(1e-3, rel=1e-12), "derived", False)
    assert eta.uncertainty == pytest.approx(1e-3 * math.hypot(10**0.01 - 1, 0.02), rel=0.01)


# One name for one thing

def test_figures_are_called_as_in_a_link():
    """A prediction takes of a link what the link calls so, and gives what the link says of itself."""
    from qedu.links import GYS

    of_link = {name: getattr(GYS, name) for name in experiments.INPUTS if hasattr(GYS, name) and name != "transmittance"}
    assert of_link == {"dark_counts": 1.7e-6, "misalignment": 0.033}
    predicted = experiments.predict_qber(mu=0.48, transmittance=GYS.transmittance(50), **of_link)
    assert predicted == pytest.approx(GYS.qber(0.48, 50), rel=1e-12)


def test_former_names_are_understood(tmp_path):
    now = experiments.predict_qber(mu=0.1, transmittance=0.1, dark_counts=1e-6, misalignment=0.03)
    with pytest.warns(DeprecationWarning) as warned:
        assert experiments.predict_qber(mu=0.1, transmittance=0.1, background=1e-6, optical_error=0.03) == now
    assert sorted(str(w.message) for w in warned) == ["background is called dark_counts now", "optical_error is called misalignment now"]
    assert {w.filename for w in warned} == {__file__}                     # of the call, not of the library
    with pytest.raises(ValueError, match="^background = 2 is not allowed: dark_counts alone"):
        experiments.predict_qber(mu=0.1, transmittance=0.1, background=2, dark_counts=1e-6, misalignment=0)
    gobby = {record.id: record for record in experiments.load()}["gobby2004"]
    assert gobby.value("background") == gobby.value("dark_counts") == 1.7e-6
    assert gobby.value("optical_error") == gobby.value("misalignment") == 0.033

    figure = {"value": 1e-5, "read": "paper", "where": "table 1"}
    (record,) = experiments.load(write(tmp_path, lambda entry: entry["figures"].update(background=figure)))
    assert list(record.figures) == ["dark_counts", "qber"] and record.value("dark_counts") == 1e-5
    (tmp_path / "both").mkdir()
    with pytest.raises(ValueError, match="'background' beside 'dark_counts', which is its name now"):
        experiments.load(write(tmp_path / "both", lambda entry: entry["figures"].update(background=figure, dark_counts=figure)))
