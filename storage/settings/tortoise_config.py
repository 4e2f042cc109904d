"""The configuration for Tortoise: the engine, its connection settings, the models and the migrations."""

from __future__ import annotations

from typing import Any

from tortoise.backends.base.config_generator import expand_db_url
from tortoise.exceptions import ConfigurationError

from storage.errors import CannotOpen
from storage.settings.config import Settings

APP = 'kaohe'  # the models, as the table of migrations names them
ALIAS = 'default'
SQLITE = {
    'journal_mode': 'WAL',
    'synchronous': 'FULL',  # what was acknowledged survives a power cut
    'foreign_keys': 'ON',
    'busy_timeout': 5000,
    'recursive_triggers': 'ON',  # without it INSERT OR REPLACE walks past the append-only triggers
    'secure_delete': 'ON',
    'trusted_schema': 'OFF',
    'cell_size_check': 'ON',
    'cache_size': -65536,
    'temp_store': 'MEMORY',
    'journal_size_limit': 67108864,
}
POSTGRES = {
    'maxsize': 10,
    'command_timeout': 120,
    'server_settings': {
        'application_name': 'kaohe',
        'timezone': 'UTC',
        'lock_timeout': '10s',
        'idle_in_transaction_session_timeout': '60s',
    },
}


def config_of(settings: Settings) -> dict[str, Any]:
    """The configuration for Tortoise; engines, models and migrations are given by name, so a bundler must list them.

    Raises CannotOpen for an address that is not a PostgreSQL address.
    """
    if settings.database:
        if not settings.database.startswith(('postgres://', 'postgresql://')):
            raise CannotOpen('数据库地址应以 postgres:// 开头。')
        try:
            credentials = expand_db_url(settings.database.replace('postgresql://', 'postgres://', 1))['credentials']
        except (ConfigurationError, ValueError) as error:
            raise CannotOpen('数据库地址无法识别，应为 postgres://用户:密码@主机:端口/库名。') from error
        connection = {'engine': 'storage.connection.asyncpg_engine', 'credentials': credentials | POSTGRES}
    else:
        credentials = {'file_path': str(settings.database_file), **SQLITE}
        connection = {'engine': 'storage.connection.sqlite_engine', 'credentials': credentials}
    app = {'models': ['storage.models'], 'default_connection': ALIAS, 'migrations': 'storage.migrations'}
    return {'connections': {ALIAS: connection}, 'apps': {APP: app}}
