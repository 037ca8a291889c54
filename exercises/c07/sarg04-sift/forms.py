import numpy as np


def right__sets(announced, bases, outcomes):
    kept, bits = [], []
    for i in range(len(bases)):
        found = ("01" if bases[i] == "Z" else "+-")[outcomes[i]]
        same_basis = announced[i][0] if bases[i] == "Z" else announced[i][1]
        if found != same_basis:
            kept.append(i)
            bits.append(int(bases[i] == "Z"))
    return np.array(kept), np.array(bits)


def right__arrays(announced, bases, outcomes):
    is_z = np.array(bases) == "Z"
    said = np.where(is_z, [int(p[0]) for p in announced], ["+-".index(p[1]) for p in announced])
    kept = np.flatnonzero(said != np.array(outcomes))
    return kept, is_z[kept].astype(int)


EDITS = {
    "rules_in": [("[outcome] in pair", "[outcome] not in pair", 'basis == "Z"', 'basis == "X"'),
                 ("found != same_basis", "found == same_basis", '(bases[i] == "Z")', '(bases[i] == "X")'),
                 ("said !=", "said ==", "is_z[kept]", "(~is_z)[kept]")],
    "bit_of_excluded": [('1 if basis == "Z" else 0', '0 if basis == "Z" else 1'),
                        ('int(bases[i] == "Z")', 'int(bases[i] == "X")'), ("is_z[kept]", "(~is_z)[kept]")],
    "bit_is_state": [('1 if basis == "Z" else 0', '"+-".index(pair[1]) if basis == "Z" else int(pair[0])'),
                     ('int(bases[i] == "Z")', '{"0": 0, "1": 1, "+": 0, "-": 1}[announced[i][bases[i] == "Z"]]')],
    "outcome_is_bit": [('1 if basis == "Z" else 0', "outcome"), ('int(bases[i] == "Z")', "outcomes[i]"),
                       ("is_z[kept].astype(int)", "np.array(outcomes)[kept]")],
    "all_kept": [("if cannot_give[basis][outcome] in pair:", "if True:"), ("found != same_basis", "found"),
                 ("said != np.array(outcomes)", "said < 2")],
    "counted_from_one": [("append(position)", "append(position + 1)"), ("kept.append(i)", "kept.append(i + 1)"),
                         ("return kept, is_z", "return kept + 1, is_z")],
    "swapped": [("return positions, bits", "return bits, positions"),
                ("return np.array(kept), np.array(bits)", "return np.array(bits), np.array(kept)"),
                ("kept, is_z[kept].astype(int)", "is_z[kept].astype(int), kept")],
}
