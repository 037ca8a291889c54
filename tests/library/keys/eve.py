"""An Eve who keeps a transcript, and works out what it tells about Alice's key, with no help from qedu."""

import re

import numpy as np


def parity_checks(messages, n):
    """Of each parity that Alice told in a talk of Cascade: which bits it is of, as rows, and the parities."""
    orders, rows, told = {}, [], []
    for question, answer in zip(messages[::2], messages[1::2]):
        assert question.sender == "Bob" and answer.sender == "Alice" and not question.key_bits and answer.key_bits == len(answer.payload)
        number = int(re.match(r"pass (\d+): ", question.subject)[1])
        assert answer.subject == f"pass {number}: parities"
        if question.payload.ndim == 1:                  # a pass begins
            block, seed = question.payload.tolist()
            orders[number] = np.random.default_rng(seed).permutation(n)
            asked = [(at, min(at + block, n)) for at in range(0, n, block)][:len(answer.payload)]
        else:
            asked = list(zip(*question.payload.tolist()))
        assert len(asked) == len(answer.payload)
        for low, high in asked:
            row = np.zeros(n, np.uint8)
            row[orders[number][low:high]] = 1
            rows.append(row)
        told += answer.payload.tolist()
    return np.array(rows, np.uint8).reshape(-1, n), np.array(told, np.uint8)


def rank(rows):
    """The rank over GF(2): bits that these parities tell of a key that could be anything."""
    numbers, found = [int("".join(map(str, row)), 2) for row in np.asarray(rows, np.uint8).tolist()], 0
    while numbers:
        pivot = numbers.pop()
        if pivot:
            found += 1
            low = pivot & -pivot
            numbers = [number ^ pivot if number & low else number for number in numbers]
    return found


def hash_rows(choice, length, n):
    """The rows of the Toeplitz matrix that a public choice stands for."""
    return np.array([choice[i:i + n][::-1] for i in range(length)], np.uint8).reshape(length, n)


def heard(transcript):
    """Payloads by subject, the tags left out; Cascade's talk as it was."""
    return ({message.subject: message.payload for message in transcript if not message.subject.startswith("pass ")},
            [message for message in transcript if message.subject.startswith("pass ")])
