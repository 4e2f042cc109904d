"""Where payment gateways send their notifications: they need no session or page, but a signature."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from domain.errors import Busy, NotFound
from domain.rules.vocabulary import PayChannel
from domain.services.money.channels import gateways
from domain.services.money.channels.channels import Forged
from pages.access import Anyone, message


@message('/pay/notify/wechat', audience=Anyone)
async def from_wechat(request: Request) -> Response:
    """微信支付's notification. It is repeated until it is answered with 204: answer so when the payment is booked."""
    try:
        await gateways.receive(PayChannel.WECHAT, request.headers, await request.body())
    except NotFound:
        return JSONResponse({'code': 'FAIL', 'message': '未启用'}, 404)
    except Forged:
        return JSONResponse({'code': 'FAIL', 'message': '验签失败'}, 401)
    except Busy:
        return JSONResponse({'code': 'FAIL', 'message': '请稍后重试'}, 503)
    return Response(status_code=204)
