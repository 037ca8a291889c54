"""Attacks on devices and networks in a table: what each one breaks, what shows it, what helps, and what then remains."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DeviceAttack", "ATTACKS"]


@dataclass(frozen=True)
class DeviceAttack:
    """An attack, by the assumption that it breaks.

    Parameters
    ----------
    name : str
        What it is called.
    layer : str
        Where it strikes: "protocol", "device", "network" or "human".
    breaks : str
        The assumption of the security proof that does not hold.
    observable : str
        What Alice and Bob can see of it.
    defence : str
        What helps.
    remains : str
        What that does not stop.
    model : str
        The function of `qedu` that models it.
    source : str
        Reference, with its DOI where it has one.

    Notes
    -----
    See `ATTACKS`.  Chapter C10.

    Examples
    --------
    >>> {attack.name: attack.model for attack in ATTACKS}["detector blinding"]
    'devices.blinding'
    """

    name: str
    layer: str
    breaks: str
    observable: str
    defence: str
    remains: str
    model: str
    source: str


#: The attacks of chapter C10.
ATTACKS: tuple[DeviceAttack, ...] = (
    DeviceAttack(
        "detector blinding", "device", "a click means a photon", "bright light at the entrance; on a line without loss, half of the clicks",
        "a power meter at the entrance; measurement-device-independent keys",
        "attacks that need little light; on a lossy line, rate and errors show nothing",
        "devices.blinding", "Lydersen et al., Nat. Photonics 4, 686 (2010), doi:10.1038/nphoton.2010.214"),
    DeviceAttack(
        "dropped double clicks", "protocol", "what is dropped does not depend on the basis", "both detectors click, in half of the pulses",
        "note a random bit where both click", "blinding, which makes no double clicks",
        "devices.bright_pulses", "Lütkenhaus, Phys. Rev. A 59, 3301 (1999), doi:10.1103/PhysRevA.59.3301"),
    DeviceAttack(
        "time shift", "device", "both detectors are equally efficient", "fewer clicks, at unusual times; no errors",
        "swap at random which detector means 0", "light that reads Bob's modulator; blinding",
        "devices.time_shift", "Zhao et al., Phys. Rev. A 78, 042333 (2008), doi:10.1103/PhysRevA.78.042333"),
    DeviceAttack(
        "Trojan horse", "device", "nothing but the signal leaves Alice", "light that comes in, for a detector that looks for it",
        "attenuators, isolators, filters; privacy amplification for the rest",
        "wavelengths for which isolators were not made; a leak that is never 0",
        "devices.trojan_horse", "Gisin et al., Phys. Rev. A 73, 022320 (2006), doi:10.1103/PhysRevA.73.022320"),
    DeviceAttack(
        "photon-number splitting", "device", "each pulse holds one photon", "yields that depend on the intensity, if there are several",
        "decoy states", "everything at the receiver, and intensities that can be told apart by colour or time",
        "attacks.photon_number_splitting", "Brassard et al., Phys. Rev. Lett. 85, 1330 (2000), doi:10.1103/PhysRevLett.85.1330"),
    DeviceAttack(
        "foreseen bases", "device", "the bases are random for Eve",
        "errors of (1 − g)/2 for bases foreseen with probability g; none if all are",
        "a source whose entropy is assessed, extraction", "a fault that the assessment does not model",
        "devices.foreseen_bases",
        "Bennett and Brassard (1984), reprinted in Theor. Comput. Sci. 560, 7 (2014), doi:10.1016/j.tcs.2014.05.025"),
    DeviceAttack(
        "foreseen bits", "device", "Alice's bits are random for Eve", "nothing",
        "extraction down to the min-entropy that Eve leaves", "devices that lie about it, unless a Bell test vouches for them",
        "devices.foreseen_bits", "König, Renner and Schaffner, IEEE Trans. Inf. Theory 55, 4337 (2009), doi:10.1109/TIT.2009.2025545"),
    DeviceAttack(
        "spoofed source", "device", "the pairs are entangled", "a CHSH value of at most 2; errors in the basis that is not checked",
        "compare both bases, or a Bell test", "a test in which many photons are lost and the losses not counted",
        "attacks.at_source", "Ekert, Phys. Rev. Lett. 67, 661 (1991), doi:10.1103/PhysRevLett.67.661"),
    DeviceAttack(
        "back door in a node", "network", "nothing but the protocol leaves the laboratories", "nothing on the quantum line",
        "keys added over several ways without a common node", "one maker's back door in the nodes of all ways",
        "devices.leaking_node", "Barrett, Colbeck and Kent, Phys. Rev. Lett. 110, 010503 (2013), doi:10.1103/PhysRevLett.110.010503"),
)
