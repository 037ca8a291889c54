right__sets = {name: "promised" if name in {"pad", "half", "thousand", "forever"} else "not promised"
               for name in ("pad", "guess", "bits", "half", "thousand", "clean", "eve", "forever")}

right__pairs = dict([
    ("forever", "Promised"), ("eve", "Not promised"), ("clean", "Not promised"), ("thousand", "Promised"),
    ("half", "Promised"), ("bits", "Not promised"), ("guess", "Not promised"), ("pad", "Promised")])


EDITS = {
    "pad": [('"pad": "promised"', '"pad": "not promised"'), ('{"pad", "half"', '{"half"')],
    "guess": [('"guess": "not promised"', '"guess": "promised"'), ('("guess", "Not promised")', '("guess", "Promised")')],
    "bits": [('"bits": "not promised"', '"bits": "promised"'), ('{"pad",', '{"pad", "bits",')],
    "half": [('"half": "promised"', '"half": "not promised"'), ('("half", "Promised")', '("half", "Not promised")')],
    "thousand": [('"thousand": "promised"', '"thousand": "not promised"'),
                 ('"half", "thousand", "forever"}', '"half", "forever"}')],
    "clean": [('"clean": "not promised"', '"clean": "promised"'), ('("clean", "Not promised")', '("clean", "Promised")')],
    "eve": [('"eve": "not promised"', '"eve": "promised"'), ('"forever"}', '"forever", "eve"}')],
    "forever": [('"forever": "promised"', '"forever": "not promised"'), ('("forever", "Promised")', '("forever", "Not promised")')],
}
