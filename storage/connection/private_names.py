"""The private names of Tortoise and aiosqlite that the storage uses."""

from __future__ import annotations

from domain.private_names import NeededFor, PrivateUse

WITHOUT_THREAD = PrivateUse(
    'aiosqlite', 'statements and quick commits that wait for no thread', NeededFor.SPEED,
    {'aiosqlite:Connection': '_conn _execute _execute_insert _execute_fetchall'},
)  # fmt: skip

NAMES = (
    WITHOUT_THREAD,
    PrivateUse('tortoise-orm', 'one database for all tasks, closed and opened again', NeededFor.SAFETY, {
        'tortoise:Tortoise.init': '_enable_global_fallback',
        'tortoise.backends.base.executor': 'EXECUTOR_CACHE',
        'tortoise.context:TortoiseContext': 'close_connections',
        'tortoise.connection:ConnectionHandler': 'set reset',
    }),
    PrivateUse('tortoise-orm', 'transactions on SQLite: complete, one at a time, then closed', NeededFor.SAFETY, {
        'tortoise.backends.base.client': 'ConnectionWrapper NestedTransactionContext',
        'tortoise.backends.sqlite.client:SqliteClient': '_connection _in_transaction _lock _post_connect pragmas',
        'tortoise.backends.sqlite.client:SqliteTransactionContext': '_trxlock connection_name ensure_connection token',
        'tortoise.backends.sqlite.client:SqliteTransactionWrapper': '_connection _finalized _lock',
        'tortoise.transactions:in_transaction': '_in_transaction',
    }),
    PrivateUse('tortoise-orm', 'transactions on PostgreSQL: complete, and no connection lost', NeededFor.SAFETY, {
        'tortoise.backends.asyncpg.client:AsyncpgDBClient': '_in_transaction _pool _pool_init_lock',
        'tortoise.backends.asyncpg.client:TransactionWrapper': '_connection _finalized _parent',
        'tortoise.backends.base.client:PoolConnectionWrapper': 'ensure_connection',
        'tortoise.backends.base.client:TransactionContextPooled': 'connection_name ensure_connection token',
        'tortoise.backends.base_postgres.client:translate_exceptions': '_translate_exceptions',
    }),
    PrivateUse('tortoise-orm', 'upgrades that are recorded together with what they did', NeededFor.SAFETY, {
        'tortoise.migrations:Migration.apply': 'collect_sql dry_run schema_editor',
        'tortoise.migrations.executor:MigrationExecutor': '_schema_editor loader recorder',
        'tortoise.migrations.executor:MigrationExecutor._schema_editor': '__module__ asyncpg sqlite',
        'tortoise.migrations.recorder:MigrationRecorder': 'applied_migrations ensure_schema record_applied',
        'tortoise.migrations.schema_editor.base:BaseSchemaEditor': '_get_model_sql_data _run_sql',
    }),
    PrivateUse('tortoise-orm', 'drafts of migrations in literal fields', NeededFor.TOOLS, {
        'tortoise.migrations.autodetector:MigrationAutodetector': '_current_state _project_state',
    }),
)  # fmt: skip
