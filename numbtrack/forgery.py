"""Forms are accepted from our own pages alone."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

OUR_PAGES = frozenset({"same-origin", "none"})
"""What a browser says of a form sent from this site, or by the person's own hand."""


class ForgeryProtection(CsrfViewMiddleware):
    """Django's protection, made to work with a referrer policy that tells nothing.

    Under ``no-referrer`` browsers send ``Origin: null`` and no Referer with our own forms.
    Where a browser says with Sec-Fetch-Site where a form came from, that is believed: pages
    cannot set it. The token is asked for in every case. See docs/adr/0007-no-referrer.md.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META["HTTP_ORIGIN"] == "null":
            return request.headers.get("Sec-Fetch-Site", "none") in OUR_PAGES
        return bool(super()._origin_verified(request))  # type: ignore[misc]  # not in the stubs

    def _check_referer(self, request: HttpRequest) -> None:
        if request.headers.get("Sec-Fetch-Site") in OUR_PAGES:
            return
        super()._check_referer(request)  # type: ignore[misc]  # not in the stubs
