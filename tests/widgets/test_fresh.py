"""What `derive` writes down, against fresh calls of qedu at the very state.

The page and `Widget.numbers` share one formula for each number that follows from others, so that they agree proves nothing
of the formula.  Here the library works each of them out anew, with the control itself, not with the ends that a formula
mixes: an attack on the fraction, the link with these devices, the analysers at these angles.
"""

import functools
import itertools
import math
import random
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
import qutip
from scipy.optimize import brentq

import qedu
from qedu import (
    attacks,
    channels,
    devices,
    entanglement,
    keys,
    links,
    networks,
    policy,
    protocols,
    randomness,
    rates,
    repeaters,
    satellites,
    states,
    statistics,
    widgets,
)
from qedu.widgets import adverts, country, skills
from qedu.widgets.catalogue.infrastructure import entanglement_router, trust_map
from qedu.widgets.formula import log10

from .test_numbers import any_state


def dial(state):
    def run(basis, noise):
        return qedu.exchange(protocols.bb84(), channel=channels.depolarizing(noise),
                             attack=attacks.intercept_resend(fraction=state["f"], basis=basis))

    now = run(state["basis"], state["p"])
    out = {"qber": now.qber, "information": now.eve_information, "guess": now.eve_guess, "rate": rates.bb84(now.qber),
           "qber.z": now.qber_by_basis["Z"], "qber.x": now.qber_by_basis["X"],
           "over": now.qber >= 0.11002786443836}
    for basis in ("z", "random", "breidbart"):
        out[f"guess.{basis}"], out[f"information.{basis}"] = run(basis, 0.0).eve_guess, run(basis, 0.0).eve_information
    return out


def arena(state):
    make = {"none": lambda f: attacks.none(), "random": lambda f: attacks.intercept_resend(fraction=f),
            "helstrom": lambda f: attacks.helstrom_resend(fraction=f),
            "breidbart": lambda f: attacks.intercept_resend(fraction=f, basis="breidbart"),
            "unambiguous": lambda f: attacks.unambiguous_resend(fraction=f),
            "covariant": lambda f: attacks.phase_covariant_cloner(fraction=f),
            "universal": lambda f: attacks.universal_cloner(fraction=f), "source": lambda f: attacks.at_source(fraction=f)}
    loss, out = float(state["loss"]), {}
    channel = channels.loss(loss) if loss else None
    for side in "ab":
        protocol, attack = getattr(protocols, state[f"p{side}"])(), make[state[f"a{side}"]]
        try:
            now, full = qedu.exchange(protocol, attack(state["f"]), channel=channel), qedu.exchange(protocol, attack(1.0))
        except ValueError:
            now, full = qedu.exchange(protocol, channel=channel), qedu.exchange(protocol)
        clean = qedu.exchange(protocol, channel=channel).sifted_fraction
        out |= {f"{side}.kept": now.sifted_fraction, f"{side}.qber": now.qber, f"{side}.guess": now.eve_guess,
                f"{side}.info": now.eve_information, f"{side}.clean": clean, f"{side}.bob": 1 - rates.h2(now.qber),
                f"{side}.key": max(0.0, 1 - rates.h2(now.qber) - now.eve_information),
                f"{side}.hides": full.sifted_fraction > clean + 5e-4}
    return out


def room(state):
    attack = {"none": lambda f: attacks.none(), "z": lambda f: attacks.intercept_resend(fraction=f, basis="z"),
              "random": lambda f: attacks.intercept_resend(fraction=f), "source": lambda f: attacks.at_source(fraction=f)}[state["eve"]]
    run = qedu.exchange(protocols.e91(visibility=state["v"]), attack=attack(state["f"]))
    table = run.table.sum("eve").values
    out = {"s": run.chsh, "qber": run.qber, "guess": run.eve_guess, "di": rates.diqkd(min(run.chsh, 8**0.5), run.qber),
           "alice.exact": table[:, 0].sum(), "bob.exact": table[:, :, :, 0].sum(), "above": run.chsh > 2 + 1e-9}
    return out | {f"p.{i}{j}{a}{b}": table[i, a, j, b] for i in range(3) for j in range(3) for a in (0, 1) for b in (0, 1)}


def bench(state):
    km, mu, pulses = (float(state[key]) for key in ("km", "mu", "pulses"))
    link = replace(links.GYS, name="bench", loss_db_per_km=float(state["loss"]), efficiency=state["eff"],
                   dark_counts=state["y0"], misalignment=state["ed"])
    quiet = replace(link, dark_counts=0.0)
    out = {"eta.now": link.transmittance(km), "lit.now": quiet.gain(mu, km), "qber": link.qber(mu, km),
           "share.fibre": 1 - link.channel_transmittance(km), "db.fibre": link.loss_db(km)}
    ends = [link.channel_transmittance(min(km, end)) for end in range(0, 251, 10)]
    out |= {f"lost.{k}": 1000 * (ends[k] - ends[k + 1]) for k in range(25)}
    for name, one, length in (("now", link, km), ("ideal", replace(link, efficiency=1.0), km), ("quiet", quiet, km),
                              ("near", link, km / 2)):
        out[f"log.{name}"] = float(log10(pulses * rates.decoy_bb84(length, one, mu=mu)))
    grid = np.arange(0, 251, 2.5)
    for x, rate in zip(grid, rates.decoy_bb84(grid, link, mu=mu)):
        out[f"curve.secret@{x:g}"] = float(log10(pulses * rate))
    return out


def dials(state):
    rho = {"singlet": lambda: entanglement.bell("psi-"), "phi": lambda: entanglement.bell("phi+"),
           "fake": lambda: entanglement.classically_correlated("Z")}[state["source"]]()
    a, b = state["a"], state["b"]
    table = entanglement.bell_table(rho, (a, a, b, b))[0, 0]
    out = {"e": entanglement.correlation(rho, a, b), "agree": table[0, 0] + table[1, 1], "alice": table[0].sum(),
           "bob": table[:, 0].sum(), **{f"p.{i}{j}": table[i, j] for i in (0, 1) for j in (0, 1)}}
    return out | {f"curve@{x}": entanglement.correlation(rho, a, x) for x in range(0, 361, 40)}


def slider(state):
    plus = states.basis("X")[0]
    pure = {"bell": entanglement.bell().proj(), "product": qutip.tensor(plus, plus).proj(),
            "fake": entanglement.classically_correlated("Z")}[state["source"]]

    def noisy(v):
        return v * pure + (1 - v) * qutip.qeye([2, 2]) / 4

    rho = noisy(state["v"])
    a, a2, b, b2 = entanglement.best_settings(pure)
    out = {"s": entanglement.chsh(rho), "c": entanglement.concurrence(rho)}
    for pair, both in {"00": (a, b), "01": (a, b2), "10": (a2, b), "11": (a2, b2)}.items():
        out[f"agree.{pair}"] = (1 + entanglement.correlation(rho, *both)) / 2
    for x in (0, 0.3, 0.75, 1):
        out[f"s.of@{x}"], out[f"c.of@{x}"] = entanglement.chsh(noisy(x)), entanglement.concurrence(noisy(x))
    return out


def explorer(state):
    channel, ket = getattr(channels, state["channel"])(state["p"]), states.ket(math.radians(state["theta"]))
    after = channel(ket).full()[:2, :2]
    arrived = qutip.Qobj(after / after.trace()) if after.trace().real > 1e-12 else ket.proj()
    out = {"fidelity": qutip.expect(arrived, ket), "purity": states.purity(arrived)}
    # A fall is the second Kraus operator; the other strengths are probabilities themselves.
    out["touched"] = (channel.kraus[1] * ket).norm() ** 2 if state["channel"] == "amplitude_damping" else state["p"]
    for side, rho in (("in", ket.proj()), ("out", arrived)):
        out[f"{side}.x"], _, out[f"{side}.z"] = states.bloch_vector(rho)
        out |= {f"{side}.{i}{j}": rho[i, j].real for i, j in ((0, 0), (0, 1), (1, 1))}
    return out


def state_map(state):
    ket = states.ket(math.radians(state["theta"]), math.radians(state["phi"]))
    first, second = ket.full().ravel()
    return {"a": first.real, "b.re": second.real, "b.im": second.imag, **dict(zip("xyz", states.bloch_vector(ket)))}


def coin(state):
    p, phi, c = state["p"], math.radians(state["phi"]), state["c"]
    sent = {"coin": states.mixture(states.basis("Z"), (p, 1 - p)), "super": states.ket(2 * math.acos(math.sqrt(p)), phi).proj()}
    sent["mine"] = states.mixture((sent["super"], sent["coin"]), (c, 1 - c))
    hadamard, phase = qutip.gates.hadamard_transform(1), qutip.Qobj([[1, 0], [0, -1j]])
    gate = {"none": qutip.qeye(2), "h": hadamard, "sh": hadamard * phase}[state["gate"]]
    out = {f"{name}.{k}": (gate * rho * gate.dag())[k, k].real for name, rho in sent.items() for k in (0, 1)}
    for name, rho in (("rho", sent["mine"]), ("full", sent["super"])):
        out |= {f"{name}.01.re": rho[0, 1].real, f"{name}.01.im": rho[0, 1].imag, f"{name}.10.im": rho[1, 0].imag}
    out |= {"rho.00": sent["mine"][0, 0].real, "rho.11": sent["mine"][1, 1].real, "purity": states.purity(sent["mine"]),
            "purity.coin": states.purity(sent["coin"])}
    out["arrow.x"], out["arrow.y"], out["arrow.z"] = states.bloch_vector(sent["mine"])
    out["long.x"], out["long.y"], _ = states.bloch_vector(sent["super"])
    return out


def polarisers(state):
    """States of QuTiP and pass probabilities along the bench."""
    def through(angles):
        ket, steps = states.polarization(state["theta"]), []
        for angle in angles:
            after = states.polarization(angle)
            steps.append(states.probabilities(ket, states.bloch_vector(after))[0])
            ket = after
        return steps

    on = {k: state[f"a{k}"] for k in (1, 2, 3) if state[f"on{k}"]}
    passes, reach, out = dict(zip(on, through(on.values()))), 1.0, {"analysers": len(on)}
    for k in range(4):
        ket = states.polarization(state[f"a{k}"] if k else state["theta"])
        out[f"amp.h.{k}"], out[f"amp.v.{k}"] = ket.full().real[:, 0]
        out[f"bloch.x.{k}"], _, out[f"bloch.z.{k}"] = states.bloch_vector(ket)
        if k:
            out[f"pass.{k}"] = passes.get(k, 1.0)
            out[f"p.stop{k}"], reach = reach * (1 - out[f"pass.{k}"]), reach * out[f"pass.{k}"]
            out[f"reach.{k}"] = reach
            out[f"without.{k}"] = math.prod(through([angle for j, angle in on.items() if j != k]))
    for x in (0, 45, 96, 180):
        out[f"malus@{x}"] = math.prod(through([*list(on.values())[:-1], x])) if on else 1.0
    return out | {"p.click": reach}


def test_bits(state):
    q = qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(fraction=state["f"])).qber
    n, eps, sizes = int(state["n"]), float(state["eps"]), (1, 30, 700, 100_000)
    out = {f"loose.of@{x}": min(1.0, statistics.serfling(tested=x, kept=n, eps=eps)) for x in sizes}
    return out | {"loose": min(1.0, statistics.serfling(tested=state["k"], kept=n, eps=eps)), "power": 1 - (1 - q) ** state["k"]}


def theatre(state):
    empty, one, two = links.weak_coherent(state["mu"]).probabilities[:3]
    mu, eta, gain = state["mu"], links.GYS.transmittance(state["km"]), links.GYS.gain(state["mu"], state["km"])
    # Each detector sees a laser pulse of half the light.
    lone = 1 - (1 - links.GYS.dark_counts_per_detector) * math.exp(-eta * mu / 2)
    return {"due.share.double": lone**2 / gain, "p.0": empty, "p.1": one, "p.2": two, "p.3": 1 - empty - one - two, "filled": (1 - empty - one) / (1 - empty)}


def listeners(state):
    now = qedu.exchange(protocols.bb84(), attacks.intercept_resend(fraction=state["f"]))
    return {"p.wrong": now.qber, "p.right": state["f"] - now.qber, "p.free": 1 - state["f"], "guess": now.eve_guess}


def letters(state):
    """Odds of each message and outcome along Bob's direction, and what they are worth."""
    def table(degrees):
        size, turn = 2**int(state["bits"]), math.radians(degrees)
        axis = (math.sin(turn), 0, math.cos(turn))
        return np.array([states.probabilities(states.ket(2 * math.pi * m / size), axis) for m in range(size)]) / size

    now = table(state["angle"])
    seen = now > 1e-15
    out = {f"p.{m}{end}": now[m, end] for m in range(len(now)) for end in (0, 1)}
    out |= {f"turned@{x}": table(x).max(axis=0).sum() for x in (0, 22.5, 90, 157.5, 360)}
    axis = states.bloch_vector(states.ket(math.radians(state["angle"])))
    return out | {"axis.x": axis[0], "axis.z": axis[2], "p.right": now.max(axis=0).sum(), "best": now.max(axis=0).sum() > 2 / len(now) - 1e-9,
                  "information": (now[seen] * np.log2((now / np.outer(now.sum(axis=1), now.sum(axis=0)))[seen])).sum()}


def funnel(state):
    """The library's own lengths; the parts are held to it in the chapter's tests."""
    q, by, eps = state["q"], float(state["by"]), float(state["eps"])
    rows = [row for row in keys.reconciliation() if row.method == {-1: "two_parameter", -2: "original", -3: "ldpc"}.get(by)]
    f = float(np.interp(q, [row.qber for row in rows], [row.efficiency for row in rows])) if rows else by
    out = {"f": f}
    for key, size, worth in (("secret", state["size"], 1), ("half", state["size"] // 2, 1), ("rate.of@10000", 10_000, 1e4), ("rate.of@7000000", 7_000_000, 7e6)):
        tested = math.floor(size * state["share"] + 0.5)
        out[key] = rates.finite_bb84(size - tested, tested, q, eps_sec=eps, f_ec=f) / worth
    return out | {"endless": rates.bb84(q, f_ec=f)}


def teleporter(state):
    """The four outcomes as QuTiP has them, and what Bob has of them at that time."""
    sent, pair = states.ket(math.radians(state["theta"])), entanglement.werner(state["f"])
    four, done = entanglement.teleport_outcomes(sent, pair), state["t"] >= 1.6
    bob = entanglement.teleport(sent, pair) if done else entanglement.bob_before(sent, pair)
    out = {"right": qutip.expect(bob, sent), "average": entanglement.average_fidelity(pair), "limit": 2 / 3}
    out["bob.x"], _, out["bob.z"] = states.bloch_vector(bob)
    out["state.x"], _, out["state.z"] = states.bloch_vector(sent)
    for one in four:
        bits = f"{one.m1}{one.m2}"
        out |= {f"p.{bits}": one.probability, **dict(zip((f"if.{bits}.x", "", f"if.{bits}.z"), states.bloch_vector(one.before)))}
    out |= {f"average.of@{x:g}": entanglement.average_fidelity(entanglement.werner(x)) for x in (0.25, 0.5, 0.85, 1)}
    return {key: value for key, value in out.items() if key}


def chain(state):
    links, f, m = int(state["n"]), state["f"], state["m"]
    out = {f"f.{k}": float(entanglement.werner_after_swaps(f, k, measurement=m)) for k in range(1, 17)}
    ends = {"mine": f, "better": 0.99, "worse": 0.9}
    out |= {f"{name}.of@{k}": float(entanglement.werner_after_swaps(one, k, measurement=m)) for name, one in ends.items() for k in (1, 7, 32)}
    twice = entanglement.swap(entanglement.werner(f), entanglement.werner(f), measurement=m)
    pair = entanglement.werner(out[f"f.{links}"])
    verdict = (entanglement.concurrence(pair) > 1e-9) + (entanglement.chsh(pair) > 2 + 1e-9)
    return out | {"end": out[f"f.{links}"], "f.2": qutip.expect(twice, entanglement.bell().proj()), "verdict": verdict, "w": (4 * f - 1) / 3}


def purifier(state):
    """Round by round, each on two copies in QuTiP."""
    out, gate = {}, float(state["gate"])
    for way, method in (("b", "bbpssw"), ("d", "dejmps")):
        pair, cost, fidelity = entanglement.werner(state["f"]), 1.0, []
        for r in range(6):
            if r:
                pair, success = entanglement.purify(pair, method, gate=gate)
                cost *= 2 / success
                out[f"{way}.p.{r}"] = success
            fidelity.append(qutip.expect(pair, entanglement.bell().proj()))
            out |= {f"cost.{way}@{r}": math.log10(cost), f"{way}.f.{r}": fidelity[-1]}
            if r == state["rounds"]:
                out |= {f"{way}.now": fidelity[r], f"cost.{way}.now": math.log10(cost)}
                if way == " bd"[int(state["method"])]:
                    out |= {"now": fidelity[r], "cost": math.log10(cost), "helps": fidelity[r] > fidelity[0] + 1e-9}
                    out["last"] = r == 0 or fidelity[r] > fidelity[r - 1] - 1e-9
        if way == " bd"[int(state["method"])]:
            out["best"] = max(fidelity)
    return out


def running_line(state):
    n, made = int(state["n"]), repeaters.decay(entanglement.werner_after_swaps(0.98, [1, 2, 4, 8]), [0.0, 30.0, 110.0, 200.0], t2=float(state["t2"]))
    out = {f"pair{k}.of@{x}": fidelity for k, x, fidelity in zip((1, 2, 4, 8), (0, 30, 110, 200), made)}
    if state["p_swap"] == "1":
        out["exact"] = repeaters.expected_wait(n, float(state["p"]))
    else:
        out["exact"] = repeaters.nested_wait(n, float(state["p"]), 0.5)
    # The error rate of a Werner pair, both measured along Z.
    rho = entanglement.werner(entanglement.werner_after_swaps(0.98, n)).full().real
    return out | {"qber": rho[1, 1] + rho[2, 2]}


def crossing(state):
    fibre, clock = links.Link("fibre", 0.2, 0.9, 0, 0), float(state["clock"])
    out = {f"direct.of@{km}": log10(repeaters.direct_rate(km, fibre, clock_hz=clock)) for km in (20, 502, 2000)}
    return out | {f"bound.of@{km}": log10(clock) + round(float(log10(rates.plob(10 ** (-km / 50)))), 3) for km in (20, 502, 2000)}


def glass_and_sky(state):
    km, away = state["km"], max(state["km"], 500.0)
    link = replace(satellites.MICIUS, beam="gaussian", divergence_urad=state["urad"], aperture_m=state["mirror"])
    quiet = replace(link, dark_counts=0.0)
    fibre, laser = links.Link("fibre", 0.2, 0.5, 0, 0), 1e8 / 2
    out = {"glass": fibre.loss_db(km), "glass.of@1200": fibre.loss_db(1200), "caught": 10 ** (-link.lines(away, 45)["diffraction"] / 10)}

    def above(distance):
        return satellites.elevation_deg(500, distance)

    for key, name in (("spread", "diffraction"), ("aim", "pointing"), ("air", "atmosphere"), ("optics", "receiver")):
        out[f"space.{key}"] = link.lines(away, above(away))[name]
    for key, distance in (("space", away), ("space.of@560", 560), ("space.of@1700", 1700)):
        out[key] = link.loss_db(distance, above(distance), detectors=False)
    out |= {"elevation": above(away), "log.glass": math.log10(laser * fibre.gain(0.5, km)),
            "log.space": math.log10(laser * quiet.at(away, above(away), 0.5).gain[0]), "minutes": satellites.pass_duration_s(500, 20) / 60}
    return out


def planner(state):
    node, seconds, turn = 15.0 * state["hour"], 60.0 * state["t"], math.pi / 180
    orbit = satellites.Orbit(int(state["h"]), state["inc"], node_deg=node)
    site = satellites.Site(state["lat"], state["lon"])
    up, away, _ = satellites.look(orbit, site, seconds)
    lat, lon = orbit.ground_track(seconds)
    out = {"sat.lat": lat, "now.up": up, "now.away": away, "orbit.minutes": satellites.period_s(int(state["h"])) / 60,
           "sight": satellites.half_angle_deg(int(state["h"]), int(state["mask"])), "sun.lon": 180 - state["t"] / 4}
    # A longitude may be told a turn or two on.
    found = widgets.load("pass-planner").numbers(state)
    out["sat.lon"] = lon + 360 * round((found["sat.lon"] - lon) / 360)
    for x in (-48, -2, 30):
        there = orbit.ground_track(seconds + 60 * x)
        out[f"track.lat@{x}"], out[f"track.lon@{x}"] = there[0], there[1] + 360 * round((found[f"track.lon@{x}"] - there[1]) / 360)
    link = replace(satellites.MICIUS, beam="gaussian")
    if up > 0:
        out["now.rate"] = 1e5 * rates.decoy_bb84(link.loss_db(away, up), link.receiver, mu=0.5)
    middle = found["pass.middle"]
    if found["passes"]:
        # At its highest by a thousand looks, which miss it by less than a thousandth of a degree.
        some = satellites.look(orbit, site, middle + np.linspace(-3, 3, 1001))
        assert found["pass.top"] == pytest.approx(some[0].max(), abs=1e-3)
        out["pass.loss"] = link.loss_db(found["pass.near"], found["pass.top"])
    for x in (-8, 0, 4.5):
        high, far, _ = satellites.look(orbit, site, middle + 60 * x)
        out[f"up.of@{x:g}"], out[f"away.of@{x:g}"] = high, far
        if high >= float(state["mask"]) + 1e-6:
            out[f"rate.of@{x:g}"] = 1e5 * rates.decoy_bb84(link.loss_db(far, high), link.receiver, mu=0.5)
    # The circles by the vectors of their points: as far from the middle as they should be.
    def vector(latitude, longitude):
        return np.array([math.cos(latitude * turn) * math.cos(longitude * turn), math.cos(latitude * turn) * math.sin(longitude * turn),
                         math.sin(latitude * turn)])

    for name, (middle_lat, middle_lon, radius) in {"ring": (lat, lon, out["sight"]), "night": (-float(state["sun"]), out["sun.lon"] + 180, 84)}.items():
        for way in (0, 70, 210):
            point = vector(found[f"{name}.lat@{way}"], found[f"{name}.lon@{way}"])
            assert np.dot(point, vector(middle_lat, middle_lon)) == pytest.approx(math.cos(radius * turn), abs=1e-9)
    return out


def trust(state):
    """Ways by trying all of them, keys that fall and sets that break them by the library at that state."""
    told, net = {node for node in trust_map.NODES if state[node] == "1"}, trust_map.network()
    if state["cut"] != "none":
        net = net.without((), [tuple(state["cut"].split("_"))])
    rate, out, mine = {frozenset(one.ends): one.key_rate / 1e3 for one in net.connections}, {}, ()
    for a, b in itertools.combinations(trust_map.USERS, 2):
        inner = net.graph
        inner.remove_nodes_from(set(trust_map.USERS) - {a, b})
        every = sorted(nx.all_simple_paths(inner, a, b), key=lambda way: (-min(rate[frozenset(step)] for step in zip(way, way[1:])), len(way), way))
        ways = [one.nodes for one in networks.disjoint_routes(net, a, b)] if state["ways"] == "apart" else every[:1 if state["ways"] == "one" else 2]
        uses = [frozenset(step) for way in ways for step in zip(way, way[1:])]
        out |= {f"falls.{a}_{b}": bool(ways) and networks.falls(ways, told), f"n.{a}_{b}": len(ways),
                f"rate.{a}_{b}": min((rate[step] / uses.count(step) for step in uses), default=0)}
        mine = ways if state["pair"] == f"{a}_{b}" else mine
    sets = networks.breaking_sets(mine, most=3) if mine else ()
    cuts = {"_".join(ends): networks.denial(trust_map.network(), trust_map.PAIRS, connections=[ends]) for ends in list(trust_map.LINKS)[:3]}
    return {**out, "fallen": sum(out[key] for key in out if key.startswith("falls")), **{f"left.{key}": one.rate_after / 1e3 for key, one in cuts.items()},
            **{f"now.{name}": sum(len(one) == size for one in sets) for size, name in enumerate(("singles", "pairs", "trios"), 1)}}


def router(state):
    """Each way by the library's own integral and product, and the best one by its search."""
    rates_, fidelities = ([float(state[f"{part}{i}"]) for i in range(len(entanglement_router.LINKS))] for part in "rf")
    net, out, sure = entanglement_router.network(rates_, fidelities), {}, float(state["ps"])
    for k, way in enumerate(entanglement_router.ways()):
        used = [next(one for one in net.connections if set(one.ends) == set(step)) for step in zip(way, way[1:])]
        out |= {f"f.{k}": networks.swapped_fidelity([one.fidelity for one in used]),
                f"wait.{k}": networks.longest_wait([one.pair_rate for one in used]) / sure ** (len(used) - 1)}
    best = networks.pair_paths(net, "alice", "bob", min_fidelity=state["floor"], p_swap=sure)
    out |= {"least": best[0].wait_s if best else 1e9, "best": 1 + entanglement_router.ways().index(best[0].nodes) if best else 0}
    return out | {"now.f": out[f"f.{state['way']}"], "now.wait": out[f"wait.{state['way']}"]}


def attack_board(state):
    """The link at this loss, and the attack where its clicks are those that are due, found by a root of the run itself."""
    link, due = replace(links.GYS, name="board", loss_db_per_km=0, fixed_loss_db=state["loss"], efficiency=0.8, dark_counts=2e-6, misalignment=0.01), {}
    wanted = qedu.exchange(protocols.bb84(), link=link.at(0, 0.48))
    due = {"due.clicks": 1e6 * wanted.gain, "due.qber": wanted.qber}
    bob = devices.Receiver(0.8, dark_counts=1e-6, double_clicks="random" if state["coin"] else "drop", alarm=0.5)
    echo = 1e6 * 10 ** (-(41 + state["iso"]) / 10)
    attack = {"0": None, "1": devices.blinding(bob, state["power"]), "2": devices.bright_pulses(bob), "3": devices.time_shift((0.4, 0.04), (0.04, 0.4)),
              "4": devices.trojan_horse(echo), "5": attacks.photon_number_splitting()}[state["attack"]]
    setup = link.at(0, (0.48, 0.05), probabilities=(0.9, 0.1)) if state["attack"] == "5" and state["decoys"] else link.at(0, 0.48)
    if state["attack"] in "123" and qedu.exchange(protocols.bb84(), attack, link=replace(link, fixed_loss_db=0).at(0, 0.48)).gain > wanted.gain:
        def run(db):
            return qedu.exchange(protocols.bb84(), attack, link=made(db))

        def made(db):
            better = replace(link, fixed_loss_db=db if state["attack"] == "3" else 0, random_roles=state["roles"])
            return better.at(0, 0.48 if state["attack"] == "3" else 0.48 * 10 ** (-db / 10))

        setup = made(brentq(lambda db: run(db).gain - wanted.gain, 0, 40, xtol=1e-13, rtol=1e-14))
    elif state["attack"] in "123":
        setup = replace(link, fixed_loss_db=0, random_roles=state["roles"] and state["attack"] == "3").at(0, 0.48)
    run = qedu.exchange(protocols.bb84(), attack, link=setup)
    found = {"seen.clicks": 1e6 * run.gain_by_intensity[setup.intensities[0]], "known": run.eve_holevo if run.gain and attack else 0.0}
    if run.gain:
        found["seen.qber"] = run.qber_by_intensity[setup.intensities[0]]
    return {**due, **found, "lamp.meter": state["meter"] and state["attack"] == "1"}


def lab(state):
    """The source itself, and Eve with its guess."""
    source = randomness.BitSource(randomness.photon_bit(state["t"]), noise=state["noise"], memory=state["memory"])
    out = {"h.counts": source.counted_entropy(), "h.law": source.output_entropy(), "h.secret": source.secret_entropy()}
    g = 2 ** -out["h.secret"]
    for key, guess in (("key.{}", g), ("{}.of@0.5", 0.5), ("{}.of@0.65", 0.65), ("{}.of@1", 1.0)):
        run = qedu.exchange(protocols.bb84(), devices.foreseen_bases(min(1.0, guess)))
        out |= {key.format("guess"): run.eve_guess, key.format("qber"): run.qber}
    out["g"] = qedu.exchange(protocols.bb84(), devices.foreseen_bits(min(1.0, g))).eve_guess
    for key in ("counts", "law", "secret"):
        out[f"out.{key}"] = randomness.extractable_bits(out[f"h.{key}"] * state["n"], eps=float(state["eps"]))
    return out


def hole(state):
    """Intervals of counts by the library, and for each flaw what Eve knows by a run of its own."""
    state = {**state, "spent": "ACBFE"}
    found = widgets.load("find-the-hole").numbers(state)
    out = {}
    for i in range(1, 6):
        out[f"r{i}.fraction"] = found[f"k{i}"] / found[f"n{i}"]
        out[f"r{i}.low"], out[f"r{i}.high"] = statistics.wilson(int(found[f"k{i}"]), int(found[f"n{i}"]), eps=1 - state["conf"])
    assert {key: found[key] for key in out} == pytest.approx(out, abs=1e-9)
    strong, line = int(found["strong"]), replace(links.GYS, name="link", loss_db_per_km=0, fixed_loss_db=10, efficiency=0.1, dark_counts=2e-6, misalignment=0.015)
    attack = [devices.blinding(), devices.bright_pulses(devices.Receiver(double_clicks="drop")), devices.time_shift(*(((0.1, 0.07), (0.07, 0.1)), ((0.1, 0.03), (0.03, 0.1)))[strong]),
              devices.trojan_horse((10**-1.6, 10**-0.1)[strong]), attacks.photon_number_splitting(fraction=(0.4, 1.0)[strong]), devices.foreseen_bits((0.6, 0.75)[strong]),
              attacks.intercept_resend("z", fraction=(0.2, 0.6)[strong]), devices.leaking_node((0.03, 0.3)[strong])][int(found["flaw"])]
    one = {2: line.at(0, 0.48), 4: line.at(0, (0.48, 0.05), probabilities=(0.5, 0.5)), 6: line.at(0, 0.48)}.get(int(found["flaw"]))
    return {"eve": qedu.exchange(protocols.bb84(), attack, link=one).eve_holevo, "qber": qedu.exchange(protocols.bb84(), link=line.at(0, (0.48, 0.05), probabilities=(0.5, 0.5))).qber}


def lens(state):
    """Ends and ranks of every fact, and an index counted over all sets of lenses with bits in place of sets."""
    places = sorted({fact.place for fact in policy.PLACE_FACTS} - {"World", "Europe"})
    bits, out, ordered = {}, {}, {}
    for name in policy.INDICATORS:
        rows = [fact for fact in policy.place_facts(indicator=name) if fact.place in places]
        bits[name] = sum(1 << places.index(fact.place) for fact in rows)
        out[f"known.{name}"] = len(rows)
        if len({fact.unit for fact in rows}) < 2:
            out |= {f"{key}.{one.fact.id}": end for one in policy.rank(name, places).places for key, end in (("best", one.first), ("worst", one.last))}
            for one, other in itertools.combinations(sorted(rows, key=lambda fact: fact.place), 2):
                if one.ends[1] < other.ends[0] or other.ends[1] < one.ends[0]:
                    ordered.setdefault((one.place, other.place), set()).add(name)
    for fact in policy.PLACE_FACTS:
        out |= {f"{key}.{fact.id}": end for key, end in (("low", fact.low), ("high", fact.high)) if end is not None}
    for k in range(2, 6):
        out[f"all.{k}"] = max(functools.reduce(int.__and__, some).bit_count() for some in itertools.combinations(bits.values(), k))
    have = any(fact.place.lower().replace(" ", "-") == state["place"] for fact in policy.place_facts(indicator=state["lens"]))
    return out | {"known": out[f"known.{state['lens']}"], "have": have, "pairs": len(places) * (len(places) - 1) / 2, "sure": len(ordered),
                  "twice": sum(len(names) > 1 for names in ordered.values())}


def stakeholders(state):
    names = {"region": "far region"}
    people = ("ministry", "hospitals", "operator", "region", "liberties", "university")
    gets = policy.FICTION.gets()
    found = policy.decide(gets, {names.get(who, who): state[who] for who in people}, rule=state["rule"], floor=float(state["floor"]) if state["rule"] == "floor" else None)
    one = found.chosen[0] if len(found.chosen) == 1 else None
    out = {"count": len(found.chosen), "pick": list(gets["ministry"]).index(one) + 1 if one else 0}
    out |= {f"mean.{option}": found.sums.get(option, 0) for option in gets["ministry"]} | {f"open.{option}": option not in found.excluded for option in gets["ministry"]}
    for who in people:
        name = names.get(who, who)
        out |= {f"gets.{who}.{option}": value for option, value in gets[name].items()}
        if one:
            margin = found.margins[name]
            out |= {f"mine.{who}": gets[name][one], f"loser.{who}": name in found.loser, f"low.{who}": min(10, margin.low), f"high.{who}": min(10, margin.high)}
    return out


def mosca(state):
    threat = policy.FORECASTS["sevilla-riedel-2020"].threat() if state["edition"] == "model" else policy.SURVEYS[state["edition"]].threat(state["reading"])
    move = policy.YearRange(state["move"], state["move"] + state["over"]) if state["over"] else state["move"]
    out = {"p": policy.exposed_probability(state["life"], move, threat), "forged": policy.forgery_probability(move, threat),
           "model.p": policy.exposed_probability(state["life"], move, policy.FORECASTS["sevilla-riedel-2020"].threat())}
    for edition in ("2022", "2023", "2024", "2025"):
        out[f"{edition}.p"] = policy.exposed_probability(state["life"], move, policy.SURVEYS[edition].threat(state["reading"]))
    out |= {f"by.of@{t}": threat.cdf(t) for t in range(51)}
    read = policy.exposure_by_year(state["life"], move, threat, recorded=range(-10, 20))
    return out | {f"read.of@{t}": share for t, share in zip(range(-10, 20), read)}


def adviser(state):
    advice = policy.advise(**{key: None if state[key] == "open" else state[key] for key in policy.QUESTIONS})
    fired = {rule.id for found in advice.options for rule in found.fired}
    return {"answered": len(advice.answers), **{f"fires.{rule.id}": rule.id in fired for rule in policy.RULES},
            **{f"verdict.{found.option}": list(policy.VERDICTS).index(found.verdict) for found in advice.options}}


def explorer_of_positions(state):
    subject, scope = (None if state[key] == "any" else state[key] for key in ("subject", "scope"))
    found = {row.id for row in policy.positions(subject=subject, scope=scope, year=(2000, int(state["year"])))}
    return {"found": len(found), "against": len(policy.POSITIONS[state["pick"]].disagrees),
            **{f"fits.{key}": key in found for key in policy.POSITIONS}}


def network(state):
    def total(items):
        return policy.cost(items, horizon_years=10, discount_rate=0.03).total / 1000

    places, lines, price = country.PLACES, country.LINES, {key: float(state[key]) for key in ("fibre", "devices", "guard", "station", "satellite", "system")}
    covers = {**{key: line.towns for key, line in lines.items()}, **{key: [key] for key in places}}
    costs = {**{key: total(country.line_items(line, state["span"], **{part: price[part] for part in ("fibre", "devices", "guard")})) for key, line in lines.items()},
             **dict.fromkeys(places, total(country.station_items(station=price["station"], satellite=price["satellite"])))}
    weights = {key: getattr(place, state["goal"], 1) for key, place in places.items()}
    siting = policy.max_coverage(covers, weights, budget=state["budget"], costs=costs)
    built = [key for key in covers if state[key] == "1"]
    out = {"own.cost": sum(costs[key] for key in built), "best.value": siting.best.people, "greedy.value": siting.greedy.people,
           "greedy.cost": siting.greedy.cost, **{f"greedy.{key}": key in siting.greedy.sites for key in covers}}
    for plan, chosen in (("own", built), ("greedy", siting.greedy.sites)):
        key = {town: sum(country.line_keys(lines[line], state["span"])[town] for line in chosen if line in lines and town in covers[line])
               + (country.station_keys()[town] if town in chosen else 0) for town in places}
        people, reached = [place.people for place in places.values()], {town for one in chosen for town in covers[one]}
        out |= {f"{plan}.people": sum(places[town].people for town in reached) / sum(people), f"{plan}.value": sum(weights[town] for town in reached),
                f"{plan}.gini": policy.gini([key[town] / places[town].people for town in places], people) if chosen else 0}
    if built:
        base = policy.cost([policy.Item("plan", 1, price=1000 * out["own.cost"], life_years=math.inf, yearly=0, currency="XXX", year=2026)],
                           horizon_years=10, discount_rate=0.03)
        systems = {"hospitals": 56 * 60, "offices": 28 * 40}.get(state["goal"], 56 * 60 + 28 * 40)
        out["money.moved"] = min(systems, policy.same_money(base, country.system_items(price["system"])).units)
    return out
def skill_triangle(state):
    def height(level):
        return [None, *policy.LEVELS].index(level)

    out, mine = {}, {}
    for area in policy.AREAS:
        tasks = [one for one in skills.tasks() if one.area == area]
        open_ = [list(policy.LEVELS).index(one.level) for one in tasks if state[one.key] == "no"]
        mine[area] = [None, *policy.LEVELS][min(open_, default=6)]
        out |= {f"level.{area}": height(mine[area]), f"guess.{area}": height(None if state[f"guess{area}"] == "none" else state[f"guess{area}"])}
        out[f"loose.{area}"] = sum(state[one.key] == "yes" and height(one.level) > height(mine[area]) for one in tasks)
        if state["by"] == "guess":
            mine[area] = None if state[f"guess{area}"] == "none" else state[f"guess{area}"]
    goal, me = skills.goals()[state["goal"]].levels, policy.Proficiency(*mine.values())
    return out | gaps(me, goal) | {f"has.{one.key}": state[one.key] == "yes" for one in skills.tasks()}


def gaps(me, goal):
    gap, lead = me.gap(goal), skills.book().towards(goal, have=me)
    return {"lack": sum(map(len, gap.values())), **{f"lack.{area}": len(gap.get(area, ())) for area in policy.AREAS},
            **{f"chapters.{area}": len(lead.get(area, ())) for area in policy.AREAS}}


def mapper(state):
    key = state["advert"]
    guess = state[f"guess_{key}"]
    return {**gaps(skills.people()[state["person"]].levels, adverts.profile(adverts.adverts()[key]["text"])), "shown": guess != "wait",
            "guess": {"I": 1, "II": 2, "III": 3}.get(guess, 0)}


def key_store(state):
    pools = {room: networks.Pool(256 * state["fill"], 256 * room, request_bits=256, requests=state["demand"]) for room in (1, 7, 40, int(state["room"]))}
    out = {f"refuses.of@{room}": pool.blocking for room, pool in pools.items()}
    return {**out, "refuses": pools[state["room"]].blocking, "missing": max(0, 1 - pools[1].load),
            # A request finds an empty store as often as the store is empty: random arrivals see averages over time.
            "chain.0": pools[state["room"]].blocking}


test_bits.__test__ = False
FRESH = {"eves-dial": dial, "protocol-arena": arena, "e91-room": room, "link-budget-bench": bench, "angle-dials": dials,
         "noise-slider": slider, "channel-explorer": explorer, "ignorance-or-superposition": coin,
         "polariser-bench": polarisers, "map-of-states": state_map, "how-many-test-bits": test_bits, "bits-in-bits-out": letters, "pns-theatre": theatre,
         "who-listens": listeners, "key-funnel": funnel, "divide-lens": lens, "stakeholder-table": stakeholders,
         "teleport-with-a-clock": teleporter, "swap-chain": chain,
         "purifier": purifier, "repeater-line": running_line, "crossover-finder": crossing, "fibre-v-space": glass_and_sky,
         "pass-planner": planner, "trust-map": trust, "entanglement-router": router, "attack-board": attack_board, "randomness-lab": lab, "find-the-hole": hole,
         "proficiency-triangle": skill_triangle, "advert-mapper": mapper,
         "mosca-timeline": mosca, "adviser": adviser,
         "key-store": key_store, "position-explorer": explorer_of_positions, "network-explorer": network}
#: What needs none: their numbers are frames, counts of dice, or the scene's own, which its chapter's tests replay.
NONE = {"rate-race", "information-price", "clone-o-meter", "beat-the-quantum", "which-coin",
        "sarg04-reveal", "bb84-stepper", "parity-detective", "privacy-press"}


def test_no_widget_is_forgotten():
    assert set(FRESH) | NONE == set(widgets.NAMES) and not set(FRESH) & NONE


@pytest.mark.parametrize("name", FRESH)
def test_numbers_are_those_of_the_library_at_that_state(name):
    widget, chance = widgets.load(name), random.Random(f"fresh {name}")
    given = [widget.state({})] + [widget.state(paper.state) for paper in widget.paper]
    for state in given + [widget.state(any_state(widget, chance)) for _ in range(16)]:
        numbers = widget.numbers(state)
        for key, value in FRESH[name](state).items():
            if key.startswith("over") and abs(numbers["qber"] - 0.11002786443836) < 1e-9:
                continue
            assert numbers[key] == pytest.approx(float(value), abs=1e-9, rel=1e-9), (key, state)
