"""The supervisor, whose windows can be driven: `python -m tests.e2e.supervised LINE FOLDER`."""

import sys

from mvs_desktop import app


def main() -> int:
    line, folder = sys.argv[1:]
    app.program = lambda: [sys.executable, "-m", "tests.e2e.locking", line]
    return app.main(["--data", folder, "--service", "http://127.0.0.1:9"])


if __name__ == "__main__":
    sys.exit(main())
