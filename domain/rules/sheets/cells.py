"""Reads the cells of a registration workbook as people fill them in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from domain.rules.application.id_number import YOUNGEST, IdNumber, normalised, parse_id_number
from domain.rules.application.person import Unfit, parse_mobile, parse_name
from domain.rules.typed_text import squeezed
from domain.rules.vocabulary import NATIONS, Basis, Education, Grade

_GRADES = {
    spelling: grade
    for grade in Grade
    for spelling in (
        str(int(grade)),
        f'{int(grade)}级',
        grade.label,
        grade.label.removesuffix('级'),
        grade.title,
        f'{grade.label}({grade.title})',
        f'{grade.label}/{grade.title}',
        f'{grade.label}{grade.title}',
        f'{grade.title}({grade.label})',
    )
}
# Other words that people write instead of the words of the form.
_EDUCATION = {'大学': Education.BACHELOR, '大学本科': Education.BACHELOR, '专科': Education.COLLEGE}
_EDUCATION |= {'大学专科': Education.COLLEGE, '硕士': Education.MASTER, '硕士研究生': Education.MASTER}
UNSEEN = ('Cc', 'Cf', 'Cs')  # the categories of marks; not of characters that are only new or private
LONGEST_CODE = 20  # characters of the code of a unit
_AS_NUMBER = re.compile(r'[0-9.]+E\+?[0-9]+', re.IGNORECASE)


def text_of(cell: object) -> str:
    """The cell as plain text without blanks; a number as Excel shows it: whole without .0, a sum as 85.1."""
    if isinstance(cell, float):
        cell = shown(cell)
    return squeezed('' if cell is None else str(cell))


def codes_among(written: Iterable[object]) -> set[str]:
    """What of this may be the code of a unit: the database does not even compare longer ones."""
    return {code for cell in written if 0 < len(code := text_of(cell)) <= LONGEST_CODE}


def line_of(cell: object) -> str:
    """The cell as one line of text with single blanks, without marks that nobody sees."""
    text = shown(cell) if isinstance(cell, float) else '' if cell is None else str(cell)
    seen = (letter for letter in text if letter.isspace() or unicodedata.category(letter) not in UNSEEN)
    return ' '.join(''.join(seen).split())


def shown(number: float) -> str:
    """A number as Excel shows it: with fifteen digits, the others are only traces of computing."""
    return str(int(number)) if number.is_integer() else f'{number:.15g}'


def read_name(cell: object) -> str:
    """Raises Unfit ``name``."""
    return parse_name('' if cell is None else str(cell))


def read_id_number(cell: object, today: date) -> IdNumber:
    """Raises Unfit with one of the verdicts id_precision, id_length, id_date, id_checksum and retired."""
    text = squeezed(cell) if isinstance(cell, str) else ''
    if _AS_NUMBER.fullmatch(text) or not (isinstance(cell, str) or cell is None):
        raise Unfit(
            'id_precision',
            '身份证号在 Excel 中存成了数字，末几位已丢失且无法恢复；请将该列设为“文本”格式后重新填写 18 位身份证号',
        )
    try:
        return parse_id_number(text, today)
    except Unfit as refusal:
        if refusal.code != 'id_age':
            raise
        # There is no verdict for age: too old counts as retired, too young as a wrong birth date.
        code = 'retired' if today.year - int(normalised(text)[6:10]) > YOUNGEST else 'id_date'
        raise Unfit(code, str(refusal)) from None


def read_mobile(cell: object) -> str:
    """Raises Unfit ``mobile``. A mobile number that Excel stored as a number is complete: it has only eleven digits."""
    return parse_mobile(text_of(cell))


def read_grade(cell: object) -> Grade | None:
    """三级, 3, 3.0, 3级, 高级工, 三级（高级工）; None if it is not a grade."""
    return _GRADES.get(text_of(cell))


def trade_spellings(trades: Mapping[str, str]) -> dict[str, str]:
    """Every accepted spelling of a trade (code or name) to its code. ``trades``: code to name."""
    return {code: code for code in trades} | {squeezed(name): code for code, name in trades.items()}


def read_trade(cell: object, spellings: Mapping[str, str]) -> str | None:
    """The code of a trade written as its name, its code or both; None if it is not in the catalogue."""
    text = text_of(cell)
    return spellings.get(text) or spellings.get(re.sub(r'^[0-9]{4}[-_.、:]?|[(][0-9]{4}[)]$', '', text))


def read_nation(cell: object) -> str | None:
    """汉 and 汉族 alike; None if it is not a nation."""
    text = text_of(cell)
    return next((nation for nation in NATIONS if text in (nation, nation.removesuffix('族'))), None)


def read_education(cell: object) -> Education | None:
    """The word of the form or a common synonym; None if it is neither."""
    text = text_of(cell)
    return Education.of_label(text) or _EDUCATION.get(text)


def read_basis(cell: object) -> Basis | None:
    """The word of the form; None for any other."""
    return Basis.of_label(text_of(cell))
