"""The command line, put together from ``commands``: ``python -m dashboard``."""

from dashboard.commands.briefing import brief, image
from dashboard.commands.exporting import export
from dashboard.commands.importing import check, import_file
from dashboard.commands.translated import cli
from dashboard.commands.uploads import remove_demonstration, undo, uploads

PROGRAM = "python -m dashboard"

# In the order of the help.
for command in (check, import_file, export, brief, image, uploads, undo, remove_demonstration):
    cli.add_command(command)

if __name__ == "__main__":
    cli(prog_name=PROGRAM)
