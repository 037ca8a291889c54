"""What the tests of the library share."""

import threading

from tqdm import tqdm

# Progress bars of several processes share one lock by default.  Planted errors (`make audit`) are tried in forked processes, some of
# which are killed at their time limit; a lock that one of them held would stop all that come after, and a stop counts as noticed.
tqdm.set_lock(threading.RLock())
