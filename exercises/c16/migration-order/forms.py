def right__pairs(systems):
    pairs = []
    for system in systems:
        years = system["migration"]
        if system["kind"] == "secret":
            years = years + system["shelf_life"]
        pairs.append((-years, system["name"]))
    return [name for _, name in sorted(pairs)]


def right__one_by_one(systems):
    left, order = list(systems), []
    while left:
        latest = [-s["migration"] - (s["kind"] == "secret") * s["shelf_life"] for s in left]
        order.append(left.pop(latest.index(min(latest)))["name"])
    return order


def by_cost__dearest(systems):
    pairs = [(s["cost"], s["name"]) for s in systems]
    return [name for cost, name in sorted(pairs)][::-1]


def signed_last__secret_first(systems):
    secret = [s for s in systems if s["kind"] == "secret"]
    signed = [s for s in systems if s["kind"] != "secret"]
    return ([s["name"] for s in sorted(secret, key=lambda s: -s["shelf_life"] - s["migration"])]
            + [s["name"] for s in sorted(signed, key=lambda s: -s["migration"])])


def signed_last__signed_first(systems):
    def key(system):
        if system["kind"] == "signed":
            return 0, -system["migration"]
        return 1, -system["migration"] - system["shelf_life"]

    return [s["name"] for s in sorted(systems, key=key)]


RETURNS = {
    "by_cost": {"cheapest": '[s["name"] for s in sorted(systems, key=lambda s: s["cost"])]'},
    "by_value": {"most": '[s["name"] for s in sorted(systems, key=lambda s: -s["value"])]',
                 "for_its_cost": '[s["name"] for s in sorted(systems, key=lambda s: s["value"] / s["cost"], reverse=True)]'},
    "as_listed": {"same": '[system["name"] for system in systems]', "alphabet": 'sorted({system["name"] for system in systems})'},
    "not_each_once": {"secret_only": 'right__pairs([system for system in systems if system["kind"] == "secret"])',
                      "twice": "right__pairs(systems) + right__pairs(systems)"},
    "no_order": {"set": '{system["name"] for system in systems}',
                 "dict": "{name: place for place, name in enumerate(right__pairs(systems))}"},
    "no_names": {"systems": 'sorted(systems, key=lambda s: s["migration"])', "first": "right__pairs(systems)[0]"},
}

EDITS = {
    "kinds_exchanged": [('if system["kind"] == "secret" else 0', 'if system["kind"] == "signed" else 0'),
                        ('if system["kind"] == "secret":', 'if system["kind"] != "secret":'),
                        ('(s["kind"] == "secret")', '(s["kind"] == "signed")')],
    "signed_like_secret": [('system["shelf_life"] if system["kind"] == "secret" else 0', 'system["shelf_life"]'),
                           ('        if system["kind"] == "secret":\n            years', '        years',
                            'years + system["shelf_life"]\n', 'years + system["shelf_life"]\n'),
                           ('(s["kind"] == "secret") * s["shelf_life"]', 's["shelf_life"]')],
    "shelf_life_only": [('secret_for + system["migration"]', 'secret_for'), ('years = system["migration"]', 'years = 0'),
                        ('secret_for + system["migration"]', 'system["shelf_life"]')],
    "migration_only": [('secret_for + system["migration"]', 'system["migration"]'), ('years + system["shelf_life"]', 'years'),
                       (' - (s["kind"] == "secret") * s["shelf_life"]', '')],
    "least_urgent_first": [(", reverse=True", ""), ("(-years, ", "(years, "), ("index(min(", "index(max(")],
}
