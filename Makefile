# `make lab` to use infonet, `make test` to check it: each sets up what it needs, and again only
# when pyproject.toml or constraints.txt changes. All else here is for those who change infonet.

PYTHON ?= python3
OPEN ?= 1
ARGS ?=
SHARE ?= 1

# Else every process of the tests would compile each module, and rewrite each test, anew.
export PYTHONDONTWRITEBYTECODE =

PY := .venv/bin/python
TIMED = $(PY) -m tools.parts
ALL = --nbval --nbval-current-env README.md tests infonet notebooks
# Each worker finds the tests as pytest rewrites them, and need not do it itself.
REWRITTEN = { $(PY) -m pytest -qq --collect-only $(ALL) > /dev/null; true; }
# Two at once, those that take longest first.
AT_ONCE = -p tools.parts -n 2 --dist loadfile --no-loadscope-reorder
# Tests that need neither a browser nor a kernel.
FAST = -n 2 --dist loadfile --ignore tests/browser README.md tests infonet

.PHONY: help lab test more slow docs lowest wheel arrow spark evidence benchmark sample notebooks pictures constraints clean

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /make \1  /p' $(firstword $(MAKEFILE_LIST))

lab: .venv/.lab ## set up, print a digest of the sample, open your own book (OPEN=0: do not open; ARGS=…: for JupyterLab)
	@$(PY) -m tools.lab $(if $(filter 0,$(OPEN)),--no-open) $(ARGS)

test: .venv/.test .venv/.browser ## set up, then style, types, tests, doctests, notebooks and browser, each with its time
	@$(PY) -m tools.browser
	$(TIMED) style $(PY) -m ruff check .
	$(TIMED) layout $(PY) -m ruff format --check .
	@$(REWRITTEN) & rewritten=$$!; $(TIMED) types $(PY) -m mypy --num-workers 2; types=$$?; wait $$rewritten; exit $$types
	$(PY) -m pytest $(AT_ONCE) $(ALL)

more: slow docs wheel lowest arrow spark ## what is slower: more of each kind, the pages, the wheel, the lowest versions, pyarrow beside it, a cohort in Spark

slow: .venv/.test .venv/.browser ## finer tests than `make test` has, and more of each kind
	$(TIMED) slow $(PY) -m pytest $(AT_ONCE) -m slow tests

docs: .venv/.test ## build the pages into build/docs; a warning is an error, and nothing is fetched
	$(TIMED) docs $(PY) -m tools.pages

wheel: .venv/.uv ## build the wheel, install it elsewhere, and use it there
	$(TIMED) wheel $(PY) -m tools.wheel

lowest: .venv-lowest/.units ## the fast tests with the lowest versions that pyproject.toml allows
	$(TIMED) lowest .venv-lowest/bin/python -m pytest -q -W ignore::DeprecationWarning $(FAST)

arrow: .venv-arrow/.units ## the fast tests with pyarrow installed
	$(TIMED) arrow .venv-arrow/bin/python -m pytest -q $(FAST)

spark: .venv-spark/.units ## a cohort's paths in Spark, as in DuckDB; it needs Java
	$(TIMED) spark .venv-spark/bin/python -m pytest -q tests/cohort/test_spark.py

evidence: .venv/.test .venv/.browser ## the heavy and the property tests again, at their full counts; writes RELIABILITY.md, and keeps what ran in docs/evidence.json (ARGS=tests/book: those alone; SHARE=0.1: a tenth of each)
	INFONET_EVIDENCE=$(SHARE) $(PY) -m pytest -p tools.reliability -n 2 --dist loadfile -m "evidence or hypothesis" $(or $(ARGS),tests)

benchmark: .venv/.bench ## measure, and write docs/figures.md and the README's line of it (ARGS=--quick: small sizes; ARGS='--only panel': that alone; ARGS=--nightly: within a minute, against the last)
	@$(PY) -m tools.browser
	$(PY) -m benchmarks.figures $(ARGS)

sample: .venv/.test ## make the sample data anew
	$(PY) data/make_sample.py

notebooks: .venv/.test ## run the notebooks in place
	$(PY) -m tools.run_notebooks

pictures: .venv/.test .venv/.browser ## draw the pictures in docs/ anew, and photograph the notebooks into build/screenshots
	$(PY) -m tools.pictures

# One set of versions for every system and for every Python from 3.11 on: hence the fewest forks,
# and the markers. uv, pyarrow, pyspark and the build's own needs are named here because no extra
# installs them.
constraints: .venv/.uv ## choose the newest versions anew
	@printf '# Written by make constraints.\n' > constraints.new
	printf 'uv\nhatchling\neditables\npyarrow\npyspark\n' | $(PY) -m uv pip compile pyproject.toml - --extra test --extra bench \
		--universal --fork-strategy fewest --python-version 3.11 \
		--no-header --no-annotate --quiet >> constraints.new
	@mv constraints.new constraints.txt

clean: ## remove the environments, what was built and the caches, nothing of yours
	rm -rf .venv .venv-lowest .venv-arrow .venv-spark build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find infonet tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

INSTALL = -m uv pip install --compile-bytecode --build-constraints constraints.txt

.venv/.lab .venv/.test .venv/.bench: .venv/.%: .venv/.uv pyproject.toml constraints.txt
	@echo "Installing what \`make $*\` needs into .venv: a minute or two, the first time."
	@$(PY) $(INSTALL) --python $(PY) --constraints constraints.txt --editable ".[$*]"
	@touch $@

.venv-lowest/.units .venv-arrow/.units .venv-spark/.units: %/.units: .venv/.uv pyproject.toml constraints.txt
	@echo "Installing other versions into $*."
	@$(PY) -m uv venv --quiet --clear --python $(PY) $*
	@$(PY) $(INSTALL) --quiet --python $*/bin/python --editable ".[units]" \
		$(if $(findstring lowest,$*),--resolution lowest-direct,--constraints constraints.txt) \
		$(if $(findstring arrow,$*),pyarrow) $(if $(findstring spark,$*),pyspark)
	@touch $@

# Chromium, where apt-get gives it without a question; else a line that says what to install.
.venv/.browser: .venv/.test
	@$(PY) -m tools.browser
	@touch $@

.venv/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "infonet needs Python 3.11 or newer and `$(PYTHON)` is %d.%d: name another one, as in `make lab PYTHON=python3.12`." % sys.version_info[:2])'
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	@touch $@
