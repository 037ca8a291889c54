"""Key store (chapter C14): keys flow in, applications ask for them, and Eve, who learns nothing, stops the flow."""

from qedu.widgets import Axis, Bar, Bars, Choice, Count, Curves, Paper, Point, Range, Seed, Series, Sweep, Task, Widget, pool_game, scene

Store = scene("store", "names words axis symbols")
Levels = scene("levels", "seen chain axis")

_ROOMS = tuple(range(1, pool_game.ROOM + 1))


class KeyStore(Widget):
    """A store that fills and is asked, second by second, and what it refuses."""

    title = "The key store"
    caption = ("A link that is disturbed makes no key, and that keeps keys secret, but it does not keep them coming. A store bridges "
               "the time that it was built for and no more: QKD does not prevent a denial of service. And no store is large enough for "
               "a link that makes less than is asked for.")
    leaves_out = ("One store between two nodes, full at first. Keys come one by one and at random, at most four events a second; a real "
                  "link distils them in large blocks, and takes a while to start again. A request wants one key, is refused if there is "
                  "none, and does not come again. Refusals come in rows, so that the true intervals are wider than those drawn. Eve only "
                  "disturbs here; what she would learn by listening is another question.")
    main = ("t",)
    folded = ("fill", "demand", "cut")
    controls = (
        Count("t", "Seconds", 300, 120, steps=(1, 10, 60), play=150),
        Range("fill", "The link makes", 0, 2, 0.1, 1.2, readout="{fill:f1}\u00a0keys/s"),
        Range("demand", "Users ask for", 0.1, 2, 0.1, 1.0, readout="{demand:f1}\u00a0keys/s"),
        Range("room", "Room in the store", 1, pool_game.ROOM, 1, 20, readout="{room:int} keys"),
        Choice("lasts", "Eve disturbs", {"0": "never", **{str(s): f"for {s}\u00a0s" for s in (10, 20, 40, 100)}}, "40", select=True),
        Range("cut", "Eve comes at second", 0, 300, 1, 60, readout="{cut:int}"),
        Seed(default=14, button="New run"))
    sweeps = (Sweep("refuses.of", _ROOMS),)
    views = (
        Store("", wide=True,
              names={"level": "keys in the store", "came": "keys that came", "lost": "of these lost, the store was full",
                     "asked": "keys asked for", "refused": "requests refused", "at": "keys in the store after {n} s"},
              words={"users": "users", "fill": "{value}\u00a0keys/s", "made": "made: {value}", "none": "no key",
                     "level": "{value} of {room} keys", "lost": "store full, lost: {value}", "asked": "asked: {value}",
                     "refused": "refused: {value}", "touch": "send Eve now"},
              axis=["keys in the store", "second {t}", "Eve disturbs", "refused"],
              symbols=("eve",), tab="Store"),
        Bars("Refused so far",
             [Bar("free.fraction", "link left alone: {refused.free:int} of {asked.free:int}; the chain (tick): {refuses:pct}", "q2",
                  name="refused, link left alone", mark="refuses", mark_label="in the long run, by the chain"),
              Bar("jammed.fraction", "while Eve disturbs: {refused.jam:int} of {asked.jam:int}", "q4", name="refused while Eve disturbs",
                  when={"asked.jam": [">", 0]})], wide=True, tab="Counted"),
        Levels("How many keys were there (bars: counted, ticks: the chain)", wide=True, screen_only=True, seen="{n} keys there, counted",
               chain="{n} keys there, by the chain", axis="keys, after each undisturbed second", tab="Counted"),
        Curves("In the long run, if nobody disturbs the link",
               Axis(0, 40, [1, 10, 20, 30, 40], "room in the store, keys", format="int"),
               Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "share refused", format="pct0", format_table="pct2"),
               [Series("refuses.of", "{fill:f1} made for {demand:f1} asked for", "q2", line="solid", every=5, name="share refused")],
               points=[Point("room", "refuses", "{refuses:pct2} refused", name="share refused, with this room", drag="room")],
               wide=True, tab="How much room?"))
    line = (
        ({"phase": 0, "asked": 0}, "The store is full, {room:int} keys, and nothing has been asked for yet."),
        ({"phase": 0, "asked": [">", 0]},
         "Of {asked:int} keys asked for in {t:int}\u00a0s the store refused {refused:int}, and it holds {level:int} now."),
        ({"phase": 0, "short": 0, "lost": [">", 0]}, "It has lost {lost:int} that came while it was full."),
        ({"phase": 0, "short": 1},
         "The link makes less than is asked for: whatever the room, in the long run at least {missing:pct} are refused."),
        ({"phase": 1, "refused.jam": 0},
         "Eve disturbs the link, which notices at once and makes no key. She learns nothing, and the users live on what is left: in the "
         "store, {level:int} of {room:int}."),
        ({"phase": 1, "refused.jam": [">", 0]},
         "Eve disturbs the link, and is noticed. She learns nothing, yet the store held out for only {held:int}\u00a0s, and has refused "
         "{refused.jam:int} keys since."),
        ({"phase": 2, "refused.jam": [">", 0]},
         "Eve disturbed the link for {lasted:int}\u00a0s and was noticed at once. She has learnt nothing, and yet of {asked.jam:int} keys "
         "asked for in that time the store refused {refused.jam:int}. It held out for {held:int}\u00a0s."),
        ({"phase": 2, "refused.jam": 0},
         "Eve disturbed the link for {lasted:int}\u00a0s, and the store was deep enough: of {asked.jam:int} keys asked for in that time it "
         "refused none."))
    tasks = (
        Task("Eve disturbs this link for 40\u00a0s. How much room serves everybody in that time? Does a quicker link (under “More "
             "settings”) help as well? And if she stays for 100\u00a0s?", {}),
        Task("Nobody disturbs, but the link makes 0.8 keys a second, and one is asked for. How much room is needed so that only one "
             "request in twenty is refused? Guess, then look at the last tab.", {"fill": 0.8, "room": 10, "lasts": "0", "t": 300}),
        Task("As much comes as is asked for, on average, and nobody disturbs. Why are requests refused? Compare what was counted with the "
             "chain, in five runs.", {"fill": 1.0, "room": 4, "lasts": "0", "t": 300}))
    paper = (
        Paper("Twelve seconds into the disturbance the users live on the store.", {"t": 72}),
        Paper("After it: the store was too small for 40 seconds.", {}),
        Paper("Undisturbed, but with less made than asked for.", {"fill": 0.8, "lasts": "0", "t": 200}))

    def counted(self, state, known):
        return pool_game.numbers(state, pool_game.play(state))

    def derive(self, n):
        load, end = n["fill"] / n["demand"], n["cut"] + n["lasts"]

        def refuses(room):
            return n.where(load == 1, lambda: 1 / (room + 1), lambda: (1 - load) / (1 - load ** (room + 1)))

        n["refuses"] = refuses(n["room"])
        n.curve("refuses.of", refuses)
        for k in range(pool_game.ROOM + 1):
            n[f"chain.{k}"] = n.where(n["room"] < k, 0, lambda k=k: load**k * refuses(n["room"]))
        n["short"], n["missing"] = n.flag(n["fill"] < n["demand"]), n.max(0, 1 - load)
        n["lasted"] = n["lasts"] * 1
        n["phase"] = n.where(n["lasts"] == 0, 0, n["t"] < n["cut"], 0, n["t"] < end, 1, 2)
        for name in ("asked", "refused"):
            n[f"{name}.free"] = n[name] - n[f"{name}.jam"]
        n.share("free", n["refused.free"], n["asked.free"])
        n.share("jammed", n["refused.jam"], n["asked.jam"])
