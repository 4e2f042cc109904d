"""What a file is that is no .xlsx workbook, whatever its name says, and what to do with it."""

from __future__ import annotations

import io
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

PACKED, COMPOUND = b'PK\x03\x04', b'\xd0\xcf\x11\xe0'  # how a .xlsx begins, and a file of the old Office programs
UNREADABLE = '无法读取该文件，请确认是 .xlsx 格式的 Excel 文件'
SAVE_AS = '请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再导入'
_HEAD = 4096  # bytes that show what a text is
_SEPARATORS = (',', '\t', ';', '|')
_BUNDLE = '这是压缩文件，请解压后导入其中的 .xlsx 文件'
_OLD_EXCEL = f'这是旧版 Excel 文件（.xls），{SAVE_AS}'
_OLD_FILES = (
    ('EncryptedPackage', '这是加密的 Excel 文件，请用 Excel 或 WPS 打开，取消打开密码，另存为 .xlsx 后再导入'),
    ('WordDocument', '这是旧版 Word 文档（.doc），不是 Excel 工作簿，请使用下载的模板填写'),
    ('PowerPoint Document', '这是旧版演示文稿（.ppt），不是 Excel 工作簿，请使用下载的模板填写'),
)  # fmt: skip
_PACKED_FILES = (
    ('xl/workbook.bin', f'这是二进制 Excel 文件（.xlsb），{SAVE_AS}'),
    ('word/document.xml', '这是 Word 文档（.docx），不是 Excel 工作簿，请使用下载的模板填写'),
    ('ppt/presentation.xml', '这是演示文稿（.pptx），不是 Excel 工作簿，请使用下载的模板填写'),
    ('content.xml', f'这是 OpenDocument 表格（.ods），{SAVE_AS}'),
)
_BEGINNINGS = (
    (b'%PDF-', '这是 PDF 文件，不是 Excel 工作簿，请使用下载的模板填写'),
    (b'\xff\xd8\xff', '这是图片，不是 Excel 工作簿，请使用下载的模板填写'),
    (b'\x89PNG', '这是图片，不是 Excel 工作簿，请使用下载的模板填写'),
    (b'Rar!', _BUNDLE),
    (b'7z\xbc\xaf', _BUNDLE),
    (b'{\\rtf', '这是写字板文档（.rtf），不是 Excel 工作簿，请使用下载的模板填写'),
)


def not_a_workbook(content: bytes, *, takes_text: bool = False) -> str:
    """The sentence for a file that is no plain .xlsx workbook; empty for one that may be. Looks at the content only.

    ``takes_text``: a text that is no page or document is not refused either; its reader judges it.
    """
    if not content.strip(b'\0 \r\n\t'):
        return '文件是空的，请重新选择'
    if content.startswith(PACKED):
        return _packed(content)
    if content.startswith(COMPOUND):
        return next((said for name, said in _OLD_FILES if name.encode('utf-16-le') in content), _OLD_EXCEL)
    beginning = next((said for begin, said in _BEGINNINGS if content.startswith(begin)), '') or _marked_up(content)
    return beginning or ('' if takes_text else _text(content))


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, OSError):
        return '文件不完整或已损坏，请重新保存或重新下载后再导入'
    if 'xl/vbaproject.bin' in names:
        return f'这是启用宏的 Excel 文件（.xlsm），{SAVE_AS}'
    if said := next((said for name, said in _PACKED_FILES if name in names), ''):
        return said
    return '' if any(name.startswith('xl/') for name in names) else _BUNDLE


def _marked_up(content: bytes) -> str:
    start = _decoded(content[:_HEAD]).lstrip('\ufeff \r\n\t').lower()
    if start.startswith('<?xml') and 'schemas-microsoft-com:office:spreadsheet' in start:
        return f'这是 XML 表格文件，{SAVE_AS}'
    page = start.startswith('<') and any(mark in start for mark in ('<html', '<table', '<!doctype html'))
    if page or start.startswith('mime-version:'):
        return f'这是网页文件（.html），不少系统导出的“Excel”其实是网页；{SAVE_AS}'
    return ''


def _text(content: bytes) -> str:
    text = _decoded(content[:_HEAD])
    is_table = any(mark in text for mark in _SEPARATORS) and not text.lstrip('\ufeff \r\n\t').startswith(('<', '{'))
    return f'这是文本文件（.csv），{SAVE_AS}' if is_table else UNREADABLE


def _decoded(head: bytes) -> str:
    """The beginning of a text; empty if it is none. The last letter may be cut in two."""
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return head[: len(head) // 2 * 2].decode('utf-16', 'ignore')
    if b'\0' in head:
        return ''
    for encoding in ('utf-8', 'gb18030'):
        for cut in range(4):
            try:
                return head[: len(head) - cut].removeprefix(BOM_UTF8).decode(encoding)
            except UnicodeDecodeError:
                continue
    return ''
