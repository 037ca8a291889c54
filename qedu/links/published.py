"""Links with published parameters."""

from qedu.links.link import Link

__all__ = ["GYS", "LO_CURTY_QI", "LIM", "WANG_YU_HU"]

#: Gobby, Yuan and Shields's 122 km fibre link, the yardstick of decoy-state papers.
GYS = Link(
    "GYS", loss_db_per_km=0.21, efficiency=0.045, dark_counts=1.7e-6, misalignment=0.033, f_ec=1.22,
    reference="Gobby, Yuan and Shields, Appl. Phys. Lett. 84, 3762 (2004)", doi="10.1063/1.1738173",
    read="as Ma et al. 2005 quote it in table I, doi:10.1103/PhysRevA.72.012326")

#: What the first paper on measurement-device-independent keys assumed (figure 2 there).
LO_CURTY_QI = Link(
    "Lo-Curty-Qi", loss_db_per_km=0.2, efficiency=0.145, dark_counts=6.02e-6, misalignment=0.015, f_ec=1.16,
    reference="Lo, Curty and Qi, Phys. Rev. Lett. 108, 130503 (2012), figure 2",
    doi="10.1103/PhysRevLett.108.130503", read="second-hand: the same in two public works that cite it")

#: Dedicated fibre and gated avalanche photodiodes, as in Lim et al. 2014, without their afterpulses (4 %).
LIM = Link(
    "Lim et al.", loss_db_per_km=0.2, efficiency=0.1, dark_counts=1 - (1 - 6e-7)**2, misalignment=0.005,
    f_ec=1.16,
    reference="Lim, Curty, Walenta, Xu and Zbinden, Phys. Rev. A 89, 022307 (2014), section IV",
    doi="10.1103/PhysRevA.89.022307", read="in a public copy of the paper's text")

#: Very quiet detectors, as the sending-or-not-sending paper assumed, at its smallest misalignment.
WANG_YU_HU = Link(
    "Wang-Yu-Hu", loss_db_per_km=0.2, efficiency=0.8, dark_counts=2e-11, misalignment=0.15, f_ec=1.1,
    reference="Wang, Yu and Hu, Phys. Rev. A 98, 062323 (2018)", doi="10.1103/PhysRevA.98.062323",
    read="misalignment in the abstract; 10⁻¹¹ per detector, 80 % and f = 1.1 second-hand, in a reader's "
         "notes; the loss per km is assumed")
