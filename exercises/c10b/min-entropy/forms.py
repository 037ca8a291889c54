import math

import numpy as np


def right__loops(table):
    words, records = table.shape
    bits = words.bit_length() - 1
    blind = max(sum(table[x, e] for e in range(records)) for x in range(words))
    knowing = 0
    for e in range(records):
        knowing += max(table[x, e] for x in range(words))
    return math.log2(1 / blind) / bits, math.log2(1 / knowing) / bits


def right__conditional(table):
    """By the odds of a word given the record."""
    records = table.sum(axis=0)
    given = table / records
    best = given.max(axis=0)
    blind = np.max(given @ records)
    words = np.log2(np.array([blind, records @ best]))
    return list(-words / math.log2(table.shape[0]))


def shannon__both(table):
    def h(p):
        p = p[p > 0]
        return -(p * np.log2(p)).sum()

    bits = np.log2(len(table))
    return h(table.sum(axis=1)) / bits, (h(table) - h(table.sum(axis=0))) / bits


def shannon__record(table):
    """The right first number, and for the second the mean of Shannon entropies."""
    mean = 0.0
    for column in table.T:
        weight = column.sum()
        given = column[column > 0] / weight
        mean -= weight * sum(p * math.log2(p) for p in given)
    bits = math.log2(len(table))
    return -math.log2(table.sum(axis=1).max()) / bits, mean / bits


def averaged_entropies__loop(table):
    bits = math.log2(len(table))
    second = 0
    for column in table.T:
        second += sum(column) * math.log2(sum(column) / max(column))
    return right__loops(table)[0], second / bits


EDITS = {
    "averaged_entropies": [("np.log2(np.array([blind, records @ best]))", "np.array([np.log2(blind), records @ np.log2(best)])")],
    "conditional_ignored": [("knowing = table.max(axis=0).sum()", "knowing = blind"), ("math.log2(1 / knowing)", "math.log2(1 / blind)"),
                            ("records @ best])", "blind])")],
    "natural_log": [("-np.log2(blind) / bits, -np.log2(knowing)", "-np.log(blind) / bits, -np.log(knowing)"),
                    ("math.log2(1 / blind)", "math.log(1 / blind)", "math.log2(1 / knowing)", "math.log(1 / knowing)"),
                    ("words = np.log2(", "words = np.log10(")],
    "not_per_bit": [(" / bits, ", ", ", "(knowing) / bits", "(knowing)"), (" / math.log2(table.shape[0])", "")],
    "other_division": [("bits = np.log2(len(table))", "bits = len(table)"), ("words.bit_length() - 1", "words"),
                       ("math.log2(table.shape[0])", "table.shape[1]")],
    "likeliest_pair": [("table.max(axis=0).sum()", "table.max()"),
                       ("        knowing += max(table[x, e] for x in range(words))", "        knowing = max(knowing, *table[:, e])")],
    "worst_record": [("records @ best", "best.max()"), ("table.max(axis=0).sum()", "(table / table.sum(axis=0)).max()")],
    "records_alike": [("records @ best", "best.mean()"), ("table.max(axis=0).sum()", "(table / table.sum(axis=0)).max(axis=0).mean()")],
    "rows_and_columns": [("sum(axis=1)", "sum(axis=0)", "table.max(axis=0)", "table.max(axis=1)"),
                         ("table.max(axis=0)", "table.max(axis=1)"),
                         ("    words, records = table.shape", "    table = table.T\n    words, records = table.shape",
                          "words.bit_length() - 1", "records.bit_length() - 1")],
    "guessing_probability": [("-np.log2(blind) / bits, -np.log2(knowing) / bits", "blind, knowing"),
                             ("math.log2(1 / blind) / bits, math.log2(1 / knowing) / bits", "blind, knowing"),
                             ("list(-words / math.log2(table.shape[0]))", "2 ** words")],
}
