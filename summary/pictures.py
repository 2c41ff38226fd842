"""Pictures of addresses."""

from __future__ import annotations

import qrcode  # type: ignore[import-untyped]
from django.utils.safestring import SafeString
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]


def qr_code(address: str) -> SafeString:
    """Return an address as a QR code: an SVG element of squares, with no word in it."""
    made = qrcode.make(address, image_factory=SvgPathImage, border=2)
    return SafeString(made.to_string(encoding="unicode"))
