"""What an exam costs: fen per grade, and amounts as text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from domain.rules.typed_text import decimal
from domain.rules.vocabulary import Grade

# 演示: no official figure is known (1-domain §6). A real year starts with an empty table.
DEMO_FEES: Mapping[Grade, int] = MappingProxyType(
    {Grade.FIVE: 160_00, Grade.FOUR: 190_00, Grade.THREE: 235_00, Grade.TWO: 300_00, Grade.ONE: 450_00}
)


def fee_of(grade: Grade, fees: Mapping[Grade, int]) -> int | None:
    """The fee in fen; None if the year has not set one, which does not mean free of charge."""
    return fees.get(grade)


def yuan_text(amount_fen: int) -> str:
    """￥160.00, with thousands separated; negative amounts keep their sign in front."""
    yuan, fen = divmod(abs(amount_fen), 100)
    return f'{"-" if amount_fen < 0 else ""}￥{yuan:,}.{fen:02}'


def yuan(amount_fen: int) -> Decimal:
    """The amount in yuan, exactly."""
    return Decimal(amount_fen).scaleb(-2)


def parse_yuan(text: str) -> int:
    """An amount as typed or read from a statement, in fen. Raises ValueError if it is no amount or finer than a fen."""
    plain = decimal(text).lstrip('￥¥').replace(',', '').removesuffix('元').strip()
    yuan, _, fen = plain.partition('.')
    if not (yuan.isascii() and yuan.isdigit() and (not fen or (fen.isascii() and fen.isdigit()))) or len(fen) > 2:
        raise ValueError('金额应为数字，最多两位小数')
    return int(yuan) * 100 + int(fen.ljust(2, '0'))
