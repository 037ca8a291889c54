"""Make the fonts of the site from those of @fontsource-variable, small enough for a slow line.

    python scripts/fonts.py FOLDER       with the .woff2 files of the npm packages source-serif-4 and source-sans-3

Needs fonttools and brotli, which nothing else here does; its results are committed.  Letters of western Europe and the signs of
our pages are left, the weights from 400 to 700, of the italic 400 alone.  The licence of the fonts (OFL.txt) reserves the name
"Source" for what Adobe made, so inside the files these are called Qedu.
"""

import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "qedu" / "book" / "site" / "static" / "fonts"
SIGNS = "ÄÅÇÉÖØÜß\u00a0\u2009\u202f¡¿§©°·±×÷−²³µ¹¼½¾‐–—‘’“”„…†•‹›«»€™Œœ⁄"
LATIN = [*range(0x20, 0x7f), *range(0xe0, 0x100), *map(ord, SIGNS)]
#: Without accents, as symbols have them.  A file of their own, which only pages with such a letter outside a formula load.
GREEK = list(map(ord, "ΓΔΘΛΞΠΣΦΨΩαβγδεζηθικλμνξοπρςστυφχψω"))
FONTS = {
    "serif": ("source-serif-4-latin-wght-normal", (400, 700), LATIN),
    "serif-italic": ("source-serif-4-latin-wght-italic", 400, LATIN),
    "sans": ("source-sans-3-latin-wght-normal", (400, 700), LATIN),
    "serif-greek": ("source-serif-4-greek-wght-normal", (400, 700), GREEK),
    "sans-greek": ("source-sans-3-greek-wght-normal", (400, 700), GREEK),
}
FEATURES = ["kern", "liga", "tnum", "pnum", "mark", "mkmk", "ccmp"]


def make(source, target, weights, letters):
    """Write one font.

    Parameters
    ----------
    source, target : pathlib.Path
    weights : int or tuple of int
        One weight, or the ends of a range.
    letters : list of int
        Code points.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(source)
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=["*"], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": weights})
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16, 25):
            text = record.toUnicode()
            for old, new in (("Source Serif 4", "Qedu Serif"), ("SourceSerif4", "QeduSerif"), ("Source Sans 3", "Qedu Sans"),
                             ("SourceSans3", "QeduSans")):
                text = text.replace(old, new)
            record.string = text
    font.flavor = "woff2"
    font.save(target)


def main():
    for name, (source, *of) in FONTS.items():
        make(Path(sys.argv[1]) / f"{source}.woff2", OUT / f"{name}.woff2", *of)
        print(name, (OUT / f"{name}.woff2").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
