"""The files of applications over plain GET: shown only inside pages of this site, and only within the actor's scope."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response

from domain.errors import NotFound
from domain.rules.actor import Actor
from domain.services.application import materials
from pages.access import SignedIn, download

LONGEST = 9  # digits of a number that fits the column
# A file is shown in the viewer of a page of this site: it may load nothing, run nothing and be in no frame of another
# site. A sandbox would forbid more, but browsers show no PDF in one; active content was refused at the upload.
HEADERS = {
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    'X-Frame-Options': 'SAMEORIGIN',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
}


@download('/files/{material_id}', audience=SignedIn)
async def material(actor: Actor, material_id: str) -> Response:
    """One file in full, inline. Answers 404 for one out of scope, removed or unknown."""
    content, media_type, label = await materials.content(actor, _number(material_id))
    named = {'Content-Disposition': f"inline; filename*=UTF-8''{quote(label)}", 'Cache-Control': 'private, no-store'}
    return Response(content, media_type=media_type, headers=HEADERS | named)


@download('/files/{material_id}/original', audience=SignedIn)
async def original(actor: Actor, material_id: str) -> Response:
    """The file as it came, only ever to be saved: it may hold what a browser must not show. Else as ``material``."""
    content, name = await materials.original(actor, _number(material_id))
    named = {'Content-Disposition': f"attachment; filename*=UTF-8''{quote(name)}", 'Cache-Control': 'private, no-store'}
    return Response(content, media_type='application/octet-stream', headers=HEADERS | named)


@download('/files/{material_id}/thumb', audience=SignedIn)
async def thumbnail(actor: Actor, material_id: str) -> Response:
    """The thumbnail of one file; it never changes, so the browser may cache it for a while."""
    content, media_type = await materials.thumbnail(actor, _number(material_id))
    return Response(content, media_type=media_type, headers=HEADERS | {'Cache-Control': 'private, max-age=300'})


def _number(typed: str) -> int:
    """The id; a text that cannot be an id gets the same answer as an unknown id."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST):
        raise NotFound('该材料')
    return int(typed)
