##@ Campaigns: the hard tests for longer than everyday; KILLS and EXAMPLES say for how long

.PHONY: campaign-kill
campaign-kill: setup-dev ## Kill the server, the engine and both under load, KILLS times in a row
	@CAMPAIGN_KILLS=$(or $(KILLS),50) $(PYTHON) -m pytest tests/acceptance/test_kills_under_load.py $(ARGS)

.PHONY: campaign-fuzz
campaign-fuzz: setup-dev ## Send EXAMPLES generated requests to each operation, other ones each time
	@CAMPAIGN_EXAMPLES=$(or $(EXAMPLES),500) $(PYTHON) -m pytest -n 2 tests/api/test_schemathesis.py $(ARGS)

.PHONY: campaign-relationships
campaign-relationships: setup-dev ## Let people do EXAMPLES random series of acts to a real server, beside a model
	@CAMPAIGN_EXAMPLES=$(or $(EXAMPLES),300) $(PYTHON) -m pytest tests/acceptance/relationships $(ARGS)
