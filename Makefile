# Every target is one line in `make help`. Python 3.11+ and make are all a machine needs.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
BIN := .venv/bin
PIP_FLAGS := --quiet --quiet --disable-pip-version-check --require-hashes

# Settings of `make run`: CATALOGUE=sim asks the simulator, CONTACT=… tells Open Library who runs this, STATE is where jobs are kept.
CATALOGUE ?= live
CONTACT ?=
PORT ?= 8000
STATE ?= .fanfolio
BOOKS_PER_MESSAGE ?= 100

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z][a-z0-9-]*:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.PHONY: demo
demo: .venv/.local .venv-emulator/.ready ## Import a sample library on this machine and show its dashboard's figures
	@FANFOLIO_BOOKS_PER_MESSAGE=$(BOOKS_PER_MESSAGE) $(BIN)/python -m services.local demo

.PHONY: run
run: .venv/.local .venv-emulator/.ready web-where-possible ## Run everything here and stay up: CONTACT=you@example.org, or CATALOGUE=sim
	@FANFOLIO_BOOKS_PER_MESSAGE=$(BOOKS_PER_MESSAGE) $(BIN)/python -m services.local run \
		--catalogue $(CATALOGUE) --port $(PORT) --state-dir "$(STATE)" $(if $(CONTACT),--contact "$(CONTACT)")

.PHONY: test
test: .venv/.dev .venv-emulator/.ready ## Run all tests
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

.PHONY: check
check: .venv/.dev check-openapi ## Lint, format, types, import contracts, drift of the API's description
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

.PHONY: format
format: .venv/.dev ## Format the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

.PHONY: lock
lock: ## Rewrite the lock files from requirements/*.in
	@$(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet --quiet uv
	@PATH="$$PWD/build/lock/bin:$$PATH" requirements/lock.sh

.PHONY: clean
clean: ## Remove environments, caches and the state of local runs
	@rm -rf .venv .venv-* .fanfolio build web/dist web/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis .schemathesis

-include make/*.mk

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Fanfolio needs Python 3.11 or newer; there is no $(PYTHON) here. Try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Fanfolio needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@echo "Setting up .venv (once) …" >&2
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; exit 1; }

.venv/.local: requirements/local.txt | .venv/bin/python .venv/bin/fanfolio-admin
	@$(BIN)/pip install $(PIP_FLAGS) -r requirements/local.txt
	@touch $@

.venv/.dev: requirements/dev.txt | .venv/bin/python .venv/bin/fanfolio-admin
	@$(BIN)/pip install $(PIP_FLAGS) -r requirements/dev.txt
	@touch $@ .venv/.local

# The code is run from where it lies, so a command is a line that says where that is.
.venv/bin/fanfolio-admin: | .venv/bin/python
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/.venv/bin/python" -m services.admin "$$@"\n' "$(CURDIR)" "$(CURDIR)" > $@
	@chmod +x $@

.venv-emulator/.ready: requirements/emulator.txt | .venv/bin/python
	@echo "Setting up .venv-emulator (once) …" >&2
	@$(PYTHON) -m venv .venv-emulator
	@.venv-emulator/bin/pip install $(PIP_FLAGS) -r requirements/emulator.txt
	@touch $@
