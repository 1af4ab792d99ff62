"""`python -m mvs_central` is the command `mvs-central`."""

import sys

from mvs_central.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
