"""Secret key rates: how many secret bits a sifted bit, or a pulse, is worth.

Four kinds.  Rates per sifted bit depend on an error rate alone (`bb84`, `six_state`, `diqkd`).
Rates per pulse depend on a link (`decoy_bb84`, `gllp`, `sarg04`, `mdi`, `twin_field`).  Bounds
say what no protocol without a relay can exceed (`plob`, `tgw`).  Those are asymptotic, for
infinitely many rounds.  Finite keys (`finite_bb84`, `finite_decoy_bb84`) are lengths in bits,
and rest on the bounds of `qedu.statistics`.

All are for one-way post-processing in which Alice adds no noise of her own, and 0 where such a
formula leaves no key.  That is where the formula ends, not where keys end: BB84's ends at 11.00 %,
and with noise added by Alice, still one-way, there is key up to 12.4 % (Renner, Gisin and Kraus,
Phys. Rev. A 72, 012332 (2005), doi:10.1103/PhysRevA.72.012332; Kraus, Gisin and Renner, Phys. Rev.
Lett. 95, 080501 (2005), doi:10.1103/PhysRevLett.95.080501).

What each is counted in, before two of them are drawn over one axis:

=====================  ==========================  =============================  ============  ========
rate                   bits per                    sifting                        ``mu``        ``f_ec``
=====================  ==========================  =============================  ============  ========
`bb84`, `six_state`    sifted bit                  none in it                     –             1.0
`diqkd`                key round                   none in it                     –             1
`decoy_bb84`           pulse                       ½, two equally likely bases    0.48 or best  the link's
`gllp`                 pulse                       ½, two equally likely bases    best          the link's
`sarg04`               pulse                       in the gain, about ¼           best          the link's
`mdi`                  pair of pulses              none: nearly all in one basis  best          the link's
`twin_field`           pair of time windows        none: nearly all key windows   best          the link's
`plob`, `tgw`          mode of light               none                           –             –
`finite_bb84`          block of n + k bits         done before                    –             1.16
`finite_decoy_bb84`    block                       done before                    –             the counts'
=====================  ==========================  =============================  ============  ========
"""

from qedu.rates.bounds import plob, tgw
from qedu.rates.finite import DecoyBounds, decoy_bounds, finite_bb84, finite_decoy_bb84
from qedu.rates.pulses import THEOREMS, decoy_bb84, gllp, mdi, sarg04, single_photon_yield, twin_field
from qedu.rates.search import best_mu, cutoff_km
from qedu.rates.sifted import bb84, diqkd, h2, six_state, threshold

__all__ = ["h2", "bb84", "six_state", "diqkd", "threshold", "plob", "tgw", "decoy_bb84", "gllp", "sarg04", "mdi",
           "twin_field", "single_photon_yield", "THEOREMS", "best_mu", "cutoff_km", "finite_bb84",
           "DecoyBounds", "decoy_bounds", "finite_decoy_bb84"]
