"""What the window can show: the rail with a screen beside it, the cover, or the closed page."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mvs_desktop.services.views import Me
from mvs_desktop.ui.keys.enrol_again import CodeBanner
from mvs_desktop.ui.kit.pages.banner import BannerStrip
from mvs_desktop.ui.shell.backup_timer import BackupBanner
from mvs_desktop.ui.shell.cover import Cover
from mvs_desktop.ui.shell.lease_view import ClosedPage, LeaseBanner
from mvs_desktop.ui.shell.notices import ShellBanner
from mvs_desktop.ui.shell.rail import Rail, RailEntry
from mvs_desktop.ui.shell.screens import SCREENS


class Content(QStackedWidget):
    """The parts, with nothing in them and not tied to anything yet."""

    def __init__(self, me: Me) -> None:
        super().__init__()
        shell = QWidget()
        shell.setObjectName("shell")
        line = QHBoxLayout(shell)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        entries = [RailEntry(s.screen, s.label(), s.icon_name) for s in SCREENS if s.in_rail]
        self.rail = Rail(entries, me.name, demo=me.demo)
        line.addWidget(self.rail)
        self.beside = QWidget()  # where panels open
        self.beside.setObjectName("content")
        rows = QVBoxLayout(self.beside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.lease_banner = LeaseBanner()
        self.code_banner = CodeBanner()
        self.backup_banner = BackupBanner()
        self.banner = ShellBanner()
        self._banners = (self.lease_banner, self.code_banner, self.backup_banner, self.banner)
        rows.addWidget(BannerStrip(self._banners))
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        rows.addWidget(self.pages, 1)
        line.addWidget(self.beside, 1)
        self._shell = shell
        self._cover = Cover()
        self.closed_page = ClosedPage()
        for part in (shell, self._cover, self.closed_page):
            self.addWidget(part)

    @property
    def covered(self) -> bool:
        return self.currentWidget() is self._cover

    @property
    def parts(self) -> Sequence[QWidget]:
        """The rail, the banners that say something, and the screen, in their order."""
        return (self.rail, *(b for b in self._banners if not b.isHidden()), self.pages)

    @property
    def closed(self) -> bool:
        return self.currentWidget() is self.closed_page

    def show_screen(self) -> None:
        """The rail and a screen, as usual."""
        self.setCurrentWidget(self._shell)

    def show_cover(self) -> None:
        """Only the words of the cover."""
        self.setCurrentWidget(self._cover)
        self._cover.setFocus()

    def show_closed(self) -> None:
        """Nothing of a family is left but the way to contact."""
        self.setCurrentWidget(self.closed_page)
        self.closed_page.setFocus()
