"""So many at once and so many per second after that, for what strangers make this process write down."""

from __future__ import annotations

import time


class Allowance:
    """One bucket of tokens for everybody together."""

    def __init__(self, *, per_second: float, burst: int) -> None:
        self._per_second, self._burst = per_second, float(burst)
        self._left, self._at = float(burst), time.monotonic()

    def take(self) -> bool:
        """Whether one more is allowed; counts it if so."""
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
