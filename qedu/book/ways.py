"""The ways through the book for different readers: which pages each of them takes, and how a page leads on along it.

What a page says of each way is written when the book is built, and hidden; the script of the frame (``site/static/site.js``) shows
that of the way in the page's address, ``?way=policy``, and puts it into the links that are followed.  So nothing of it is stored.
"""

from qedu.content import chapters
from qedu.content.strings import text

__all__ = ["around", "share", "stations"]


def stations(track, parts):
    """Find the pages that a way takes.

    Parameters
    ----------
    track : dict
        From `qedu.content.chapters.tracks`.
    parts : tuple of qedu.content.road.Part

    Returns
    -------
    list of (Chapter, Page)
        In the order of the road, which is that of the way.
    """
    chosen = track.get("lessons", {})
    return [(chapter, page) for part in parts for chapter in part.chapters if chapter.id in track["chapters"] for page in chapter.pages
            if chapter.id not in chosen or page is chapter.pages[0] or page.name.rpartition("/")[2] in chosen[chapter.id]]


def share(track, chapter):
    """Return the pages that a way takes of a chapter of which it does not take all.

    Parameters
    ----------
    track : dict
    chapter : qedu.content.road.Chapter

    Returns
    -------
    list of Page
        Without the first page.  Empty if the way takes all of the chapter, or nothing.
    """
    chosen = track.get("lessons", {}).get(chapter.id, ())
    return [page for page in chapter.pages[1:] if page.name.rpartition("/")[2] in chosen]


def _passed(track, parts, after, before):
    """Titles of the chapters on a way, behind one chapter and before another, that are not written."""
    order = list(chapters.titles())
    there = {chapter.id for part in parts for chapter in part.chapters}
    low = order.index(after) if after in order else len(order)
    high = order.index(before) if before in order else len(order)
    return [chapters.titles()[name] for name in track["chapters"] if low < order.index(name) < high and name not in there]


def around(parts, built, chapter, page, title):
    """Say how one page leads along each way that can be walked.

    Parameters
    ----------
    parts : tuple of qedu.content.road.Part
    built : container of str
        Names of the pages of this build.
    chapter, page
        Where one is.
    title : callable
        From the name of a page to its title as plain text.

    Returns
    -------
    list of dict
        For each way ``id``; ``title``; ``folded``, whether code is; ``place``, which page of it this is, in words; ``chosen``, on
        the first page of a chapter the lessons it takes, in words; ``next``, the (Chapter, Page) that follows, or None; ``passed``,
        in words the chapters in between that are not written; ``minutes``, what the way takes of the chapter that follows.
    """
    order = [one.name for part in parts for each in part.chapters for one in each.pages]
    found = []
    for track in chapters.tracks():
        if "id" not in track:
            continue
        stops = [stop for stop in stations(track, parts) if stop[1].name in built]
        names = [stop[1].name for stop in stops]
        after = next((stop for stop in stops if order.index(stop[1].name) > order.index(page.name)), None)
        passed = _passed(track, parts, chapter.id, after[0].id if after else "") if not after or after[0] is not chapter else []
        taken = share(track, chapter) if page is chapter.pages[0] else []
        place = text("way.page", n=names.index(page.name) + 1, total=len(names)) if page.name in names else text("way.off")
        found.append({"id": track["id"], "title": track["title"], "folded": track.get("code") == "folded", "place": place,
                      "chosen": text("way.chosen", titles=text("way.and").join(f"“{title(one.name)}”" for one in taken)) if taken else "",
                      "next": after, "minutes": sum(stop[1].minutes for stop in stops if after and stop[0] is after[0]),
                      "passed": text("way.passed", titles=", ".join(passed)) if passed else ""})
    return found
