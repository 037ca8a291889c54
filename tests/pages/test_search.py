"""Search: the right section first, from file://, with the sentence found and words that readers use for ours.

The queries and the sections that answer them were written down before the search was built.
"""




#: What a reader types, and the titles of sections any of which is the right one to come first.
QUERIES = {
    "PNS": ("Eve counts photons",),
    "QBER": ("Estimate, then drop", "Eve measures and resends", "A fraction of the photons", "Is somebody on the line?"),
    "man in the middle": ("What the promise assumes",),
    "Trojan horse": ("What the promise assumes", "What this model leaves out"),
    "no-cloning theorem": ("No machine copies an unknown state",),
    "bloch sphere": ("The Bloch sphere",),
    "Born rule": ("The Born rule",),
    "decoy states": ("Decoys measure what Eve cannot hide",),
    "CHSH inequality": ("CHSH and the best angles",),
    "detection loophole": ("Lost photons, and a cheat",),
    "how many bits to test": ("How many bits to test",),
    "PLOB bound": ("Rate against distance",),
    "twin-field": ("A station that need not be trusted", "Rate against distance"),
    "measurement device independent": ("A station that need not be trusted",),
    "Kraus operators": ("Kraus operators",),
    "partial trace": ("Half of a pair",),
    "sifting": ("Sift",),
    "intercept resend": ("Eve measures and resends",),
    "depolarizing channel": ("Where noise comes from",),
    "grade a class": ("Grade",),
    "dark counts": ("Clicks and wrong clicks",),
    "three polarisers": ("A photon meets a polariser",),
    "Holevo bound": ("Bits in, bits out", "All photons together"),
    "device independent key": ("What a Bell test adds",),
}
WANTED = 20
