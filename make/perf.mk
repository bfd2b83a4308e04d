# Fast and cheap, measured: docs/performance.md has the tables. Figures go to build/bench/ as JSON.
BENCH = $(BIN)/python -m bench

.PHONY: bench
bench: .venv/.dev .venv-emulator/.ready ## Measure speed, start-up, memory and cost on this machine (some minutes)
	@mkdir -p build/bench
	@$(BENCH).steps --json build/bench/steps.json
	@echo; $(BENCH).parse --json build/bench/parse.json
	@echo; $(BENCH).dashboard --json build/bench/dashboard.json
	@echo; $(BENCH).cold_start --json build/bench/cold_start.json
	@echo; $(BENCH).requests --json build/bench/requests.json
	@echo; $(BENCH).cost --json build/bench/cost.json
	@echo; echo "The figures are in build/bench/."

.PHONY: bench-check
bench-check: .venv/.dev .venv-emulator/.ready ## Compare ratios and counts with the committed ones; say what got worse
	@$(BENCH).guard

.PHONY: bench-large
bench-large: .venv/.dev .venv-emulator/.ready ## Measure large libraries, 120 workers at once, and what choices cost (half an hour)
	@mkdir -p build/bench
	@$(BENCH).at_once --json build/bench/at_once.json
	@echo; $(BENCH).cost --books 565 10000 --choices --json build/bench/cost-large.json
	@echo; $(BENCH).large pace --json build/bench/pace.json
	@echo; $(BENCH).large warm --json build/bench/warm.json

.PHONY: simulate
simulate: .venv/.dev ## Simulate deployments beyond this machine and draw docs/scaling-*.svg (minutes)
	@mkdir -p build/bench
	@$(BENCH).simulate --plots docs --json build/bench/simulate.json
