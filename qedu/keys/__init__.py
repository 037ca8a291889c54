"""Keys: from sifted bits to a secret key that Alice and Bob share.

`distill` goes the whole way and uses what stands beside it, which can be called by itself:

- Bob finds his errors by asking for parities (`cascade`), and all that Alice tells is counted (`Reconciled`);
- a hash shows that the keys are equal (`verification_hash`), and a longer one presses Eve out of them
  (`toeplitz_hash`), to the length that `qedu.rates` allows;
- tags show that nobody meddled (`authenticate`, `verify`, `Authenticator`), and each costs bits that
  both had before (`KeyBudget`).

What is said in public, and only that, stands in a `Transcript`; where every bit went, in `Accounts`.
"""

from qedu.keys.authentication import Authenticator, KeyBudget, authenticate, forging_bound, verify
from qedu.keys.cascade import cascade
from qedu.keys.distill import distill
from qedu.keys.distilled import Accounts, Distilled
from qedu.keys.hashing import toeplitz_hash, verification_bits, verification_hash
from qedu.keys.ldpc import ldpc
from qedu.keys.measured import Measured, reconciliation
from qedu.keys.transcript import Message, Reconciled, Transcript

__all__ = ["Message", "Transcript", "Reconciled", "cascade", "ldpc", "reconciliation", "Measured", "toeplitz_hash", "verification_hash",
           "verification_bits", "authenticate", "verify", "forging_bound", "KeyBudget", "Authenticator", "distill", "Distilled",
           "Accounts"]
