"""Unpack a platform's archive, or a student's, without harm."""

import contextlib
import struct
import unicodedata
import zipfile
from pathlib import Path

__all__ = ["unpack"]

#: What is taken out; of other files only the name is kept, as an empty file.
_WANTED = (".ipynb", ".txt", ".yml", ".json", ".zip")


def unpack(archive, folder, most_files=50_000, most_bytes=2_000_000_000, largest=26_000_000):
    """Unpack a zip file.

    Parameters
    ----------
    archive : str or pathlib.Path
    folder : str or pathlib.Path
        Empty; everything is written inside it, whatever the names in the archive say.
    most_files : int
        Files that it may hold.
    most_bytes : int
        Bytes that all of them may have when unpacked.
    largest : int
        Bytes of one file; a longer one is cut there, which is found out when it is read.

    Returns
    -------
    list of str
        Names of what was left out: links, and files that could not be read.

    Raises
    ------
    ValueError
        If it is no zip file, is damaged or encrypted, or holds too much.

    Notes
    -----
    A name that is not marked as UTF-8 is read as UTF-8 where it can be, since most platforms write it so.
    """
    folder, left_out, total = Path(folder), [], 0
    try:
        with zipfile.ZipFile(archive) as file:
            members = file.infolist()
            if len(members) > most_files:
                raise ValueError(f"holds {len(members)} files, and at most {most_files} are unpacked")
            if any(member.flag_bits & 1 for member in members):
                raise ValueError("is encrypted")
            for member in members:
                parts = _parts(_name(member))
                if not parts or _name(member).endswith(("/", "\\")):
                    continue
                if (member.external_attr >> 16) & 0o170000 == 0o120000:
                    left_out.append("/".join(parts))
                    continue
                path = _free(folder.joinpath(*parts))
                try:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    with open(path, "xb") as target:
                        if path.suffix.lower() in _WANTED:
                            total += _copy(file, member, target, min(largest, most_bytes - total))
                except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, struct.error, _error):
                    left_out.append("/".join(parts))
                    with contextlib.suppress(OSError):      # a file may be where the folder should be
                        path.unlink()
                if total > most_bytes:
                    raise ValueError(f"unpacks to more than {most_bytes / 1e6:g} MB")
    except (zipfile.BadZipFile, OSError, EOFError, struct.error) as error:
        raise ValueError(f"cannot be read as a zip file ({error})") from None
    return left_out


try:
    from zlib import error as _error
except ImportError:                                     # a Python without it cannot read most archives anyway
    _error = EOFError


def _copy(file, member, target, most):
    """Copy at most so many bytes, whatever the archive says about its length; return how many."""
    done = 0
    with file.open(member) as source:
        while done <= most:
            chunk = source.read(min(1 << 16, most + 1 - done))
            if not chunk:
                return done
            target.write(chunk)
            done += len(chunk)
    return done


def _name(member):
    if member.flag_bits & 0x800:                        # said to be UTF-8
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _parts(name):
    """The folders and the name of a file, none of which leads anywhere else."""
    parts = []
    for part in name.replace("\\", "/").split("/"):
        part = unicodedata.normalize("NFC", part).replace("\0", "")
        part = part.encode("utf-8", "backslashreplace").decode()
        if part.strip(" .") and not (len(part) == 2 and part[1] == ":"):
            data = part.encode()
            parts.append(part if len(data) <= 240 else data[:180].decode("utf-8", "ignore") + data[-50:].decode("utf-8", "ignore"))
    # The first ones say whose it is.
    return parts if len(parts) <= 20 else parts[:10] + parts[-10:]


def _free(path):
    """The path, or one beside it that is not taken yet."""
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{path.stem.removesuffix(f' ({number - 1})')} ({number}){path.suffix}")
    return path
