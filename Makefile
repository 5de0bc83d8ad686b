# Two commands do all the set-up: `make demo` and `make test`. The rest are a developer's.
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
PYTHON = python3
endif
VENV := .venv
BIN := $(VENV)/bin
OUT ?= demo

.PHONY: help demo test check format lint types docs quality bench lexicon train lock clean

help:            ## list these commands
	@grep -hE '^[a-z]+: .*##|^[a-z]+:  +##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | sort

# The stamp holds what was installed: the run-time set for the demo, everything for the tests.
$(VENV)/run.stamp: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Pharmagraph needs Python 3.11 or newer; set PYTHON=... to one")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/run.stamp   ## install, build the graph of data/monographs into ./demo, ask it a question
	@$(BIN)/pharmagraph build data/monographs -o $(OUT)
	@$(BIN)/pharmagraph -C $(OUT) query interactions "substance=vitamin K2-7"
	@echo
	@echo "Made in $(OUT)/: store/ (the graph), graph.ttl, graph.jsonld, graph.html (open it in a browser), report.md"
	@echo "Ask more:  $(BIN)/pharmagraph -C $(OUT) show 'vitamin K2-7'"

browser:
	@$(BIN)/python tests/browser.py

test: $(VENV)/dev.stamp browser  ## install everything and run the tests, browser included
	@$(BIN)/python -m pytest -n 2 --dist loadfile
	@echo "All tests passed; nothing was written outside this folder."

check: $(VENV)/dev.stamp format lint types docs quality  ## all checks but the tests

format:          ## formatting is as ruff wants it
	@$(BIN)/ruff format --check src tests benchmarks tools

lint:            ## ruff
	@$(BIN)/ruff check src tests benchmarks tools

types:           ## mypy, strict
	@$(BIN)/mypy

docs: $(VENV)/dev.stamp            ## commands in the README and docs do what they show
	@$(BIN)/python -m pytest tests/docs -q

quality: $(VENV)/dev.stamp   ## extraction quality against the floors
	@$(BIN)/python -m pytest tests/quality -q

bench: $(VENV)/dev.stamp     ## measurements, side by side in one run
	@$(BIN)/python -m benchmarks

lexicon: $(VENV)/dev.stamp   ## build data/lexicon/pack.bin from its pinned sources
	@$(BIN)/python -m tools.lexicon

train: $(VENV)/dev.stamp     ## train the judge of statements again (needs PyTorch and scikit-learn: pip install '.[train]')
	@$(BIN)/python -m tools.train

lock:            ## pin the dependencies again
	@$(BIN)/uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --quiet --build-constraint /dev/null -o requirements.lock requirements.in
	@$(BIN)/uv pip compile pyproject.toml --extra dev --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --quiet -c requirements.lock -o requirements-dev.lock

clean:           ## remove what was made
	@rm -rf $(VENV) demo out build dist
