"""Beat the quantum (chapter C04): the CHSH game with cards filled in beforehand, and with pairs."""

from qedu import entanglement
from qedu.widgets import Bar, Bars, Choice, Count, Dice, Paper, Ref, Seed, Strip, Symbol, Task, Widget, frame, scene

QuestionGrid = scene("question-grid", "players cards pairs agree differ won lost answers")

#: Questions x of Alice, y of Bob; "01" must differ.
_QUESTIONS = {"00": "a and b", "01": "a and b′", "10": "a′ and b", "11": "a′ and b′"}


def _card(key, label, default):
    return Choice(key, label, {"0": "0", "1": "1"}, default)


def _won(name, table):
    """Probability to win at each pair of questions, over all, and to lose."""
    out = {}
    for pair in _QUESTIONS:
        cell = table[int(pair[0]), int(pair[1])]
        out[f"{name}.{pair}"] = cell[0, 1] + cell[1, 0] if pair == "01" else cell[0, 0] + cell[1, 1]
    p = sum(out.values()) / 4
    return out | {f"{name}.p": p, f"{name}.q": 1 - p}


class BeatTheQuantum(Widget):
    """Fill in four answers beforehand; no way of doing so wins more than three questions in four."""

    title = "Beat the quantum"
    caption = ("Whatever you write on the four cards, at least one pair of questions is lost, so answers "
               "fixed beforehand win 75\u00a0% at best. Entangled pairs win 85.4\u00a0%, at each of the four pairs of "
               "questions alike.")
    leaves_out = ("Questions are drawn at random, the players cannot talk, and every round is answered: "
                  "players who may stay silent can cheat, as the section on lost photons shows. Dice shared "
                  "by the players only mix cards, so they do not help on average. The pairs are perfect.")
    main = ("a0", "a1", "b0", "b1")
    folded = ("n", "seed")
    controls = (
        _card("a0", "Alice, asked a", "0"), _card("a1", "Alice, asked a′", "0"),
        _card("b0", "Bob, asked b", "0"), _card("b1", "Bob, asked b′", "0"),
        Count("n", "Rounds played", 2000, 400, steps=(10, 100, 1000)), Seed(default=6))
    dice = tuple(Dice(name, ("won", "lost"), (f"{name}.p", f"{name}.q"), n="n")
                 for name in ("cards", "pairs"))
    views = (
        QuestionGrid("Your cards: take one, and it turns over", wide=True, players=["Alice", "Bob"],
                     cards=[["a0", "a"], ["a1", "a′"], ["b0", "b"], ["b1", "b′"]],
                     pairs=[list(item) for item in _QUESTIONS.items()], agree="must agree",
                     differ="must differ", won="won", lost="lost", answers="{a} and {b}",
                     tab="Cards"),
        Bars("Won in {n:int} rounds",
             [Bar("cards.fraction.won", "your cards: {cards.count.won:int} of {n:int}", "q0",
                  name="won with your cards", mark="cards.p", mark_label="your cards, exact"),
              Bar("pairs.fraction.won", "entangled pairs: {pairs.count.won:int} of {n:int}", "q1",
                  name="won with entangled pairs", mark="pairs.p", mark_label="entangled pairs, exact")],
             refs=[Ref("best", "best cards: {best:pct0}", name="the best of all cards")], tab="Rounds"),
        Strip("Your cards, round by round", "cards",
              [Symbol("won", "disc", "q1", outcome="won"), Symbol("lost", "cross", "q0", outcome="lost")],
              show=60, screen_only=True, tab="Rounds"),
        Bars("Entangled pairs, by pair of questions",
             [Bar(f"pairs.{pair}", words, "q1", name=f"entangled pairs at {words}")
              for pair, words in _QUESTIONS.items()], tab="Entangled pairs"))
    line = (
        ({"cards.p": [">", 0.5]},
         "Your cards win at three pairs of questions: {cards.p:pct0}, as good as any cards."),
        ({"cards.p": ["<", 0.5]}, "Your cards win at one pair of questions only: {cards.p:pct0}. Change "
                                  "Bob's two answers and it is three."),
        ({"n": [">", 0]}, "In {n:int} rounds the cards won {cards.fraction.won:pct} (95 % interval "
                          "{cards.low.won:pct} to {cards.high.won:pct}), entangled pairs "
                          "{pairs.fraction.won:pct} ({pairs.low.won:pct} to {pairs.high.won:pct})."),
        ({"n": 0}, "Nothing played yet."), "In the language of the Bell test your cards have S\u00a0=\u00a0{s:f0}.")
    tasks = (
        Task("Try to win at all four pairs of questions. How many of the sixteen ways to fill in the cards "
             "win three, and how many one?", {}),
        Task("Play ten rounds only, with several seeds. How often do your cards beat the entangled pairs? "
             "And in 400 rounds?", {"n": 10}),
        Task("Write +1 for answer 0 and −1 for answer 1, and multiply Alice's sign by Bob's for each pair "
             "of questions. What is the product of all four results, and what would the rules want it to be?",
             {"b1": "1"}))
    paper = (
        Paper("All cards say 0: lost only where the answers must differ.", {}),
        Paper("Bob answers 1 to b′: now the pair a and b′ is won, and a′ and b′ is lost.", {"b1": "1"}),
        Paper("Bob answers 1 to b: only one pair of questions is left that wins.", {"b0": "1"}))

    @frame
    def pairs(self):
        tables = [entanglement.local_table([row]) for row in entanglement.local_strategies()]
        quantum = entanglement.bell_table(entanglement.bell(), entanglement.STANDARD_ANGLES)
        return {"best": max(_won("some", table)["some.p"] for table in tables), **_won("pairs", quantum)}

    @frame
    def cards(self, a0, a1, b0, b1):
        table = entanglement.local_table([[int(card) for card in (a0, a1, b0, b1)]])
        # With its sign: −2 for cards that lose three times.
        found = table[:, :, [0, 1], [0, 1]].sum(axis=2) * 2 - 1
        return {"s": found[0, 0] - found[0, 1] + found[1, 0] + found[1, 1], **_won("cards", table)}
