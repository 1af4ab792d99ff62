"""What is copied in this program does not stay on the clipboard.

Copying is the user's own act and is never refused. But a clipboard is read by every other
program, and some keep a history of it or send it to a cloud: what came from here is marked as
not for keeping, goes after a minute, and goes when the program ends.
"""

from functools import partial

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

FORGET_MS = 60_000

# What clipboard managers look for, by system: KDE's, Apple's de facto one, and the three that
# Windows documents for its history and its cloud clipboard (a DWORD; the first needs no value).
_NOT_FOR_KEEPING = {
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0\0\0\0",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\0\0\0\0",
}
_MARK = next(iter(_NOT_FOR_KEEPING))


class ClipboardGuard(QObject):
    """Watches the clipboard of `application` for as long as that runs."""

    def __init__(self, application: QApplication, forget_ms: int = FORGET_MS) -> None:
        super().__init__(application)
        self._clipboard = application.clipboard()
        self._timers = {}
        modes = [QClipboard.Mode.Clipboard]
        if self._clipboard.supportsSelection():
            modes.append(QClipboard.Mode.Selection)
        for mode in modes:
            timer = QTimer(self)
            timer.setSingleShot(True)
            timer.setInterval(forget_ms)
            timer.timeout.connect(partial(self._forget, mode))
            self._timers[mode] = timer
        self._clipboard.changed.connect(self._changed)
        application.aboutToQuit.connect(self.forget)

    def forget(self) -> None:
        """Empty the clipboard now, as far as its content came from here."""
        for mode in self._timers:
            self._forget(mode)

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        if mode is QClipboard.Mode.Selection:
            return self._clipboard.ownsSelection()
        return self._clipboard.ownsClipboard()

    def _changed(self, mode: QClipboard.Mode) -> None:
        timer = self._timers.get(mode)
        if timer is None:
            return
        # X11 gives no data at all for an empty clipboard, whatever the annotation says.
        content: QMimeData | None = self._clipboard.mimeData(mode)
        if content is None or not content.formats() or not self._is_ours(mode):
            timer.stop()
            return
        timer.start()
        if not content.hasFormat(_MARK):
            self._clipboard.setMimeData(_marked(content), mode)

    def _forget(self, mode: QClipboard.Mode) -> None:
        self._timers[mode].stop()
        if self._is_ours(mode):
            self._clipboard.clear(mode)


def _marked(content: QMimeData) -> QMimeData:
    copy = QMimeData()
    if content.hasImage():
        copy.setImageData(content.imageData())
    for name in content.formats():
        copy.setData(name, content.data(name))
    for name, value in _NOT_FOR_KEEPING.items():
        copy.setData(name, value)
    return copy
