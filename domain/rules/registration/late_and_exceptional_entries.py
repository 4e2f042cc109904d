"""The two ways in which an office itself enters an applicant: 补报, and 破格（一线）申报."""

from __future__ import annotations

from dataclasses import dataclass

from domain.rules.review.workflow import EDITABLE
from domain.rules.vocabulary import RELAXED_CHANNELS, Channel, MaterialKind, Status, Word


class Entrance(Word):
    """One of the two ways, with the label of its page."""

    LATE = 'late', '补报'
    EXCEPTIONAL = 'exceptional', '破格（一线）申报'

    @property
    def channels(self) -> tuple[Channel, ...]:
        """申报类型 of the people entered this way."""
        return (Channel.SUPPLEMENTARY,) if self is Entrance.LATE else RELAXED_CHANNELS

    @property
    def asks_why(self) -> bool:
        """Whether a category and a document must be given and proved (1-domain §3 and §5)."""
        return self is Entrance.EXCEPTIONAL


PROOF = MaterialKind.EXCEPTION
PROVABLE = (
    *EDITABLE,
    Status.IN_REVIEW,
)  # while the county may still add the proof, see domain.rules.application.material_rights


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person to be entered, as typed; ``category`` and ``document`` are used for 破格 and 一线 only."""

    name: str
    id_number: str
    mobile: str
    unit_id: int | None
    channel: Channel | None
    category: str = ''
    document: str = ''
