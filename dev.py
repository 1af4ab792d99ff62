#!/usr/bin/env python3
"""Sets up MVS Desktop and runs it, its tests and its tools, with the standard library alone.

    python3 dev.py            lists the commands
    python3 dev.py test       does the set-up that is still to do, then runs every check

Everything goes into .venv beside this file, from requirements/test.txt with hashes. Debian packages
are installed only where that may be done (apt-get, as root); elsewhere the exact command is shown.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (this file also starts where the program cannot run)
    sys.exit(
        "MVS Desktop needs Python 3.11 or newer; this is Python {}.{}.\n"
        "Start it with a newer one, for instance: python3.12 dev.py".format(*sys.version_info[:2])
    )

import ctypes
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
EXE = ".exe" if os.name == "nt" else ""
PYTHON = BIN / f"python{EXE}"
REQUIREMENTS = ROOT / "requirements" / "test.txt"
STAMP = VENV / "mvs-installed.txt"
LINUX = sys.platform == "linux"

TRANSLATION = ROOT / "resources" / "translations" / "mvs_en.ts"
TRANSLATED = ("ui/**/*.py", "app.py")  # in mvs_desktop
MIGRATIONS = {
    "desktop": ROOT / "mvs_desktop" / "storage" / "migrations" / "versions",
    "central": ROOT / "mvs_central" / "migrations" / "versions",
}

# What the Qt wheels link to but do not carry, and the Debian package that holds it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}

Environment = dict[str, str]


def say(text: str) -> None:
    print(f"[dev] {text}", flush=True)


def environment(extra: Mapping[str, str] | None = None) -> Environment:
    """This process's environment without what would lead our Python to other packages."""
    env = {k: v for k, v in os.environ.items() if k not in {"PYTHONHOME", "PYTHONPATH"}}
    return env | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"} | dict(extra or {})


def run(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> int:
    """Run in the project's folder with our own input and output; the exit code."""
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=env or environment(), check=False
    ).returncode


# --- set-up ------------------------------------------------------------------------------------


def debian_install(packages: Sequence[str], what_for: str) -> None:
    """Install Debian packages where that may be done; elsewhere say how, and go on."""
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        say(f"{what_for}: install what Debian calls {names}")
        return
    if os.geteuid() != 0:
        say(f"{what_for}: run  sudo apt-get install {names}")
        return
    say(f"{what_for}: installing {names}")
    env = environment({"DEBIAN_FRONTEND": "noninteractive"})
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    subprocess.run(["apt-get", "update", "-qq"], env=env, stdin=subprocess.DEVNULL, check=False)
    done = subprocess.run(
        command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        say(f"apt-get could not install {names}:\n{done.stderr[-2000:]}")


def can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ensure_qt_libraries() -> None:
    if not LINUX:
        return
    missing = [package for name, package in QT_LIBRARIES.items() if not can_load(name)]
    if missing:
        debian_install(missing, "Qt misses system libraries")


def ensure_environment() -> None:
    """Make .venv and install the pinned requirements, unless that was done for these files."""
    wanted = hashlib.sha256()
    for part in (REQUIREMENTS, ROOT / "pyproject.toml"):
        wanted.update(part.read_bytes())
    wanted.update(f"{ROOT} {sys.version_info[:2]}".encode())
    if STAMP.is_file() and STAMP.read_text("ascii") == wanted.hexdigest():
        return
    started = time.monotonic()
    if LINUX and importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        debian_install([f"python{version}-venv"], "Python misses its venv module")
    if not PYTHON.exists() or f"{sys.version_info[0]}.{sys.version_info[1]}" != venv_version():
        say("making .venv")
        if run([sys.executable, "-m", "venv", "--clear", VENV]):
            sys.exit("[dev] Python could not make .venv; the lines above say why.")
    say("installing the pinned requirements into .venv (about a minute the first time)")
    pip = [str(PYTHON), "-m", "pip", "-qq", "install"]
    if run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", REQUIREMENTS]):
        sys.exit("[dev] pip could not install the requirements; the lines above say why.")
    # The project itself: a path file and the commands; everything it needs is there already.
    if run([*pip, "--no-index", "--no-deps", "--no-build-isolation", "--editable", ROOT]):
        sys.exit("[dev] pip could not install the project itself; the lines above say why.")
    STAMP.write_text(wanted.hexdigest(), "ascii")
    say(f"set up in {time.monotonic() - started:.0f} s")


def venv_version() -> str:
    """The 'major.minor' that .venv was made with, or nothing."""
    config = VENV / "pyvenv.cfg"
    text = config.read_text("utf-8") if config.is_file() else ""
    found = re.search(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", text, re.MULTILINE)
    return found[1] if found else ""


def set_up() -> None:
    ensure_qt_libraries()
    ensure_environment()


# --- a Secret Service of our own ---------------------------------------------------------------


def secret_service_answers() -> bool:
    """Whether this desktop session has a Secret Service (the keyring of the logged-in user)."""
    ask = (
        "import secretstorage as s, sys;"
        "sys.exit(0 if s.check_service_availability(s.dbus_init()) else 1)"
    )
    quiet = subprocess.DEVNULL
    command = [str(PYTHON), "-c", ask]
    return not subprocess.run(
        command, env=environment(), stdout=quiet, stderr=quiet, check=False
    ).returncode


def ensure_keyring_programs() -> bool:
    """Install gnome-keyring and dbus where that may be done; whether both are there."""
    programs = {"gnome-keyring-daemon": "gnome-keyring", "dbus-run-session": "dbus"}
    missing = [package for program, package in programs.items() if not shutil.which(program)]
    if missing:
        debian_install(missing, "A private Secret Service needs more")
    return all(shutil.which(program) for program in programs)


@contextmanager
def private_session(
    command: Sequence[str | Path],
) -> Iterator[tuple[list[str | Path], Environment]]:
    """`command` and environment for a home of its own, so that nothing touches the user's.

    With gnome-keyring and dbus at hand, also a session bus and an unlocked keyring of its own.
    The home disappears afterwards.
    """
    keyring = ensure_keyring_programs()
    with tempfile.TemporaryDirectory(prefix="mvs-", ignore_cleanup_errors=True) as home:
        env = environment({"HOME": home, "MVS_PRIVATE_SESSION": "1"})
        env.pop("DBUS_SESSION_BUS_ADDRESS", None)
        for name in ("CACHE_HOME", "CONFIG_HOME", "DATA_HOME", "RUNTIME_DIR", "STATE_HOME"):
            folder = Path(home, name.lower())
            folder.mkdir(mode=0o700)
            env[f"XDG_{name}"] = str(folder)
        if not keyring:
            say("no Secret Service: what needs one is skipped or will say so")
            yield list(command), env
            return
        unlock = (
            "printf mvs | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
            '; exec "$@"'
        )
        yield ["dbus-run-session", "--", "sh", "-c", unlock, "sh", *command], env


def run_with_keyring(command: Sequence[str | Path]) -> int:
    """Run on the user's own keyring; where there is none (no desktop session) on a private one."""
    if not LINUX or secret_service_answers():
        return run(command)
    say("no desktop session with a keyring here: using a private one that ends with the program")
    with private_session(command) as (wrapped, env):
        return run(wrapped, env)


# --- commands ----------------------------------------------------------------------------------


def demo(args: list[str]) -> int:
    return run_with_keyring([PYTHON, "-m", "mvs_desktop", "demo", *args])


def screenshots(args: list[str]) -> int:
    return run_with_keyring([PYTHON, "-m", "mvs_desktop", "screenshots", *args])


def start(args: list[str]) -> int:
    return run([PYTHON, "-m", "mvs_desktop", *args])


def bench(args: list[str]) -> int:
    return run([PYTHON, "-m", "benchmarks", *args])


def simulate(args: list[str]) -> int:
    return run([PYTHON, "-m", "tests.simulation", *args])


def static_checks() -> dict[str, bool]:
    """Every check that runs no program code, by name; all run, also after a failure."""
    checks: dict[str, list[str | Path]] = {
        "ruff": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
        "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
        "mypy": [PYTHON, "-m", "mypy"],
        "imports": [BIN / f"lint-imports{EXE}"],
    }
    results = {}
    for name, command in checks.items():
        say(f"check: {name}")
        results[name] = run(command) == 0
    say("check: strings")
    results["strings"] = strings(["--check"]) == 0
    return results


def as_words(results: Mapping[str, bool]) -> str:
    return ", ".join(f"{name} {'ok' if good else 'FAILED'}" for name, good in results.items())


def lint(_args: list[str]) -> int:
    results = static_checks()
    print(f"lint: {as_words(results)}")
    return 0 if all(results.values()) else 1


def ensure_postgresql() -> bool:
    """Install PostgreSQL where that may be done; whether it is there."""

    if LINUX and not postgresql_found():
        debian_install(["postgresql"], "The central service is tested on PostgreSQL too")
    if not postgresql_found():
        say("no PostgreSQL: the central service is tested on SQLite alone")
    return postgresql_found()


def postgresql_found() -> bool:
    debian = Path("/usr/lib/postgresql")  # Debian keeps the server's programs out of PATH
    return bool(shutil.which("initdb") or list(debian.glob("*/bin/initdb")))


# All tests: most on several processors at once, then those that share a keyring one by one. The
# gallery makes every widget many times over, and gets a process of its own.
GALLERY = "tests/ui/kit/test_gallery.py"
ALL_TESTS = (
    (
        *("--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile"),
        *("-m", "not keyring", f"--ignore={GALLERY}"),
    ),
    ("-m", "keyring"),
    (GALLERY,),
)


def test(args: list[str]) -> int:
    """Static checks, then pytest with `args`; ends with one line that says how all of it went."""
    started = time.monotonic()
    databases = "SQLite and PostgreSQL" if ensure_postgresql() else "SQLite alone"
    results = static_checks()
    say("check: tests")
    code, closings = 0, []
    for words in [args] if args else ALL_TESTS:
        command: list[str | Path] = [PYTHON, "-m", "pytest", *words]
        if LINUX:
            with private_session(command) as (wrapped, env):
                failed, closing = run_tests(wrapped, env)
        else:
            failed, closing = run_tests(command, environment())
        code = code or failed
        closings.append(closing)
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    print(
        f"test: {as_words(results)}, tests {'ok' if code == 0 else 'FAILED'}"
        f" ({' + '.join(closings)}); {databases}; {minutes} min {seconds} s"
    )
    return code or (0 if all(results.values()) else 1)


def run_tests(command: Sequence[str | Path], env: Environment) -> tuple[int, str]:
    """Run pytest and pass its output on; its exit code and its closing line."""
    env = env | {"PYTHONUNBUFFERED": "1"}
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    closing = "no result"
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as pytest:
        assert pytest.stdout is not None  # noqa: S101  (it was asked for)
        for line in pytest.stdout:
            print(line, end="", flush=True)
            closing = line.strip(" =\n") or closing
    return pytest.returncode, closing


def strings(args: list[str]) -> int:
    """Bring the English translation up to date with the Dutch texts; --check only looks."""
    desktop = ROOT / "mvs_desktop"
    sources = [file for pattern in TRANSLATED for file in sorted(desktop.glob(pattern))]
    if "--check" not in args:
        TRANSLATION.parent.mkdir(parents=True, exist_ok=True)
        return translate(sources, TRANSLATION)
    with tempfile.TemporaryDirectory(prefix="mvs-") as folder:
        fresh = Path(folder, TRANSLATION.name)
        if TRANSLATION.is_file():
            shutil.copy(TRANSLATION, fresh)
        if translate(sources, fresh):
            return 1
        problems = [
            f"{ours.relative_to(ROOT)} is not up to date: run python3 dev.py strings"
            for ours in (TRANSLATION, TRANSLATION.with_suffix(".qm"))
            if not ours.is_file() or ours.read_bytes() != Path(folder, ours.name).read_bytes()
        ]
        unfinished = fresh.read_text("utf-8").count('type="unfinished"')
        if unfinished:
            problems.append(f"{unfinished} texts have no English translation yet")
    for problem in problems:
        say(problem)
    return 1 if problems else 0


def translate(sources: Sequence[Path], target: Path) -> int:
    """Merge the texts in `sources` into `target` (.ts) and compile it to a .qm beside it."""
    options = ["-silent", "-no-obsolete", "-locations", "none"]
    languages = ["-source-language", "nl_NL", "-target-language", "en_GB"]
    lupdate = BIN / f"pyside6-lupdate{EXE}"
    code = run([lupdate, *options, *languages, *sources, "-ts", target])
    if code:
        return code
    compiled = target.with_suffix(".qm")
    return run([BIN / f"pyside6-lrelease{EXE}", "-silent", target, "-qm", compiled])


MIGRATION = '''"""{text}

Tables are named literally: importing today's records would rewrite history.
"""

import sqlalchemy as sa
from alembic import op

revision = "{number:04d}"
down_revision = {previous}


def upgrade() -> None:
    op.add_column("table_name", sa.Column("column_name", sa.Text()))
'''


def migration(args: list[str]) -> int:
    """Write the next revision file; its `upgrade` is an example to replace."""
    words = [arg for arg in args if arg != "--central"]
    if len(words) != 1:
        say('usage: python3 dev.py migration "Give every plan a review date" [--central]')
        return 2
    versions = MIGRATIONS["central" if "--central" in args else "desktop"]
    last = max((int(file.name[:4]) for file in versions.glob("[0-9]*_*.py")), default=0)
    slug = re.sub(r"[^a-z0-9]+", "_", words[0].lower()).strip("_")[:40].rstrip("_")
    file = versions / f"{last + 1:04d}_{slug}.py"
    text = words[0].rstrip(".") + "."
    previous = f'"{last:04d}"' if last else "None"
    versions.mkdir(parents=True, exist_ok=True)
    file.write_text(MIGRATION.format(text=text, number=last + 1, previous=previous), "utf-8")
    say(f"wrote {file.relative_to(ROOT)}")
    return 0


COMMANDS: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "demo": (demo, "open the program on invented families (--remove deletes them again)"),
    "run": (start, "open the program on your own store"),
    "test": (test, "every check and every test; further words go to pytest"),
    "lint": (lint, "the checks that run no program code"),
    "simulate": (
        simulate,
        "many laptops, a bad network: simulate [--steps N --seed S --rounds R --bugs B]",
    ),
    "bench": (bench, "measure: bench NAME [--json]"),
    "screenshots": (screenshots, "make a picture of every screen"),
    "strings": (strings, "update the English translation (--check only looks)"),
    "migration": (migration, 'new revision of the store: migration "text" [--central]'),
}


def main(args: list[str]) -> int:
    if not args or args[0] not in COMMANDS:
        print("python3 dev.py COMMAND\n")
        for name, (_, text) in COMMANDS.items():
            print(f"  {name:<12} {text}")
        return 0 if not args or args[0] in {"-h", "--help", "help"} else 2
    set_up()
    try:
        return COMMANDS[args[0]][0](args[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
