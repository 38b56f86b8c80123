# Two commands are enough: `make run` and `make test`. Each installs what is missing first.
# PORT, HOST, DATA_DIR and DATABASE_URL may be set, as `make run PORT=9000` or in the environment.

MAKEFLAGS += --no-print-directory
SHELL := /bin/bash
BIN := .venv/bin
# A file of tests stays with one process: what it sets up, it sets up once.
TWO_AT_ONCE := --numprocesses=2 --dist=loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run install test check static format lint types imports openapi-current texts-current \
  remarks openapi texts fmt lock dev e2e bench test-e2e screenshots

help: ## This list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## Install what is missing, start the database and serve on http://localhost:8000
	@bash .ci/prepare app
	@exec $(BIN)/buurtkaart serve

install: ## Only install what is missing, to run the service by its own commands
	@bash .ci/prepare app

test: dev ## Install what is missing and run the whole test suite (ARGS="-k holidays" for a part)
	@exec $(BIN)/pytest $(TWO_AT_ONCE) $(ARGS)

test-e2e: e2e ## The pages in a real Chromium: journeys, offline, axe, keyboard, Lighthouse (ARGS as above)
	@exec $(BIN)/pytest tests/e2e $(ARGS)

check: static ## Before a commit: format, lint, types, import contracts, openapi.yaml, texts, the fast tests
	@exec $(BIN)/pytest -q -m "not slow" $(TWO_AT_ONCE) $(ARGS)

# One target each, so that `make --keep-going static` names every fault at once.
static: format lint types imports openapi-current texts-current remarks

format: dev
	$(BIN)/ruff format --check .

lint: dev
	$(BIN)/ruff check .

types: dev
	$(BIN)/mypy

imports: dev
	$(BIN)/lint-imports

openapi-current: dev
	$(BIN)/buurtkaart openapi --check

texts-current: dev
	$(BIN)/buurtkaart texts --check

remarks:
	@find app -name '*.py' -print0 | xargs -0 wc -l | awk '$$1 > 300 && $$2 != "total" \
	  { print "remark: " $$2 " has " $$1 " lines; is it two ideas?" }'

bench: dev ## Requests per second beside pgbench, with 100,000 offerings (docs/benchmarks.md)
	@exec $(BIN)/python -m bench $(ARGS)

screenshots: e2e ## Every page as a picture, into docs/screenshots/
	@exec $(BIN)/python -m tests.e2e.screenshots

openapi: dev ## Write openapi.yaml anew from the code
	$(BIN)/buurtkaart openapi

texts: dev ## Put the texts of the pages in order: new names in, unused ones out; says what is wrong
	$(BIN)/buurtkaart texts

fmt: dev ## Format, and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The lock files hold for Python 3.11 and newer on every platform. dev.txt pins what app.txt pins.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-annotate --no-header pyproject.toml --group build

lock: dev ## Renew requirements/*.txt after a change in pyproject.toml (ARGS=--upgrade: newest of all)
	$(COMPILE) $(ARGS) --output-file requirements/app.txt
	$(COMPILE) $(ARGS) --group dev --constraint requirements/app.txt \
	  --output-file requirements/dev.txt

dev:
	@bash .ci/prepare dev

e2e:
	@bash .ci/prepare e2e
