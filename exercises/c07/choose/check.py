from qedu.grading.answers import Choice
from qedu.grading.exercise import Call, Exercise

WORDS = ("none", "BB84", "six-state", "decoy or SARG04", "BBM92", "device-independent")


def _chosen(devices_trusted, source_trusted, many_photons, qber, ask=("devices", "source", "photons"),
            limit=0.11, di=0.071, six=0.126, reached=False):
    """The four questions, or some of them, or in another order, or with a key at the limit itself."""
    if reached and qber in (limit, di, six):
        qber -= 1e-9
    for question in ask:
        if question == "devices" and not devices_trusted:
            return "device-independent" if qber < di else "none"
        if question == "source" and not source_trusted:
            return "BBM92" if qber < limit else "none"
        if question == "photons" and many_photons:
            return "decoy or SARG04" if qber < limit else "none"
    return "BB84" if qber < limit else "six-state" if qber < six else "none"


class Choose(Exercise):
    answer = Choice(*WORDS)
    example = Call(devices_trusted=True, source_trusted=True, many_photons=False, qber=0.115)

    def further(self, rng):
        for low, high in ((0.01, 0.065), (0.075, 0.105), (0.112, 0.124), (0.13, 0.24)):
            for case in range(8):
                devices, source, photons = (bool(case >> k & 1) for k in range(3))
                yield Call(devices_trusted=devices, source_trusted=source, many_photons=photons,
                           qber=float(rng.uniform(low, high)))
        for trusted, limit in (((False, True, False), 0.071), ((True, False, False), 0.11), ((True, True, True), 0.11),
                               ((True, True, False), 0.11), ((True, True, False), 0.126)):
            yield Call(**dict(zip(self.example.arguments, trusted)), qber=limit)     # at the limit itself

    def right(self, devices_trusted, source_trusted, many_photons, qber):
        return _chosen(devices_trusted, source_trusted, many_photons, qber)

    wrong = {
        "by_errors": lambda *given, **named: _chosen(*given, **named, ask=()),
        "trusts_devices": lambda *given, **named: _chosen(*given, **named, ask=("source", "photons")),
        "trusts_source": lambda *given, **named: _chosen(*given, **named, ask=("devices", "photons")),
        "other_order": (lambda *given, **named: _chosen(*given, **named, ask=("source", "devices", "photons")),
                        lambda *given, **named: _chosen(*given, **named, ask=("photons", "devices", "source")),
                        lambda *given, **named: _chosen(*given, **named, ask=("photons", "source", "devices")),
                        lambda *given, **named: _chosen(*given, **named, ask=("source", "photons", "devices")),
                        lambda *given, **named: _chosen(*given, **named, ask=("devices", "photons", "source"))),
        "at_the_limit": lambda *given, **named: _chosen(*given, **named, reached=True),
        "one_limit": (lambda *given, **named: _chosen(*given, **named, di=0.11),
                      lambda *given, **named: _chosen(*given, **named, di=0.11, six=0.11),
                      lambda *given, **named: _chosen(*given, **named, six=0.11)),
    }
