"""Pictures made anew: what a camera writes beside the picture, its place included, is left out."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_BYTES = 10_000_000
MOST_PIXELS = 30_000_000
LONGEST_SIDE = 1600
QUALITY = 85
OF_OUR_OWN = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
"""What stands beside a picture that was made anew: nothing of a camera, a place or words."""


class NotAPicture(Exception):
    """The bytes are no JPEG, PNG or WebP picture, or a damaged one."""


class TooManyPixels(Exception):
    """The picture is larger than any camera of a telephone makes."""


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept. encoding: "jpeg", or "png" where parts of it are clear."""

    data: bytes
    encoding: str
    width: int
    height: int


def make_anew(content: bytes) -> Picture:
    """Return a picture upright, at most 1600 points wide and high, with nothing beside it.

    Raises NotAPicture and TooManyPixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise TooManyPixels
                if opened.format == "JPEG":  # a smaller picture is read straight from the file
                    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                opened.load()
                return _encoded(_upright(_small(opened)))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise TooManyPixels from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise NotAPicture from None


def check_kept(content: bytes) -> None:
    """Raise NotAPicture where bytes are no picture as it is kept: small, nothing beside it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
                fits = max(opened.size) <= LONGEST_SIDE
                opened.load()
                bare = not opened.getexif() and set(opened.info) <= OF_OUR_OWN
    except Exception:  # Pillow reads foreign bytes here, and fails in many ways
        raise NotAPicture from None
    if not (fits and bare and len(content) <= LARGEST_BYTES):
        raise NotAPicture


def _small(image: Image.Image) -> Image.Image:
    """Return a picture no larger than it is kept, before anything copies it."""
    if image.mode in {"P", "PA", "1"} and max(image.size) > LONGEST_SIDE:
        return image  # its numbers are places in a table: made smaller once they are colours
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Return a picture as it was taken; damaged words of the camera leave it as it lies."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # Pillow reads foreign bytes here, and fails in many ways
        return image


def _encoded(image: Image.Image) -> Picture:
    if image.mode.startswith("I"):  # sixteen bits of grey, as scanners write them
        image = image.convert("I").point(lambda grey: grey / 256).convert("L")
    clear = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    plain = image.convert("RGBA" if clear else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    out = io.BytesIO()
    if clear:
        bare.save(out, "PNG", optimize=True)
    else:
        bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), "png" if clear else "jpeg", bare.width, bare.height)
