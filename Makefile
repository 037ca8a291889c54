# Thin: the work is in scripts/, so that it can be done without make (see README.md).
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
PY := $(VENV)/Scripts/python
else
PY := $(VENV)/bin/python
endif

.PHONY: book epub test audit chapter shots bench exercises setup clean

book: setup          ## the website, in _build/html
	$(PY) scripts/build_book.py

epub: setup          ## the book for an e-reader, in _build/epub
	$(PY) scripts/build_book.py --as epub

test: setup          ## every test; builds the book beside them.  make test C=bb84: what this chapter touches
	$(PY) scripts/run_tests.py $(if $(C),--chapter "$(C)")

audit: setup         ## the slow checks: soak runs, many interruptions, tests backwards, oldest packages, planted errors
	$(PY) scripts/audit.py

chapter: setup       ## one chapter, quickly: make chapter C=bb84
	$(PY) scripts/build_book.py --only "$(C)"

shots: setup         ## every page as pictures, in _build/shots
	$(PY) scripts/build_book.py
	$(PY) scripts/shots.py

bench: setup         ## speed of the library beside its yardsticks
	$(PY) -m benchmarks.run

exercises: setup     ## write the student notebooks anew from their sources
	$(PY) -m qedu.grading.notebooks.build

setup:               ## the environment; does nothing when it is up to date
	@$(PYTHON) scripts/setup_env.py

clean:               ## remove what was built (not the environment)
	rm -rf _build
