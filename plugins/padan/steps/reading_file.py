"""One landed file on its way from a worker into staging."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from padan.intake import FileReading, Refusal
from padan.intake.reading import refuse_file
from padan.workers import Breach, Done, Failed, Reply
from padan.workers.reading import FileToRead, Piece, Read, tools_of

log = logging.getLogger(__name__)

_REFUSED_FOR = {"time": "took_too_long", "memory": "took_too_much_memory"}


class ReadingFile:
    """What became of one file so far, and the class of our own failure, if any.

    Attributes:
        file: what was asked for.
        reading: final once the rows were taken.
        failure: class of an error that is not the file's fault, though the file bears it.
        held: its rows, where they are few enough to be held.
        streams: whether its rows are taken from the worker only while they are staged.
    """

    def __init__(self, file: FileToRead, reply: Reply) -> None:
        """Nothing is waited for yet."""
        self.file = file
        self.reading = FileReading()
        self.failure: str | None = None
        self.held: list[Piece] = []
        self.streams = False
        self._reply = reply

    @property
    def held_bytes(self) -> int:
        """Size of the rows held."""
        return sum(len(piece.lines) for piece in self.held)

    def fetch(self, most: int) -> bool:
        """Take the rows and what became of them, if the rows are at most so many bytes; False where they stream."""
        size = 0
        for piece in self._reply.parts():
            self.held.append(piece)
            size += len(piece.lines)
            if size > most:
                self.streams = True
                return False
        try:
            self.settle()
        except Refusal as refusal:
            self._refuse(refusal)
        return True

    def pieces(self) -> Iterator[Piece]:
        """The rows: those held, then those still to come."""
        while self.held:
            yield self.held.pop(0)
        yield from self._reply.parts()

    def settle(self) -> None:
        """What the worker says at the end.

        Raises:
            Refusal: it found only now that the file cannot be taken, or it fell; nothing of the file may stay.
        """
        result = self._reply.result()
        if isinstance(result, Done) and isinstance(result.value, Read):
            self.reading = result.value.reading
            if result.value.undo:
                raise _refusal_of(self.reading)
            return
        if isinstance(result, Breach) and result.kind in _REFUSED_FOR:
            raise Refusal(_REFUSED_FOR[result.kind])
        failed = result if isinstance(result, Failed) else Failed("WorkerDied", "")
        raise self._own_fault(failed.error, failed.where)

    def not_staged(self, error: Exception) -> None:
        """Its rows could not be staged: what was staged of it is undone, and it is refused."""
        self._refuse(
            error if isinstance(error, Refusal) else self._own_fault(type(error).__name__, "staging")
        )

    def drop_rows(self) -> None:
        """The rows are no longer needed."""
        self.held.clear()
        self._reply.result()

    def _own_fault(self, error: str, where: str) -> Refusal:
        """A fault of ours must cost one file, not the month."""
        self.failure = error
        log.error("file %s could not be read: %s at %s", self.file.file_id, error, where)
        return Refusal("unreadable", found=error)

    def _refuse(self, refusal: Refusal) -> None:
        self.held.clear()
        self.reading = refuse_file(self.file.feed, self.file.source, tools_of(self.file), refusal)


def _refusal_of(reading: FileReading) -> Refusal:
    assert reading.refusal_code is not None
    return Refusal(reading.refusal_code, **reading.refusal_details)
