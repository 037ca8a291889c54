right__pairs = dict([
    ("twenty bits", "enough rounds"), ("counter", "random choices"), ("camera", "closed laboratories"),
    ("blinding", "trusted devices"), ("pulses", "single photons"), ("mallory", "authentication")])

right__shouted = {story: assumption.upper() for story, assumption in right__pairs.items()}


EDITS = {
    "mallory": [('"mallory": "authentication"', '"mallory": "closed laboratories"'),
                ('"mallory", "authentication"', '"mallory", "trusted devices"')],
    "pulses": [('"pulses": "single photons"', '"pulses": "trusted devices"'),
               ('"pulses", "single photons"', '"pulses", "enough rounds"')],
    "blinding": [('"blinding": "trusted devices"', '"blinding": "single photons"'),
                 ('"blinding", "trusted devices"', '"blinding", "closed laboratories"')],
    "camera": [('"camera": "closed laboratories"', '"camera": "authentication"'),
               ('"camera", "closed laboratories"', '"camera", "trusted devices"')],
    "counter": [('"counter": "random choices"', '"counter": "enough rounds"'),
                ('"counter", "random choices"', '"counter", "trusted devices"')],
    "twenty_bits": [('"twenty bits": "enough rounds"', '"twenty bits": "random choices"'),
                    ('"twenty bits", "enough rounds"', '"twenty bits", "single photons"')],
}
