"""`python3 dev.py demo`: a central service, twelve invented families, and the program on them.

With a display the program opens for you to try. Without one the same widgets are driven
offscreen through a day's work, and pictures of every screen are left in a folder. Demo
data lives in a folder of its own and is never mixed with real data.
"""

import argparse
import os
import platform
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_data_path

from mvs_desktop.app import APP_NAME, device_name, supervise
from mvs_desktop.demo.seeding import Seeded, seed
from mvs_desktop.demo.service import CentralProcess, free_port
from mvs_desktop.services.session import Session, StoreState

DEMO_NAME = f"{APP_NAME} oefenen"
PASSPHRASE = "oefenen met twaalf gezinnen"

_DATABASE, _PORT, _LOG = "central.db", "central.port", "central.log"


def main(arguments: Sequence[str]) -> int:
    """Run `demo` or `screenshots`; gives the exit status."""
    parser = argparse.ArgumentParser(prog="mvs-desktop", description=__doc__)
    parser.add_argument("command", choices=("demo", "screenshots"))
    parser.add_argument("--remove", action="store_true", help="delete the demo and its data")
    parser.add_argument("--offscreen", action="store_true", help="drive it without a display")
    parser.add_argument("--out", type=Path, default=Path("demo-out"), help="where pictures go")
    options = parser.parse_args(arguments)
    if options.remove:
        return remove()
    if options.command == "screenshots" or options.offscreen or not has_display():
        return run_offscreen(options.out)
    return run_windowed()


def demo_folder() -> Path:
    return user_data_path(DEMO_NAME, appauthor=False, roaming=False)


def has_display() -> bool:
    """Whether a window could be seen here."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    if platform.system() == "Linux":
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def remove() -> int:
    """Delete the demo: its store, the secret in the keyring, and its service's database."""
    folder = demo_folder()
    if not folder.exists():
        print("Er zijn geen oefengegevens.")
        return 0
    Session(folder).remove()
    shutil.rmtree(folder)
    print("De oefengegevens zijn gewist.")
    return 0


def run_windowed() -> int:
    """Start the service, make the demo when it is not there yet, and open the program."""
    folder = demo_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    service = CentralProcess(folder / _DATABASE, _kept_port(folder), folder / _LOG)
    fresh = Session(folder).state() is StoreState.NONE
    if fresh:
        # A demo that was killed while it was made is made anew.
        for rest in folder.glob(f"{_DATABASE}*"):
            rest.unlink()
        service.init(demo=True)
    with service:
        if fresh:
            print("Twaalf verzonnen gezinnen worden klaargezet…")
            seeded = seed(service, lambda line: print(f"  {line}"))
            enrol_main(service, seeded, folder)
        print(f"\nHet wachtwoord van de oefening is:  {PASSPHRASE}")
        print("Weg ermee kan met:  python3 dev.py demo --remove\n")
        return supervise(folder, service.url)


def enrol_main(service: CentralProcess, seeded: Seeded, folder: Path) -> None:
    """Make the store of the demo's worker and fetch the families into it."""
    _, worker_id = seeded.main
    code = service.code(worker_id)
    workspace = Session(folder).enrol(service.url, code, PASSPHRASE, device_name())
    try:
        workspace.synchronise()
    finally:
        workspace.close()


def run_offscreen(out: Path) -> int:
    """Drive the widgets through the main job; pictures and the plan go to `out`."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Here, because Qt reads the variable when it loads.
    from mvs_desktop.demo.hands import hush_offscreen  # noqa: PLC0415
    from mvs_desktop.demo.tour import Tour  # noqa: PLC0415

    hush_offscreen()

    out.mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("*.png"), *out.glob("*.pdf")):
        old.unlink()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        service = CentralProcess(folder / _DATABASE, free_port(), folder / _LOG)
        service.init(demo=True)
        service.make_recovery_key(folder)
        with service:
            print("Twaalf verzonnen gezinnen worden klaargezet…")
            seeded = seed(service, lambda line: print(f"  {line}"))
            tour = Tour(service, seeded, folder, out)
            try:
                tour.run()
            finally:
                tour.close()
    print("\n".join(("", "Gedaan:", *(f"  ✓ {line}" for line in tour.done))))
    print(f"\n{len(list(out.glob('*.png')))} schermen en het gezinsplan staan in {out}/")
    return 0


def _kept_port(folder: Path) -> int:
    """The port that the enrolled demo store knows the service by."""
    file = folder / _PORT
    if not file.exists():
        file.write_text(str(free_port()))
    return int(file.read_text())
