"""The warning before a paper is printed that has characters in no font."""

from __future__ import annotations

from collections.abc import Iterable

from components.kit.confirm import confirm

NAMED = 30  # persons named in the warning

Person = tuple[str, str, str]  # 报名序号, name, and the person's other printed text


async def print_all_the_same(lacking: str, persons: Iterable[Person]) -> bool:
    """Name the characters and the persons who have them; returns whether to continue."""
    signs = '、'.join(f'{sign}（U+{ord(sign):04X}）' for sign in lacking)
    concerned = [f'{number} {name}' for number, name, more in persons if set(lacking) & set(name + more)]
    rest = f'\n其余 {len(concerned) - NAMED} 人从略' if len(concerned) > NAMED else ''
    text = (
        f'以下 {len(lacking)} 个字没有可用的字体，将印成“〓”，请打印后手写补上：\n{signs}\n\n涉及：\n'
        + '\n'.join(concerned[:NAMED]) + rest
    )  # fmt: skip
    return await confirm('有字无法打印', text, '仍然导出')
