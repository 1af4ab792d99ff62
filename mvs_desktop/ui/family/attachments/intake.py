"""What is dropped, pasted or chosen, and its way into the file: one at a time, in its turn."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QImage

from mvs_desktop.domain.attachments import Remark
from mvs_desktop.domain.errors import AttachmentBroken, DiskFull
from mvs_desktop.ui.case_context import CaseContext

if TYPE_CHECKING:
    from mvs_desktop.services.attachments import Added

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Source:
    """Something to add; `name` is what it is called for whoever adds it."""

    name: str
    content: Path | QImage


@dataclass(slots=True)
class Outcome:
    """What came of everything that was offered together."""

    added: list["Added"] = field(default_factory=list)
    refused: list[tuple[str, Exception]] = field(default_factory=list)
    stopped: bool = False

    @property
    def remarks(self) -> frozenset[Remark]:
        return frozenset(remark for one in self.added for remark in one.remarks)


def sources_in(data: QMimeData | None) -> list[Source]:
    """The files, or else the picture, that were dropped or copied; empty for anything else.

    X11 gives None for an empty clipboard.
    """
    if data is None:
        return []
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if paths:
        return [Source(path.name, path) for path in paths]
    image = data.imageData() if data.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return [Source(QCoreApplication.translate("AttachmentsTab", "Geplakte afbeelding"), image)]
    return []


class Intake(QObject):
    """Adds what is offered, off the GUI thread; it lives as long as the family is open.

    `began` carries a number and the total at each one; `ended` the Outcome.
    """

    began = Signal(int, int)
    ended = Signal(object)

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self._context = context
        self._outcome = Outcome()
        self._total = self._done = 0
        self._stop = threading.Event()

    @property
    def busy(self) -> bool:
        return self._done < self._total

    def offer(self, sources: Sequence[Source]) -> None:
        """Add all of these; more may be offered while it is under way."""
        if not self.busy:
            self._outcome, self._total, self._done = Outcome(), 0, 0
            self._stop = threading.Event()
        self._total += len(sources)
        for source in sources:
            self._context.background.run(
                partial(_add, self._context, source, self._stop.is_set),
                on_done=self._took,
                on_failed=partial(self._failed, source),
                owner=self,
            )
        if sources:
            self.began.emit(self._done + 1, self._total)

    def stop(self) -> None:
        """Add no more; what is in stays in."""
        self._stop.set()

    def _took(self, added: "Added | None") -> None:
        if added is None:
            self._outcome.stopped = True
        else:
            self._outcome.added.append(added)
            self._context.set_snapshot(added.saved.snapshot)
            self._context.saved.emit(added.saved.at)
        self._next()

    def _failed(self, source: Source, error: Exception) -> None:
        self._outcome.refused.append((source.name, error))
        if isinstance(error, DiskFull):
            self._stop.set()  # the next ones would not fit either
        self._next()

    def _next(self) -> None:
        self._done += 1
        if self.busy:
            self.began.emit(self._done + 1, self._total)
        else:
            self.ended.emit(self._outcome)


def _add(context: CaseContext, source: Source, should_stop: Stop) -> "Added | None":
    if should_stop():
        return None
    attachments, case_id = context.workspace.attachments, context.case_id
    if isinstance(source.content, Path):
        return attachments.add_file(case_id, source.content, should_stop)
    return attachments.add(case_id, _png(source.content), source.name, should_stop)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise AttachmentBroken
    return bytes(buffer.data().data())
