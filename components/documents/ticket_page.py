"""The page of one 准考证: person and photo, subjects with their times, seat, notes, code and place for the seal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import UnidentifiedImageError

from components.documents.boxes import Boxes
from components.documents.pdf import Paper
from components.documents.qr import draw_qr

EXAM, TITLE = '河南省机关事业单位工勤技能岗位等级考核', '准考证'
LEFT, WIDTH, TOP = 18.0, 174.0, 25.0
LABEL, SHORT, TALL = 25.0, 16.0, 15.0
PHOTO = (38.0, 53.2)  # 295 × 413
ROW = (PHOTO[1] - TALL) / 4  # the rows beside the photo end with it
CODE, MASK = 33.0, 3
NOTE_SIZES = ((9.5, 5.3), *((size / 2, size / 4) for size in range(18, 12, -1)))  # points, mm from line to line


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket as plain values: it is sent to another process. ``photo`` is a file that may be missing or broken.

    ``sittings``: subject, day and hours. ``address`` is the content of the QR code.
    """

    year: int
    number: str
    registration: str
    name: str
    sex: str
    id_number: str
    unit: str
    trade: str
    grade: str
    photo: Path | None
    session: str
    sittings: tuple[tuple[str, str, str], ...]
    site: str
    site_address: str
    directions: str
    room: str
    seat: str
    notes: tuple[str, ...]
    issuer: str
    issued_on: str
    address: str


def draw_ticket(paper: Paper, ticket: Ticket) -> None:
    """Fill the current page of ``paper`` with this ticket."""
    _heading(paper, ticket)
    boxes = Boxes(paper, LEFT, TOP + 45)
    _person(boxes, ticket)
    boxes.gap(5)
    _times(boxes, ticket)
    boxes.gap(5)
    _place(boxes, ticket)
    paper.y = boxes.y + 8.5
    _notes(paper, ticket)
    _foot(paper, ticket)


def _heading(paper: Paper, ticket: Ticket) -> None:
    paper.line_of(TOP - 2, f'{ticket.year} 年度{EXAM}', 15, align='centre', left=LEFT, room=WIDTH)
    paper.line_of(TOP + 14, '准　考　证', 30, align='centre', bold=True, left=LEFT, room=WIDTH)
    paper.set_line_width(0.8)
    paper.line(LEFT, TOP + 21, LEFT + WIDTH, TOP + 21)
    paper.set_line_width(0.2)
    paper.line(LEFT, TOP + 22.2, LEFT + WIDTH, TOP + 22.2)
    paper.line_of(TOP + 36, '准考证号', 12, left=LEFT, room=WIDTH)
    paper.put(LEFT + LABEL, TOP + 37, ticket.number, 26, bold=True)
    paper.line_of(TOP + 32, f'报名序号 {ticket.registration}', 10, align='right', left=LEFT, room=WIDTH)
    paper.line_of(TOP + 37, f'场次 {ticket.session}', 10, align='right', left=LEFT, room=WIDTH)


def _person(boxes: Boxes, ticket: Ticket) -> None:
    room = WIDTH - PHOTO[0] - 4
    top = boxes.y
    boxes.row(ROW, ('姓名', LABEL), (ticket.name, room - LABEL - 2 * SHORT), ('性别', SHORT), (ticket.sex, SHORT))
    boxes.row(ROW, ('身份证号', LABEL), (ticket.id_number, room - LABEL))
    boxes.row(TALL, ('单位', LABEL), (ticket.unit, room - LABEL))
    boxes.row(ROW, ('申报工种', LABEL), (ticket.trade, room - LABEL))
    boxes.row(ROW, ('申报等级', LABEL), (ticket.grade, room - LABEL))
    _photo(boxes, ticket.photo, LEFT + WIDTH - PHOTO[0], top)


def _photo(boxes: Boxes, photo: Path | None, x: float, y: float) -> None:
    """The photo, or its empty frame: a ticket without a photo is still printed, and the photo is glued on later."""
    paper = boxes.paper
    if photo:
        try:
            paper.image(str(photo), x, y, *PHOTO)
        except (OSError, UnidentifiedImageError, ValueError):
            photo = None
    if not photo:
        paper.line_of(y + PHOTO[1] / 2 - 1, '照片', 11, align='centre', left=x, room=PHOTO[0])
        paper.line_of(y + PHOTO[1] / 2 + 5, '（加盖骑缝章）', 8, align='centre', left=x, room=PHOTO[0])
    paper.rect(x, y, *PHOTO)


def _times(boxes: Boxes, ticket: Ticket) -> None:
    day = WIDTH - 54 - 46
    boxes.head(8.4, ('考试科目', 54), ('考试日期', day), ('考试时间', 46))
    for subject, date, hours in ticket.sittings:  # more than the usual three share their room
        boxes.row(27.6 / max(3, len(ticket.sittings)), (subject, 54), (date, day), (hours, 46), centred=True)


def _place(boxes: Boxes, ticket: Ticket) -> None:
    wide = WIDTH - 60
    top = boxes.y
    boxes.row(TALL, ('考点', LABEL), (ticket.site, wide - LABEL))
    boxes.row(TALL, ('考点地址', LABEL), (_address(ticket), wide - LABEL))
    boxes.big(LEFT + wide, top, 30, boxes.y - top, '考场号', ticket.room)
    boxes.big(LEFT + wide + 30, top, 30, boxes.y - top, '座位号', ticket.seat)


def _address(ticket: Ticket) -> str:
    return f'{ticket.site_address}（{ticket.directions}）' if ticket.directions else ticket.site_address


def _notes(paper: Paper, ticket: Ticket) -> None:
    paper.put(LEFT, paper.y, '考生须知', 11, bold=True)
    paper.y += 6
    boxes, room = Boxes(paper, LEFT, paper.y), paper.h - 17 - CODE - paper.y
    for size, pitch in NOTE_SIZES:
        notes = [boxes.lines(note, WIDTH - 6, size) for note in ticket.notes]
        if (sum(map(len, notes)) - 1) * pitch <= room:
            break
    for number, lines in enumerate(notes, start=1):
        paper.put(LEFT, paper.y, f'{number}.', size)
        for line in lines:
            paper.put(LEFT + 6, paper.y, line, size)
            paper.y += pitch


def _foot(paper: Paper, ticket: Ticket) -> None:
    """The place for the seal at the left, the code at the right; both have the same place on every ticket."""
    top = paper.h - 20 - CODE
    right = LEFT + WIDTH - CODE
    draw_qr(paper, ticket.address, right, top, CODE, mask=MASK)
    paper.line_of(top + CODE + 3.5, '扫码核验真伪', 8.5, align='centre', left=right, room=CODE)
    paper.put(LEFT, top + 9, '签发单位', 11)
    paper.put(LEFT + 20, top + 9, ticket.issuer, 11, bold=True)
    paper.put(LEFT + 20, top + 20, '（盖章）', 11)
    paper.put(LEFT, top + 31, '签发日期', 11)
    paper.put(LEFT + 20, top + 31, ticket.issued_on, 11)
