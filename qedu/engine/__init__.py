"""An exchange is a table: the joint probabilities of one round of a protocol.

QuTiP computes the table once.  Exact figures are sums over it, counts one
multinomial draw, records one table look-up a round, and the page gets the
table itself: four uses that cannot disagree.
"""

from qedu.engine.results import Counts, Records
from qedu.engine.run import Exchange, exchange

__all__ = ["exchange", "Exchange", "Counts", "Records"]
