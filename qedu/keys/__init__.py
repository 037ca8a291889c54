"""Keys: from sifted bits to a secret key that Alice and Bob share.

Errors are found and corrected, what was published on the way is counted, and privacy amplification
presses the rest until Eve knows next to nothing of it.  What is said in public stands in a `Transcript`.
"""

from qedu.keys.authentication import Authenticator, KeyBudget, authenticate, forging_bound, verify
from qedu.keys.cascade import cascade
from qedu.keys.hashing import toeplitz_hash, verification_bits, verification_hash
from qedu.keys.transcript import Message, Reconciled, Transcript

__all__ = ["Message", "Transcript", "Reconciled", "cascade", "toeplitz_hash", "verification_hash", "verification_bits",
           "authenticate", "verify", "forging_bound", "KeyBudget", "Authenticator"]
