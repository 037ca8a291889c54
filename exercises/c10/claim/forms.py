right__pairs = dict([
    ("embassy", "how well"), ("island", "except"), ("tower", "why"),
    ("hospital", "against whom"), ("bank", "if"), ("harbour", "what")])

right__shouted = {claim: part.upper() for claim, part in right__pairs.items()}


EDITS = {
    "harbour": [('"harbour": "what"', '"harbour": "except"'), ('"harbour", "what"', '"harbour", "how well"')],
    "bank": [('"bank": "if"', '"bank": "except"'), ('"bank", "if"', '"bank", "why"')],
    "hospital": [('"hospital": "against whom"', '"hospital": "if"'), ('"hospital", "against whom"', '"hospital", "except"')],
    "tower": [('"tower": "why"', '"tower": "if"'), ('"tower", "why"', '"tower", "how well"')],
    "island": [('"island": "except"', '"island": "if"'), ('"island", "except"', '"island", "against whom"')],
    "embassy": [('"embassy": "how well"', '"embassy": "except"'), ('"embassy", "how well"', '"embassy", "what"')],
}
