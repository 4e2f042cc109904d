"""The merchant's configuration for WeChat Pay: from environment variables or a file in the data folder, or none."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from storage.errors import CannotOpen

FILE, PREFIX = 'wechat.toml', 'KAOHE_WECHAT_'
GATEWAY = 'https://api.mch.weixin.qq.com'
NOTIFY_PATH = '/pay/notify/wechat'


class _Written(BaseModel):
    """The configured values; paths are relative to the data folder."""

    model_config = ConfigDict(extra='forbid')

    merchant: str = Field(pattern=r'^\d{6,16}$')  # 商户号
    app_id: str = Field(pattern=r'^\w{8,32}$')
    certificate_serial: str = Field(pattern=r'^[0-9A-Fa-f]{16,64}$')  # of the merchant's own certificate
    private_key: Path  # apiclient_key.pem
    apiv3_key: SecretStr = Field(min_length=32, max_length=32)
    public_key: Path | None = None  # 微信支付公钥, with its id
    public_key_id: str = ''
    platform_certificate: Path | None = None  # for merchants who still have certificates instead
    notify_url: str = Field(default='', pattern=r'^(https?://\S+)?$')
    gateway: str = Field(default=GATEWAY, pattern=r'^https?://[^/\s]+$')


@dataclass(frozen=True, slots=True)
class Merchant:
    """Everything the channel needs, including the keys; it must never be part of a logged text."""

    number: str
    app_id: str
    certificate_serial: str
    notify_url: str
    gateway: str
    platform_serial: str  # identifies WeChat Pay's signing key: the public key's id or the certificate's serial
    platform_key: str = field(repr=False)
    private_key: str = field(repr=False)
    apiv3_key: str = field(repr=False)


def merchant_of(data: Path, public_address: str = '') -> Merchant | None:
    """The merchant, None if nothing is configured. ``public_address``: how WeChat Pay reaches this server.

    Raises CannotOpen if the configuration is incomplete or a key cannot be read.
    """
    written = _file(data / FILE) | {
        name.removeprefix(PREFIX).lower(): text for name, text in os.environ.items() if name.startswith(PREFIX) and text
    }
    if not written:
        return None
    try:
        found = _Written.model_validate(written)
    except ValidationError as error:
        wrong = '、'.join(sorted({str(one['loc'][0]) for one in error.errors()}))
        raise CannotOpen(f'微信支付配置不完整或有误：{wrong}。请检查 {FILE} 或 {PREFIX} 开头的环境变量。') from None
    notify_url = found.notify_url or (public_address and public_address + NOTIFY_PATH)
    if not notify_url:
        raise CannotOpen('微信支付需要本系统的公网地址：请配置 KAOHE_PUBLIC_ADDRESS，或 notify_url。')
    serial, key = _platform(found, data)
    return Merchant(
        number=found.merchant,
        app_id=found.app_id,
        certificate_serial=found.certificate_serial,
        notify_url=notify_url,
        gateway=found.gateway,
        platform_serial=serial,
        platform_key=key,
        private_key=_text(data / found.private_key),
        apiv3_key=found.apiv3_key.get_secret_value(),
    )


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text('utf-8'))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise CannotOpen(f'微信支付配置文件 {path} 无法读取，请检查权限和格式。') from error


def _platform(found: _Written, data: Path) -> tuple[str, str]:
    if found.public_key and found.public_key_id:
        return found.public_key_id, _text(data / found.public_key)
    if found.platform_certificate is None:
        raise CannotOpen('微信支付配置不完整：请配置 public_key 和 public_key_id，或 platform_certificate。')
    try:
        certificate = x509.load_pem_x509_certificate(_text(data / found.platform_certificate).encode())
    except ValueError as error:
        raise CannotOpen(f'微信支付平台证书 {found.platform_certificate} 无法读取。') from error
    key = certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return f'{certificate.serial_number:X}', key.decode()


def _text(path: Path) -> str:
    try:
        return path.read_text('utf-8')
    except (OSError, ValueError) as error:
        raise CannotOpen(f'微信支付的密钥文件 {path} 无法读取，请检查路径和权限。') from error
