"""What is said when something of the file was written to a file of its own, or was not."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.errors import DiskFull
from mvs_desktop.ui.messages import error_message


def kept_text(target: Path) -> str:
    """It is there, and from now on anybody who gets at it can read it."""
    return QCoreApplication.translate(
        "files",
        "Bewaard als {name}. Dit bestand is leesbaar voor iedereen die erbij kan. Bewaar het op "
        "een veilige plek.",
    ).format(name=target.name)


def not_kept_text(error: Exception) -> str:
    """Why it is not there, that nothing is lost, and what to do."""
    if isinstance(error, DiskFull):
        return QCoreApplication.translate(
            "files",
            "Het bestand is niet bewaard: er is daar geen ruimte meer. In het dossier is alles "
            "veilig. Maak ruimte vrij of kies een andere plek.",
        )
    return error_message(error).text
