"""Opening the browser's file dialog from a click, for a hidden uploader shared by several places."""

from __future__ import annotations

from nicegui import ui

# The browser opens its file dialog only within the click itself, so this part runs in the browser. During an upload
# no other files can be chosen: the server would assign the files still arriving to the new place.
_PICK = """() => {
  const uploader = getElement(%d);
  if (uploader?.$refs?.qRef?.isUploading) return;
  emit();
  runMethod(%d, "pickFiles", []);
}"""


def picking(uploader: ui.upload) -> str:
    """The ``js_handler`` of a click that lets the person choose files for ``uploader``."""
    return _PICK % (uploader.id, uploader.id)
