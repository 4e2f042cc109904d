"""The command line: serve an installation, serve the demonstration, import applications."""

from __future__ import annotations

from multiprocessing import freeze_support

freeze_support()  # a helper process of the one-file program stops here: it does not need the rest

from pages.private_names import refuse_moved

refuse_moved()  # before the imports below, which would end with a traceback

import asyncio
import importlib
import logging
import os
import pkgutil
import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import pages
from domain.errors import Refusal
from domain.private_names import Moved
from domain.rules.access.passwords import INITIAL_WORD
from domain.services.access import password_hashing
from domain.services.money import order_moves
from domain.services.money.channels import channels, gateways, signed_links
from domain.services.money.channels.cashier import Cashier
from domain.services.operating import backups, installation, kept_originals
from pages import installed
from pages.server import logs, one_file, operator, serving
from pages.server.operator import settings_of
from storage.connection.database import close_database, open_database
from storage.errors import CannotOpen
from storage.settings import places
from storage.settings.config import Settings, secrets_of
from storage.settings.wechat_config import merchant_of

commands = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=False)

Host = Annotated[str | None, typer.Option(help='监听地址；默认只有本机可以访问')]
Port = Annotated[int | None, typer.Option(help='端口，默认 8080')]
Data = Annotated[Path | None, typer.Option(help='数据目录')]
Database = Annotated[str | None, typer.Option(help='postgres:// 开头的数据库地址；默认使用数据目录中的 SQLite')]
BackupAt = Annotated[str | None, typer.Option(help='每天备份的时间，默认 03:30；空字符串为不备份')]
BackupKeep = Annotated[int | None, typer.Option(help='保留多少份每日备份，默认 14')]
NoBrowser = Annotated[bool, typer.Option('--no-browser', help='启动后不打开浏览器')]
commands.add_typer(operator.commands)


@commands.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    host: Host = None, port: Port = None, data: Data = None, database: Database = None, no_browser: NoBrowser = False,
    backup_at: BackupAt = None, backup_keep: BackupKeep = None,
) -> None:  # fmt: skip
    """工考报名管理系统：不带命令时启动正式系统。"""
    if context.invoked_subcommand is None:
        settings = settings_of(
            host=host, port=port, data=data, database=database, backup_at=backup_at, backup_keep=backup_keep
        )
        _serve(settings, _first_start, browser=not no_browser)


@commands.command()
def demo(
    host: Host = None, port: Port = None, data: Data = None,
    applications: Annotated[int, typer.Option(min=0, max=200_000, help='当前年度演示申报的数量')] = 400,
    database: Database = None, no_browser: NoBrowser = False,
) -> None:  # fmt: skip
    """演示系统：自带一套虚构的数据，登录页可一键选择账号。"""
    from domain.demo import world
    from domain.services.year import demo_clock

    data = data or places.data_folder('demo-data')
    settings = settings_of(host=host, port=port, data=data, database=database, demo=True, backup_at='')
    demo_clock.allow()

    build = partial(world.build, applications=applications)
    _serve(settings, build, browser=not no_browser, offers=_offers)


@commands.command('import-applications')
def import_applications(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help='报名登记表（.xlsx）')],
    code: Annotated[str, typer.Option('--as', help='以哪个县区的管理员账号导入，例如 410327')],
    report: Annotated[Path | None, typer.Option(help='逐行结果写入这个 CSV 文件')] = None,
    data: Data = None, database: Database = None,
) -> None:  # fmt: skip
    """从 Excel 导入报名信息，逐行给出结果。"""
    from domain.services.registration import registration_import

    settings = settings_of(data=data, database=database)

    async def work() -> None:
        await _open(settings, _first_start)
        try:
            print(await registration_import.run(file, code, report))
        finally:
            await close_database()

    try:
        asyncio.run(work())
    except (CannotOpen, Refusal) as refusal:
        sys.exit(str(refusal))


async def _open(settings: Settings, fill: Callable[[], Awaitable[None]]) -> None:
    await open_database(settings)
    secrets = secrets_of(settings.data, settings.secrets_file)
    password_hashing.prepare(secrets.pepper, settings.password_cost)
    signed_links.prepare(secrets.links)
    await fill()


async def _first_start() -> None:
    if await installation.set_up():
        print(f'首次启动：已建立省级管理员账号 {installation.ADMINISTRATOR}，初始密码 {INITIAL_WORD}。')
        print('登录后只能先修改密码；密码改好之前，请勿让他人访问本系统。')


def _serve(
    settings: Settings, fill: Callable[[], Awaitable[None]], *, browser: bool,
    offers: Callable[[], Awaitable[Sequence[installed.Offer]]] = installed.no_offers,
) -> None:  # fmt: skip
    if places.is_one_file() and 'port' not in settings.model_fields_set:
        settings.port = one_file.free_port(settings.host, settings.port)
    server = serving.Server(
        settings.host, settings.port, tuple(settings.hosts), settings.proxies,
        settings.certificate, settings.certificate_key, browser=browser,
    )  # fmt: skip
    secure = server.secure or settings.https
    installed.use(installed.Installed(settings.demo, secure, settings.metrics_token, offers, settings.public_address))
    channels.offer(_ways_to_pay(settings))
    logs.install(settings.log_format)
    register_pages()

    async def opened() -> None:
        try:
            await _open(settings, fill)
            await kept_originals.sweep()
        except CannotOpen as refusal:
            print(f'无法启动：{refusal}', file=sys.stderr)
            if browser:
                one_file.show(refusal, settings.data)
            logging.getLogger('uvicorn.error').setLevel(logging.CRITICAL)  # the user has seen the reason already
            raise
        _greet(server, settings)

    async def closed() -> None:
        one_file.remove_note()
        await close_database()

    work = (partial(backups.keep_making, settings), order_moves.keep_closing, gateways.keep_closing)
    serving.serve(server, opened, closed, work)


def _ways_to_pay(settings: Settings) -> list[channels.Channel]:
    """The configured channels, a gateway before the built-in cashier. Ends the program when one is invalid."""
    ways: list[channels.Channel] = [Cashier()] if settings.demo or settings.cashier else []
    try:
        merchant = None if settings.demo else merchant_of(settings.data, settings.public_address)
        if merchant:
            from domain.services.money.channels.wechat import Wechat

            ways.insert(0, Wechat(merchant))
    except (CannotOpen, Moved) as refusal:
        sys.exit(f'无法启动：{refusal}')
    return ways


def _greet(server: serving.Server, settings: Settings) -> None:
    shown = 'localhost' if server.host in ('0.0.0.0', '::') else server.host  # noqa: S104 - only compared
    address = f'{"https" if server.secure else "http"}://{shown}:{server.port}'
    print(f'工考报名管理系统：{address}', flush=True)
    one_file.greet(settings.data, address)
    if not settings.https and not server.secure and not server.is_local:
        print(
            '注意：正在用未加密的 HTTP 向其他机器提供服务，密码可能被窃听。请配置证书，或放在 HTTPS 代理之后。',
            flush=True,
        )


def register_pages() -> None:
    """Import every module under pages: each registers its addresses."""
    for module in pkgutil.walk_packages(pages.__path__, 'pages.'):
        importlib.import_module(module.name)


async def _offers() -> Sequence[installed.Offer]:
    from domain.demo import world

    return [installed.Offer(label, login, word) for label, login, word in await world.offers()]


if __name__ == '__main__':
    one_file.settle()
    if os.environ.get('NICEGUI_USER_SIMULATION'):  # the page tests run this file
        _serve(Settings(hosts=['test']), _first_start, browser=False)
    else:
        commands()
