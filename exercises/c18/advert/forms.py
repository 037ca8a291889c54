LADDER = ["A1", "A2", "B1", "B2", "C1", "C2"]


def right__sentences(advert, words):
    asked = {}
    for sentence in advert["tasks"]:
        plain = sentence.lower()
        for phrase in words:
            if plain.find(phrase) >= 0:
                area, level = words[phrase]
                asked.setdefault(area, []).append(level)
    return {area: max(asked[area]) if area in asked else None for area in ("I", "II", "III")}


def right__ladder(advert, words):
    text = "; ".join(sentence[0].lower() + sentence[1:] for sentence in advert["tasks"])
    heights = {"I": -1, "II": -1, "III": -1}
    for phrase, place in words.items():
        area, height = place[0], LADDER.index(place[1])
        if len(text.split(phrase)) > 1:
            heights[area] = max(heights[area], height)
    return {area: LADDER[height] if height >= 0 else None for area, height in heights.items()}


def title_counts__where_nothing_is_said(advert, words):
    title = right__sentences({"tasks": [advert["title"]]}, words)
    return {area: level or title[area] for area, level in right__ladder(advert, words).items()}


def degree_counts__concepts(advert, words):
    found = right__sentences(advert, words)
    if "PhD" in advert["degree"]:
        found["I"] = "C1"
    return found


def degree_counts__where_nothing_is_said(advert, words):
    found = right__ladder(advert, words)
    return {area: level or "C1" for area, level in found.items()} if "PhD" in advert["degree"] else found


def degree_counts__everywhere(advert, words):
    if advert["degree"].startswith("PhD"):
        return {"I": "C2", "II": "C2", "III": "C2"}
    return right__ladder(advert, words)


def no_degree__at_most(advert, words):
    found = right__ladder(advert, words)
    if "no degree" in advert["degree"]:
        return {area: level and min(level, "B1") for area, level in found.items()}
    return found


def no_degree__one_lower(advert, words):
    found = right__sentences(advert, words)
    if "phd" not in advert["degree"].lower():
        for area, level in found.items():
            found[area] = LADDER[LADDER.index(level) - 1] if level and level != "A1" else None
    return found


def no_degree__no_concepts(advert, words):
    concepts = None if advert["degree"].startswith("no degree") else right__sentences(advert, words)["I"]
    return {**right__ladder(advert, words), "I": concepts}


def no_degree__nothing_asked(advert, words):
    return dict.fromkeys(["I", "II", "III"]) if advert["degree"] == "no degree is asked for" else right__sentences(advert, words)


def last_wins__in_the_text(advert, words):
    found = dict.fromkeys(["I", "II", "III"])
    for sentence in advert["tasks"]:
        there = [(sentence.lower().find(phrase), phrase) for phrase in words if phrase in sentence.lower()]
        for _, phrase in sorted(there):
            found[words[phrase][0]] = words[phrase][1]
    return found


def over_areas__one(advert, words):
    best = max((level for level in right__ladder(advert, words).values() if level), default=None)
    return dict.fromkeys(("I", "II", "III"), best)


def over_areas__where_some(advert, words):
    found = right__ladder(advert, words)
    best = max((level for level in found.values() if level), default=None)
    return {area: best if level else None for area, level in found.items()}


def area_missing__by_phrase(advert, words):
    text = " ".join(advert["tasks"]).lower()
    return {phrase: level for phrase, (_, level) in words.items() if phrase in text}


def no_level__phrases(advert, words):
    text = " ".join(advert["tasks"]).lower()
    return {area: [phrase for phrase in words if phrase in text and words[phrase][0] == area] for area in ("I", "II", "III")}


RETURNS = {
    "title_counts": {"only": 'right__sentences({"tasks": [advert["title"]]}, words)'},
    "area_missing": {"left_out": "{area: level for area, level in right__ladder(advert, words).items() if level is not None}"},
    "no_level": {"heights": "{area: LADDER.index(level) if level else -1 for area, level in right__ladder(advert, words).items()}"},
    "no_dict": {"levels": "list(right__ladder(advert, words).values())", "text": "str(right__ladder(advert, words))"},
}

EDITS = {
    "title_counts": [('" ".join(advert["tasks"])', '" ".join([advert["title"], *advert["tasks"]])'),
                     ('in advert["tasks"]:', 'in advert["tasks"] + [advert["title"]]:')],
    "capitals": [('" ".join(advert["tasks"]).lower()', '" ".join(advert["tasks"])'), ("plain = sentence.lower()", "plain = sentence"),
                 ("sentence[0].lower() + sentence[1:]", "sentence")],
    "last_wins": [(" and (found[area] is None or level > found[area])", ""), ("max(heights[area], height)", "height"),
                  (" and (found[area] is None or level > found[area])", " and found[area] is None")],
    "lowest": [("level > found[area]", "level < found[area]"), ("max(asked[area])", "min(asked[area])")],
    "whole_table": [("phrase in text and (", "("), ("plain.find(phrase) >= 0", "plain"), ("len(text.split(phrase)) > 1", "text")],
}
