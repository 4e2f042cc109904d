"""What a reviewer can do on the review page, as callbacks passed from the page to the components."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from nicegui.elements.upload_files import FileUpload

from components.application.views import CheckView
from components.review.views import Pins, PriorPassView
from domain.rules.vocabulary import Act, MaterialKind

Done = Awaitable[None]


async def nothing(*_: object) -> None:
    """The callback for an action that a page does not offer."""


@dataclass(frozen=True, slots=True)
class ReviewActions:
    """Each is awaited; a ``domain.errors.Refusal`` it raises is shown where the action began, and typed text stays.

    ``DecidedAlready`` opens the conflict dialog. A return without an error means success: open dialogs close.
    """

    approve: Callable[[], Done]
    give_back: Callable[[str, Pins], Done]
    reject: Callable[[str], Done]
    reopen: Callable[[str], Done]
    cancel: Callable[[str], Done]
    defer: Callable[[tuple[MaterialKind, ...], str, date], Done]
    confirm_supplied: Callable[[], Done]
    recheck: Callable[[bool, str], Done]
    check_id: Callable[[str], Awaitable[list[CheckView]]]
    verify_id: Callable[[str], Done]
    prior_passes: Callable[[], Awaitable[list[PriorPassView]]]
    upload: Callable[[MaterialKind, FileUpload], Done]
    save_draft: Callable[[Act, str, Pins], Done]
    refresh: Callable[[], Done]
    previous: Callable[[], Done] = nothing
    next: Callable[[], Done] = nothing
    back: Callable[[], Done] = nothing
    take_over: Callable[[], Done] | None = None
    undo: Callable[[], Done] = nothing
    tab_shown: Callable[[str], Done] = nothing
