"""Logs without personal data: ID numbers, mobiles, cookies, tickets and page ids are masked in every line."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Literal

Form = Literal['text', 'json']
MASKED = (
    (re.compile(r'(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)'), r'\1********\2'),
    (re.compile(r'(?<!\d)(\d{6})\d{6}(\d{3})(?!\d)'), r'\1******\2'),
    (re.compile(r'(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)'), r'\1****\2'),
    (re.compile(r'\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b'), '…'),
    (re.compile(r'\b(ticket|kaohe|client_id)=[^\s;,&\'"]+'), r'\1=…'),
    (re.compile(r'(?i)\b(cookie|authorization)\b([\'"]?\)?[:,=]\s*)[^\n]+'), r'\1\2…'),
)
ABORTED = 'No response returned.'  # a browser disconnected during a response


class MaskingFormatter(logging.Formatter):
    """Masks the finished line, including the traceback; the facts of a line follow it as name=value."""

    def format(self, record: logging.LogRecord) -> str:
        facts = ''.join(f' {key}={value}' for key, value in _facts(record).items())
        head, *rest = super().format(record).split('\n', 1)
        return masked('\n'.join([head + facts, *rest]))


class JsonFormatter(logging.Formatter):
    """One JSON object per line: time, level, logger, message, the facts, and a traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec='milliseconds')
        entry: dict[str, object] = {
            'time': at, 'level': record.levelname, 'logger': record.name, 'message': record.getMessage(),
        }  # fmt: skip
        entry |= _facts(record)
        if record.exc_info:
            entry['trace'] = self.formatException(record.exc_info)
        return json.dumps({key: _plain(value) for key, value in entry.items()}, ensure_ascii=False)


def _facts(record: logging.LogRecord) -> dict[str, object]:
    facts: dict[str, object] = getattr(record, 'facts', {})
    return facts


def _plain(value: object) -> object:
    return masked(value) if isinstance(value, str) else value


def masked(text: str) -> str:
    """The text without what must not be in a log."""
    for pattern, instead in MASKED:
        text = pattern.sub(instead, text)
    return text


def _wanted(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    if record.name == 'engineio.server' and isinstance(error, ValueError):
        return False  # a packet that is not JSON: an error of its sender
    return not (isinstance(error, RuntimeError) and str(error) == ABORTED)


def install(form: Form = 'text') -> None:
    """Send all logs through one masking handler, and keep SQL with its values out of them (5-trust §2)."""
    handler = logging.StreamHandler()
    plain = MaskingFormatter('%(asctime)s %(levelname)s %(name)s: %(message)s')
    handler.setFormatter(JsonFormatter() if form == 'json' else plain)
    handler.addFilter(_wanted)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in ('engineio.server', 'socketio.server'):
        logging.getLogger(name).handlers.clear()  # their own handlers would not mask
    for name, level in (
        ('tortoise', logging.INFO),
        ('httpx', logging.WARNING),
        ('fontTools', logging.WARNING),
        ('uvicorn.access', logging.WARNING),
    ):
        logging.getLogger(name).setLevel(level)
