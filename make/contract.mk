.PHONY: openapi
openapi: .venv/.dev ## Write docs/openapi.json anew
	@$(BIN)/python -m tools.openapi

.PHONY: check-openapi
check-openapi: .venv/.dev ## Check that docs/openapi.json is what the API is
	@$(BIN)/python -m tools.openapi --check

.PHONY: test-contract
test-contract: .venv/.dev ## Try the whole API against its description, in depth (minutes)
	@FANFOLIO_TEST_DEPTH=deep $(BIN)/python -m pytest --timeout 3600 tests/services/test_api_schema.py
