"""The command line: one command a verb, each in the module of its name, imported when it is called."""

from __future__ import annotations

import io
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path

import click

from pharmagraph.cli.output import complain
from pharmagraph.cli.place import given, place_options
from pharmagraph.errors import PharmagraphError

# In the order in which they are needed; a module is imported only when its command runs.
COMMANDS = {
    "build": "make the graph of monographs",
    "extract": "print what monographs say, no store",
    "query": "ask the graph in SPARQL, or by a saved query",
    "show": "all that the graph says of a substance, with quotes",
    "check": "which of these substances interact, with quotes",
    "review": "contradictions and gaps, and what was decided about them",
    "export": "write the graph to a file",
    "view": "make the interactive page",
    "validate": "check shapes, invariants and quotes",
    "evaluate": "precision and recall against gold files",
    "serve": "a SPARQL endpoint and pages, on this machine",
    "relations": "the relations of the vocabulary",
    "lexicon": "look up names, add a terminology",
}


class _Commands(click.Group):
    """Loads a command when it is called, and turns the project's errors into one line and exit status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"pharmagraph.cli.{cmd_name}"), f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader of our pipe has seen enough; what Python still holds must not be written at exit.
            _write_no_more()
            ctx.exit(0)
        except PharmagraphError as error:
            complain(error)
        except OSError as error:  # a full disk under standard output, say
            complain(PharmagraphError(error.strerror or str(error), source=error.filename))
            if error.filename is None and sys.stdout is sys.__stdout__:
                _write_no_more()  # else Python fails once more at exit, with a status of its own
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if os.environ.get("PHARMAGRAPH_DEBUG"):
                raise
            complain(_defect(error))
        return ctx.exit(1)


def _write_no_more() -> None:
    """What Python still holds for standard output goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _defect(error: Exception) -> PharmagraphError:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return PharmagraphError(
        f"Pharmagraph failed ({error!r} at {Path(place.filename).name}:{place.lineno})",
        remedy="report it; PHARMAGRAPH_DEBUG=1 shows where it happened",
    )


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: pharmagraph build data/monographs -o out && pharmagraph -C out show warfarin",
)
@place_options
@click.version_option(package_name="pharmagraph")
@click.pass_context
def cli(ctx: click.Context, folder: Path | None, store: str | None) -> None:
    """Monographs of drugs and supplements as a graph whose every statement leads back to its sentence.

    Commands that ask the graph look for it in the folder of -C or the store of --store, in $PHARMAGRAPH_DIR or
    $PHARMAGRAPH_STORE, here, and in ./out.
    """
    ctx.obj = given(folder, store)


def main() -> None:
    """The entry point ``pharmagraph``: exit status 0 done, 1 something failed, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):  # a terminal without Greek letters must not end a command
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # The model's matrices are small: threads of NumPy's library would wait for each other and double the work. Builds
    # use processes (-j), which have this from here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    cli()
