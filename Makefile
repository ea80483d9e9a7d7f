# The tasks of a working day, with the virtual environment that the README's test command makes.
BIN ?= .venv/bin/

.PHONY: check test fast lint types bench docs

check: ## everything, from a clean checkout: what has to pass
	bash .ci/run

test: ## every test
	$(BIN)pytest --quiet

fast: ## the tests that together take less than a minute
	$(BIN)pytest --quiet -m "not slow"

lint: ## layout and lint
	$(BIN)ruff format --check . && $(BIN)ruff check .

types: ## strict types
	$(BIN)mypy

bench: ## how fast draws are, and how good tables
	$(BIN)python -m tests.benchmarks.draw && $(BIN)python -m tests.benchmarks.seating

docs: ## remakes the test vectors, and checks what the documents say
	$(BIN)python -m tests.record.vectors docs/test-vectors.json && $(BIN)pytest --quiet tests/commands/test_docs.py tests/record/test_verify.py
