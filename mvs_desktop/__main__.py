"""`python -m mvs_desktop`: the program, or the demo that drives it."""

import sys


def main() -> int:
    """Run what the command line asks for; gives the exit status."""
    arguments = sys.argv[1:]
    if arguments and arguments[0] in ("demo", "screenshots"):
        from mvs_desktop.demo import command  # noqa: PLC0415 - only the demo needs it

        return command.main(arguments)
    if arguments == ["read-file"]:
        from mvs_desktop.documents import apart  # noqa: PLC0415 - without the rest of the program

        return apart.main()
    from mvs_desktop import app  # noqa: PLC0415

    return app.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
