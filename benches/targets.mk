##@ Benchmarks (further words by ARGS, for example ARGS="--interactions 20000 --each 16")

.PHONY: bench bench-complete bench-reads bench-growth bench-profile bench-clean
bench: setup-bench ## All benchmarks at full size, as Markdown; half an hour and 25 GB the first time
	@$(PYTHON) -m benches all $(ARGS)

bench-complete: setup-bench ## Completions a second beside pgbench, FastAPI and Django
	@$(PYTHON) -m benches complete $(ARGS)

bench-reads: setup-bench ## GET next and a list of fifty beside pgbench
	@$(PYTHON) -m benches reads $(ARGS)

bench-growth: setup-bench ## p99 of reads at 100 000 and at 10 000 000 interactions
	@$(PYTHON) -m benches growth $(ARGS)

bench-profile: setup-bench ## Where the server's time goes in a completion
	@$(PYTHON) -m benches profile $(ARGS)

bench-clean: setup-run ## Remove the benchmarks' databases
	@$(PYTHON) -m benches clean $(ARGS)
