# Everything a fresh machine with Python 3.11 or newer needs: `make demo` to look, `make test` to check.

VENV := .venv
BIN := $(VENV)/bin
# The first Python that really runs, is new enough and can make environments (a name on the PATH may be an empty shell).
PYTHON ?= $(shell for candidate in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$candidate -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$candidate; break; }; done)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# Whole files to each process, in their order: sorted by the number of tests, a long single test would come last.
# What tests write stays in memory where there is room for it: making and dropping a database takes a tenth of the time.
IN_MEMORY := $(shell test -w /dev/shm && test $$(df -Pk /dev/shm | awk 'END {print $$4}') -gt 4000000 && echo TMPDIR=/dev/shm)
PYTEST := $(BIN)/python -m pytest --dist loadfile --no-loadscope-reorder
LOCK := $(BIN)/pip-compile --quiet

# From the command line only: some shells export HOST with the name of the machine.
ifneq ($(filter command line,$(origin HOST)),)
HOST_OPTION := --host $(HOST)
endif
PORT_OPTION := $(if $(PORT),--port $(PORT))

.DEFAULT_GOAL := help
.PHONY: help setup demo test check soak mutants bench load pictures house binary binary-test lock clean

help:  ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.dev  ## make the virtual environment with everything for development

demo: $(VENV)/.runtime  ## start the demonstration: make demo PORT=8123 HOST=0.0.0.0
	$(BIN)/python main.py demo $(HOST_OPTION) $(PORT_OPTION)

test: check  ## check, then all tests on SQLite, PostgreSQL and in Chromium
	$(IN_MEMORY) $(PYTEST) --numprocesses 2 tests/browser  # Playwright's loop would be in the way of the others
	$(IN_MEMORY) $(BIN)/python -m tests.postgres $(PYTEST) --numprocesses 3 --ignore=tests/browser $(ARGS)

check: $(VENV)/.dev  ## import contracts, lint and types
	$(BIN)/lint-imports --no-cache
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

soak: $(VENV)/.dev  ## the long tests: kills, large backups, many windows; each prints its figure
	$(BIN)/python -m pytest tests/soak/browser
	$(BIN)/python -m tests.postgres $(BIN)/python -m pytest --ignore=tests/soak/browser tests/soak $(ARGS)

mutants: $(VENV)/.dev  ## change the rules in small ways: do the tests notice? make mutants ARGS=domain/rules/money/fees.py
	$(BIN)/python -m tests.mutants $(ARGS)

bench: $(VENV)/.dev  ## measure with 200,000 applications and 300 open pages
	$(BIN)/python -m tests.bench $(ARGS)

load: $(VENV)/.dev  ## more and more simulated users on SQLite, PostgreSQL and two processes; an hour with the first world
	$(BIN)/python -m tests.load $(ARGS)

pictures: $(VENV)/.dev  ## make the screenshots of the documentation
	$(BIN)/python -m tests.browser.pictures $(ARGS)

house: $(VENV)/.dev  ## draw the floors and rooms from the imports, docs/house.svg
	$(BIN)/python -m tests.house

binary: $(VENV)/.dev  ## pack the program into one file, dist/kaohe
	$(BIN)/python -m PyInstaller --noconfirm --log-level WARN --workpath build/pyinstaller --distpath dist kaohe.spec
	touch dist/kaohe  # also when nothing had to be packed anew

binary-test: binary  ## build it, then try it: double click, restart, upgrade, papers
	$(BIN)/python -m tests.postgres $(BIN)/python -m pytest tests/binary $(ARGS)

lock: $(VENV)/.dev  ## pin the newest allowed versions of all dependencies, with hashes
	$(LOCK) --upgrade --output-file requirements.lock pyproject.toml
	$(LOCK) --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:  ## remove the virtual environment and all caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build/pyinstaller dist
	find . -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer with its venv module is needed (Debian: python3-venv).' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock | $(BIN)/python
	$(INSTALL) -r requirements.lock
	touch $@

$(VENV)/.dev: requirements-dev.lock | $(BIN)/python
	$(INSTALL) -r requirements-dev.lock
	touch $@ $(VENV)/.runtime
