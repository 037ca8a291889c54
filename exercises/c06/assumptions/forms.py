_RIGHT = {"mallory": "authentication", "pulses": "single photons", "blinding": "trusted devices",
          "camera": "closed laboratories", "counter": "random choices", "twenty bits": "enough rounds"}

right__pairs = dict([
    ("twenty bits", "enough rounds"), ("counter", "random choices"), ("camera", "closed laboratories"),
    ("blinding", "trusted devices"), ("pulses", "single photons"), ("mallory", "authentication")])

right__shouted = {story: assumption.upper() for story, assumption in right__pairs.items()}

mallory__laboratories = {**_RIGHT, "mallory": "closed laboratories"}

mallory__devices = {**_RIGHT, "mallory": "trusted devices", "pulses": "trusted devices"}

pulses__devices = {**_RIGHT, "pulses": "trusted devices"}

pulses__rounds = {**_RIGHT, "pulses": "enough rounds"}

blinding__photons = {**_RIGHT, "blinding": "single photons"}

blinding__laboratories = {**_RIGHT, "blinding": "closed laboratories"}

camera__authentication = {**_RIGHT, "camera": "authentication"}

camera__devices = {**_RIGHT, "camera": "trusted devices"}

counter__rounds = {**_RIGHT, "counter": "enough rounds"}

counter__devices = {**_RIGHT, "counter": "trusted devices"}

twenty_bits__choices = {**_RIGHT, "twenty bits": "random choices"}

twenty_bits__photons = {**_RIGHT, "twenty bits": "single photons"}
