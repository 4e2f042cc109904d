"""The acts of an office on the lists of 缴费管理: 生成缴款码, 免缴 and 退费, each with the actor read again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.kit.outcomes import outcome_dialog
from components.kit.progress import progress_dialog
from components.money.amount_dialog import AmountCall, AmountDialog
from domain.rules.vocabulary import Act
from domain.services.money import orders
from domain.services.money.orders import Coded
from pages.access import current_actor

PORTION = 20  # orders made between two checks for a cancellation


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one person, shown line by line."""

    number: str
    name: str
    refusal: str


async def make_codes(application_ids: Sequence[int]) -> None:
    """生成缴款码 with progress; then the results, line by line when someone got no code.

    Raises Forbidden.
    """
    done: list[Coded] = []
    with progress_dialog('正在生成缴款码', len(application_ids)) as progress:
        for start in range(0, len(application_ids), PORTION):
            done += await orders.make_codes(await current_actor(), application_ids[start : start + PORTION])
            if not progress.step(len(done), len(application_ids)):
                break
    refused = [one for one in done if not one.made]
    left = len(application_ids) - len(done)
    if refused or left:
        lines = [Outcome('', one.name, '' if one.made else one.text) for one in done]
        await outcome_dialog('生成缴款码', lines, '已生成缴款码', left)
    else:
        ui.notify(f'已为 {len(done)} 人生成缴款码', type='positive')


def ask_exempt(order_id: int, name: str, amount: str) -> None:
    """免缴: the person need not pay the amount due."""
    AmountDialog(
        AmountCall('免缴', name, amount, f'确认 {name} 免缴？免缴后不再收费，缴款码随即失效。', '确认免缴'),
        _with_reason(orders.exempt, order_id, f'{name}：已{Act.EXEMPT.label}'),
    )


def ask_refund(order_id: int, name: str, amount: str) -> None:
    """退费: the paid amount is returned in full."""
    text = f'确认向 {name} 退费？系统登记全额退费，款项请按本单位财务规定退还；退费后不能参加考场编排。'
    AmountDialog(
        AmountCall('退费', name, amount, text, '确认退费'),
        _with_reason(orders.refund, order_id, f'{name}：已登记{Act.REFUND.label}'),
    )


def _with_reason(act: Callable[..., Awaitable[object]], order_id: int, done: str) -> Callable[[str], Awaitable[None]]:
    async def carry_out(reason: str) -> None:
        await act(await current_actor(), order_id, reason)
        ui.notify(done, type='positive')

    return carry_out
