"""Columns that are not understood are named, with the one that is probably meant."""

from __future__ import annotations

import pytest

from domain.rules.sheets.nearest import SYNONYMS, unknown_columns

KNOWN = ('姓名', '身份证号', '参加工作时间', '文化程度', '备注')


@pytest.mark.parametrize(
    ('written', 'said'),
    [
        (['姓名', '身份证号'], ''),
        (['姓名', '', '身份证号'], ''),
        (['姓名', '参加工作日期'], '未识别的列：参加工作日期（是否为“参加工作时间”？）'),
        (['学历', '姓名', '身高'], '未识别的列：学历（是否为“文化程度”？）、身高'),
        (['身高', '身高'], '未识别的列：身高'),
        (['学历', '文化程度'], '未识别的列：学历'),  # there is such a column already
        (['长' * 30], f'未识别的列：{"长" * 20}'),
        ([f'列{number}' for number in range(12)], f'未识别的列：{"、".join(f"列{n}" for n in range(10))}等 12 列'),
    ],
)
def test_unknown_columns_are_named(written: list[str], said: str) -> None:
    assert unknown_columns(written, KNOWN) == said


@pytest.mark.parametrize(('name', 'meant'), SYNONYMS.items())
def test_a_synonym_proposes_its_column(name: str, meant: str) -> None:
    assert unknown_columns([name], [meant]) == f'未识别的列：{name}（是否为“{meant}”？）'


def test_a_synonym_is_no_name_of_a_column_itself() -> None:
    assert not SYNONYMS.keys() & set(SYNONYMS.values())
