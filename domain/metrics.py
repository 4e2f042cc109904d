"""Metrics for the operator: the counters of this process, updated by the code that does the work."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

ACTS = Counter('kaohe_acts', 'Acts written into the journal, after their commit', ['act'])
DECISIONS = Histogram('kaohe_decision_seconds', 'One decision, from the call to the commit', buckets=SECONDS)
REQUESTS = Counter('kaohe_requests', 'Answers to requests for pages and files', ['address', 'status'])
SIGN_IN_FAILURES = Counter('kaohe_sign_in_failures', 'Refused attempts to sign in, the locked ones too')
DATABASE_ERRORS = Counter('kaohe_database_errors', 'Statements that the database could not carry out')
BACKUP_FAILURES = Counter('kaohe_backup_failures', 'Scheduled backups that failed')

OPEN_PAGES = Gauge('kaohe_open_pages', 'Pages that are open in browsers')
LISTENERS = Gauge('kaohe_live_listeners', 'Parts of open pages that hear what happens')
SESSIONS = Gauge('kaohe_sessions', 'Sessions that are signed in, of all processes on this database')
JOBS = Gauge('kaohe_jobs_running', 'Long work under way: imports, exports, rosters, checks')
BACKUP_AGE = Gauge('kaohe_backup_age_seconds', 'Since the newest good backup; +Inf when there is none')
