"""The merchant's configuration: none, complete, or a sentence that says what is missing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from storage.errors import CannotOpen
from storage.settings.wechat_config import FILE, GATEWAY, Merchant, merchant_of
from tests.wechat_stand_in import APIV3_KEY, MERCHANT, PUBLIC_KEY_ID, SERIAL, StandIn

SERIAL_OF_THEIRS = 0x5157F09EFDC096DE15EBE81A47057A7232F1B8E1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with the file and the keys beside it."""
    given = StandIn().settings(tmp_path)
    lines = {
        name.removeprefix('KAOHE_WECHAT_').lower(): value.replace(f'{tmp_path}/', '') for name, value in given.items()
    }
    text = '\n'.join(f'{name} = "{value}"' for name, value in lines.items() if value)
    (tmp_path / FILE).write_text(f'# 微信支付\n{text}\n', 'utf-8')
    return tmp_path


def changed(folder: Path, old: str, new: str) -> Path:
    path = folder / FILE
    path.write_text(path.read_text('utf-8').replace(old, new), 'utf-8')
    return folder


def found(folder: Path) -> Merchant:
    merchant = merchant_of(folder)
    assert merchant is not None
    return merchant


def test_it_is_off_unless_it_is_configured(tmp_path: Path) -> None:
    assert merchant_of(tmp_path) is None


def test_it_is_read_from_a_file_in_the_data_folder_with_its_keys(folder: Path) -> None:
    merchant = found(folder)

    assert (merchant.number, merchant.platform_serial, merchant.gateway) == (MERCHANT, PUBLIC_KEY_ID, GATEWAY)
    assert merchant.private_key.startswith('-----BEGIN PRIVATE KEY-----')
    assert merchant.notify_url == 'https://kaohe.example/pay/notify/wechat'


def test_the_environment_takes_precedence_over_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('KAOHE_WECHAT_MERCHANT', '1900000009')

    assert found(folder).number == '1900000009'


def test_the_address_of_the_server_is_read_from_the_configuration(folder: Path) -> None:
    changed(folder, 'notify_url = "https://kaohe.example/pay/notify/wechat"', '')

    merchant = merchant_of(folder, 'https://kaohe.example')
    assert merchant is not None
    assert merchant.notify_url == 'https://kaohe.example/pay/notify/wechat'
    with pytest.raises(CannotOpen, match='KAOHE_PUBLIC_ADDRESS'):
        merchant_of(folder)


def test_a_platform_certificate_can_replace_a_public_key(folder: Path) -> None:
    key, name = generate_private_key(65537, 2048), x509.Name([])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), SERIAL_OF_THEIRS, now, now + timedelta(days=9))
    (folder / 'platform.pem').write_bytes(made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    changed(folder, f'public_key_id = "{PUBLIC_KEY_ID}"', 'platform_certificate = "platform.pem"')

    merchant = found(folder)
    assert merchant.platform_serial == SERIAL
    assert merchant.platform_key.startswith('-----BEGIN PUBLIC KEY-----')


@pytest.mark.parametrize(
    ('old', 'new', 'sentence'),
    [
        (f'merchant = "{MERCHANT}"', '', 'merchant'),
        (APIV3_KEY, 'short', 'apiv3_key'),
        ('apiclient_key.pem', 'missing.pem', 'missing.pem 无法读取'),
        (f'public_key_id = "{PUBLIC_KEY_ID}"', '', 'public_key_id'),
        (f'public_key_id = "{PUBLIC_KEY_ID}"', 'platform_certificate = "apiclient_key.pem"', '平台证书'),
        ('# 微信支付', 'surprise = 1', 'surprise'),
        ('# 微信支付', '= broken', '格式'),
    ],
)
def test_missing_or_wrong_values_are_reported_without_secrets(folder: Path, old: str, new: str, sentence: str) -> None:
    with pytest.raises(CannotOpen, match=sentence) as refused:
        merchant_of(changed(folder, old, new))
    assert APIV3_KEY not in str(refused.value)
    assert 'short' not in str(refused.value)
