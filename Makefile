# The verbs. Each sets up .venv by itself when the lock has changed, and does nothing for it otherwise.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
POSTING ?=
TEXTS ?=
GOLD ?=

.DEFAULT_GOAL := help
.PHONY: help demo run worker settings test check audit-dependencies bench quality crash load fuzz mutate openapi clients \
	schemathesis clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

$(STAMP): requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Gunning needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up $(VENV) from requirements-dev.lock (once; about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@{ $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --no-input \
		--require-hashes --requirement requirements-dev.lock 2>$(VENV)/pip.log; echo "status $$?"; } \
		| awk -v all="$$(grep -c '==' requirements-dev.lock)" -v live="$$(test -t 2 && echo 1)" '\
			/^(Collecting|Processing) / && ++n && (live || n % 20 == 0 || n == all) { \
				printf "%s  %d of %d packages fetched%s", (live ? "\r" : ""), n, all, (live ? "" : "\n"); fflush() } \
			/^Installing / { printf "%s  installing them ...", (live ? "\n" : ""); fflush() } \
			/^status / { status = $$2 } END { print ""; exit status }' || { cat $(VENV)/pip.log >&2; exit 1; }
	@touch $@
	@echo "Set up."

demo: $(STAMP) ## Read a posting and rank six candidates (POSTING=file.txt for your own)
	@$(BIN)/python -m demo $(if $(POSTING),--posting "$(POSTING)")

run: $(STAMP) ## Serve at http://127.0.0.1:8000 (PORT, DATABASE_URL change where)
	@$(BIN)/python -m app.main

worker: $(STAMP) ## Run jobs in a process of its own, beside the service (DATABASE_URL)
	@$(BIN)/python -m app.worker

settings: $(STAMP) ## Print the settings in force, with secrets masked
	@$(BIN)/python -m app.configuration

test: $(STAMP) ## Run every test
	@$(BIN)/python -m pytest

check: $(STAMP) ## Lint, format, types, schema drift, API document drift
	@failed=; for step in "ruff check ." "ruff format --check ." "mypy" \
		"python -m app.migrations.check" "python -m openapi --check"; do \
		echo "== $$step"; $(BIN)/$$step || failed=1; done; test -z "$$failed"

audit-dependencies: $(STAMP) ## Known vulnerabilities, and versions and licences of what is locked (OFFLINE=1: the latter)
	@$(BIN)/python -m tools.audit_dependencies $(if $(OFFLINE),--offline)

bench: $(STAMP) ## Measure reading, matching, HTTP, start-up and memory
	@$(BIN)/python -m bench

quality: $(STAMP) ## Precision, recall and F1 of reading (TEXTS=folder GOLD=folder for your own)
	@$(BIN)/python -m bench.quality $(if $(TEXTS),--texts "$(TEXTS)") $(if $(GOLD),--gold "$(GOLD)")

crash: $(STAMP) ## Kill services and workers while they write (DATABASE=postgresql, TIMES, WORKERS)
	@$(BIN)/python -m bench.crash --times $(or $(TIMES),200) --database $(or $(DATABASE),sqlite)
	@$(BIN)/python -m bench.worker_crash --times $(or $(WORKERS),50) --database $(or $(DATABASE),sqlite)

load: $(STAMP) ## Load two services, then overload them (DATABASE=sqlite, SECONDS, CLIENTS)
	@$(BIN)/python -m bench.load --seconds $(or $(SECONDS),60) --clients $(or $(CLIENTS),64) \
		--database $(or $(DATABASE),postgresql)

fuzz: $(STAMP) ## Read mutated texts and documents (TEXTS_COUNT, DOCUMENTS_COUNT, SEED)
	@$(BIN)/python -m bench.fuzz --texts $(or $(TEXTS_COUNT),2000) --documents $(or $(DOCUMENTS_COUNT),500) \
		--seed $(or $(SEED),1)

mutate: $(STAMP) ## Change app/matching and see if tests notice (SAMPLE, SEED, MODULE, SECONDS)
	@$(BIN)/python -m bench.mutate --sample $(or $(SAMPLE),300) --seed $(or $(SEED),1) \
		$(if $(MODULE),--module "$(MODULE)") $(if $(SECONDS),--seconds $(SECONDS))

openapi: $(STAMP) ## Write openapi/openapi.json
	@$(BIN)/python -m openapi

clients: $(STAMP) ## Lint the API's document, make both clients, check them and run them (needs node)
	@$(BIN)/python -m clients

schemathesis: $(STAMP) ## Try a running service with made-up requests (EXAMPLES, SEED)
	@$(BIN)/python -m clients.trial --examples $(or $(EXAMPLES),5000) --seed $(or $(SEED),1)

clean: ## Remove the environment and everything made here
	rm -rf $(VENV) var build clients/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: audit
audit: ## check the logs of decisions
	.venv/bin/python -m app.audit verify
