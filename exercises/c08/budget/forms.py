import numpy as np


def right__recursion(start, rounds, hash_bits, tag_bits):
    def go(held, left):
        if not left or held < left[0][0] * tag_bits:
            return []
        held = held - left[0][0] * tag_bits + left[0][1]
        return [held] + go(held, left[1:])

    return go(start - hash_bits, list(rounds))


def right__sums(start, rounds, hash_bits, tag_bits):
    """All rounds at first, and then those before the first that could not be paid for."""
    messages, made = np.array(rounds).T
    price = tag_bits * messages
    after = start - hash_bits + np.cumsum(made - price)
    poor = after - made < 0
    return after[:np.argmax(poor)] if poor.any() else after


def right__yields(start, rounds, hash_bits, tag_bits):
    def books(held):
        for messages, made in rounds:
            for _ in range(messages):
                held -= tag_bits
                if held < 0:
                    return
            held += made
            yield held

    return np.array(list(books(start - hash_bits)))


EDITS = {
    "tags_free": [(" - messages * tag_bits + made", " + made"), ("tag_bits * messages", "0 * messages"),
                  ("held -= tag_bits", "held -= 0")],
    "one_tag_a_round": [("messages * tag_bits", "tag_bits"), ("left[0][0] * tag_bits", "tag_bits"),
                        ("range(messages)", "range(1)")],
    "hash_key_free": [("start - hash_bits", "start")],
    "hash_key_again": [("start - hash_bits", "start", "messages * tag_bits", "(hash_bits + messages * tag_bits)"),
                       ("start - hash_bits", "start", "held -= tag_bits", "held -= tag_bits + hash_bits"),
                       ("tag_bits * messages", "(tag_bits + hash_bits) * messages")],
    "aborted_free": [("\n    for messages, made in rounds:\n",
                      "\n    for messages, made in rounds:\n        messages = messages if made else 0\n"),
                     ("range(messages)", "range(messages if made else 0)"),
                     ("price = tag_bits * messages", "price = np.where(made > 0, tag_bits * messages, 0)")],
    "refilled_first": [("if balance < messages", "if balance + made < messages"),
                       ("held < left[0][0] * tag_bits", "held + left[0][1] < left[0][0] * tag_bits"),
                       ("poor = after - made < 0", "poor = after < 0")],
    "just_enough": [("if balance < messages", "if balance <= messages"), ("held < left[0][0]", "held <= left[0][0]"),
                    ("poor = after - made < 0", "poor = after - made <= 0"), ("if held < 0:", "if held <= 0:")],
    "overdrawn": [("            break\n", "            pass\n"), ("not left or held < left[0][0] * tag_bits", "not left"),
                  ("after[:np.argmax(poor)] if poor.any() else after", "after")],
    "skipped": [("            break\n", "            continue\n"),
                ("if not left or held < left[0][0] * tag_bits:\n            return []",
                 "if not left:\n            return []\n        if held < left[0][0] * tag_bits:\n            return go(held, left[1:])")],
    "one_too_many": [("            break\n", "            return after + [balance]\n"),
                     ("            break\n", "            return after + [balance - messages * tag_bits]\n"),
                     ("            return []\n", "            return [held] if left else []\n")],
}
