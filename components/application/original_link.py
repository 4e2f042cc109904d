"""原件: the link that saves a file as it was uploaded, before it was made ready to be shown."""

from __future__ import annotations

from components.application.views import FileView
from components.kit.words import words


def original_link(file: FileView) -> None:
    """The link with the size; nothing for a file whose original is not kept."""
    if not file.original_url:
        return
    with words(file.original_text, 'a', 'original') as link:
        link.props['href'] = file.original_url
        link.props['target'] = '_blank'  # if it is gone in the meantime, this page stays
        link.props['aria-label'] = f'保存{file.label}的{file.original_text}'
        link.props['title'] = '上传时的文件，未经处理；审核办结后删除'
