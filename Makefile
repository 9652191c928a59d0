# Padan on one machine. `make` alone lists what there is.

MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PERIOD ?=
SOURCE ?=
OUT ?= var/simulated
MONTHS ?= 2026-01
SCALE ?= 1
SEED ?= 1
PROFILE ?= plain
FORCE ?=
ARGS ?=
VERSION ?=
PACK ?=
REPORT ?=
PDF ?=
REASON ?=
HANDOUT ?=

PY := .venv/bin/python
PADAN := $(PY) -m padan.local
PYTEST := $(PY) -m pytest
AUDITED = --period "$(PERIOD)" --version "$(VERSION)" $(if $(PACK),--pack "$(PACK)") $(if $(REPORT),--report "$(REPORT)") \
	$(if $(PDF),--pdf "$(PDF)") $(if $(filter file,$(origin OUT)),,--out "$(OUT)")

# Compiled modules halve the start of every Airflow process; they are kept out of the checkout.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPATH := $(CURDIR)/plugins
export PYTHONPYCACHEPREFIX := $(abspath $(or $(PADAN_HOME),var))/pycache
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-unit test-spec test-properties test-integration test-dags test-end-to-end test-round-trip test-office \
	test-any-file up down month simulate warehouse-uri psql reset check bench bench-truth docs lock environment \
	reproduce evidence verify person \
	train-model model-card

help: ## list the commands
	@echo "Padan: reconciles the villages' lists with the BPJS Ketenagakerjaan branch, month by month"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' Makefile

demo: environment ## one simulated month at real size through the real Airflow, to the closed bridge (SCALE=1)
	@$(PADAN) demo --scale "$(SCALE)"

# The scheduler's tests wait for its clock: they run alone.
test: environment ## all tests (ARGS= for pytest)
	@$(PYTEST) tests --ignore tests/end_to_end --numprocesses 2 --dist loadfile $(ARGS) $(if $(ARGS),|| test $$? -eq 5)
	@$(PYTEST) tests/end_to_end $(ARGS) $(if $(ARGS),|| test $$? -eq 5)

test-unit: environment ## tests of single functions
	@$(PYTEST) tests/unit $(ARGS)

test-spec: environment ## months written by hand, with the expected bridge typed by hand
	@$(PYTEST) tests/spec $(ARGS)

test-properties: environment ## random worlds: whatever befalls a row, it ends in its cause and the lines add up (EXAMPLES=100 for the long run)
	@$(if $(EXAMPLES),EXAMPLES=$(EXAMPLES) )$(PYTEST) tests/properties $(if $(EXAMPLES),--timeout=36000 )$(ARGS)

test-integration: environment ## tests with PostgreSQL, files, mail and HTTP servers
	@$(PYTEST) tests/integration $(ARGS)

test-dags: environment ## tests of the DAGs, without a scheduler
	@$(PYTEST) tests/dags $(ARGS)

test-end-to-end: environment ## a month through the real scheduler
	@$(PYTEST) tests/end_to_end $(ARGS)

test-round-trip: environment ## workbooks given back to the villages, mended and sent again (with LibreOffice where it is)
	@$(PYTEST) tests/round_trip $(ARGS)

test-office: environment ## the part of them that LibreOffice opens (needs soffice; skipped without)
	@$(PYTEST) tests/round_trip -k libreoffice $(ARGS)

test-any-file: environment ## 10,000 random and damaged files of every container, in worker processes: about a minute (FILES=)
	@FILES=$(or $(FILES),10000) $(PYTEST) tests/unit/intake/test_any_file.py -s --timeout=7200 $(ARGS)

up: environment ## start Airflow with its UI on 127.0.0.1 and leave it running; prints address, user, password
	@$(PADAN) up

down: environment ## stop Airflow and the embedded PostgreSQL
	@$(PADAN) down

month: environment ## your own files: PERIOD=2026-01 SOURCE=<folder or URI>, earlier months in SOURCE first
	@$(PADAN) month --period "$(PERIOD)" $(if $(SOURCE),--source "$(SOURCE)")

simulate: environment ## synthetic sources with the truth beside them: OUT=<folder> MONTHS=2026-01,2026-02 SCALE=1 SEED=1 PROFILE=plain|messy
	@$(PADAN) simulate --out "$(OUT)" --months "$(MONTHS)" --scale "$(SCALE)" --seed "$(SEED)" --profile "$(PROFILE)"

warehouse-uri: environment ## print the warehouse's URI for reading, and nothing else; starts the server if needed
	@$(PADAN) warehouse-uri

person: environment ## why is somebody (not) protected? REASON="complaint 12/II of the desk"; asks for NIK, KPJ or name (HANDOUT=riwayat.html)
	@$(PADAN) person --reason "$(REASON)" $(if $(HANDOUT),--out "$(HANDOUT)")

psql: environment ## a prompt in the warehouse, for reading
	@$(PADAN) psql $(ARGS)

reset: environment ## stop everything and remove all that is in var/, after asking (FORCE=1 does not ask)
	@$(PADAN) reset $(if $(FORCE),--force)

reproduce: environment ## make a version again from landed bytes and compare every product: PERIOD=2026-01 VERSION=1, or PACK=bukti.zip (OUT=<folder>)
	@$(PADAN) reproduce $(AUDITED)

evidence: environment ## everything a version stands on, in one zip: PERIOD=2026-01 VERSION=1 (OUT=<folder>)
	@$(PADAN) evidence $(AUDITED)

verify: environment ## name every file that was touched: PACK=bukti.zip or REPORT=<folder> or PERIOD= VERSION=, and PDF=berita-acara.pdf
	@$(PADAN) verify $(AUDITED)

check: environment ## ruff, mypy, sqlfluff, yamllint
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m sqlfluff lint include/sql
	$(PY) -m yamllint --strict .

bench: environment ## the benchmarks, each figure beside its baseline
	@$(PY) -m benchmarks $(ARGS)

bench-truth: environment ## three messy months through every step, each row held against the truth (SCALE=1 SEED=1): about half an hour
	@$(PY) -m benchmarks.messy_months SCALE="$(SCALE)" SEED="$(SEED)" $(ARGS)

train-model: environment ## train the linkage model on a folder of landed or simulated sources: SOURCE=<folder> SEED=1
	@$(PY) -m padan.linkage --source "$(SOURCE)" --seed "$(SEED)"

model-card: environment ## what the linkage model finds and mistakes on a simulated regency, into docs/model-card.md
	@$(PY) -m benchmarks.linkage_card $(ARGS)

docs: environment ## write docs/reference/ from the contracts and the warehouse
	@$(PADAN) docs

lock: environment ## resolve requirements.txt into requirements.lock (ARGS=--upgrade takes newer versions)
	@$(PY) -m uv pip compile requirements.txt --output-file requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet $(ARGS)

environment:
	@test -n "$(PYTHON)" || { echo "Padan needs Python 3.11; neither python3.11 nor python3 is on the PATH" >&2; exit 1; }
	@"$(PYTHON)" plugins/padan/local/environment.py
