PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test bench fault clean

run: .venv/installed
	$(BIN)/python -m streamlit run dashboard/serve.py

test: .venv/installed
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

bench: .venv/installed
	$(BIN)/python -m tests.bench

fault: .venv/installed
	$(BIN)/python -m tests.fault

.venv/installed: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

clean:
	rm -rf .venv .pytest_cache .ruff_cache
