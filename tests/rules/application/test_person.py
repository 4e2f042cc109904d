"""Names and mobile numbers are stored in one form, in whatever form they are typed."""

from __future__ import annotations

import pytest

from domain.rules.application.person import Unfit, masked_mobile, masked_name, parse_mobile, parse_name


@pytest.mark.parametrize('dot', list('·•・‧．.'))
def test_every_middle_dot_becomes_the_same_dot(dot: str) -> None:
    assert parse_name(f'买买提{dot}吐尔逊') == '买买提·吐尔逊'


@pytest.mark.parametrize('name', ['丁堃䶮', '于𬭎超', '司马㛃', '𠮷田'])
def test_rare_characters_are_names_too(name: str) -> None:
    assert parse_name(name) == name


def test_blanks_around_and_inside_a_name_are_dropped() -> None:
    assert parse_name(' 王\u3000霞 ') == '王霞'


@pytest.mark.parametrize(
    'name',
    [
        '',
        ' ',
        '王',
        '张3',
        '王' * 31,
        '·王霞',
        '王霞·',
        '王·',
        '<img src=x onerror=1>',
        '=HYPERLINK("http://x","y")',
    ],
)
def test_an_invalid_name_is_refused(name: str) -> None:
    with pytest.raises(Unfit) as refused:
        parse_name(name)
    assert refused.value.code == 'name'


@pytest.mark.parametrize(('name', 'sentence'), [
    ('测\ue863试', '姓名第 2 个字“\ue863”（U+E863）是自造字，系统无法显示和打印，请改用标准编码的汉字'),
    ('测试\U000f0000', '姓名第 3 个字“\U000f0000”（U+F0000）是自造字，系统无法显示和打印，请改用标准编码的汉字'),
    ('⿰王甲测', '姓名第 1 个字“⿰”只表示字的结构，不是汉字，请直接输入这个字'),
    ('测试甲（女）', '姓名第 4 个字“（”不是汉字，姓名只能包含汉字和间隔号“·”，请核对'),
    ('王 *甲', '姓名第 2 个字“*”不是汉字，姓名只能包含汉字和间隔号“·”，请核对'),
    ('测试😀', '姓名第 3 个字“😀”不是汉字，姓名只能包含汉字和间隔号“·”，请核对'),
    ('测\x07试', '姓名第 2 个字（U+0007）是控制字符，请删除后重新输入'),
    ('测\ud800试', '姓名第 2 个字（U+D800）是控制字符，请删除后重新输入'),
    ('测试·', '姓名不能以间隔号“·”开头或结尾，请核对'),
    ('测', '姓名应为 2 至 30 个字'),
    ('\u200b', '请填写姓名'),
])  # fmt: skip
def test_a_refusal_names_the_character_and_its_place(name: str, sentence: str) -> None:
    with pytest.raises(Unfit) as refused:
        parse_name(name)
    assert str(refused.value) == sentence


def test_a_compatibility_ideograph_that_stands_for_itself_is_a_name() -> None:
    assert parse_name('王﨑') == '王﨑'


@pytest.mark.parametrize(
    'typed',
    ['13812345678', ' 138 1234 5678', '138-1234-5678', '１３８１２３４５６７８', '138－1234—5678', '+8613812345678'],
)
def test_a_mobile_number_is_eleven_digits(typed: str) -> None:
    assert parse_mobile(typed) == '13812345678'


@pytest.mark.parametrize('typed', ['', '12800001111', '0379-68881234', '1381234567', '138123456789'])
def test_an_invalid_mobile_number_is_refused(typed: str) -> None:
    with pytest.raises(Unfit) as refused:
        parse_mobile(typed)
    assert refused.value.code == 'mobile'


@pytest.mark.parametrize(
    ('name', 'shown'), [('张三', '张*'), ('张小三', '张*三'), ('欧阳小三', '欧**三'), ('𬭎·买', '𬭎*买'), ('', '*')]
)
def test_a_public_page_shows_the_ends_of_a_name(name: str, shown: str) -> None:
    assert masked_name(name) == shown


def test_lists_show_a_masked_mobile_number() -> None:
    assert masked_mobile('13812345678') == '138****5678'
    assert masked_mobile('12') == '**'
