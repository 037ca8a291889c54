"""Make the outline of the world's land, qedu/data/land.json, from the package world-atlas.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/world_outline.py package/land-110m.json

Run once; the outline is kept, with where it comes from.  A map on a page is some 600 pixels wide, so a point for every half
degree is enough, and the many points between are left out (Douglas and Peucker's way), islands of less than a few pixels too.
"""

import json
import sys
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parent.parent / "qedu" / "data" / "land.json"
#: Degrees that a line may be off, square degrees that an island must have, and points a degree.
OFF, LEAST, GRID = 0.4, 1.5, 4

ABOUT = {
    "what": "Outlines of the land, as the path of an SVG: whole numbers, quarters of a degree to the east of 180° W and to the south of "
            "90° N.",
    "source": "world-atlas 2.0.2 (npm), land-110m.json; made of Natural Earth 4.1.0, 1:110 million, by scripts/world_outline.py",
    "licence": "Natural Earth is in the public domain.  world-atlas: ISC License, Copyright 2013-2019 Michael Bostock.  Permission to "
               "use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that "
               "the above copyright notice and this permission notice appear in all copies.  THE SOFTWARE IS PROVIDED \"AS IS\" AND THE "
               "AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND "
               "FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES "
               "WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS "
               "ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.",
}


def rings(topology):
    """Every ring of land as an array of longitudes and latitudes."""
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(arc, axis=0) * scale + shift for arc in topology["arcs"]]
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]:
            for ring in polygon:
                # An arc that is run backwards has the number -1 - n.
                yield np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring])


def unrolled(ring):
    """The ring without its jumps at 180°, as pieces of the map between 180° W and 180° E."""
    turns = np.concatenate([[0], np.cumsum(-np.rint(np.diff(ring[:, 0]) / 360))])
    line = ring + np.outer(360 * turns, [1, 0])
    if turns[-1]:                                              # round the South Pole, and so along the lower edge
        line = np.concatenate([line, [[line[-1, 0], -90], [line[0, 0], -90], line[0]]])
    for shift in (-360, 0, 360):
        piece = cut(-cut(line + [shift, 0]))
        if len(piece) > 3:
            yield -piece


def cut(ring):
    """What of a ring lies to the west of 180° E."""
    out = []
    for (x, y), (u, v) in zip(ring[:-1], ring[1:]):
        if x <= 180:
            out.append((x, y))
        if (x <= 180) != (u <= 180):
            out.append((180, y + (v - y) * (180 - x) / (u - x)))
    return np.array([*out, out[0]]) if out else np.empty((0, 2))


def thinned(line):
    """The points of a line that must stay if it may be off by no more than `OFF`."""
    if len(line) < 3:
        return line
    (x, y), (dx, dy) = line[0], line[-1] - line[0]
    length = np.hypot(dx, dy)
    off = np.hypot(*(line - line[0]).T) if length == 0 else abs((line[:, 0] - x) * dy - (line[:, 1] - y) * dx) / length
    far = int(off.argmax())
    return np.concatenate([thinned(line[:far + 1])[:-1], thinned(line[far:])]) if off[far] > OFF else line[[0, -1]]


def area(ring):
    x, y = ring.T
    return abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2


def path(ring):
    """A ring as part of an SVG path: its first point, then steps."""
    points = np.rint((ring * [1, -1] + [180, 90]) * GRID).astype(int)
    steps = [step for step in np.diff(points, axis=0).tolist() if any(step)]
    words = " ".join(f"{x} {y}" for x, y in steps[:-1]).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{words}z"


def main(source):
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    land = [thinned(piece) for ring in rings(topology) for piece in unrolled(ring) if area(piece) >= LEAST]
    outline = "".join(path(ring) for ring in land if len(ring) > 3)
    DATA.write_text(json.dumps({**ABOUT, "path": outline}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(land)} outlines, {sum(map(len, land))} points, {len(outline)} letters")


if __name__ == "__main__":
    main(sys.argv[1])
