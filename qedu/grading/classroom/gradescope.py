"""Who is who in an export of Gradescope: a file beside the folders says it."""

from pathlib import Path

from qedu.grading.classroom.platforms import Handed

__all__ = ["METADATA", "read"]

#: Name of that file.
METADATA = "submission_metadata.yml"


def read(path):
    """Read which folder belongs to whom.

    Parameters
    ----------
    path : str or pathlib.Path
        Of ``submission_metadata.yml``.

    Returns
    -------
    dict of str to list of Handed
        By name of the folder; a group has several students.

    Raises
    ------
    ValueError
        If the file cannot be read.
    """
    import yaml

    class Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        """Takes what Ruby marks as its own for the plain text, list or mapping that it is."""

    def construct(loader, suffix, node):
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node, deep=True)
        return loader.construct_sequence(node, deep=True) if isinstance(node, yaml.SequenceNode) else loader.construct_scalar(node)

    Plain.add_multi_constructor("!", construct)
    Plain.add_multi_constructor("tag:", construct)
    # All texts stay texts: a student number keeps its zeros.
    Plain.yaml_implicit_resolvers = {}
    try:
        data = yaml.load(Path(path).read_text(encoding="utf-8", errors="replace"), Plain)
    except (OSError, yaml.YAMLError, RecursionError) as error:
        raise ValueError(f"{METADATA} of the export could not be read: {str(error)[:200]}") from None
    found = {}
    for folder, entry in data.items() if isinstance(data, dict) else ():
        submitters = entry.get(":submitters") if isinstance(entry, dict) else None
        people = [_person(one, folder) for one in submitters if isinstance(one, dict)] if isinstance(submitters, list) else []
        if people:
            found[str(folder)] = people
    return found


def _person(one, folder):
    def text(name):
        value = one.get(f":{name}")
        return value.strip() if isinstance(value, str) and value not in ("null", "~") else ""

    return Handed(text("name") or text("email") or text("sid") or str(folder), text("sid") or text("email"), email=text("email"))
