"""Signing in and out on the page: a token is exchanged for a session, and the session ended."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import Field
from starlette.responses import RedirectResponse, Response

from qa.api.ask_request import Strict
from qa.http.local_paths import START, local_path
from qa.http.problems import Problem
from qa.http.service import Service, ServiceOf
from qa.http.sessions import end_session, make_session, set_session
from qa.http.sign_in_guard import IS_SIGNED_IN, SIGN_IN, SIGN_OUT
from qa.web.rendering import page

router = APIRouter(include_in_schema=False)

_NO_TOKEN = "Enter your token"
_WRONG_TOKEN = "This token is not one of this service, or it was revoked"


class SignInForm(Strict):
    """The form as it is sent."""

    token: Annotated[str, Field(max_length=500)] = ""
    next: Annotated[str, Field(max_length=4_000)] = ""


@router.get(SIGN_IN)
async def sign_in_page(request: Request, service: ServiceOf, next: str = "") -> Response:  # noqa: A002
    """The form; whoever need not sign in is led on."""
    back = local_path(next)
    if not service.sign_in.is_needed or request.scope["state"].get(IS_SIGNED_IN):
        return RedirectResponse(back, 303)
    return _form(request, back)


@router.post(SIGN_IN)
async def sign_in(
    request: Request, form: Annotated[SignInForm, Form()], service: ServiceOf
) -> Response:
    """Exchange a token for a session, and go on to where the visitor wanted to."""
    back = local_path(form.next)
    if not service.sign_in.is_needed:
        return RedirectResponse(back, 303)
    if not form.token.strip():
        return _form(request, back, _NO_TOKEN, 422)
    try:
        token = service.sign_in.by_token(request.scope, form.token)
    except Problem as problem:
        response = _form(request, back, problem.detail.rstrip("."), problem.status)
        response.headers.update(problem.headers)
        return response
    if token is None:
        return _form(request, back, _WRONG_TOKEN, 422)
    response = RedirectResponse(back, 303)
    session = make_session(token, time.time())
    set_session(response, session, is_https=request.url.scheme == "https")
    return response


@router.post(SIGN_OUT)
async def sign_out(request: Request, service: ServiceOf) -> Response:
    """End the session in this browser."""
    response = RedirectResponse(_after_signing_out(service), 303)
    end_session(response, is_https=request.url.scheme == "https")
    return response


def _after_signing_out(service: Service) -> str:
    return SIGN_IN if service.sign_in.is_needed else START


def _form(request: Request, back: str, error: str | None = None, status: int = 200) -> Response:
    """The form, which never shows a token that was typed."""
    return page(request, "sign_in.html", status=status, back=back, error=error)
