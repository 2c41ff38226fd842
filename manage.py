#!/usr/bin/env python3
"""Commands of numbtrack: ``manage.py help`` lists them."""

import os
import sys

from django.core.management import execute_from_command_line

from numbtrack.plainly import said_plainly

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "numbtrack.settings")
    with said_plainly():
        execute_from_command_line(sys.argv)
