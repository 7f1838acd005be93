.DEFAULT_GOAL := help
.PHONY: help install run test check format generate e2e bench model soak mutants fuzz wheel clean

help: ## print this list
	@awk -F':.*## ' '/^[a-z0-9]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## install what is missing, system libraries too
	@scripts/install test

run: ## install, build, load the demonstration and serve on this machine
	@scripts/run

test: ## the whole suite: Python, web, real browsers, SQLite and PostgreSQL, kills
	@scripts/test

check: ## ruff, mypy, import contracts, tsc, biome, house rules, generated files, sizes
	@scripts/check

format: ## put Python and TypeScript into the house's form
	@scripts/format

generate: ## make schema/messages.json and the client's types anew
	@scripts/generate

e2e: ## only the tests that drive a real Chromium
	@scripts/test tests/e2e

bench: ## measure: microseconds a keystroke, imports, pages of paper
	@scripts/bench

model: ## exhaust the model of live editing, and go its ways on the real rooms, WALKS=300 random ones too
	@scripts/model $(WALKS)

soak: ## kill the server under typing, KILLS=1000 times
	@scripts/soak $(KILLS)

fuzz: ## send mutated frames through both doors, CASES=1000000
	@scripts/fuzz $(CASES)

mutants: ## change the code that trust rests on, and count what the tests notice: MODULES="codec ledger journal rights"
	@scripts/mutants $(MODULES)

wheel: ## build dist/adref-*.whl, which carries the web client and installs with pip alone
	@scripts/wheel

clean: ## remove what was built or installed here (not var/)
	@rm -rf .venv node_modules web/node_modules web/dist build *.egg-info .mypy_cache .ruff_cache .pytest_cache
