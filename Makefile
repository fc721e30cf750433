# Everything a newcomer needs. `make` alone lists it.

# The reports that `make run` reads; `make run REPORTS="my reports"` reads yours instead.
REPORTS ?= corpus/sample
# Where `make run` serves the page; 0 takes a free port.
PORT ?= 8000
# With a question `make run` answers that one and ends.
QUESTION ?=
# The questions that `make evaluate` asks.
QUESTIONS ?= ../shared/gold/questions.jsonl
# The answers of an earlier run to compare with; build/answers.jsonl is the last one's.
BASELINE ?=
export BASELINE
# Options of `make bench` and `make bench-full`, such as "--no-peers".
BENCH ?=
# Options of `make bench-peers`, such as "--files 12 --only txtai-sections".
PEERS ?=

BIN := .venv/bin
SETUP := sh scripts/setup.sh

.PHONY: help setup setup-dev run test check bench bench-full bench-peers soak fuzz evaluate format lock picture screenshots clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## make .venv with the commands `ask` and `qa` in it
	@$(SETUP)

setup-dev: ## the same, with what the tests and checks need
	@$(SETUP) --dev

run: setup ## set up, index the sample reports (or REPORTS=folder) and serve the page
	@QA_PORT=$(PORT) sh scripts/run.sh "$(REPORTS)" "$(QUESTION)"

test: setup-dev ## set up and pass every test
	@$(BIN)/python -m pytest

check: setup-dev ## format, lint, types, import rule, documents, quick tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q -m "not slow"

bench: setup-dev ## measure speed, memory and disk by size, beside peers and limits; QUICK=1 is short
	@$(BIN)/python -m bench $(if $(QUICK),--quick) $(BENCH)

bench-full: setup-dev ## the same up to a million paragraphs, then the commands and the service
	@$(BIN)/python -m bench --full $(BENCH)

bench-peers: setup-dev ## measure answers and time beside LangChain and txtai; PEERS="--files 12" to try
	@$(BIN)/python -m bench.peers $(PEERS)

soak: setup-dev ## try at length to break it, for docs/reliability.md; QUICK=1 is a short form
	@$(BIN)/python -m scripts.soak $(if $(QUICK),--quick)

fuzz: setup-dev ## look for inputs that break the parsers; SECONDS=300 for each target, TARGETS="text pages"
	@$(BIN)/python -m scripts.fuzz $(TARGETS) --seconds $(or $(SECONDS),60)

evaluate: setup-dev ## answer QUESTIONS=file, print the scorecard, compare with BASELINE=file
	@sh scripts/evaluate.sh "$(QUESTIONS)"

format: setup-dev ## rewrite the source in the house's format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: ## choose the newest versions that fit and write them down (needs uv)
	@sh scripts/lock.sh

picture: setup-dev ## draw docs/ask.svg from a real answer on the sample reports
	@$(BIN)/qa index --sample --rebuild corpus/sample
	@$(BIN)/python -m scripts.picture

screenshots: setup-dev ## take docs/page*.png of the page over the sample reports (needs Chromium)
	@$(BIN)/python -m scripts.screenshots

clean: ## remove .venv, caches and what `make run` indexed
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage *.egg-info
