# Deux commandes suffisent : `make run` et `make test`. Le reste sert à qui modifie le code.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: run test contenu bench charge captures images lint types clean

run: $(VENV)/.installe  ## installe au besoin, puis ouvre l'application
	$(PY) -m streamlit run app.py

test: $(VENV)/.installe-dev  ## installe au besoin, puis lance tous les tests
	$(PY) -m pytest

contenu: $(VENV)/.installe  ## vérifie les textes de content/
	@$(PY) -m clas_model contenu

bench: $(VENV)/.installe-dev  ## mesure les temps, en rapports
	$(PY) -m tests.bench

charge: $(VENV)/.installe-dev  ## une salle de 50 à 500 téléphones sur un serveur, à côté d'une page Streamlit nue
	$(PY) -m tests.charge

captures: $(VENV)/.installe-dev  ## une image de chaque page, à trois tailles, en clair et en sombre, dans captures/
	$(PY) -m tests.captures

images: $(VENV)/.installe-dev  ## reprend les images du README et des guides, dans docs/images/
	$(PY) -m tests.captures guides

lint: $(VENV)/.installe-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/.installe-dev
	$(PY) -m mypy

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Il faut Python 3.11 ou plus récent (ici : $$($(PYTHON) --version 2>&1)). Indiquez-le ainsi : make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Il manque le module venv de Python. Sur Debian ou Ubuntu : sudo apt install python3-venv ; sur Fedora : sudo dnf install python3-libs. Puis relancez."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installe: requirements.txt | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installe-dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.installe

clean:
	rm -rf $(VENV) .pytest_cache .hypothesis .ruff_cache .mypy_cache
