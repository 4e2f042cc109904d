"""Whether the server is ready: for probes and for scripts that wait for the start."""

from __future__ import annotations

from fastapi.responses import JSONResponse

from domain.services.operating import installation
from pages.access import Anyone, download


@download('/healthz', audience=Anyone)
async def healthz() -> JSONResponse:
    """200 when the database answers, 503 when it does not."""
    ready = await installation.is_ready()
    return JSONResponse({'status': 'ok' if ready else 'unavailable'}, 200 if ready else 503)
