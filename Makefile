# A thin alias for run.py; the logic stands there. PORT=8001 chooses a port, ARGS="…" goes on to the command.
PYTHON ?= python3
COMMANDS := run test setup check demo reset doctor bench soak bundle lock docs help

.DEFAULT_GOAL := run
.PHONY: $(COMMANDS)

$(COMMANDS):
	@$(PYTHON) run.py $@ $(if $(and $(filter run,$@),$(PORT)),--port $(PORT)) $(if $(ARGS),-- $(ARGS))
