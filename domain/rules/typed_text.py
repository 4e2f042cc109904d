"""What people type or paste in one normal form: forms, imports, searches and sign-in all use these functions."""

from __future__ import annotations

import re
import unicodedata
from string import ascii_lowercase, ascii_uppercase

MIDDLE_DOT = '·'
_DOTS = '•‧․⋅∙●᛫ᐧ⸱⸳ꞏ⦁𐄁\u0387ㆍᆞ˙﹒．.｡。･・'
_HYPHENS = dict.fromkeys(map(ord, '\u2010\u2011\u2012\u2013\u2014\u2015\u2212'), '-')
_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)
_POINTS = str.maketrans('．。，', '..,')
_BRACKETS = {'(': '（', ')': '）'}
# Radicals, which PDF programs write instead of characters. Source: EquivalentUnifiedIdeograph.txt of Unicode 14.
_RADICALS = (
    '⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻'
    '⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳'
)
_THEIR_CHARACTERS = (
    '厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿'
    '肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟'
)
# Kangxi radicals, compatibility ideographs, and full-width digits and letters.
_RANGES = ((0x2F00, 0x2FD5), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F), (0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
_ORDINARY = dict(zip(map(ord, _RADICALS), _THEIR_CHARACTERS, strict=True)) | {
    code: unicodedata.normalize('NFKC', chr(code)) for first, last in _RANGES for code in range(first, last + 1)
}
_NAME = _ORDINARY | dict.fromkeys(map(ord, _DOTS), MIDDLE_DOT)
# The marks that Unicode calls ignorable without being of category Cf: joiners, fillers, variation selectors; and ⠀.
_IGNORABLE = frozenset('\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0').union(
    *(map(chr, range(first, last + 1)) for first, last in ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)))
)


def visible(text: str) -> str:
    """Without the marks that nobody sees: of no width, of direction, of a file's beginning, of a variant's choice."""
    return ''.join(letter for letter in text if letter not in _IGNORABLE and unicodedata.category(letter) != 'Cf')


def spaced(text: str) -> str:
    """A title or the name of an office: ordinary characters, every run of blanks one space, punctuation as typed."""
    return ' '.join(unicodedata.normalize('NFC', visible(text).translate(_ORDINARY)).split())


def squeezed(text: str) -> str:
    """A value without blanks: ordinary characters in half width, no controls and nothing invisible."""
    plain = visible(_half_width(visible(text)))
    return _half_width(''.join(one for one in plain if not one.isspace() and unicodedata.category(one) != 'Cc'))


def number(text: str) -> str:
    """An ID number, a mobile or a code: squeezed, in capitals, without hyphens of any kind."""
    return squeezed(dashed(squeezed(text)).replace('-', '').translate(_CAPITALS))


def decimal(text: str) -> str:
    """An amount or a score: digits in half width, and the point and comma of a Chinese keyboard as plain ones."""
    return spaced(text).translate(_POINTS)


def dashed(text: str) -> str:
    """``text`` with every kind of hyphen as the one of the keyboard."""
    return text.translate(_HYPHENS)


def name(text: str) -> str:
    """A person's name: ordinary characters, every middle dot ·, two of them one, no blanks and nothing invisible."""
    letters = ''.join(letter for letter in visible(text).translate(_NAME) if not letter.isspace())
    return re.sub(f'{MIDDLE_DOT}+', MIDDLE_DOT, letters)


def keyword(text: str) -> str:
    """What a search box for people looks for: a name as ``name`` writes it; a number or a login squeezed."""
    plain = squeezed(text)
    return dashed(plain) if dashed(plain).isascii() else name(text)


def title_keyword(text: str) -> str:
    """What a search box for offices or trades looks for: ``spaced``, with brackets in half width."""
    return spaced(text).translate({ord(full): half for half, full in _BRACKETS.items()})


def spellings(text: str) -> list[str]:
    """A keyword in either width of its digits and letters, and of its brackets: rows may keep what was typed."""
    return list(dict.fromkeys(text.translate(digits | brackets) for digits in _WIDTHS[0] for brackets in _WIDTHS[1]))


def older_forms(text: str) -> list[tuple[str, ...]]:
    """The parts of a keyword in their order, each with the forms in which rows older than the normal form may hold it.

    A part is one character with such forms, or a run of characters without any. Empty if there is no other form.
    """
    runs = re.findall(f'[{_CHANGED}]|[^{_CHANGED}]+', text)
    found = [(run, *_OLD_FORMS.get(run, '')) for run in runs]
    return found if any(len(forms) > 1 for forms in found) else []


def _half_width(text: str) -> str:
    return unicodedata.normalize('NFKC', text.translate(_ORDINARY))


def _old_forms() -> dict[str, str]:
    found = {MIDDLE_DOT: '•・‧．.'}
    for code, letter in _ORDINARY.items():
        if letter != chr(code) and not letter.isascii():
            found[letter] = found.get(letter, '') + chr(code)
    return found


_OLD_FORMS = _old_forms()
_CHANGED = ''.join(_OLD_FORMS)
_FULL_WIDTH = {ord(letter): chr(code) for code, letter in _ORDINARY.items() if letter.isascii()}
_WIDTHS: tuple[tuple[dict[int, str], ...], ...] = ({}, _FULL_WIDTH), ({}, str.maketrans(_BRACKETS))
