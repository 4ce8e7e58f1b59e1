# 每个目标自己准备所需环境 / each target sets up what it needs
PYTHON ?= python3
STUDY ?= params/pharma-2026.yml
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

.PHONY: report test lab bench soak notebooks sample coverage setup

report: setup
	@$(BIN)/listlab run $(STUDY)

test:
	@$(PYTHON) prepare.py --browser
	@$(BIN)/python -m pytest -q -m "not soak" -n auto --dist loadfile

lab: setup
	@$(BIN)/listlab lab $(STUDY)

bench: setup
	@$(BIN)/python benchmarks/refits.py
	@$(BIN)/python benchmarks/curve.py
	@$(BIN)/python benchmarks/stream.py
	@$(BIN)/python benchmarks/futures.py
	@$(BIN)/python benchmarks/whatif.py
	@$(BIN)/python benchmarks/coverage.py --studies 300
	@$(BIN)/python benchmarks/route.py
	@$(BIN)/python benchmarks/intake.py
	@$(BIN)/python benchmarks/sobol.py
	@$(BIN)/python benchmarks/loss.py
	@$(BIN)/python benchmarks/scope.py
	@$(BIN)/python benchmarks/identify.py

soak: setup
	@$(BIN)/python -m pytest -q -m soak

notebooks: setup
	@$(BIN)/python -m listlab.run.clean notebooks

sample: setup
	@$(BIN)/python data/sample/make_pharma.py
	@$(BIN)/python data/sample/make_retail.py

coverage: setup
	@$(BIN)/python -m listlab.run.coverage docs/law-coverage.md

setup:
	@$(PYTHON) prepare.py
