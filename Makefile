# `make lab` to use infonet, `make test` to check it: each sets up what it needs, and again only
# when pyproject.toml or constraints.txt changes. All else here is for those who change infonet.

PYTHON ?= python3
OPEN ?= 1
ARGS ?=

PY := .venv/bin/python
CHECKED = README.md tests infonet $(wildcard notebooks)

.PHONY: help lab test evidence benchmark sample notebooks picture constraints clean

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /make \1  /p' $(firstword $(MAKEFILE_LIST))

lab: .venv/.lab ## set up, print a digest of the sample, open JupyterLab (OPEN=0: do not open; ARGS=…: for JupyterLab)
	@$(PY) -m tools.lab $(if $(filter 0,$(OPEN)),--no-open) $(ARGS)

test: .venv/.test .venv/.browser ## set up, then style, types, tests, doctests, guards and notebooks
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	@$(PY) -m tools.browser
	$(PY) -m pytest -n 2 --dist loadfile --nbval --nbval-current-env $(CHECKED)

evidence: .venv/.test ## the heavy and the property tests again, at their full counts
	INFONET_EVIDENCE=1 $(PY) -m pytest -n 2 --dist loadfile -m "evidence or hypothesis" tests

benchmark: .venv/.bench ## time the path search beside its peers and what loading costs, and see what a log teaches
	$(PY) -m benchmarks.search --peers --plot docs/search.png $(ARGS)
	$(PY) -m benchmarks.loading
	$(PY) -m benchmarks.panel
	$(PY) -m benchmarks.learning

sample: .venv/.test ## make the sample data anew
	$(PY) data/make_sample.py

notebooks: .venv/.test ## run the notebooks in place
	$(PY) -m tools.run_notebooks

picture: .venv/.test .venv/.browser ## draw the README's pictures anew
	$(PY) -m tools.picture

# One set of versions for every system and for every Python from 3.11 on: hence the fewest forks,
# and the markers. uv and the build's own needs are named here because no extra installs them.
constraints: .venv/.uv ## choose the newest versions anew
	@printf '# Written by make constraints.\n' > constraints.new
	printf 'uv\nhatchling\neditables\n' | $(PY) -m uv pip compile pyproject.toml - --extra test --extra bench --extra docs \
		--universal --fork-strategy fewest --python-version 3.11 \
		--no-header --no-annotate --quiet >> constraints.new
	@mv constraints.new constraints.txt

clean: ## take away .venv and the caches, nothing of yours
	rm -rf .venv build/screenshots .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find infonet tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.lab .venv/.test .venv/.bench: .venv/.%: .venv/.uv pyproject.toml constraints.txt
	@echo "Installing what \`make $*\` needs into .venv: a minute or two, the first time."
	@$(PY) -m uv pip install --python $(PY) --compile-bytecode \
		--constraints constraints.txt --build-constraints constraints.txt --editable ".[$*]"
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
