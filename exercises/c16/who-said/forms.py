FAULTS = "body", "year", "scope", "force", "edition"
BINDING = {"law", "order", "requirement"}


def right__append(report, documents):
    row = documents[report["document"]]
    wrong = []
    if row["body"] != report["body"]:
        wrong.append("body")
    if not row["date"].startswith(str(report["year"])):
        wrong.append("year")
    for group in report["for"]:
        if group not in row["groups"]:
            wrong.append("scope")
            break
    if (row["force"] in BINDING) is not report["binds"]:
        wrong.append("force")
    for later in row["superseded"]:
        if report["written"] >= documents[later]["date"]:
            wrong.append("edition")
    return wrong


def right__sets(report, documents):
    row, wrong = documents[report["document"]], set()
    wrong |= {"body"} - {"body" if row["body"] == report["body"] else ""}
    wrong |= {"year"} if row["date"].split("-")[0] != str(report["year"]) else set()
    wrong |= {"scope"} if set(report["for"]) - set(row["groups"]) else set()
    duty = row["force"] == "law" or row["force"] == "order" or row["force"] == "requirement"
    wrong |= {"force"} if duty + report["binds"] == 1 else set()
    old = [name for name in row["superseded"] if not report["written"] < documents[name]["date"]]
    return wrong | ({"edition"} if old else set())


def one_fault__returns(report, documents):
    for fault in FAULTS:
        if fault in right__append(report, documents):
            return [fault]
    return []


def one_fault__last(report, documents):
    wrong = right__append(report, documents)
    return [wrong[-1]] if wrong else []


RETURNS = {
    "always_empty": {"no_report": "[fault for fault in FAULTS if fault in documents]", "list": "[]"},
    "other_names": {"capitals": "[fault.title() for fault in right__append(report, documents)]",
                    "groups": '[group for group in report["for"] if group not in documents[report["document"]]["groups"]]'},
    "no_names": {"truth": "right__append(report, documents) == []", "text": '", ".join(right__append(report, documents))',
                 "dict": "{fault: True for fault in right__append(report, documents)}"},
}

EDITS = {
    "one_question": [('    if row["body"] != report["body"]:\n        wrong.append("body")\n', ''),
                     ('report["year"] != int(document["date"][:4])', 'report["year"] != document["date"][:4]'),
                     ('document["date"][:4])', 'report["written"][:4])')],
    "any_shared": [('not set(report["for"]) <= set(document["groups"])', 'not set(report["for"]) & set(document["groups"])'),
                   ('set(report["for"]) - set(row["groups"])', 'set(report["for"]).isdisjoint(row["groups"])')],
    "same_scope": [('not set(report["for"]) <= set(document["groups"])', 'set(report["for"]) != set(document["groups"])'),
                   ('set(report["for"]) - set(row["groups"])', 'set(report["for"]) ^ set(row["groups"])')],
    "scope_forgotten": [('            wrong.append("scope")\n', ''), ('not set(report["for"]) <= set(document["groups"])', 'False')],
    "advice_binds": [('"law", "order", "requirement")', '"law", "order", "requirement", "guidance", "recommendation")'),
                     ('(row["force"] in BINDING) is not report["binds"]', 'row["force"] in BINDING and not report["binds"]'),
                     ('row["force"] == "law" or', 'row["force"] == "guidance" or row["force"] == "law" or')],
    "only_laws": [('in ("law", "order", "requirement")', '== "law"'), ('row["force"] in BINDING', 'row["force"] == "law"'),
                  (' or row["force"] == "requirement"', '')],
    "one_way": [('report["binds"] != (', 'report["binds"] and not ('), ('(row["force"] in BINDING) is not report["binds"]',
                                                                      'report["binds"] and row["force"] not in BINDING'),
                ('duty + report["binds"] == 1', 'report["binds"] > duty')],
    "edition_ignored": [('any(date <= report["written"] for date in successors)', 'False'), ('({"edition"} if old else set())', 'set()')],
    "edition_always": [('any(date <= report["written"] for date in successors)', 'bool(successors)'),
                       ('        if report["written"] >= documents[later]["date"]:\n            wrong', '        wrong'),
                       (' if not report["written"] < documents[name]["date"]', '')],
    "what_fits": [("if found]", "if not found]"), ("return wrong\n", 'return [fault for fault in FAULTS if fault not in wrong]\n')],
}
