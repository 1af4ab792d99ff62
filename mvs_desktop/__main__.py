"""`python -m mvs_desktop`: the program, and the commands around it."""

import sys

from mvs_desktop.app import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
