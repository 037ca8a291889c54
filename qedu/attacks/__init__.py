"""Eve as data: what she does to the signal, and the record she keeps.

An attack is a quantum instrument: one Kraus operator for each thing that Eve
may write into her notebook.  The operator may also block the photon, or leave
Eve with a quantum memory, which she reads once everything public is announced.
One of one's own takes a few lines; this Eve measures in Z but always sends on
|+⟩, hoping that nobody tests X alone:

>>> import qedu
>>> from qedu.states import basis
>>> (zero, one), (plus, minus) = basis("Z"), basis("X")
>>> clumsy = Attack("measure Z, send plus", [
...     ("saw 0", plus * zero.dag()),
...     ("saw 1", plus * one.dag()),
... ])
>>> run = qedu.exchange(qedu.protocols.bb84(), attack=clumsy)
>>> round(run.qber, 12), round(run.eve_information, 12)
(0.5, 0.5)
"""

from qedu.attacks.family import Pair, pairs
from qedu.attacks.intercept import helstrom_resend, intercept_resend, unambiguous_resend
from qedu.attacks.model import UNTOUCHED, Attack, Branch, none, partial
from qedu.attacks.photons import photon_number_splitting
from qedu.attacks.probes import entangling_probe, phase_covariant_cloner, universal_cloner
from qedu.attacks.rigged import EMPTY, Rigged
from qedu.attacks.source import at_source

__all__ = ["Attack", "UNTOUCHED", "none", "partial", "intercept_resend", "helstrom_resend",
           "unambiguous_resend", "universal_cloner", "phase_covariant_cloner", "entangling_probe",
           "at_source", "photon_number_splitting", "Branch", "Rigged", "EMPTY", "Pair", "pairs"]
