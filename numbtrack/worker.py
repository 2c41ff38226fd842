"""The worker of gunicorn that serves numbtrack: one that stops leaves nobody without an answer."""

from __future__ import annotations

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's threads, with an end at which who was let in is answered and the door closes.

    gunicorn only stops looking: who came before is reset when the process ends, and who comes
    while others are still answered waits in vain for that.
    """

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not (self.alive or enabled):  # one that is told to stop as it begins opens it once
            for listener in self.sockets:
                self._let_in_who_waits(listener)
                listener.close()  # who comes from now on is refused, and asks another server

    def _let_in_who_waits(self, listener: object) -> None:
        before = -1
        while self.nr_conns != before:
            before = self.nr_conns
            self.accept(listener)
