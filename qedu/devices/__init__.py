"""Attacks on devices and networks: what goes wrong where a proof's assumptions do not hold; floor 2.

A security proof speaks of a model.  Each attack here breaks one assumption of it, `ATTACKS` says which, and is an
`qedu.attacks.Attack` like any other: give it to `qedu.exchange`, look at error rate, clicks and what Eve knows, and do so again with
the countermeasure.

>>> import qedu
>>> run = qedu.exchange(qedu.protocols.bb84(), blinding())
>>> run.qber, round(run.eve_guess, 12)
(0.0, 1.0)
"""

from qedu.devices.bright import blinding, bright_pulses, double_click_rate, resend_share
from qedu.devices.choices import exposed, foreseen_bases, foreseen_bits, leaking_node
from qedu.devices.receiver import Receiver
from qedu.devices.table import ATTACKS, DeviceAttack
from qedu.devices.time_shift import best_shifts, mismatch_information, time_shift
from qedu.devices.trojan import trojan_guess, trojan_horse, trojan_isolation_db, trojan_photons

__all__ = ["Receiver", "blinding", "bright_pulses", "double_click_rate", "resend_share", "time_shift", "mismatch_information",
           "best_shifts", "trojan_horse", "trojan_guess", "trojan_photons", "trojan_isolation_db", "foreseen_bases", "foreseen_bits",
           "leaking_node", "exposed",
           "DeviceAttack", "ATTACKS"]
