"""A file that is no .xlsx workbook is named for what it is, whatever its name says."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from domain.rules.sheets.file_kinds import not_a_workbook

DATA = Path(__file__).parents[2] / 'data' / 'workbooks'
OLD = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
PAGE = '<html><head><meta charset="utf-8"></head><body><table><tr><td>姓名</td></tr></table></body></html>'


def packed(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, 'w') as archive:
        for name in names:
            archive.writestr(name, '<a/>')
    return content.getvalue()


@pytest.mark.parametrize(
    ('content', 'kind'),
    [
        (b'', '文件是空的'),
        (b'\0\0\r\n', '文件是空的'),
        (OLD + 'Workbook'.encode('utf-16-le'), '旧版 Excel 文件（.xls）'),
        (OLD + 'EncryptedPackage'.encode('utf-16-le'), '加密的 Excel 文件'),
        (OLD + 'WordDocument'.encode('utf-16-le'), '旧版 Word 文档（.doc）'),
        (OLD + 'PowerPoint Document'.encode('utf-16-le'), '旧版演示文稿（.ppt）'),
        (packed('ppt/presentation.xml'), '演示文稿（.pptx）'),
        (packed('content.xml', 'mimetype'), 'OpenDocument 表格（.ods）'),
        (packed('xl/workbook.xml', 'xl/vbaProject.bin'), '启用宏的 Excel 文件（.xlsm）'),
        (packed('xl/workbook.bin'), '二进制 Excel 文件（.xlsb）'),
        (packed('word/document.xml'), 'Word 文档（.docx）'),
        (packed('报名.xlsx'), '压缩文件'),
        (b'PK\x03\x04broken', '文件不完整或已损坏'),
        (PAGE.encode(), '网页文件（.html）'),
        (f'\ufeff \r\n{PAGE.upper()}'.encode(), '网页文件（.html）'),
        (PAGE.encode('gb18030'), '网页文件（.html）'),
        (PAGE.encode('utf-16'), '网页文件（.html）'),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', 'XML 表格文件'),
        ('姓名,身份证号\n张三,1\n'.encode(), '文本文件（.csv）'),
        ('姓名\t身份证号\n'.encode('utf-16'), '文本文件（.csv）'),
        ('姓名,身份证号\n'.encode('gb18030'), '文本文件（.csv）'),
        (('姓名,' * 2000).encode(), '文本文件（.csv）'),  # the beginning that is looked at may end inside a letter
        (b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"', '网页文件'),
        (b'{"a": 1, "b": 2}', '无法读取该文件'),
        (b'<svg a="1,2"/>', '无法读取该文件'),
        (b'%PDF-1.7', 'PDF 文件'),
        (b'\x89PNG\r\n', '图片'),
        (b'\xff\xd8\xff\xe0', '图片'),
        (b'{\\rtf1', '写字板文档（.rtf）'),
        (b'7z\xbc\xaf', '压缩文件'),
        (b'a;b', '文本文件（.csv）'),
        (b'a|b', '文本文件（.csv）'),
        (b'Rar!\x1a', '压缩文件'),
        (b'\x00\x01\x02', '无法读取该文件'),
        (b'hello', '无法读取该文件'),
    ],
)
def test_a_file_is_named_for_what_it_is(content: bytes, kind: str) -> None:
    assert kind in not_a_workbook(content)


def test_what_can_be_saved_as_a_workbook_says_so() -> None:
    for name in ('csv_renamed.xlsx', 'xls_renamed.xlsx'):
        assert '另存为“Excel 工作簿（.xlsx）”' in not_a_workbook((DATA / name).read_bytes())


def test_a_workbook_may_be_one() -> None:
    assert not_a_workbook(packed('xl/workbook.xml', 'docProps/app.xml')) == ''


def test_a_reader_of_text_judges_plain_text_itself_and_gets_no_page() -> None:
    assert not_a_workbook('金额,时间'.encode(), takes_text=True) == ''
    assert '网页文件' in not_a_workbook(PAGE.encode(), takes_text=True)
    assert '.xls' in not_a_workbook(OLD, takes_text=True)
