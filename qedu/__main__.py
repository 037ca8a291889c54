"""``python -m qedu``: the command ``qedu``, also where its folder is not on the path."""

import sys

from qedu.cli import main

if __name__ == "__main__":
    sys.exit(main())
