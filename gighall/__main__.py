"""``python -m gighall``: the commands."""

import sys

from gighall.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
