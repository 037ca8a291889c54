"""Practical links: photons at the source, loss on the way, clicks at the receiver.

A laser pulse holds 0, 1, 2, … photons.  Each photon arrives with the same probability, a
detector clicks or not, and sometimes it clicks in the dark.  That is the whole model (Ma et
al. 2005); everything here is per gate, the short time in which a detector listens.

A `Source` says how many photons leave; a `Link` says what becomes of n of them.  The two at a
distance, a `Setup` made by `Link.at`, are what `qedu.exchange` runs over.
"""

from qedu.links.decoys import DecoyCounts, decoy_counts
from qedu.links.detectors import mean_field_afterpulses, mean_field_dead_time
from qedu.links.free_space import free_space_loss_db
from qedu.links.link import Link, Setup
from qedu.links.published import GYS, LIM, LO_CURTY_QI, WANG_YU_HU
from qedu.links.sources import Source, single_photon, spdc, weak_coherent

__all__ = ["Link", "Setup", "GYS", "LO_CURTY_QI", "LIM", "WANG_YU_HU", "Source", "single_photon",
           "weak_coherent", "spdc", "free_space_loss_db", "DecoyCounts", "decoy_counts",
           "mean_field_dead_time", "mean_field_afterpulses"]
