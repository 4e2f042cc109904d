"""What is kept: models, queries, migrations, files, backup.

SQLite before 3.51 can corrupt a write-ahead log when two connections reset it at once. Where the pysqlite3 wheel exists
it brings a newer library than most distributions; it takes the standard module's place before aiosqlite binds the name.
"""

import sys

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:  # no wheel for this platform: the library Python came with
    pass
else:
    sys.modules['sqlite3'] = pysqlite3
    sys.modules['sqlite3.dbapi2'] = pysqlite3.dbapi2
