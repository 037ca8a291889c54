"""What comes of a distillation: two keys or a reason why not, and where every bit went."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from qedu import _shown
from qedu._operators import Value
from qedu._types import Bytes
from qedu.keys.transcript import Transcript

__all__ = ["Accounts", "Distilled"]


@dataclass(frozen=True, eq=False)
class Accounts(Value):
    """Where the bits of the sifted key and of the key budget went.

    Attributes
    ----------
    sifted : int
        Bits of the sifted key.
    made : int
        Bits of the final key.
    burnt : dict
        Bits that are lost on the way, by what took them: tested, published by reconciliation, the hash of the
        verification, removed by privacy amplification; and thrown away where the run was aborted.
    budget : int
        Secret bits that Alice and Bob shared before.
    spent : dict
        Bits of these that were used, by what for.
    left : int
        Bits of these that were not.

    Notes
    -----
    Chapter C08.
    """

    sifted: int
    made: int
    burnt: dict[str, int] = field(hash=False)
    budget: int
    spent: dict[str, int] = field(hash=False)
    left: int

    @property
    def closed(self) -> bool:
        """Whether sifted bits are those made and burnt, and the budget is what was spent and what is left."""
        return self.sifted == self.made + sum(self.burnt.values()) and self.budget == sum(self.spent.values()) + self.left

    def __repr__(self):
        return _shown.line("Accounts", f"{self.sifted} sifted", f"{self.made} made", f"{sum(self.burnt.values())} burnt",
                           f"budget {self.budget}", f"{sum(self.spent.values())} spent")

    def _repr_html_(self):
        burnt = [(f"− {what}", -number) for what, number in self.burnt.items()]
        spent = [(f"− {what}", -number) for what, number in self.spent.items()]
        return (_shown.table("From sifted bits to the key", [("sifted", self.sifted), *burnt, ("= final key", self.made)])
                + _shown.table("The key budget", [("shared before", self.budget), *spent, ("= left", self.left)]))


@dataclass(frozen=True, eq=False)
class Distilled(Value):
    """Both keys, or the reason why there are none; made by `distill`.

    Attributes
    ----------
    key_alice, key_bob : numpy.ndarray of uint8
        The final keys; empty if the run was aborted.
    length : int
        Their length.
    net_length : int
        That less the bits of the key budget that the run has spent; below 0 where it cost more than it made.
    leaked_bits : int
        Bits published about the key after the test: each parity of the reconciliation, and the hash of the verification.
    test_bits : int
        Bits that were compared in public and have left the key.
    qber : float
        Share of these in which Alice and Bob differed; 0 if none was compared.
    eps : dict
        Failure probabilities by what they are spent on: estimation and amplification (together ε_sec),
        correctness (ε_cor), authentication.  They add up.
    transcript : Transcript
        What was said, tags included.
    accounts : Accounts
        Where every bit went.
    aborted : False or str
        Why there is no key, as a sentence.

    Notes
    -----
    Chapter C08.
    """

    key_alice: Bytes = field(repr=False)
    key_bob: Bytes = field(repr=False)
    length: int
    net_length: int
    leaked_bits: int
    test_bits: int
    qber: float
    eps: dict[str, float] = field(hash=False)
    transcript: Transcript = field(repr=False)
    accounts: Accounts
    aborted: str | Literal[False] = False

    def __repr__(self):
        if self.aborted:
            return _shown.line("Distilled", f"aborted: {self.aborted}")
        return _shown.line("Distilled", f"{self.length} bits", f"{self.net_length} net", f"QBER {_shown.number(self.qber)}",
                           f"{self.leaked_bits} leaked", f"{self.test_bits} tested", f"ε {sum(self.eps.values()):.2g}")

    def _repr_html_(self):
        head = _shown.table("A key distilled", [
            ("aborted", self.aborted or None), ("length", self.length), ("net of the key budget", self.net_length),
            ("QBER of the test", self.qber), *((f"ε, {what}", eps) for what, eps in self.eps.items())])
        return head + self.accounts._repr_html_()
