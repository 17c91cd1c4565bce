# Each target sets up .venv by itself; once it is set up, everything works without a network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SEED := seeds/000_2f31e7242bafb6c0.txt
DEMO := build/demo

.PHONY: demo test judges lint rules bench clean

$(READY): pyproject.toml .ci/constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("teikit needs Python 3.11 or later; name one with: make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --group dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --no-build-isolation --editable .
	@touch $@

## demo: encode the seed letter, validate it, show letter and TEI
demo: $(READY)
	@$(BIN)/python examples/demo.py $(SEED) $(DEMO)

## test: lint, types and all tests
test: lint
	$(BIN)/python -m pytest -q -n auto

## judges: install what else judges exports in tests; needs a network
judges: $(READY)
	@.ci/judges

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy

## rules: the pages of docs/rules, from the rulebook
rules: $(READY)
	$(BIN)/python -m teikit.rulebook docs/rules

## bench: speed as ratios against named peers
bench: $(READY)
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
