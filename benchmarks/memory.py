"""`python -m benchmarks.memory bare|open PATH KEY`: the resident memory of a process with an
empty window, or of one that has a store open besides and has read the first page, in MB."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main() -> None:
    from PySide6.QtWidgets import QApplication, QWidget  # noqa: PLC0415 - that is what is weighed

    application = QApplication([])
    window = QWidget()
    window.show()
    application.processEvents()
    what, path, key = sys.argv[1:4]
    if what == "open":
        from mvs_desktop.services.registers import Registers  # noqa: PLC0415
        from mvs_desktop.services.workspace import Workspace  # noqa: PLC0415
        from mvs_desktop.storage.store import Store  # noqa: PLC0415

        store = Store.open(Path(path), bytes.fromhex(key))
        enrolled = store.replica.enrolment()
        assert enrolled is not None
        workspace = Workspace(store, enrolled, Registers())
        workspace.caseload_page()
        workspace.day(workspace.today())
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            print(int(line.split()[1]) / 1024)


if __name__ == "__main__":
    main()
