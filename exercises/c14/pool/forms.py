import numpy as np
from scipy.optimize import brentq

from qedu import networks


def right__root_finder(requests, key_bytes, room, refused):
    levels = np.arange(room + 1)
    rho = brentq(lambda x: 1 / np.sum(x**levels) - refused, 1e-9, 1e6)
    bits = requests * key_bytes * 8
    return 1 / len(levels), rho * bits


def right__polynomial(requests, key_bytes, room, refused):
    """As the positive root of a polynomial, of which there is one."""
    coefficients = np.ones(room + 1)
    coefficients[-1] -= 1 / refused
    roots = np.roots(coefficients)
    rho = max(root.real for root in roots if abs(root.imag) < 1e-9)
    return 1 / (room + 1), requests * rho * key_bytes * 8


def right__closed_form(requests, key_bytes, room, refused):
    """By the formula of the sum, in steps that become smaller."""
    def blocked(x):
        return 1 / (room + 1) if abs(x - 1) < 1e-9 else (1 - x) / (1 - x ** (room + 1))

    x, step = 0.0, 1.0
    while step > 1e-7:
        while blocked(x + step) > refused:
            x += step
        step /= 2
    return blocked(1), x * (requests * 8 * key_bytes)


def right__library(requests, key_bytes, room, refused):
    size = 8 * key_bytes
    start = networks.Pool(size * requests, size * room, request_bits=size, requests=requests)
    return start.blocking, networks.fill_needed(requests, request_bits=size, capacity_bits=room * size, blocking=refused)


def capped__grid(requests, key_bytes, room, refused):
    tried = np.linspace(0, 1.5, 150_001)
    share = 1 / sum(tried**level for level in range(room + 1))
    return 1 / (room + 1), tried[np.argmin(abs(share - refused))] * requests * 8 * key_bytes


EDITS = {
    "never_refused": [("return empty(1),", "return 0,"), ("return 1 / len(levels),", "return 0.0,"),
                      ("return blocked(1),", "return max(0, 1 - 1),")],
    "levels": [("return 1 / (room + 1), requests", "return 1 / room, requests"), ("return empty(1),", "return 1 / room,"),
               ("return 1 / len(levels),", "return 1 / (len(levels) + 1),")],
    "mean_only": [("high * requests * 8 * key_bytes", "requests * 8 * key_bytes"), ("rho * bits", "bits"),
                  ("requests * rho *", "requests *")],
    "margin": [("high * requests * 8 * key_bytes", "(1 + refused) * requests * 8 * key_bytes"), ("rho * bits", "bits / (1 - refused)"),
               ("requests * rho *", "requests * (1 + refused) *")],
    "endless_room": [("high * requests * 8 * key_bytes", "(1 - refused) * requests * 8 * key_bytes"),
                     ("brentq(lambda x: 1 / np.sum(x**levels) - refused, 1e-9, 1e6)", "brentq(lambda x: 1 - x - refused, 1e-9, 1e6)"),
                     ("brentq(lambda x: 1 / np.sum(x**levels) - refused, 1e-9, 1e6)", "brentq(lambda x: x**room - refused, 1e-9, 1e6)")],
    "one_place": [("high * requests * 8 * key_bytes", "(1 - refused) / refused * requests * 8 * key_bytes"),
                  ("x**levels", "x**levels[:2]"), ("rho * bits", "bits / refused")],
    "one_level_off": [("np.roots(coefficients)", "np.roots(coefficients[1:])"), ("np.sum(x**levels)", "np.sum(x**levels[:-1])"),
                      ("(1 - x ** (room + 1))", "(1 - x**room)", "return blocked(1)", "return 1 / (room + 1)"),
                      ("np.sum(x**levels)", "np.sum(x ** np.arange(room + 2))")],
    "full": [("1 / np.sum(x**levels)", "x**room / np.sum(x**levels)"), ("np.roots(coefficients)", "np.roots(coefficients[::-1])"),
             ("high * requests", "requests / high")],
    "served": [("- refused, 1e-9", "- (1 - refused), 1e-9"), ("empty(rho) > refused", "empty(rho) > 1 - refused"),
               ("coefficients[-1] -= 1 / refused", "coefficients[-1] -= 1 / (1 - refused)")],
    "bytes": [("requests * 8 * key_bytes", "requests * key_bytes"), ("requests * key_bytes * 8", "requests * key_bytes"),
              ("rho * key_bytes * 8", "rho * key_bytes")],
    "unit": [("high * requests * 8 * key_bytes", "high * requests"), ("rho * bits", "rho * requests"),
             ("x * (requests * 8 * key_bytes)", "x"), ("requests * rho * key_bytes * 8", "8 * key_bytes * rho")],
    "not_below": [("low, high = 0, 1 / refused", "low, high = 1, 1 / refused"), ("rho * bits", "max(rho, 1) * bits"),
                  ("x, step = 0.0, 1.0", "x, step = 1.0, 1.0")],
    "capped": [("low, high = 0, 1 / refused", "low, high = 0, 1.5"), ("low, high = 0, 1 / refused", "low, high = 0, 1"),
               ("rho * bits", "min(rho, 1.2) * bits")],
}
