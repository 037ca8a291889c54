"""Read what there is to know of an exercise set: ``exercises/<set>/set.yaml``."""

from pathlib import Path

__all__ = ["read"]

_FIELDS = ("id", "name", "title", "objectives", "misconceptions", "cfqt", "difficulty", "minutes", "pool", "hints")
_POOLS = ("practice", "graded")


def read(folder):
    """Read one exercise set.

    Parameters
    ----------
    folder : str or pathlib.Path
        ``exercises/<set>``.

    Returns
    -------
    dict
        ``title``, ``section`` (a label of the chapter) and ``exercises``, a list of dicts with ``id``, ``name``
        (what the student writes), ``title``, ``objectives``, ``misconceptions``, ``cfqt``, ``difficulty`` (1-3),
        ``minutes``, ``pool`` (``"practice"`` or ``"graded"``) and ``hints`` (three texts in MyST).

    Raises
    ------
    ValueError
        If the file is missing, lacks a field or has a value that is not allowed; names file and exercise.
    """
    import yaml

    path = Path(folder) / "set.yaml"
    if not path.is_file():
        raise ValueError(f"{path} does not exist: an exercise set is a folder with a set.yaml")
    data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    for field in ("title", "section", "exercises"):
        if not data.get(field):
            raise ValueError(f"{path}: '{field}' is missing")
    seen = set()
    for exercise in data["exercises"]:
        where = f"{path}: exercise {exercise.get('id', '(no id)')!r}"
        missing = [field for field in _FIELDS if field not in exercise]
        if missing:
            raise ValueError(f"{where} lacks {', '.join(missing)}")
        if exercise["id"] in seen:
            raise ValueError(f"{where} is there twice")
        seen.add(exercise["id"])
        if exercise["pool"] not in _POOLS:
            raise ValueError(f"{where}: pool must be practice or graded; got {exercise['pool']!r}")
        if exercise["difficulty"] not in (1, 2, 3):
            raise ValueError(f"{where}: difficulty must be 1, 2 or 3; got {exercise['difficulty']!r}")
        if len(exercise["hints"]) != 3:
            raise ValueError(f"{where}: hints must be three texts; got {len(exercise['hints'])}")
    return data
