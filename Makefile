# Everything there is to run. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV ?= .venv
DATA ?= node
JOBS ?= 2
ARGS ?=
# READY=1: the environment is there, look no further (the tests of the house call the checks so)
READY ?=
RUN := $(VENV)/bin/python -m
export VENV

.PHONY: help up test check format lint types imports licences tree catalogue assets words reference soak bench-store bench-agreements bench-names \
  bench-recall bench-resolve peer lock pictures clean runtime dev

help: ## list what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- the desk ---------------------------------------------------------------------------------------------------

up: runtime ## start the desk at 127.0.0.1:8700 (DATA=folder of the node, default ./node)
	@exec $(VENV)/bin/headwater up --data $(DATA)

runtime:
	@scripts/setup.sh runtime

dev:
	@$(if $(READY),:,scripts/setup.sh dev)

# --- checks -----------------------------------------------------------------------------------------------------

test: dev ## every test, chromium and PostgreSQL included (ARGS="-k name" to choose)
	@$(RUN) pytest -q -n $(JOBS) --dist loadfile $(ARGS)

check: format lint types imports licences tree catalogue assets test ## all that must hold before a change lands

format: dev ## the form of the code
	@$(RUN) ruff format --check --quiet .

lint: dev ## ruff's rules
	@$(RUN) ruff check --quiet .

types: dev ## mypy, strict
	@$(RUN) mypy src tests scripts bench

imports: dev ## which room may import which
	@$(VENV)/bin/lint-imports --no-logo

licences: dev ## what ships is permissive, MPL-2.0 or LGPL
	@$(VENV)/bin/python scripts/check_licences.py

tree: dev ## no machine paths, no addresses of registries, no style attributes
	@$(VENV)/bin/python scripts/check_tree.py

catalogue: dev ## every word of the pages can be translated, and the catalogue holds them all
	@$(VENV)/bin/python scripts/catalogue.py check

assets: dev ## fonts and scripts are what their npm packages build to (needs node)
	@$(VENV)/bin/python scripts/check_assets.py || [ $$? = 2 ]

# --- longer runs ------------------------------------------------------------------------------------------------

soak: dev ## a node under readers, imports and undos for minutes (MINUTES=10), then 10,000 pairs of worlds compared
	@HEADWATER_SOAK_MINUTES=$(or $(MINUTES),10) $(RUN) pytest -q -m soak -rP tests/soak tests/noninterference $(ARGS)

bench-store: dev ## the store at 1,000,000 and 10,000,000 assertions on SQLite and PostgreSQL (ARGS=--help)
	@$(RUN) bench.store $(ARGS)

bench-agreements: dev ## deciding 300 and 3,000 labels, and a search at 10,000,000 assertions that agreements narrow (ARGS=--help)
	@$(RUN) bench.agreements $(ARGS)

NAMES := bench/data/names
bench-names: dev ## names found across scripts, and how fast
	@$(RUN) bench.names $(NAMES)/listed_person_name_pairs_even.csv \
	  src/headwater/data/lists/un/consolidated_2025-04-19.xml $(NAMES)/nomenklatura_name_bench_cases.csv

PEER := build/nomenklatura
bench-recall: dev peer ## names of one person that are candidates of each other, ours and nomenklatura's (ARGS=--missed)
	@$(RUN) bench.resolve_recall --peer $(PEER)/bin/python $(ARGS)

bench-resolve: dev peer ## linking a labelled set, ours and nomenklatura's (ARGS="--records 1000000 --processes 2")
	@$(RUN) bench.resolve --peer $(PEER)/bin/python $(ARGS)

peer: dev
	@[ -x $(PEER)/bin/python ] || $(VENV)/bin/python -m venv $(PEER)
	@$(PEER)/bin/python -c 'import nomenklatura' 2>/dev/null \
	  || $(PEER)/bin/python -m pip --disable-pip-version-check install --quiet nomenklatura==4.17.4

# --- upkeep -----------------------------------------------------------------------------------------------------

COMPILE := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

pictures: dev ## take the pictures of docs/pictures from a fresh node, with chromium
	@$(VENV)/bin/python scripts/take_pictures.py

words: dev ## collect the words of pages and messages into the catalogue
	@$(VENV)/bin/python scripts/catalogue.py collect

reference: dev ## write docs/reference/cli.md from the command line's help
	@$(VENV)/bin/python scripts/cli_reference.py write

lock: ## resolve the lock files anew (needs uv; ARGS=--upgrade for newer versions)
	@export PATH="$(abspath $(VENV))/bin:$$PATH"; command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	@export PATH="$(abspath $(VENV))/bin:$$PATH"; \
	$(COMPILE) $(ARGS) pyproject.toml --extra postgresql -o requirements.lock; \
	$(COMPILE) $(ARGS) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock; \
	$(COMPILE) $(ARGS) --group pyproject.toml:build -c requirements-dev.lock -o requirements-build.lock

clean: ## remove what was built or cached; the node's folder stays
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .make
	@find . -name __pycache__ -prune -exec rm -rf {} + -o -name '*.egg-info' -prune -exec rm -rf {} +
