# Nothing lost: docs/reliability.md says what each run proves. SEED=… repeats one.
SEED ?=

.PHONY: faults
faults: .venv/.dev ## Play thousands of jobs under faults, and plant defects that must be found (minutes)
	@$(BIN)/python -m bench.faults $(if $(SEED),--seed $(SEED))
	@$(BIN)/python -m bench.faults --self-check $(if $(SEED),--seed $(SEED))
