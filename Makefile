# numbtrack: `make` alone lists what can be made.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
PYTHON := python3
endif
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOST ?= 127.0.0.1
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all:
DEVELOPMENT := NUMBTRACK_ENV=development
ROOMS := accounts care checkins dashboard domain journal learn medications numbtrack sharing summary support tools

.PHONY: help
help: ## List what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

# ---------- set-up: each stamp is newer than what it was made from, so that twice is fast
$(VENV)/.made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "numbtrack needs Python 3.11 or newer."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.runtime: requirements.txt | $(VENV)/.made
	$(PIP) -r requirements.txt
	touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt | $(VENV)/.made
	$(PIP) -r requirements.txt -r requirements-dev.txt
	touch $@ $(VENV)/.runtime

.assets/.made: package-lock.json requirements-assets.txt tools/assets.py | $(VENV)/.runtime
	$(BIN)/python tools/assets.py
	touch $@

.PHONY: setup
setup: $(VENV)/.runtime .assets/.made ## Set up what running needs

.PHONY: setup-dev
setup-dev: $(VENV)/.dev .assets/.made ## Set up what testing needs

# ---------- running
.PHONY: run
run: setup ## Serve numbtrack on this machine: PORT=8000 HOST=127.0.0.1
	$(DEVELOPMENT) $(BIN)/python -m tools.serve --host $(HOST) --port $(PORT)

.PHONY: serve
serve: setup ## Serve with the production settings, behind TLS: PORT=8000 HOST=127.0.0.1
	$(BIN)/python -m tools.serve --production --host $(HOST) --port $(PORT)

.PHONY: demo
demo: setup ## Fill demo@example.org with eighteen months of invented days
	$(DEVELOPMENT) $(BIN)/python manage.py migrate --verbosity 0
	$(DEVELOPMENT) $(BIN)/python manage.py demo

# ---------- testing
.PHONY: test
test: setup-dev ## Run every test; browser journeys where Chromium is installed
	$(BIN)/python -m pytest

.PHONY: browser
browser: setup-dev ## Run the browser journeys alone
	$(BIN)/python -m pytest tests/browser

.PHONY: check
check: setup-dev ## Check format, lint, types, layers, migrations and the production settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet templates
	$(DEVELOPMENT) $(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(DEVELOPMENT) $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tools.check_deploy
	$(BIN)/bandit -q -c pyproject.toml -r $(ROOMS)
	$(BIN)/hadolint Dockerfile
	$(BIN)/check-jsonschema -q --builtin-schema vendor.compose-spec compose.yaml
	if [ -d .git ] && command -v git >/dev/null; then git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --disable-plugin KeywordDetector --disable-plugin BasicAuthDetector --exclude-files '(requirements.*\.txt|package-lock\.json|tests/.*\.py)'; fi

.PHONY: bench
bench: setup-dev ## Print each benchmark as a ratio to a bare page in the same run
	$(BIN)/python -m bench

.PHONY: screenshots
screenshots: setup-dev ## Make the pictures of the README from the demo data (needs Chromium)
	$(BIN)/python -m tools.screenshots

.PHONY: audit
audit: setup-dev ## Ask whether a pinned package has a known weakness (needs the network)
	$(BIN)/python -m tools.audit requirements.txt

.PHONY: sbom
sbom: setup-dev ## Write var/sbom.json: every package that runs, with versions and hashes
	mkdir -p var
	$(BIN)/cyclonedx-py requirements requirements.txt --output-reproducible --of JSON -o var/sbom.json

.PHONY: faults
faults: setup-dev ## Kill what serves under load, ten rounds each, and print what was found
	$(BIN)/python -m bench.faults

.PHONY: validate
validate: setup-dev ## Show every page of the demo to the Nu Html Checker (needs Java)
	$(BIN)/python -m tools.validity

.PHONY: format
format: setup-dev ## Put code in its usual form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: lock
lock: $(VENV)/.dev ## Lock the requirements with hashes
	for name in requirements requirements-dev requirements-assets; do UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes $$name.in -o $$name.txt; done

.PHONY: env
env: setup ## Print every environment variable with its meaning
	@$(BIN)/python -m tools.variables

.PHONY: clean
clean: ## Remove what set-up made; var/ with your data stays
	rm -rf $(VENV) .assets node_modules .pytest_cache .mypy_cache .ruff_cache
