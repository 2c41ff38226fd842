"""What a form opens with: what is saved, or what was typed on this device and not saved yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.devices import find_device
from accounts.drafts import find_draft, forget_draft
from accounts.requests import PersonRequest


@dataclass(frozen=True)
class Opening:
    """What a form shows at first.

    page: its name among drafts. drafted: whether it shows what was not saved yet.
    """

    page: str
    initial: dict[str, Any]
    drafted: bool


def open_form(
    request: PersonRequest,
    page: str,
    saved: dict[str, Any],
    now: datetime,
    several: tuple[str, ...] = (),
) -> Opening:
    """Return what a page opens with. A draft made before another version was saved is none.

    saved: what the form shows without a draft; ``seen`` in it is the version that stands.
    several: fields that hold a list.
    """
    draft = find_draft(owner=request.user, device=find_device(request), page=page, now=now)
    if draft is None or draft.get("seen", "") != str(saved.get("seen", "")):
        return Opening(page, saved, drafted=False)
    kept = {name: saved[name] for name in ("seen", "zone") if name in saved}
    typed = {name: draft[name] for name in draft} | {name: draft.getlist(name) for name in several}
    return Opening(page, typed | kept, drafted=True)


def close_form(request: PersonRequest, page: str) -> None:
    """Forget what was typed on a page: it is saved now."""
    forget_draft(owner=request.user, device=find_device(request), page=page)
