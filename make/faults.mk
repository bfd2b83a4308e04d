# Nothing lost: docs/reliability.md says what each run proves. SEED=… repeats one.
SEED ?=

.PHONY: faults
faults: .venv/.dev ## Play thousands of jobs under faults, and plant defects that must be found (minutes)
	@$(BIN)/python -m bench.faults $(if $(SEED),--seed $(SEED))
	@$(BIN)/python -m bench.faults --self-check $(if $(SEED),--seed $(SEED))

.PHONY: faults-real
faults-real: .venv/.dev .venv-emulator/.ready ## The same with real processes: over a faulty wire, then killed at random (half an hour)
	@$(BIN)/python -m bench.faults --emulator $(if $(SEED),--seed $(SEED))
	@$(BIN)/python -m bench.faults --kill $(if $(SEED),--seed $(SEED))

.PHONY: load
load: .venv/.dev .venv-emulator/.ready ## Put the local stack under load: many jobs, many clients, one huge library (half an hour)
	@$(BIN)/python -m bench.load all
