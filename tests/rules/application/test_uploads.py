"""The name under which an original is saved ends like the type that was found in it, whatever it was called."""

from __future__ import annotations

import pytest

from domain.rules.application.uploads import saved_as, type_of
from tests import samples

JPEG, PNG, PDF = samples.scan(), samples.scan(form='PNG'), samples.pdf(1)


@pytest.mark.parametrize(
    ('label', 'content', 'name'),
    [
        ('证件.jpg', JPEG, '证件.jpg'),
        ('证件.JPEG', JPEG, '证件.JPEG'),
        ('证件.png', PNG, '证件.png'),
        ('证件.pdf', PDF, '证件.pdf'),
        ('证件.jpg', PNG, '证件.jpg.png'),
        ('证件.png', JPEG, '证件.png.jpg'),
        ('证件.bat', b'@echo off\n' + PDF, '证件.bat.pdf'),
        ('证件', PDF, '证件.pdf'),
    ],
)
def test_the_ending_is_that_of_the_type(label: str, content: bytes, name: str) -> None:
    assert saved_as(label, type_of(content)) == name
