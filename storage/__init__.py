"""The storage layer: models, queries, migrations, files, backup.

SQLite before 3.51 can corrupt a write-ahead log when two connections reset it at once. Where the pysqlite3 wheel exists
it has a newer library than most distributions; it replaces the standard module before aiosqlite imports it.
"""

import sys

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:  # no wheel for this platform: use the library that comes with Python
    pass
else:
    sys.modules['sqlite3'] = pysqlite3
    sys.modules['sqlite3.dbapi2'] = pysqlite3.dbapi2
