"""The cells of a bank's statement: codes with all their digits, amounts in fen, and times in Henan."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from domain.clock import SHANGHAI
from domain.rules.money import pay_codes
from domain.rules.money.fees import parse_yuan
from domain.rules.sheets.dates import read_date
from domain.rules.typed_text import squeezed
from domain.rules.year.typed_times import since_midnight

MOST_FEN = 10**12  # ten thousand million yuan: a larger amount is a typing error
LONGEST_TRADE_NO = 48
# Banks protect digits from Excel with an apostrophe, a tab or a formula that contains only a text.
_GUARDED = re.compile(r"^(?:=\"(?P<formula>[^\"]*)\"|['`\u2018\u2019](?P<marked>.*))$")
_AS_NUMBER = re.compile(r'[0-9]+(\.[0-9]+)?E\+?[0-9]+', re.IGNORECASE)
_TRADE_NO = re.compile(r'[0-9A-Za-z_\-*/:.]+')
_MOMENT = re.compile(r'(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8})[T ]*(.*)', re.ASCII)
_CLOCK = re.compile(r'([01]?\d|2[0-4])[:：]?([0-5]\d)(?:[:：]?([0-5]\d)(?:\.\d+)?)?', re.ASCII)
LOST = '在 Excel 中存成了数字，末几位可能已丢失；请把该列设为“文本”格式，从银行重新下载后导入'


def text_of(cell: object) -> str:
    """The text of the cell, without the marks that banks put around digits; empty for an empty cell."""
    if cell is None:
        return ''
    text = squeezed(str(cell))
    guarded = _GUARDED.match(text)
    return (guarded['formula'] or guarded['marked'] or '') if guarded else text


def read_trade_no(cell: object) -> str:
    """The bank's number of the payment. Raises ValueError if it is missing, too long or stored as a number."""
    text = _code(cell)
    if not text:
        raise ValueError('没有填写，每笔收款都应有银行的流水号')
    if len(text) > LONGEST_TRADE_NO or not _TRADE_NO.fullmatch(text):
        raise ValueError(f'应为不超过 {LONGEST_TRADE_NO} 位的字母和数字')
    return text


def read_pay_code(cell: object, remark: str = '') -> str:
    """The pay code as written, or the only one in ``remark``. Raises ValueError if digits were or may be lost."""
    text = _code(cell)
    if not text:
        inside = pay_codes.codes_in(remark)
        if len(inside) > 1:
            raise ValueError('没有填写，备注中有不止一个 20 位缴款码，无法确定是哪一个')
        if not inside:
            raise ValueError('没有填写，备注中也没有 20 位缴款码')
        return inside[0]
    if code := pay_codes.as_stored(text):
        return code
    raise ValueError('应为 20 位数字')


def _code(cell: object) -> str:
    """A number has lost all digits after the fifteenth and leading zeros: it is never read as a code."""
    text = text_of(cell)
    if (text and not isinstance(cell, str)) or _AS_NUMBER.fullmatch(text):
        raise ValueError(LOST)
    return text


def read_amount(cell: object) -> int:
    """The amount in fen, from a text or a number. Raises ValueError if it is none, not positive or finer than a fen."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        text = f'{cell:.4f}'.rstrip('0')
    else:
        text = text_of(cell).removeprefix('+')
    if not text:
        raise ValueError('没有填写')
    if text.startswith(('-', '(', '−')):
        raise ValueError('是负数，退款和支出不能入账，请核对')
    amount = parse_yuan(text)
    if not 0 < amount < MOST_FEN:
        raise ValueError('应大于 0')
    return amount


@dataclass(frozen=True, slots=True)
class Moment:
    """The time of a payment, in UTC; ``day_only``: the statement has no time, ``at`` is the beginning of the day."""

    at: datetime
    day_only: bool = False


def read_moment(cell: object, clock_cell: object = None) -> Moment:
    """A date and time in one cell, or a day, with or without a time in the second cell. Raises ValueError otherwise."""
    day, rest = (cell.date(), _time_of(cell)) if isinstance(cell, datetime) else _parted(cell)
    if isinstance(clock_cell, datetime | time) or text_of(clock_cell):
        rest = _time_of(clock_cell)
    if not 2000 <= day.year < 2100:
        raise ValueError('不是合理的日期')
    at = (datetime.combine(day, time(), SHANGHAI) + (rest or timedelta())).astimezone(UTC)
    return Moment(at, day_only=not rest)  # a spreadsheet stores a day as midnight of that day


def _parted(cell: object) -> tuple[date, timedelta | None]:
    if isinstance(cell, date):
        return cell, None
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str('' if cell is None else cell)
    text = unicodedata.normalize('NFKC', text).strip().lstrip("'`")
    if not text:
        raise ValueError('没有填写')
    match = _MOMENT.fullmatch(text)
    day = read_date(match[1]) if match else None
    if match is None or day is None:
        raise ValueError(f'“{text[:20]}”不是日期和时间')
    return day, _time_of(match[2]) if match[2] else None


def _time_of(cell: object) -> timedelta:
    """The time since midnight; 24:00 is the end of the day."""
    if isinstance(cell, datetime | time):
        return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond)
    text = squeezed(str(int(cell)).zfill(6) if isinstance(cell, float) else str(cell))
    match = _CLOCK.fullmatch(text)
    since = since_midnight(*(int(part or 0) for part in match.groups())) if match else None
    if since is None:
        raise ValueError(f'“{text[:20]}”不是时间')
    return since
