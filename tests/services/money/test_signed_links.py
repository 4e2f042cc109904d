"""Links that work without a session: only our own, for one purpose and a limited time; and the ways to pay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain import clock
from domain.rules.money.pay_codes import bundle_code, grouped, is_bundle, is_code, order_code
from domain.rules.vocabulary import PayChannel
from domain.services.money.channels import channels, signed_links
from domain.services.money.channels.cashier import PURPOSE, Cashier
from domain.services.money.channels.channels import Owed
from domain.services.money.channels.signed_links import Expired, Tampered, opened, signed

CODE = '36116142443451939940'
OWED = Owed(CODE, 235_00, '2026 年度考核费', 'https://gk.example.org')


@pytest.fixture(autouse=True)
def key() -> Iterator[None]:
    signed_links.prepare('ab' * 32)
    yield
    channels.offer([])


def test_a_link_returns_its_signed_content_until_it_expires() -> None:
    until = clock.now().replace(microsecond=0) + timedelta(minutes=5)
    token = signed('pay', CODE, until)
    assert opened('pay', token) == (CODE, until)
    assert token.isascii()
    clock.move_to(until)
    with pytest.raises(Expired):
        opened('pay', token)


def test_no_part_of_a_link_can_be_changed() -> None:
    token = signed('pay', CODE, clock.now() + timedelta(days=1))
    wrong = [token[:at] + ('1' if letter != '1' else '2') + token[at + 1 :] for at, letter in enumerate(token[:-1])]
    longer = token.replace('.', '.f', 1)
    for other in (*wrong, longer, token[:-4], token + 'A', token + '.', '', CODE, '中文', 'x' * 1000, '..'):
        with pytest.raises(Tampered):
            opened('pay', other)


def test_a_link_is_valid_only_for_its_purpose_and_installation() -> None:
    token = signed('pay', CODE, clock.now() + timedelta(days=1))
    with pytest.raises(Tampered):
        opened('ticket', token)
    signed_links.prepare('cd' * 32)
    with pytest.raises(Tampered):
        opened('pay', token)


async def test_the_code_leads_to_the_preferred_way_to_pay_or_is_the_code_itself() -> None:
    assert await channels.address_of(OWED) == CODE
    channels.offer([Cashier()])
    address = await channels.address_of(OWED)
    assert address.startswith(f'https://gk.example.org/pay/{CODE}.')
    assert opened(PURPOSE, address.rpartition('/')[2])[0] == CODE
    assert await channels.address_of(OWED, PayChannel.WECHAT) == CODE


def test_a_pay_code_has_twenty_digits_and_shows_whether_it_is_of_a_bundle() -> None:
    one, many = [order_code() for _ in range(500)], [bundle_code() for _ in range(500)]
    assert len({*one, *many}) == 1000
    assert all(is_code(code) for code in (*one, *many))
    assert {code[0] for code in one} == set('12345678')
    assert [is_bundle(code) for code in (one[0], many[0])] == [False, True]
    assert grouped(CODE) == '3611 6142 4434 5193 9940'
    assert not any(is_code(text) for text in ('', '0' * 20, CODE[1:], CODE + '1', '３' * 20, f'{CODE}\n'))
