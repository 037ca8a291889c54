"""Kernels that begin with the large packages loaded: forked from one process that has loaded them.

QuTiP, pandas and matplotlib take a kernel two seconds of a processor to load, which is more than most pages of the book need
for all the rest.  So on Linux one process loads them and divides for each kernel; elsewhere kernels are started as ever.
Nothing of this repository is loaded beforehand, since it is written down what a page reads of it (scripts/execute.py).
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
from uuid import uuid4

#: What nearly every page loads, and what every kernel does.
LARGE = ("ipykernel.kernelapp", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "pandas", "qutip", "scipy.optimize", "scipy.stats")


class Process:
    """A kernel that another process has for a child, with as much of `subprocess.Popen` as jupyter_client asks for."""

    stdin = stdout = stderr = None

    def __init__(self, pid):
        self.pid, self._end = pid, os.pidfd_open(pid)

    def __del__(self):
        os.close(self._end)

    def poll(self):
        """None while it lives; nobody asks with which code it ended."""
        return 0 if select.select([self._end], [], [], 0)[0] else None

    def wait(self):
        select.select([self._end], [], [])
        return 0

    def send_signal(self, number):
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    def terminate(self):
        self.send_signal(signal.SIGTERM)


def can_divide():
    """Whether this is a Linux that lets a process be waited for by whoever knows its number; some containers do not."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


@contextlib.contextmanager
def manager(env, number):
    """A class of kernel managers for as long as the context lasts.

    Parameters
    ----------
    env : dict of str to str
        The environment of the kernels, in which the packages are loaded.
    number : int
        How many kernels there will be; for one or two nothing is loaded beforehand.
    """
    from jupyter_client.manager import AsyncKernelManager

    if number < 3 or not can_divide():
        yield AsyncKernelManager
        return
    from jupyter_client.provisioning import LocalProvisioner

    # Matplotlib reads the place of its drawings when it is loaded.
    env = {**env, "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    with subprocess.Popen([sys.executable, __file__], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as mother:
        class Forked(LocalProvisioner):
            async def launch_kernel(self, cmd, **kwargs):
                json.dump({"argv": cmd, "env": kwargs["env"], "cwd": kwargs["cwd"]}, mother.stdin)
                mother.stdin.write("\n")
                mother.stdin.flush()
                self.process = Process(int(mother.stdout.readline()))
                self.pid = self.pgid = self.process.pid
                return self.connection_info

        class Manager(AsyncKernelManager):
            def __init__(self, **kwargs):
                super().__init__(**kwargs)
                self.kernel_id = self.kernel_id or str(uuid4())
                self.provisioner = Forked(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)

        yield Manager


def divide():
    """Load the packages; then, for each line of the input, become a kernel in a process of its own and say its number."""
    sys.path.pop(0)                                            # this folder, of which no kernel knows
    for name in LARGE:
        importlib.import_module(name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)              # who ends is gone at once, and not kept for somebody to ask
    signal.signal(signal.SIGINT, signal.SIG_IGN)               # who builds the book is stopped, and closes the input
    for line in sys.stdin:
        child = os.fork()
        if not child:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            return be_a_kernel(**json.loads(line))
        print(child, flush=True)


def be_a_kernel(argv, env, cwd):
    """Go on as the kernel that this command would start: ``python -m ipykernel_launcher -f …``."""
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)                                              # the other output is for numbers of processes
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = [*argv[argv.index("ipykernel_launcher"):], f"--IPKernelApp.parent_handle={os.getppid()}"]       # with whom it ends
    IPKernelApp.launch_instance(sys.argv[1:])


if __name__ == "__main__":
    divide()
