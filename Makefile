# The commands of this project. Each makes .venv itself when it is missing or stale.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What the bot is compared with, apart from what it needs itself.
PEERS := benchmarks/.venv
AUDIT := audit/.venv
# The tests are compiled once, wherever Python has been told to keep nothing.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest

.PHONY: run demo test test-postgresql test-slow test-image chaos texts lint format audit bench bench-scale screenshots requirements clean

run: $(VENV)/.installed
	$(BIN)/python -m bot

demo: $(VENV)/.installed
	$(BIN)/python -m demo

# Everything on SQLite, without what takes long.
test: $(VENV)/.installed-dev
	$(PYTEST)

# Everything that touches the database once more, on a real PostgreSQL.
test-postgresql: $(VENV)/.installed-dev
	$(PYTEST) -m "postgresql and not processes and not chaos"

# The bot, the demo and what makes files as processes, killed and stopped; the demo's page in a
# browser; and what takes long: whole seasons, every button as a stranger, a crash at every step.
test-slow: $(VENV)/.installed-dev
	$(PYTEST) -m "processes or browser or (long and not postgresql)"

# A season under faults of all kinds on each database, ten minutes in all, and its books. CHAOS_SEED=…
# draws the same faults again, CHAOS_SECONDS=… is for how long (200 on each database). Then people who
# do anything that can be done, for some minutes.
chaos: $(VENV)/.installed-dev
	$(PYTEST) -n 0 -q -s -m chaos tests/chaos
	$(PYTEST) -n 0 -q -m long --hypothesis-profile=chaos tests/attacks/test_random_people.py

# The image by its Dockerfile, upon a Debian made just now: as root, with debootstrap and buildah.
test-image: $(VENV)/.installed-dev
	$(PYTEST) -n 0 -m image

# Everything that is said in the played stories, as a page for editors.
texts: $(VENV)/.installed-dev
	$(PYTEST) -n 0 -q -m "long and not postgresql" tests/stories --texts texts.html

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Whether a library has a hole that is known. Where the data cannot be had, it says so and succeeds.
audit: $(AUDIT)/.installed
	$(PYTHON) -m audit

# Speed and memory beside peers: writes benchmarks/RESULTS.md, in twenty minutes on two idle cores.
# QUICK=1 runs every measure in a small size, in a minute, and writes nothing.
bench: $(VENV)/.installed-dev $(PEERS)/.installed
	$(BIN)/python -m benchmarks $(if $(QUICK),--quick)

# Ten years of 18,000 units on PostgreSQL: writes benchmarks/SCALE.md; needs 6 GB of disk.
bench-scale: $(VENV)/.installed-dev
	$(BIN)/python -W ignore -m benchmarks.scale $(if $(QUICK),--quick)

# The README's pictures: the map and the chart drawn anew, and the demo in the system's Chromium.
screenshots: $(VENV)/.installed-dev
	$(BIN)/python -m docs.slides
	$(BIN)/python -m docs.screenshots

# Newest versions that work together, pinned by hash. Needed after a change of the dependencies.
requirements: $(VENV)/.installed-dev
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --group dev pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --group benchmarks -o benchmarks/requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --group audit -o audit/requirements.txt

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

# The newer stamp first: the tools bring everything that running needs.
$(VENV)/.installed-dev: requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $(VENV)/.installed $@

$(AUDIT)/.installed: audit/requirements.txt
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r audit/requirements.txt
	@touch $@

$(PEERS)/.installed: benchmarks/requirements.txt | $(BIN)/python
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements.txt
	@touch $@

clean:
	rm -rf $(VENV) $(PEERS) $(AUDIT) .pytest_cache .mypy_cache .ruff_cache .hypothesis
