# The two commands are `make demo` and `make test`; each is complete on a fresh clone with Python 3.11+, pip and make.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
SERVE  ?= 1
# More folders of annotated articles for `make train`, beside data/training.
GOLD   ?=

.PHONY: demo test check setup explorer bench evaluate train lock slow clean

demo: setup  ## ingest data/demo, say what was learnt, draw it, serve it (SERVE=0 stops before serving)
	$(BIN)/python -m api.cli.demo --serve $(SERVE)

test: setup  ## everything that CI checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --doctest-modules -m "not slow"

slow: setup  ## the suites that take minutes: API fuzzing, kill -9 at random, ten thousand articles
	$(BIN)/pytest -m slow

bench: setup  ## speed, as ratios against a peer in the same run
	$(BIN)/python -m tests.benchmarks

evaluate: setup  ## quality of extraction and linking over annotated articles
	$(BIN)/python -m ingest.evaluation
	$(BIN)/python -m ingest.linking_evaluation
	$(BIN)/python -m tests.traps

train: setup  ## make the trained model again from the annotated articles
	$(BIN)/pip install --quiet -r requirements-train.txt
	$(BIN)/python -m ingest.training.names $(GOLD)
	$(BIN)/python -m ingest.training $(GOLD)

explorer: setup  ## build the explorer's page
	$(BIN)/python api/explorer/build.py

lock:  ## write requirements.txt anew from pyproject.toml
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --extra dev --upgrade --quiet -o requirements.txt pyproject.toml

setup: $(VENV)/.ready

# Made anew only when the lock changes; nothing here makes the lock.
$(VENV)/.ready: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dramatis needs Python 3.11 or newer: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

clean:
	rm -rf $(VENV) demo dramatis.store .mypy_cache .ruff_cache .pytest_cache
