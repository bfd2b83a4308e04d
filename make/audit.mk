.PHONY: audit
audit: .venv-audit/.ready ## Ask the advisory databases of PyPI and npm about every locked package
	@$(PYTHON) -m tools.audit

.venv-audit/.ready: requirements/audit.txt | .venv/bin/python
	@$(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/pip install $(PIP_FLAGS) -r requirements/audit.txt
	@touch $@
