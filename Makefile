# Onward's commands; `make` alone lists them. A fresh machine needs Python 3.11 to 3.14, git and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory

VENV := .venv/bin
PYTHON := $(VENV)/python
NODE := ../../$(PYTHON) ../../scripts/node.py
CLIENT := clients/typescript
WEB := web
WEB_NODE := ../$(PYTHON) ../scripts/node.py
OPENAPI := $(CLIENT)/openapi.json
# Two at a time, unless this make was itself told how many.
PARALLEL = --keep-going --output-sync=target $(if $(findstring jobserver,$(MAKEFLAGS)),,-j2)
CHECKS := lint format-check types imports openapi-check client-check web-check web-test web-budgets
# A browser, a server and a database keep two processors busy: these run by themselves, so that they see what a person
# sees, not what is left of a machine.
BROWSER_TESTS := tests/e2e
# Further words for the tests, benchmarks and other commands: make test ARGS="-k undo"
ARGS ?=

##@ Everyday

.PHONY: help
help: ## List these commands
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { print "\n" substr($$0, 5) } \
		/^[a-z%-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: setup-run ## Set up what is missing, then serve on 127.0.0.1:8000
	@exec $(VENV)/onward serve $(ARGS)

.PHONY: test
test: setup-dev ## Every check and every test, as CI runs them
	@failed=0; \
	$(MAKE) $(PARALLEL) $(CHECKS) || { failed=1; echo "A check failed, see above; the tests run all the same." >&2; }; \
	$(PYTHON) -m pytest -n 2 --dist loadfile --ignore=$(BROWSER_TESTS) $(ARGS) || failed=1; \
	$(PYTHON) -m pytest $(BROWSER_TESTS) $(ARGS) || failed=1; \
	exit $$failed

.PHONY: check
check: setup-dev ## Every check without the tests
	@$(MAKE) $(PARALLEL) $(CHECKS)

.PHONY: format
format: setup-tools ## Put the Python, TypeScript and CSS files into their usual form
	@$(VENV)/ruff check --fix-only --quiet .
	@$(VENV)/ruff format .
	@cd $(WEB) && $(WEB_NODE) biome check --colors=off --write --log-level=warn

##@ One check at a time

.PHONY: lint
lint: setup-tools ## Style and likely mistakes
	@$(VENV)/ruff check --output-format concise .

.PHONY: format-check
format-check: setup-tools ## Whether `make format` would change a file
	@$(VENV)/ruff format --check --output-format concise .

.PHONY: types
types: setup-tools ## Types, of Python and of the client's tests
	@$(VENV)/mypy src/onward scripts
	@cd $(CLIENT) && $(NODE) tsc --noEmit

.PHONY: imports
imports: setup-tools ## Which room may import which
	@$(VENV)/lint-imports --no-logo

.PHONY: openapi-check
openapi-check: setup-tools ## Whether the committed OpenAPI document is the code's
	@$(VENV)/onward openapi --check $(OPENAPI)

.PHONY: client-check
client-check: setup-tools ## Whether the client's generated part is the document's
	@$(PYTHON) scripts/client.py check

.PHONY: web-check
web-check: setup-tools ## Types, style and import rules of the browser application
	@cd $(WEB) && $(WEB_NODE) tsc --noEmit
	@cd $(WEB) && $(WEB_NODE) biome ci --colors=off --error-on-warnings --log-level=warn

.PHONY: web-test
web-test: setup-tools ## The browser application's parts, each by itself
	@cd $(WEB) && NO_COLOR=1 $(WEB_NODE) vitest run --silent --reporter=dot

.PHONY: web-budgets
web-budgets: setup-dev ## Whether what browsers load stays within web/budgets.json
	@cd $(WEB) && $(WEB_NODE) node scripts/check-budgets.ts

##@ Measuring

.PHONY: bench bench-all bench-complete bench-reads bench-growth bench-bulk bench-import bench-lists bench-profile bench-fill
bench: ## What can be measured, and the options (ARGS="--rounds 5")
	@$(MAKE) bench-all ARGS=--help
bench-complete: ## Completions a second, beside pgbench and the peers
bench-reads: ## The next step and a list of fifty, beside pgbench
bench-growth: ## How reads slow down from small to large
bench-bulk: ## Bulk completions: one batch beside a job of ten thousand
bench-import: ## An import of a hundred thousand customers: lines a second, memory
bench-lists: ## The queue of 5 000, and a list with peeks, beside a plain list
bench-all bench-complete bench-reads bench-growth bench-bulk bench-import bench-lists bench-profile bench-fill: bench-%: setup-bench
	@$(PYTHON) -m benches $* $(ARGS)

.PHONY: bench-web
bench-web: setup-dev web ## How fast Today is in a browser on a slow processor (needs Chromium)
	@$(PYTHON) -m benches.browsing $(ARGS)

##@ Making things

.PHONY: client
client: setup-tools ## Write the OpenAPI document and the client's generated part anew, then build the client
	@$(VENV)/onward openapi --output $(OPENAPI)
	@$(PYTHON) scripts/reference.py
	@$(PYTHON) scripts/client.py generate
	@$(PYTHON) scripts/setup.py dev

.PHONY: web
web: setup-dev ## Build the browser application, when its sources have changed

.PHONY: web-dev
web-dev: setup-dev ## Serve the browser application while you change it (beside `make run`)
	@cd $(WEB) && $(WEB_NODE) vite

.PHONY: screenshots
screenshots: setup-dev ## Draw the pictures in docs/images anew (needs Chromium)
	@$(PYTHON) -m tests.e2e.screenshots

.PHONY: wheel
wheel: setup-dev ## Build the installable package into dist/
	@rm -rf dist
	@$(PYTHON) -m build --no-isolation --outdir dist

.PHONY: lock
lock: setup-run ## Choose the newest allowed versions of all packages anew
	@python=$$(scripts/find-python) && "$$python" -m venv .state/uv
	@.state/uv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/lock.txt
	@$(PYTHON) scripts/lock.py .state/uv/bin/uv $(or $(ARGS),--upgrade)
	@cd $(CLIENT) && $(NODE) npm install --package-lock-only --ignore-scripts
	@cd $(WEB) && $(WEB_NODE) npm install --package-lock-only --ignore-scripts

.PHONY: clean
clean: ## Remove everything that these commands made; no data of yours
	@rm -rf .venv .state dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@rm -rf $(CLIENT)/node_modules $(CLIENT)/dist $(WEB)/node_modules src/onward/api/static/docs src/onward/api/static/app
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: setup-run setup-dev setup-bench setup-tools
setup-run setup-dev setup-bench setup-tools: setup-%:
	@python=$$(scripts/find-python) && "$$python" scripts/setup.py $*

-include tests/campaigns.mk
