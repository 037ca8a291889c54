import numpy as np


def right__halves(key_a, key_b, key_c):
    half = len(key_a) // 2
    row_b = key_a[:half] ^ key_b
    row_c = key_a[half:] ^ key_c
    return row_b, row_c, row_b ^ key_b, ["satellite", "A", "B"]


def right__modulo(key_a, key_b, key_c):
    row = (np.concatenate([key_b, key_c]) + key_a) % 2
    n = len(key_b)
    opened = [int(r != own) for r, own in zip(row[:n], key_b)]
    return row[:n], row[n:], opened, {"A", "B", "satellite"}


def right__differs(key_a, key_b, key_c):
    """With truth values and a tuple."""
    first, second = np.split(key_a, 2)
    knows = [name for name in ("A", "B", "C", "satellite", "listener") if name not in ("C", "listener")]
    return first != key_b, second != key_c, first.tolist(), tuple(knows)


EDITS = {
    "key_announced": [("row_b = key_a[:half] ^ key_b", "row_b = key_a[:half]"),
                      ("return first != key_b, second != key_c", "return first, second"),
                      ("return row_b, row_c, row_b ^ key_b", "return key_b, row_c, key_a[:half]")],
    "reused": [("key_a[half:] ^ key_c", "key_a[:half] ^ key_c"), ("second != key_c", "first != key_c"),
               ("key_a.reshape(2, -1)", "key_a[:len(key_b)]")],
    "halves_swapped": [("first, second = np.split", "second, first = np.split"),
                       ("key_a[:half] ^ key_b", "key_a[half:] ^ key_b", "key_a[half:] ^ key_c", "key_a[:half] ^ key_c")],
    "keys_of_b_and_c": [("key_a[:half] ^ key_b", "key_b ^ key_c"), ("return first != key_b", "return key_b != key_c"),
                        ("key_a[:half] ^ key_b", "key_b ^ key_c", "key_a[half:] ^ key_c", "key_b ^ key_c")],
    "every_other": [("key_a.reshape(2, -1)", "key_a.reshape(-1, 2).T"),
                    ("first, second = np.split(key_a, 2)", "first, second = key_a[::2], key_a[1::2]")],
    "not_xor": [("key_a[:half] ^ key_b", "key_a[:half] & key_b", "key_a[half:] ^ key_c", "key_a[half:] & key_c"),
                ("first != key_b, second != key_c", "first & key_b, second & key_c"),
                ("key_a.reshape(2, -1) ^", "key_a.reshape(2, -1) |")],
    "row_as_key": [("row_b ^ key_b", "row_b"), ("opened = [int(r != own)", "opened = [r"), ("at_b = for_b ^ key_b", "at_b = for_b")],
    "own_key": [("row_c, row_b ^ key_b", "row_c, key_b"), ("at_b = for_b ^ key_b", "at_b = key_b"), ("first.tolist()", "key_b.tolist()")],
    "other_key": [("first.tolist()", "second.tolist()"), ("row_b ^ key_b", "row_b ^ key_c"), ("first.tolist()", "key_a")],
    "not_names": [('["A", "B", "satellite"]', '"A, B and satellite"'), ('["satellite", "A", "B"]', '["satellite", "Alice", "Bob"]'),
                  ('{"A", "B", "satellite"}', '{"A": 1, "B": 1, "satellite": 1}'), ("tuple(knows)", "len(knows)")],
    "satellite_knows_nothing": [('["A", "B", "satellite"]', '["A", "B"]'), ('["satellite", "A", "B"]', '["A", "B"]'),
                                ('{"A", "B", "satellite"}', '{"B"}'), ('not in ("C", "listener")', 'not in ("C", "satellite")')],
    "listener_knows": [('["A", "B", "satellite"]', '["A", "B", "satellite", "listener"]'),
                       ('["satellite", "A", "B"]', '["satellite", "A", "B", "C"]'),
                       ('not in ("C", "listener")', 'not in ("C",)'), ('not in ("C", "listener")', "not in ()")],
    "end_forgotten": [('["A", "B", "satellite"]', '["A", "satellite"]'), ('{"A", "B", "satellite"}', '{"satellite"}'),
                      ('["satellite", "A", "B"]', '["B", "satellite"]')],
}
