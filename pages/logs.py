"""Logs that name nobody: ID numbers, mobiles, cookies, tickets and page ids are masked in every line."""

from __future__ import annotations

import logging
import re

MASKED = (
    (re.compile(r'(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)'), r'\1********\2'),
    (re.compile(r'(?<!\d)(\d{6})\d{6}(\d{3})(?!\d)'), r'\1******\2'),
    (re.compile(r'(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)'), r'\1****\2'),
    (re.compile(r'\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b'), '…'),
    (re.compile(r'\b(ticket|kaohe)=[\w-]+'), r'\1=…'),
)
ABORTED = 'No response returned.'  # a browser went away in the middle of an answer


class MaskingFormatter(logging.Formatter):
    """Masks the finished line, traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def masked(text: str) -> str:
    """The text without what must not be in a log."""
    for pattern, instead in MASKED:
        text = pattern.sub(instead, text)
    return text


def _wanted(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, RuntimeError) and str(error) == ABORTED)


def install() -> None:
    """Send all logs through one masking handler, and keep SQL with its values out of them (5-trust §2)."""
    handler = logging.StreamHandler()
    handler.setFormatter(MaskingFormatter('%(asctime)s %(levelname)s %(name)s: %(message)s'))
    handler.addFilter(_wanted)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name, level in (
        ('tortoise', logging.INFO),
        ('httpx', logging.WARNING),
        ('fontTools', logging.WARNING),
        ('uvicorn.access', logging.WARNING),
    ):
        logging.getLogger(name).setLevel(level)
