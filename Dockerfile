# Written and linted with care, not built where numbtrack is developed: there is no engine there.
# Two stages: the first gathers wheels and assets by their hashes, the second only runs.
FROM python:3.11-slim-bookworm AS build
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
WORKDIR /srv/numbtrack
RUN apt-get update \
 && apt-get install -y --no-install-recommends make=4.* \
 && rm -rf /var/lib/apt/lists/*
COPY . .
RUN make setup PYTHON=python3.11 \
 && rm -rf node_modules

FROM python:3.11-slim-bookworm
# pg_dump, pg_restore and psql make and restore backups; their version may be newer than the server's.
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client=15+* \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /srv/numbtrack --shell /usr/sbin/nologin numbtrack \
 && install -d -m 700 -o numbtrack -g numbtrack /var/lib/numbtrack
COPY --from=build --chown=root:root /srv/numbtrack /srv/numbtrack
WORKDIR /srv/numbtrack
ENV NUMBTRACK_VAR=/var/lib/numbtrack \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001
VOLUME ["/var/lib/numbtrack"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["/srv/numbtrack/.venv/bin/python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['NUMBTRACK_HOSTS'].split(',')[0]}), timeout=4)"]
# The host is 0.0.0.0 inside the container alone: publish it to the proxy in front, never further.
CMD ["/srv/numbtrack/.venv/bin/python", "-m", "tools.serve", "--production", "--host", "0.0.0.0", "--port", "8000"]
