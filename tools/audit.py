"""Asks for known weaknesses of the pinned packages; one that could not be asked for is a failure.

pip-audit itself ends well where a package "could not be audited". No part of CI: an old commit
must stay as it was.
"""

from __future__ import annotations

import json
import subprocess  # runs a program of the locked development requirements
import sys
from pathlib import Path

PIP_AUDIT = Path(sys.executable).with_name("pip-audit")


def main() -> int:
    command = [str(PIP_AUDIT), "--disable-pip", "--require-hashes", "-f", "json", "-r", sys.argv[1]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    try:
        told = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(done.stderr.strip() or "pip-audit gave no answer", file=sys.stderr)
        return 2
    weak = [(each["name"], found["id"]) for each in told for found in each.get("vulns", ())]
    unasked = [(each["name"], each["skip_reason"]) for each in told if "skip_reason" in each]
    for name, what in [*weak, *unasked]:
        print(f"{name}: {what}")
    print(f"{len(told)} packages, {len(weak)} weaknesses, {len(unasked)} could not be audited")
    return 1 if weak or unasked else 0


if __name__ == "__main__":
    sys.exit(main())
