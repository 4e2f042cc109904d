"""Opening the browser's file window from a click, for a hidden uploader that several places share."""

from __future__ import annotations

from nicegui import ui

# The browser opens its file window only within the click itself, so this half runs there. While an upload is under way
# nothing new is chosen: the server would take the files still coming for those of the new place.
_PICK = """() => {
  const uploader = getElement(%d);
  if (uploader?.$refs?.qRef?.isUploading) return;
  emit();
  runMethod(%d, "pickFiles", []);
}"""


def picking(uploader: ui.upload) -> str:
    """The ``js_handler`` of a click that lets the person choose files for ``uploader``."""
    return _PICK % (uploader.id, uploader.id)
