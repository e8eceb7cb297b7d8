# make run           start the app; PORT=8600 chooses its port, ARGS="..." goes to `streamlit run` as it is
# make test          install what tests need, then run every check and every test
# make check         ruff, pyright and the unit ring alone: below two minutes, for while you work
# make screenshots   make the pictures in README.md anew
# make bench         measure the app in a browser
# make pretrained    train the network that the app ships anew; about half an hour, needs DIGITLAB_DATA
# make clean         remove what was installed and cached
#
# PYTHON=python3.12 names the interpreter to make .venv with: 3.11 to 3.13, by default the newest of them that is there.

PYTHON ?=
PORT ?=
ARGS ?=
VENV_PYTHON := .venv/bin/python
export PYTHON
# Streamlit reads its files in the locale's encoding; a folder's name may hold an umlaut where that is not UTF-8.
export PYTHONUTF8 = 1

.PHONY: run check test screenshots bench pretrained clean
.NOTPARALLEL:

run:
	@sh make_venv.sh requirements.txt
	@exec $(VENV_PYTHON) -m streamlit run app.py $(if $(PORT),--server.port=$(PORT)) $(ARGS)

check:
	@sh make_venv.sh requirements.txt requirements-dev.txt
	$(VENV_PYTHON) -m ruff check
	$(VENV_PYTHON) -m ruff format --check
	$(VENV_PYTHON) -m pyright
	$(VENV_PYTHON) -m pytest --unit -n 2 tests/core tests/models tests/test_layering.py tests/test_house_size.py tests/test_docs.py

test:
	@sh make_venv.sh requirements.txt requirements-dev.txt
	$(VENV_PYTHON) -m ruff check
	$(VENV_PYTHON) -m ruff format --check
	$(VENV_PYTHON) -m pyright
	$(VENV_PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

screenshots:
	@sh make_venv.sh requirements.txt requirements-dev.txt
	$(VENV_PYTHON) -m benchmarks.screenshots

bench:
	@sh make_venv.sh requirements.txt requirements-dev.txt
	$(VENV_PYTHON) -m benchmarks.browser

pretrained:
	@sh make_venv.sh requirements.txt
	$(VENV_PYTHON) -m benchmarks.pretrained

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis
