# One door for everything: a fresh machine needs Python 3.11 and make, nothing else.
PYTHON ?= python3.11
ifeq (, $(shell command -v $(PYTHON) 2>/dev/null))
PYTHON := python3
endif
BIN := .venv/bin
JOBS ?= 2
export PREFECT_HOME ?= $(CURDIR)/output/prefect
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export GX_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1

.PHONY: help home run up test prove check mutants bench pictures lock clean

help: ## What can be made
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/'

.venv/installed: requirements-test.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements-test.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

home:
	@mkdir -p $(PREFECT_HOME)

run: .venv/installed home ## The demonstration: make two councils' months, close sixteen periods, leave a pack a council, say the settlement
	$(BIN)/sspipe lab make --out output/demo --seed 1 --replace
	$(BIN)/sspipe run --site output/demo/site --all

output/demo/site:
	$(BIN)/sspipe lab make --out output/demo --seed 1

up: .venv/installed home | output/demo/site ## Prefect's server, a worker and the deployments on this machine; closes what is due
	$(BIN)/sspipe up --site output/demo/site --now

test: .venv/installed home ## The whole suite, with fixed samples where full counts are long
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup -m "not prove"

prove: test ## The full counts: the suite, and then what it takes only samples of
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup -m prove

mutants: .venv/installed ## Wrong rules planted one by one; the suite must catch every one
	$(BIN)/python tests/mutants/plant.py

check: .venv/installed ## Formatting, lint, types, import contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/installed home ## Ratios of one run on this machine
	$(BIN)/python tests/bench/all.py

pictures: run ## The README's pictures, out of the demonstration; needs Chromium
	$(BIN)/python tests/pictures/one_pound.py
	$(BIN)/python tests/pictures/screens.py

lock: ## Lock what pyproject.toml allows, without naming any index
	uv pip compile pyproject.toml --extra editable --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.txt
	uv pip compile pyproject.toml --extra editable --extra sftp --extra test --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-test.txt

clean: ## Remove what runs left behind
	rm -rf output .venv
