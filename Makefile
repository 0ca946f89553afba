# A thin door to .dev/bootstrap.py, which does the work on every system.
# On Windows without make: py -3.11 .dev\bootstrap.py run
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && exit; done; echo python3)
BOOTSTRAP = $(PYTHON) .dev/bootstrap.py
CACHES = .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

.PHONY: help setup run test bench wheel clean distclean

help:  ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile
	@echo 'Arguments are passed with ARGS, as in: make test ARGS="-k undo"'

setup:  ## make .venv with all that is needed
	@$(BOOTSTRAP) setup

run:  ## start the program (ARGS: a project, files or a folder; else the seeds)
	@$(BOOTSTRAP) run $(ARGS)

test:  ## run every check and test (ARGS go to pytest)
	@$(BOOTSTRAP) test $(ARGS)

bench: setup  ## print the benchmarks' figures
	@for script in tests/benchmarks/bench_*.py; do \
		PYTHONPATH=. .venv/bin/python "$$script" $(ARGS) || exit 1; done

wheel: setup  ## build the wheel into dist/
	@.venv/bin/python -m build --no-isolation --wheel

clean:  ## delete caches and build results
	@rm -rf build dist *.egg-info $(CACHES)
	@find annotator ui tests .dev -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean  ## delete .venv as well
	@rm -rf .venv
