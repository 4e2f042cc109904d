"""Token buckets: a burst at once, then so many per second."""

from __future__ import annotations

import time
from dataclasses import dataclass

MANY = 5000  # buckets; above this number the full ones are dropped


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rates:
    """One bucket per key; keys without recent requests are not kept."""

    def __init__(self, *, per_second: float, burst: int) -> None:
        self.per_second, self.burst = per_second, burst
        self._buckets: dict[str, _Bucket] = {}

    def take(self, key: str) -> bool:
        """Whether one more is within the rate of this key; counts it if so."""
        now = time.monotonic()
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= MANY:
                self._forget(now)
            bucket = self._buckets[key] = _Bucket(self.burst, now)
        bucket.left = min(self.burst, bucket.left + (now - bucket.at) * self.per_second)
        bucket.at = now
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True

    def drop(self, key: str) -> None:
        """Drop the bucket of a key."""
        self._buckets.pop(key, None)

    def _forget(self, now: float) -> None:
        full = self.burst / self.per_second
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if now - bucket.at < full}
