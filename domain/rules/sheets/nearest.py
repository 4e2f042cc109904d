"""The columns of a workbook that are not understood, each with the known one that is probably meant."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches

# Names whose letters do not show what they mean. They are proposed, never taken for the column.
SYNONYMS = {
    '学历': '文化程度', '最高学历': '文化程度', '学历层次': '文化程度', '教育程度': '文化程度',
    '电话': '手机号', '联系电话': '手机号', '联系方式': '手机号', '移动电话': '手机号',
    '证件号码': '身份证号', '公民身份号码': '身份证号',
    '入职时间': '参加工作时间', '工作时间': '参加工作时间',
    '工作单位': '单位编码', '所在单位': '单位编码', '单位代码': '单位编码',
    '工种': '申报工种', '职业': '申报工种', '等级': '申报等级', '级别': '申报等级',
    '发证日期': '取得时间', '发证时间': '取得时间', '说明': '备注', '附注': '备注',
}  # fmt: skip
_CLOSE = 0.6
_MOST, _LONGEST = 10, 20  # names that the sentence holds, and letters of each


def unknown_columns(written: Sequence[str], known: Collection[str]) -> str:
    """One sentence that names the unknown columns of a header; empty if there are none."""
    unknown = [name for name in dict.fromkeys(written) if name and name not in known]
    missing = [column for column in known if column not in written]
    named = [f'{name[:_LONGEST]}{_asked(name, missing)}' for name in unknown[:_MOST]]
    more = f'等 {len(unknown)} 列' if len(unknown) > _MOST else ''
    return f'未识别的列：{"、".join(named)}{more}' if named else ''


def _asked(name: str, missing: Collection[str]) -> str:
    synonym = SYNONYMS.get(name)
    close = [synonym] if synonym in missing else get_close_matches(name[:_LONGEST], missing, n=1, cutoff=_CLOSE)
    return f'（是否为“{close[0]}”？）' if close else ''
