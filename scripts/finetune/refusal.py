"""How the scripts stop: one sentence on standard error that names what is wrong, and a non-zero status."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Callable

import transformers


class Refusal(Exception):
    """What cannot be done, as one sentence for whoever called the script."""


def run(main: Callable[[], None]) -> None:
    """Runs a script. Mistakes of its user become a sentence; a fault of ours keeps its trace."""
    if not sys.stderr.isatty():
        transformers.utils.logging.disable_progress_bar()
    # what the libraries will change one day, and what they would do with a package more, is not the user's to act on
    warnings.simplefilter("ignore", FutureWarning)
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)
    try:
        main()
    except Refusal as refusal:
        sys.exit(f"error: {refusal}")
    except OSError as error:  # no space left, no permission, a file that is not there
        name = f"{error.filename}: " if error.filename else ""
        sys.exit(f"error: {name}{error.strerror or error}")
    except KeyboardInterrupt:
        print("interrupted; what was written as a checkpoint is kept", file=sys.stderr)
        sys.stdout.flush()
        os._exit(130)  # the threads of a data loader may still hold the interpreter
