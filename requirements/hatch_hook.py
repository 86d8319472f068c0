"""Gives the built package its dependencies from requirements/run.in, so that they stand in one place."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RunRequirements(MetadataHookInterface):
    """Reads the lines of requirements/run.in without their remarks."""

    def update(self, metadata: dict[str, object]) -> None:
        """Set ``dependencies`` of the project table."""
        lines = Path(self.root, "requirements", "run.in").read_text(encoding="utf-8").splitlines()
        names = (line.split("#", 1)[0].strip() for line in lines)
        metadata["dependencies"] = [name for name in names if name]
