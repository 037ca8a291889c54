import numpy as np


def parity(bits):
    return int(np.sum(bits)) % 2


def find(alice, bob):
    """Where the bisection of this block ends, and how many parities it took."""
    if len(alice) == 1:
        return 0, 0
    half = len(alice) // 2
    if parity(alice[half:]) != parity(bob[half:]):
        place, asked = find(alice[half:], bob[half:])
        return half + place, asked + 1
    place, asked = find(alice[:half], bob[:half])
    return place, asked + 1


def right__recursion(alice, bob, size):
    bob, leak = list(bob), 0
    for k in range(len(bob) // size):
        block = slice(k * size, (k + 1) * size)
        leak = leak + 1
        if parity(alice[block]) != parity(bob[block]):
            place, asked = find(alice[block], bob[block])
            bob[k * size + place] = 1 - bob[k * size + place]
            leak = leak + asked
    return bob, leak


def right__table(alice, bob, size):
    """All blocks at once, as the rows of a table; what is left of each row is halved in every round."""
    a, b = alice.reshape(-1, size), bob.reshape(-1, size)
    odd = np.flatnonzero((a ^ b).sum(axis=1) % 2)
    leak = len(a)
    where = np.tile(np.arange(size), (len(odd), 1))
    while where.shape[1] > 1:
        left, right = np.hsplit(where, 2)
        error_left = (a[odd[:, None], left] ^ b[odd[:, None], left]).sum(axis=1) % 2 == 1
        where = np.where(error_left[:, None], left, right)
        leak += len(odd)
    b = b.copy()
    b[odd, where[:, 0]] ^= 1
    return b.ravel(), leak


def right__formula(alice, bob, size):
    after, odd = bob.copy(), 0
    for low in range(0, len(bob), size):
        high = low + size
        if (alice[low:high] ^ bob[low:high]).sum() % 2 == 1:
            odd += 1
            while high - low > 1:
                middle = (low + high) // 2
                if (alice[low:middle] ^ bob[low:middle]).sum() % 2 == 1:
                    high = middle
                else:
                    low = middle
            after[low] ^= 1
    return after, len(bob) // size + odd * (size.bit_length() - 1)


EDITS = {
    "copied": [("return corrected, said", "return alice, said"), ("return bob, leak", "return list(alice), len(alice)"),
               ("return after,", "return np.where(after != alice, alice, after),")],
    "even_too": [("            continue\n", "            pass\n"), ("if parity(alice[block]) != parity(bob[block]):", "if True:"),
                 ("np.flatnonzero((a ^ b).sum(axis=1) % 2)", "np.arange(len(a))")],
    "even_only": [("alice[start:start + size]) % 2 ==", "alice[start:start + size]) % 2 !="),
                  ("if parity(alice[block]) !=", "if parity(alice[block]) =="),
                  ("np.flatnonzero((a ^ b).sum(axis=1) % 2)", "np.flatnonzero((a ^ b).sum(axis=1) % 2 == 0)")],
    "agreeing_half": [("alice[start:start + length]) % 2 ==", "alice[start:start + length]) % 2 !="),
                      ("np.where(error_left[:, None], left, right)", "np.where(error_left[:, None], right, left)"),
                      ("(alice[low:middle] ^ bob[low:middle]).sum() % 2 == 1",
                       "(alice[low:middle] ^ bob[low:middle]).sum() % 2 == 0")],
    "not_flipped": [("        corrected[start] ^= 1\n", "        corrected[start] = bob[start]\n"),
                    ("return bob, leak", "return bob0, leak", "bob, leak = list(bob), 0", "bob0, bob, leak = bob, list(bob), 0"),
                    ("return b.ravel()", "return bob")],
    "free": [("corrected, said\n", "corrected, sum(corrected != bob)\n"), ("return bob, leak", "return bob, 0"),
             ("return b.ravel(), leak", "return b.ravel(), len(odd)")],
    "first_parity": [("        said += 1\n        if", "        if"), ("        leak = leak + 1\n", ""),
                     ("leak = len(a)", "leak = 0"), ("len(bob) // size + odd", "odd")],
    "odd_blocks_only": [("            continue\n", "            said -= 1\n            continue\n"),
                        ("leak = len(a)", "leak = len(odd)"),
                        ("len(bob) // size + odd * (size.bit_length() - 1)", "odd * size.bit_length()")],
    "both_halves": [("            said += 1\n", "            said += 2\n"), ("leak + asked", "leak + 2 * asked"),
                    ("leak += len(odd)", "leak += 2 * len(odd)")],
    "last_bit": [("        corrected[start] ^= 1\n", "        said += 1\n        corrected[start] ^= 1\n"),
                 ("leak + asked", "leak + asked + 1"), ("size.bit_length() - 1", "size.bit_length()")],
    "both_parties": [("said += 1", "said += 2"), ("b.ravel(), leak", "b.ravel(), 2 * leak"), ("bob, leak\n", "bob, leak + leak\n")],
    "blocks_only": [("            said += 1\n", ""), ("            leak = leak + asked\n", ""),
                    ("len(bob) // size + odd * (size.bit_length() - 1)", "len(bob) // size")],
}
