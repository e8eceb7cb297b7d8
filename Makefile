# make run           start the app; PORT=8600 chooses its port, ARGS="..." goes to `streamlit run` as it is
# make test          install what tests need, then run every check and every test
# make screenshots   make the pictures in README.md anew
# make bench         measure the app in a browser
# make pretrained    train the network that the app ships anew; 10 to 20 minutes, needs DIGITLAB_DATA
# make clean         remove what was installed and cached
#
# PYTHON=python3.12 names another interpreter to make .venv with; 3.11 or newer.

PYTHON ?= python3
PORT ?=
ARGS ?=
VENV_PYTHON := .venv/bin/python
LOCKED := $(shell command -v flock > /dev/null 2>&1 && echo flock Makefile)

# Installs the requirement files $(1) into .venv and keeps copies of them there: no change, no work. While it works,
# .venv/unfinished says so: what was cut off is made anew, and so is a .venv whose interpreter is gone or too old.
define install
@$(LOCKED) sh -euc ' \
	is_new_enough="import sys; sys.exit(sys.version_info < (3, 11))"; \
	if [ -e .venv/unfinished ] || ! $(VENV_PYTHON) -c "import pip; $$is_new_enough" 2> /dev/null; then \
		"$$PYTHON" -c "$$is_new_enough" || { \
			echo "Digit Lab needs Python 3.11 or newer. Name one: make $@ PYTHON=python3.11" >&2; exit 1; }; \
		rm -rf .venv; mkdir .venv; touch .venv/unfinished; \
		"$$PYTHON" -m venv .venv; \
	fi; \
	same=yes; for file in $(1); do cmp -s $$file .venv/$$file || same=no; done; \
	if [ $$same = no ]; then \
		echo "Installing into .venv; the first time takes some minutes."; \
		touch .venv/unfinished; rm -f .venv/requirements*.txt; \
		$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check $(foreach file,$(1),-r $(file)); \
		cp $(1) .venv; \
	fi; \
	rm -f .venv/unfinished'
endef
export PYTHON

.PHONY: run test screenshots bench pretrained clean
.NOTPARALLEL:

run:
	$(call install,requirements.txt)
	@exec $(VENV_PYTHON) -m streamlit run app.py $(if $(PORT),--server.port=$(PORT)) $(ARGS)

test:
	$(call install,requirements.txt requirements-dev.txt)
	$(VENV_PYTHON) -m ruff check
	$(VENV_PYTHON) -m ruff format --check
	$(VENV_PYTHON) -m pyright
	$(VENV_PYTHON) -m pytest -n 2 --dist loadfile

screenshots:
	$(call install,requirements.txt requirements-dev.txt)
	$(VENV_PYTHON) -m benchmarks.screenshots

bench:
	$(call install,requirements.txt requirements-dev.txt)
	$(VENV_PYTHON) -m benchmarks.browser

pretrained:
	$(call install,requirements.txt)
	$(VENV_PYTHON) -m benchmarks.pretrained

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis
