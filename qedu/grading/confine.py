"""Shut the running process in, for good: no file, network, other process or memory beyond what it was given.

Three parts of Linux do it, none of which needs privileges:

* **Landlock** lets it read the files of Python and its packages and no other, and write none.
* A **seccomp** filter lets it make some eighty harmless calls to the kernel.  All others fail: sockets,
  opening a file for writing, starting a process or program, sending a signal, changing modes or owners.
* **Resource limits** hold its memory.  Processor time is watched from outside (`qedu.grading.sandbox`).

What this does not stop is said on the instructors' page.  Documentation: https://docs.kernel.org/userspace-api/landlock.html
and the manual pages seccomp(2), seccomp_rule_add(3).
"""

import ctypes
import errno
import os
import platform
import sys
import sysconfig
from pathlib import Path

__all__ = ["missing", "readable", "ruleset", "confine", "end_with_parent"]

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446     # the same on every machine
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
#: Everything that the first version of Landlock can forbid: execute, write, read, list, remove and make.
_ALL_FILE_RIGHTS = (1 << 13) - 1
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_EQUAL, _MASKED_EQUAL = 4, 7
_CLONE_THREAD = 0x00010000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_TMPFILE", 0) & ~os.O_DIRECTORY \
    if os.name == "posix" else 0

#: What Python and NumPy need once everything is loaded, whatever the arguments.
_HARMLESS = """
    read readv pread64 preadv write writev close close_range lseek fstat newfstatat stat lstat statx statfs fstatfs
    access faccessat faccessat2 readlink readlinkat getcwd getdents64 dup dup2 dup3 pipe pipe2
    mmap munmap mprotect mremap madvise brk
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait sigaltstack pause alarm
    getitimer setitimer restart_syscall nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times
    select pselect6 poll ppoll epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd2
    getpid gettid getppid getuid geteuid getgid getegid getgroups getpgrp getpgid getsid
    uname sysinfo getrusage getrlimit sched_yield sched_getaffinity getcpu getrandom
    futex set_robust_list get_robust_list rseq wait4 waitid exit exit_group
""".split()

class _Compare(ctypes.Structure):
    _fields_ = [("argument", ctypes.c_uint), ("how", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def missing():
    """Say why a process cannot be shut in on this machine.

    Returns
    -------
    str or None
        The reason, to be read by an instructor; None if nothing is missing.
    """
    if sys.platform != "linux":
        return f"it needs Linux, and this is {platform.system()}"
    if _kernel().syscall(_LANDLOCK_CREATE, None, 0, 1) < 1:
        return ("the kernel does not offer Landlock "
                f"({os.strerror(ctypes.get_errno())}; Linux 5.13 or newer has it, unless it is switched off)")
    try:
        _library()
    except OSError:
        return "the library libseccomp.so.2 is not installed (Debian and Ubuntu: apt install libseccomp2)"
    return None


def readable():
    """Return what a student's code may read: Python, its packages and the system's libraries.

    Returns
    -------
    list of pathlib.Path
        Folders and files; the exercises, with the references in their checks, are not among them.
    """
    paths = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    # In a virtual environment these are its own; the standard library and C extensions are elsewhere.
    paths += [Path(os.__file__).parent, Path(sys.base_prefix, "lib"), "/lib", "/lib64", "/usr/lib", "/usr/local/lib"]
    paths += [path for path in sys.path if "site-packages" in path or "dist-packages" in path]
    paths += [Path(__file__).resolve().parents[1], "/dev/null"]
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
    handled = ctypes.c_uint64(_ALL_FILE_RIGHTS)
    rules = _kernel().syscall(_LANDLOCK_CREATE, ctypes.byref(handled), ctypes.sizeof(handled), 0)
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


def confine(rules, keep, memory):
    """Shut this process in.  There is no way back.

    Parameters
    ----------
    rules : int
        From `ruleset`.
    keep : iterable of int
        File descriptors that stay open, besides 0, 1 and 2.
    memory : int
        Bytes that the process may take beyond what it has now.

    Raises
    ------
    OSError
        If any part cannot be had; the caller must then end the process.
    """
    import resource

    kernel = _kernel()
    with open("/proc/self/statm") as file:
        taken = int(file.read().split()[0]) * resource.getpagesize()
    limits = {resource.RLIMIT_AS: taken + memory, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0, resource.RLIMIT_NOFILE: 64}
    for name, most in limits.items():
        resource.setrlimit(name, (most, most))
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
    rule(_ALLOW, "tgkill", (0, _EQUAL, os.getpid(), 0))                 # how a program aborts itself
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
