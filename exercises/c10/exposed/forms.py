import itertools

import numpy as np


def right__cases(p, nodes):
    """All cases of good and bad ways; of the nodes, one after the other."""
    ways = []
    for n in nodes:
        leaks = 0.0
        for _ in range(n):
            leaks = leaks + (1 - leaks) * p
        ways.append(leaks)
    total = 0.0
    for case in itertools.product([True, False], repeat=len(ways)):
        if all(case):
            total += np.prod([way if bad else 1 - way for way, bad in zip(ways, case)])
    return ways, total


def right__arrays(p, nodes):
    clean = np.power(1 - p, np.array(nodes, float))
    leak = 1 - clean
    used = np.exp(np.log(leak).sum())
    return leak, used


def right__loop(p, nodes):
    key, found = 1, []
    for n in nodes:
        leak = 1 - pow(1 - p, n)
        found.append(leak)
        key *= leak
    return (np.array(found), key)


def same_length__mean(p, nodes):
    one = 1 - (1 - p) ** np.mean(nodes)
    return [one] * len(nodes), one ** len(nodes)


EDITS = {
    "summed": [("1 - (1 - p) ** number", "number * p"), ("leaks = leaks + (1 - leaks) * p", "leaks = leaks + p"), ("1 - pow(1 - p, n)",
               "min(1, p * n)")],
    "all_bad": [("1 - (1 - p) ** number", "p ** number"), ("1 - pow(1 - p, n)", "pow(p, n)"),
                ("clean = np.power(1 - p, np.array(nodes, float))", "clean = 1 - p ** np.array(nodes)")],
    "clean": [("[1 - (1 - p) ** number", "[(1 - p) ** number"), ("leak = 1 - clean", "leak = clean"), ("leak = 1 - pow", "leak = pow")],
    "same_length": [("1 - (1 - p) ** number", "1 - (1 - p) ** len(nodes)"), ("1 - pow(1 - p, n)", "1 - pow(1 - p, nodes[0])")],
    "any_way": [("if all(case)", "if any(case)"), ("np.prod(each_way)", "1 - np.prod(1 - np.array(each_way))"),
                ("used = np.exp(np.log(leak).sum())", "used = 1 - (1 - p) ** sum(nodes)")],
    "ways_added": [("np.prod(each_way)", "sum(each_way)"), ("np.prod(each_way)", "min(1, sum(each_way))"), ("np.exp(np.log(leak).sum())",
                   "leak.sum()")],
    "mean_way": [("np.prod(each_way)", "np.mean(each_way)"), ("np.exp(np.log(leak).sum())", "leak.min()"), ("key *= leak", "key = leak")],
    "safe_product": [("np.prod(each_way)", "np.prod(1 - np.array(each_way))"), ("if all(case)", "if not any(case)"), ("key)", "1 - key)")],
}
