"""Published experiments: what was measured, how each figure was read, and what a model predicts.

The data are in ``qedu/data/bb84_experiments.yaml``.  Every figure there says where it
was read and whether it was fitted, so that a prediction can be judged by its inputs.
"""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypedDict, overload

import numpy as np

from qedu import _yaml
from qedu._arguments import array, bad, renamed, scalar_or_array, together
from qedu._operators import Value
from qedu._types import FloatOrArray, Floats, Number, Numbers
from qedu.links.detection import clicks

__all__ = ["INPUTS", "READ", "Experiment", "Figure", "Misfit", "load", "misfit", "predict_qber"]

#: How a figure was read, from the best source to the weakest.
READ = {
    "paper": "in the paper itself",
    "abstract": "in the paper's abstract",
    "copy": "in a public copy of the preprint's text",
    "derived": "computed from other figures of the experiment",
    "second-hand": "as others quote it; the paper was not read",
}

#: What `predict_qber` needs of an experiment.
INPUTS = ("mu", "transmittance", "dark_counts", "misalignment")

# What the figures were once called, before they had the names of `qedu.links`.
_FORMER = {"background": "dark_counts", "optical_error": "misalignment"}

# Name of a figure: its lowest and highest value.
_FIGURES = {
    "distance_km": (0, 1e6), "clock_hz": (0, 1e15), "loss_db": (0, 1000), "mu": (0, 1000),
    "receiver_efficiency": (0, 1), "transmittance": (0, 1), "dark_counts": (0, 1), "misalignment": (0, 0.5),
    "qber": (0, 0.5),
}
_TEXTS = ("id", "label", "reference", "doi", "url", "protocol", "medium")
_DATA = Path(__file__).parent / "data" / "bb84_experiments.yaml"


@dataclass(frozen=True)
class Figure:
    """One number of an experiment and where it comes from.

    Parameters
    ----------
    value : float
        The number, in the unit that its name says; probabilities and error rates as fractions.
    read : str
        How it was read: a key of `READ`.
    where : str
        The place: a paragraph, table or caption, or how it was computed.
    uncertainty : float
        One standard deviation as stated, 0.0 if none was.
    fitted : bool
        Whether it was chosen so that a measured figure of the same experiment comes out.
    note : str
        What else the reader should know, or "".
    """

    value: float
    read: str
    where: str
    uncertainty: float = 0.0
    fitted: bool = False
    note: str = ""


@dataclass(frozen=True, eq=False)
class Experiment(Value):
    """One measured error rate with the conditions it was measured under.

    An experiment that reports several points gives several records with the same `id`.

    Parameters
    ----------
    id, label, reference, doi, url, protocol, medium, notes : str
        What it was, where it was published and where to find it.
    year : int
        Year of publication.
    figures : dict of str to Figure
        The numbers that were found, by name: ``distance_km``, ``clock_hz``, ``mu`` (mean photon
        number that leaves Alice), ``loss_db`` (channel), ``receiver_efficiency`` (optics and
        detectors), ``transmittance`` (from Alice to a click), ``dark_counts`` (Y₀, probability per
        gate that some detector of the receiver clicks without light from Alice, stray light
        included), ``misalignment`` (e_d, share of wrong clicks among the signal's) and ``qber``
        (measured).  They are called as in `qedu.links.Link`.
    """

    id: str
    label: str
    year: int
    reference: str
    doi: str
    url: str
    protocol: str
    medium: str
    notes: str = ""
    figures: dict[str, Figure] = field(default_factory=dict)

    def value(self, name: str) -> float | None:
        """Return the number called `name`, or None if it was not found.

        Parameters
        ----------
        name : str
            A name of `figures`; what was once called ``background`` and ``optical_error`` is
            found by these names, too.

        Returns
        -------
        float or None
        """
        figure = self.figures.get(_FORMER.get(name, name))
        return None if figure is None else figure.value

    @property
    def missing(self) -> tuple[str, ...]:
        """Inputs of the prediction that were not found, a tuple of names."""
        return tuple(name for name in INPUTS if name not in self.figures)

    @property
    def fitted(self) -> tuple[str, ...]:
        """Figures that were fitted, a tuple of names."""
        return tuple(name for name, figure in self.figures.items() if figure.fitted)

    @property
    def read(self) -> str:
        """The weakest way in which an input or the measured error rate was read, a key of `READ`."""
        order = list(READ)
        used = [self.figures[name].read for name in (*INPUTS, "loss_db", "receiver_efficiency", "qber")
                if name in self.figures]
        return max(used, key=order.index)


def _complain(path: Path, what: str) -> ValueError:
    advice = ("Correct the file; its first lines explain the fields." if path != _DATA else
              "Reinstall qedu, or correct the file; its first lines explain the fields.")
    return ValueError(f"{path}: {what} {advice}")


def _number(value: Any, low: float = -math.inf, high: float = math.inf) -> bool:
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    return good and math.isfinite(value) and low <= value <= high


def _figure(path: Path, place: str, name: str, entry: Any) -> Figure:
    if name not in _FIGURES:
        raise _complain(path, f"{place} has a figure {name!r}; allowed: {', '.join(_FIGURES)}.")
    low, high = _FIGURES[name]
    if not isinstance(entry, dict) or not _number(entry.get("value"), low, high):
        got = entry.get("value") if isinstance(entry, dict) else entry
        allowed = f"a number from {low:g} to {high:g}"
        raise _complain(path, f"{place}, {name}: value = {got!r}; allowed: {allowed}.")
    unknown = sorted(set(entry) - {"value", "read", "where", "uncertainty", "fitted", "note"})
    if unknown:
        raise _complain(path, f"{place}, {name}: unknown field {unknown[0]!r}.")
    if entry.get("read") not in READ:
        raise _complain(path, f"{place}, {name}: read = {entry.get('read')!r}; allowed: {', '.join(READ)}.")
    if not isinstance(entry.get("where"), str) or not entry["where"].strip():
        raise _complain(path, f"{place}, {name}: where is missing; it says where the figure was read.")
    if not _number(entry.get("uncertainty", 0.0), 0) or not isinstance(entry.get("fitted", False), bool):
        raise _complain(path, f"{place}, {name}: uncertainty must be a number ≥ 0 and fitted true or false.")
    return Figure(float(entry["value"]), entry["read"], entry["where"], float(entry.get("uncertainty", 0.0)),
                  entry.get("fitted", False), str(entry.get("note", "")))


def _with_transmittance(figures: dict[str, Figure]) -> dict[str, Figure]:
    """Add the transmittance from channel loss and receiver efficiency, where both are known."""
    if "transmittance" in figures or not {"loss_db", "receiver_efficiency"} <= set(figures):
        return figures
    loss, receiver = figures["loss_db"], figures["receiver_efficiency"]
    value = 10 ** (-loss.value / 10) * receiver.value
    share = math.hypot(loss.uncertainty * math.log(10) / 10,
                       receiver.uncertainty / receiver.value if receiver.value else 0.0)
    derived = Figure(value, "derived", "loss_db and receiver_efficiency", value * share)
    return figures | {"transmittance": derived}


def _records(path: Path, entry: Any, position: int) -> Iterator[Experiment]:
    place = f"experiment {position}"
    if not isinstance(entry, dict):
        raise _complain(path, f"{place} is not a mapping of fields.")
    place = f"experiment {entry.get('id', position)!r}"
    for name in _TEXTS:
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise _complain(path, f"{place}: {name} = {entry.get(name)!r}; allowed: a text.")
    if not isinstance(entry.get("year"), int):
        raise _complain(path, f"{place}: year = {entry.get('year')!r}; allowed: a whole number.")
    unknown = sorted(set(entry) - {*_TEXTS, "year", "notes", "figures", "points"})
    if unknown:
        raise _complain(path, f"{place}: unknown field {unknown[0]!r}.")
    texts = {name: entry[name] for name in _TEXTS} | {"notes": str(entry.get("notes", ""))}
    points = entry.get("points", [{}])
    if not isinstance(points, list) or not points or not all(isinstance(p, dict) for p in points):
        raise _complain(path, f"{place}: points must be a list of mappings with figures.")
    for point in points:
        named: dict[str, Any] = {}
        for part in (entry, point):
            group: dict[str, Any] = part.get("figures", {})
            if not isinstance(group, dict):
                raise _complain(path, f"{place}: figures must be a mapping from names to figures.")
            for name, value in group.items():
                known = _FORMER.get(name, name)
                if known != name and known in group:
                    raise _complain(path, f"{place} has {name!r} beside {known!r}, which is its name now.")
                named[known] = value
        figures = {name: _figure(path, place, name, value) for name, value in named.items()}
        if "qber" not in figures:
            raise _complain(path, f"{place}: the measured qber is missing; without it, leave it out.")
        yield Experiment(**texts, year=entry["year"], figures=_with_transmittance(figures))


def load(path: str | os.PathLike[str] | None = None) -> list[Experiment]:
    """Return the published experiments, with the source of every figure.

    For now these are runs of BB84, once with three of its states, and of B92 where its figures could be read.

    Parameters
    ----------
    path : str or os.PathLike, optional
        A file of your own in the same format; the book's own data if None.

    Returns
    -------
    list of Experiment
        One record for each measured error rate, in the order of the file.

    Raises
    ------
    ValueError
        If the file cannot be read or an entry is wrong: it names the file, what is wrong
        and what to do.

    Notes
    -----
    Used in chapter C09.

    Examples
    --------
    >>> first = load()[0]
    >>> first.label, first.protocol, first.value("qber")
    ('Buttler et al. 2000, 1.6 km of air in daylight', 'B92', 0.078)
    >>> first.figures["mu"].read, first.fitted
    ('copy', ('misalignment',))
    """
    return list(_own() if path is None else _load(Path(path)))


@functools.lru_cache(maxsize=1)
def _own() -> tuple[Experiment, ...]:
    """The book's own data, read once; a file of somebody's own may change between two calls."""
    return _load(_DATA)


def _load(path: Path) -> tuple[Experiment, ...]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _complain(path, f"cannot be read ({error}).") from error
    try:
        entries = _yaml.parse(text)
    except _yaml.YAMLError as error:
        raise _complain(path, f"is not valid YAML ({' '.join(str(error).split())}).") from error
    if not isinstance(entries, list) or not entries:
        raise _complain(path, "must hold a list of experiments.")
    return tuple(record for i, entry in enumerate(entries, 1) for record in _records(path, entry, i))


@overload
def predict_qber(*, mu: Number, transmittance: Number, dark_counts: Number, misalignment: Number) -> float: ...
@overload
def predict_qber(*, mu: Numbers, transmittance: Numbers, dark_counts: Numbers, misalignment: Numbers) -> Floats: ...
@renamed(**_FORMER)
def predict_qber(*, mu: Numbers, transmittance: Numbers, dark_counts: Numbers, misalignment: Numbers) -> FloatOrArray:
    """Error rate of the sifted key that laser, loss and dark counts lead one to expect.

    A pulse of Poissonian light gives a click of the signal with probability
    S = 1 − exp(−μη), wrong with probability e.  Dark counts and stray light give one with
    probability Y₀, wrong half of the time.  So

        Q = (Y₀/2 + e·S) / (1 − (1 − Y₀)·exp(−μη)).

    The sifting of BB84 keeps the same share of both kinds and drops out.  For B92 put the quarter
    of the signal's clicks that it keeps into η.

    Parameters
    ----------
    mu : float or array_like
        Mean photon number of a pulse as it leaves Alice, 0 to 10⁶.
    transmittance : float or array_like
        η, from 0 to 1: channel, receiver optics and detector efficiency together.
    dark_counts : float or array_like
        Y₀, from 0 to 1: probability per gate that the receiver clicks without light from
        Alice, all detectors together, stray light included.
    misalignment : float or array_like
        e, from 0 to 0.5: share of wrong clicks among the signal's, (1 − V)/2 for an
        interferometer of visibility V.

    Returns
    -------
    float or numpy.ndarray
        The error rate, at most 0.5, of the shape to which the arguments broadcast.

    Raises
    ------
    ValueError
        If an argument leaves its range, if the shapes do not fit each other, or if nothing
        ever clicks.

    Notes
    -----
    The click model of Ma, Qi, Zhao and Lo, Phys. Rev. A 72, 012326 (2005),
    doi:10.1103/PhysRevA.72.012326, summed over a Poissonian photon number; for small Y₀
    and S it is the sum of optical and detector error of Gisin, Ribordy, Tittel and
    Zbinden, Rev. Mod. Phys. 74, 145 (2002), doi:10.1103/RevModPhys.74.145.  It counts
    gates where signal and dark counts both click in both terms, an error below Y₀/2.  Used
    in chapter C09.

    Examples
    --------
    Over 122 km of fibre, of which the optics explain about a third:

    >>> round(predict_qber(mu=0.1, transmittance=0.045 * 10**-2.562, dark_counts=1.7e-6, misalignment=0.033), 4)
    0.0896
    """
    mu, eta, y0, error = together(
        mu=array("mu", mu, 0, 1e6), transmittance=array("transmittance", transmittance, 0, 1),
        dark_counts=array("dark_counts", dark_counts, 0, 1), misalignment=array("misalignment", misalignment, 0, 0.5))
    found, wrong = clicks(SimpleNamespace(dark_counts=y0, misalignment=error), -np.expm1(-mu * eta))
    if not np.all(found > 0):
        raise bad("dark_counts", dark_counts,
                  "above 0 where mu or transmittance is 0, since otherwise nothing clicks")
    return scalar_or_array(np.minimum(0.5, wrong / found))


class Misfit(TypedDict):
    """What a model predicts for one experiment beside what was measured: a dict, made by `misfit`.

    Attributes
    ----------
    experiment : Experiment
        The record.
    predicted, low, high : float or None
        The prediction, and its range while every input moves by its stated uncertainty; None where an
        input is missing.
    measured : float
        The measured error rate, a fraction like the others.
    difference : float or None
        Predicted − measured.
    fitted, missing : tuple of str
        Names of figures.
    read : str
        The weakest source, a key of `READ`.
    """

    experiment: Experiment
    predicted: float | None
    low: float | None
    high: float | None
    measured: float
    difference: float | None
    fitted: tuple[str, ...]
    missing: tuple[str, ...]
    read: str


def misfit(experiments: Iterable[Experiment] | None = None) -> list[Misfit]:
    """Compare predicted and measured error rates.

    Parameters
    ----------
    experiments : list of Experiment, optional
        What `load` returned, or a part of it; all if None.

    Returns
    -------
    list of Misfit
        A dict for each experiment, in order.

    Raises
    ------
    ValueError
        If `experiments` holds anything else.

    Notes
    -----
    The model is that of `predict_qber`.  Used in chapter C09.

    Examples
    --------
    >>> row = misfit()[0]
    >>> round(row["predicted"], 3), row["measured"], row["fitted"]
    (0.064, 0.078, ('misalignment',))
    """
    rows: list[Misfit] = []
    for experiment in load() if experiments is None else experiments:
        if not isinstance(experiment, Experiment) or "qber" not in experiment.figures:
            raise bad("experiments", experiment, "records of qedu.experiments.load()")
        measured, missing = experiment.figures["qber"].value, experiment.missing
        row: Misfit = {
            "experiment": experiment, "predicted": None, "low": None, "high": None, "measured": measured,
            "difference": None, "fitted": experiment.fitted, "missing": missing, "read": experiment.read}
        if not missing:
            inputs = [experiment.figures[name] for name in INPUTS]
            predicted = predict_qber(**{name: figure.value for name, figure in zip(INPUTS, inputs, strict=True)})
            # The model is monotone in each input, so the corners give the range.
            ends = [predict_qber(**{name: min(max(figure.value + sign * figure.uncertainty, 0), _FIGURES[name][1])
                                    for name, figure, sign in zip(INPUTS, inputs, signs, strict=True)})
                    for signs in product((-1, 1), repeat=len(inputs))]
            row |= {"predicted": predicted, "low": min(ends), "high": max(ends),
                    "difference": predicted - measured}
        rows.append(row)
    return rows
