"""Shut the running process in, for good: no file, network, other process or memory beyond what it was given.

Three parts of Linux do it, none of which needs privileges:

* **Landlock** lets it read the files of Python and its packages and no other, and write none.
* A **seccomp** filter lets it make some eighty harmless calls to the kernel.  All others fail: sockets,
  opening a file for writing, starting a process or program, sending a signal, changing modes or owners.
* **Resource limits** hold its memory, and as a second line its processor time.  Time and the number of threads
  are watched from outside (`qedu.grading.isolation.sandbox`).

What this does not stop is said on the instructors' page.  Documentation: https://docs.kernel.org/userspace-api/landlock.html
and the manual pages seccomp(2), seccomp_rule_add(3).
"""

import contextlib
import ctypes
import errno
import os
import platform
import select
import signal
import sys
import sysconfig
from pathlib import Path

import qedu

__all__ = ["NotIsolated", "THREAD_STACK", "missing", "readable", "ruleset", "confine", "end_with_parent"]

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446     # the same on every machine
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
#: Everything that Landlock can forbid, by its version: in files (execute, write, read, list, remove, make; then also
#: move, truncate, device commands), in the network (bind and connect), across processes (abstract sockets, signals).
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_NETWORK_RIGHTS, _SCOPES = {4: 3}, {6: 3}
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_EQUAL, _AT_LEAST, _MASKED_EQUAL = 4, 5, 7
_CLONE_THREAD, _MAP_STACK = 0x00010000, 0x00020000
#: Bytes of a thread's stack.
THREAD_STACK = 8 << 20
#: The smallest stack that is allowed, so that memory ends a flood of threads.
_LEAST_STACK = 4 << 20
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_TMPFILE", 0) & ~os.O_DIRECTORY \
    if os.name == "posix" else 0

#: What Python and NumPy need once everything is loaded, whatever the arguments.
_HARMLESS = """
    read readv pread64 preadv write writev close close_range lseek fstat newfstatat stat lstat statx
    access faccessat faccessat2 readlink readlinkat getcwd getdents64 dup dup2 dup3 pipe pipe2
    munmap mprotect mremap madvise brk
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait sigaltstack pause alarm
    getitimer setitimer restart_syscall nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times
    select pselect6 poll ppoll
    getpid gettid getppid getuid geteuid getgid getegid getgroups getpgrp
    uname getrusage getrlimit sched_yield getcpu getrandom
    futex set_robust_list get_robust_list rseq wait4 waitid exit exit_group
""".split()


class NotIsolated(RuntimeError):
    """Strangers' code cannot be shut in on this machine; the text says why."""


class _Compare(ctypes.Structure):
    _fields_ = [("argument", ctypes.c_uint), ("how", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def missing(memory=2**30):
    """Say why a process cannot be shut in on this machine.

    It is tried once, in a process of its own.

    Parameters
    ----------
    memory : int
        As for `confine`.

    Returns
    -------
    str or None
        The reason, to be read by an instructor; None if nothing is missing.
    """
    if sys.platform != "linux":
        return f"it needs Linux, and this is {platform.system()}"
    if _landlock_version() < 1:
        return ("the kernel does not offer Landlock "
                f"({os.strerror(ctypes.get_errno())}; Linux 5.13 or newer has it, unless it is switched off)")
    try:
        _library()
    except OSError:
        return "the library libseccomp.so.2 is not installed (Debian and Ubuntu: apt install libseccomp2)"
    said, saying = os.pipe()
    child = os.fork()
    if child == 0:
        reason = b"it ended without a word"
        try:
            confine(ruleset([Path("/dev/null")]), [saying], memory)
            reason = b""
        except BaseException as error:
            reason = str(error).encode("utf-8", "replace") or type(error).__name__.encode()
        finally:
            os.write(saying, b"." + reason)
            os._exit(0)
    os.close(saying)
    with open(said, "rb") as file:
        done = select.select([said], [], [], 30)[0]
        reason = file.read() if done else b".it did not come to an end"
    os.kill(child, 9)
    _, status = os.waitpid(child, 0)
    if not reason:
        return f"the process in which it was tried ended with status {status}"
    return reason[1:].decode() or None


def readable():
    """Return what a student's code may read: Python, its packages and the system's libraries.

    Returns
    -------
    list of pathlib.Path
        Folders and files; the exercises, with the references in their checks, are not among them.
    """
    paths = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    # In a virtual environment these are its own; the standard library and C extensions are elsewhere.
    paths += [Path(os.__file__).parent, Path(sys.base_prefix, "lib"), "/lib", "/lib64", "/usr/lib", "/usr/local/lib", "/usr/share/zoneinfo"]
    paths += [path for path in sys.path if "site-packages" in path or "dist-packages" in path]
    paths += [Path(qedu.__file__).resolve().parent, os.devnull]
    paths += [Path(sys.base_prefix, name) for name in ("Lib", "DLLs")]      # Windows
    return sorted({Path(path).resolve() for path in paths if Path(path).exists()})


def ruleset(allowed, hidden=()):
    """Make a Landlock rule set: the files below `allowed`, without those below `hidden`, may be read.

    Parameters
    ----------
    allowed, hidden : iterable of pathlib.Path
        Resolved paths.  The names of what is hidden can still be listed; nothing in it can be opened.

    Returns
    -------
    int
        A file descriptor, for `confine`.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    handled, size = _handled(_landlock_version())
    rules = _kernel().syscall(_LANDLOCK_CREATE, ctypes.byref(handled), size, 0)
    if rules < 0:
        raise OSError(ctypes.get_errno(), f"landlock_create_ruleset: {os.strerror(ctypes.get_errno())}")
    hidden = [Path(path).resolve() for path in hidden]
    for path in allowed:
        if any(path.is_relative_to(secret) for secret in hidden):
            continue
        if path.is_dir():
            _allow(rules, path, _READ_DIR)
        for piece in _without(path, hidden):
            _allow(rules, piece, _READ_FILE)
    return rules


def _landlock_version():
    return _kernel().syscall(_LANDLOCK_CREATE, None, 0, 1)


def _handled(version):
    """What a kernel with this version of Landlock is asked to forbid, and the bytes in which it is asked."""
    newest = [max((bits for since, bits in rights.items() if since <= version), default=0)
              for rights in (_FILE_RIGHTS, _NETWORK_RIGHTS, _SCOPES)]
    return (ctypes.c_uint64 * 3)(*newest), 8 * (1 if version < 4 else 2 if version < 6 else 3)


def _without(path, hidden):
    """The largest files and folders that make up `path` and hold nothing hidden."""
    if not any(secret.is_relative_to(path) for secret in hidden):
        return [path]
    return [piece for child in path.iterdir() if not child.is_symlink() and child not in hidden
            for piece in _without(child, hidden)]


def _allow(rules, path, rights):
    parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _Beneath(rights, parent)
        if _kernel().syscall(_LANDLOCK_ADD, rules, 1, ctypes.byref(rule), 0):
            raise OSError(ctypes.get_errno(), f"landlock_add_rule {path}: {os.strerror(ctypes.get_errno())}")
    finally:
        os.close(parent)


def confine(rules, keep, memory, seconds=None):
    """Shut this process in.  There is no way back.

    Parameters
    ----------
    rules : int
        From `ruleset`.
    keep : iterable of int
        File descriptors that stay open, besides 0, 1 and 2.
    memory : int
        Bytes that the process may take beyond what it has now.
    seconds : int, optional
        Processor time after which the kernel ends the process, should nobody else do so before.

    Raises
    ------
    OSError
        If any part cannot be had; the caller must then end the process.
    """
    import resource

    kernel = _kernel()
    with open("/proc/self/statm") as file:
        taken = int(file.read().split()[0]) * resource.getpagesize()
    limits = {"AS": taken + memory, "FSIZE": 0, "CORE": 0, "NOFILE": 64, **({"CPU": int(seconds) + 1} if seconds else {})}
    for name, most in limits.items():
        number = getattr(resource, f"RLIMIT_{name}")
        have = resource.getrlimit(number)[1]
        if name != "AS" and have != resource.RLIM_INFINITY:
            most = min(most, have)                      # less is as good; of memory, honest answers need what was promised
        try:
            resource.setrlimit(number, (most, most))
        except (ValueError, OSError) as error:
            raise OSError(f"setrlimit RLIMIT_{name}: {most:,} is needed, and {have:,} is the most allowed here ({error})") from None
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")                              # if memory runs out, the kernel ends this process first
    end_with_parent()
    _check(kernel.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    _check(kernel.capset(header, none), "capset")                       # root keeps no privilege either
    _check(kernel.syscall(_LANDLOCK_RESTRICT, rules, 0), "landlock_restrict_self")
    last = 2
    for number in sorted({*keep, 1 << 20}):
        os.closerange(last + 1, number)
        last = number
    _filter(_library())


def end_with_parent():
    """Have the kernel end this process when the one that forked it ends."""
    _check(_kernel().prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0), "prctl")


def _filter(library):
    """Load the seccomp filter: what is not listed fails."""
    filters = library.seccomp_init(_FAIL | errno.EPERM)
    if not filters:
        raise OSError("seccomp_init failed")

    def rule(action, name, *conditions):
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:                          # not on this kind of machine
            return
        compare = (_Compare * len(conditions))(*(_Compare(*condition) for condition in conditions))
        code = library.seccomp_rule_add_array(filters, action, number, len(conditions), compare)
        if code:
            raise OSError(-code, f"seccomp_rule_add {name}: {os.strerror(-code)}")

    for name in _HARMLESS:
        rule(_ALLOW, name)
    rule(_ALLOW, "open", (1, _MASKED_EQUAL, _WRITING, 0))
    rule(_ALLOW, "openat", (2, _MASKED_EQUAL, _WRITING, 0))
    rule(_FAIL | errno.ENOSYS, "clone3")        # the C library then falls back on clone, whose flags a filter can see
    rule(_ALLOW, "clone", (0, _MASKED_EQUAL, _CLONE_THREAD, _CLONE_THREAD))
    for name in ("mmap", "mmap2"):
        rule(_ALLOW, name, (3, _MASKED_EQUAL, _MAP_STACK, 0))
        rule(_ALLOW, name, (1, _AT_LEAST, _LEAST_STACK, 0))
    # How a program aborts itself; that no other signal passes tells a process that somebody killed from one that ended itself.
    rule(_ALLOW, "tgkill", (0, _EQUAL, os.getpid(), 0), (2, _EQUAL, signal.SIGABRT, 0))
    for process in (0, os.getpid()):
        rule(_ALLOW, "sched_getaffinity", (0, _EQUAL, process, 0))
    rule(_ALLOW, "prlimit64", (0, _EQUAL, 0, 0), (2, _EQUAL, 0, 0))     # to read its own limits
    for command in (0, 1, 2, 3, 1030):                                  # duplicate; read flags; set close-on-exec
        rule(_ALLOW, "fcntl", (1, _EQUAL, command, 0))
    code = library.seccomp_load(filters)
    if code:
        raise OSError(-code, f"seccomp_load: {os.strerror(-code)}")


def _check(result, what):
    if result:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def _kernel():
    return ctypes.CDLL(None, use_errno=True)


def _library():
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_load.argtypes = [ctypes.c_void_p]
    library.seccomp_rule_add_array.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p]
    return library
