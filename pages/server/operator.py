"""The operator's commands on the terminal: backup, restore, checks, a password reset, the export of a demonstration."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from domain import clock
from domain.errors import Refusal
from domain.rules.access.passwords import INITIAL_WORD
from domain.services.operating import at_the_machine, backups
from domain.services.operating.integrity_check import PARTS
from storage.errors import CannotOpen
from storage.settings.config import Settings

T = TypeVar('T')
Data = Annotated[Path | None, typer.Option(help='数据目录')]
Database = Annotated[str | None, typer.Option(help='postgres:// 开头的数据库地址；默认使用数据目录中的 SQLite')]
MOST = 100  # lines of problems shown; the rest is counted
commands = typer.Typer()


@commands.command()
def backup(
    to: Annotated[Path | None, typer.Option(help='备份放到哪个目录；默认数据目录下的 backups')] = None,
    pack: Annotated[bool, typer.Option('--zip', help='打包成一个 zip 文件')] = False,
    data: Data = None, database: Database = None,
) -> None:  # fmt: skip
    """备份数据库、上传的材料和密钥；系统运行时也可以执行。"""
    made = _run(backups.make(settings_of(data=data, database=database), into=to, packed=pack))
    typer.echo(f'已备份到 {made.place}：{made.rows} 行数据，{made.files} 个材料文件。')


@commands.command()
def restore(
    source: Annotated[Path, typer.Argument(exists=True, help='备份目录或 zip 文件')],
    replace: Annotated[bool, typer.Option('--replace', help='替换现有数据；原有数据会另存')] = False,
    data: Data = None, database: Database = None,
) -> None:  # fmt: skip
    """从备份恢复：先完整检查，再替换；须先停止系统。"""
    back = _run(backups.restore_backup(source, settings_of(data=data, database=database), replace=replace))
    typer.echo(
        f'已恢复 {clock.minute_text(back.made_at)} 的备份：{back.rows} 行数据，{back.files} 个材料文件，检查全部通过。'
    )
    if back.aside:
        typer.echo(f'原有数据保存在 {back.aside}，确认无误后可以删除。')


@commands.command()
def check(data: Data = None, database: Database = None) -> None:
    """检查数据库、业务数据、操作日志和材料文件；只读，系统运行时也可以执行。"""
    parts = list(PARTS)

    def step(done: int, _total: int) -> bool:
        typer.echo(f'正在检查{parts[done]}…')
        return True

    settings = settings_of(data=data, database=database)
    _verdict(_run(at_the_machine.check(settings, step)), '检查通过，没有发现问题。')


@commands.command('verify-journal')
def verify_journal(data: Data = None, database: Database = None) -> None:
    """校验操作日志的每一条链，指出第一处断裂；只读，系统运行时也可以执行。"""
    entries, broken = _run(at_the_machine.verify_journal(settings_of(data=data, database=database)))
    lines = [f'{one.chain} 第 {one.sequence} 条：{one.reason}' for one in broken]
    _verdict(lines, f'操作日志完整，共 {entries} 条。')


@commands.command('reset-password')
def reset_password(
    account: Annotated[str, typer.Argument(help='账号，例如 410000')], data: Data = None, database: Database = None
) -> None:
    """把一个账号的密码重置为初始密码；系统运行时也可以执行。"""
    name = _run(at_the_machine.reset_password(settings_of(data=data, database=database), account))
    typer.echo(f'{account}（{name}）的密码已重置为初始密码 {INITIAL_WORD}，其登录全部失效；请尽快登录并修改密码。')


@commands.command('export-demo')
def export_demo(
    target: Annotated[Path, typer.Argument(help='写入哪个 zip 文件')] = Path('kaohe-demo.zip'),
    applications: Annotated[int, typer.Option(min=0, max=200_000, help='演示申报的数量')] = 400,
) -> None:
    """把演示数据做成一个可以带走的备份，用 restore 恢复后以 demo 命令打开；不启动服务。"""
    if target.exists():
        raise typer.Exit(_complaint(f'{target} 已经存在，请换一个名称。'))
    from domain.demo import export

    with tempfile.TemporaryDirectory(prefix='kaohe-demo-') as folder:
        settings = Settings(data=Path(folder, 'data'), database=None, demo=True)
        made = _run(export.packed(settings, Path(folder), applications=applications))
        shutil.move(made.place, target)
    typer.echo(f'演示数据已写入 {target}：{made.rows} 行数据，{made.files} 个材料文件。')


def settings_of(**given: object) -> Settings:
    """The options of the command line; they override the environment."""
    options = {name: value for name, value in given.items() if value is not None}
    return Settings.model_validate(Settings().model_dump(exclude_unset=True) | options)


def _run(work: Awaitable[T]) -> T:
    """The result of the work; a refusal is printed on stderr and ends the command with 1."""

    async def done() -> T:
        return await work

    try:
        return asyncio.run(done())
    except (CannotOpen, Refusal) as refusal:
        raise typer.Exit(_complaint(str(refusal))) from refusal


def _verdict(lines: list[str], fine: str) -> None:
    """Print the problems and end with 1, or print that there are none."""
    for line in lines[:MOST]:
        typer.echo(line)
    if lines:
        raise typer.Exit(_complaint(f'发现 {len(lines)} 处问题。'))
    typer.echo(fine)


def _complaint(text: str) -> int:
    typer.echo(text, err=True)
    return 1
