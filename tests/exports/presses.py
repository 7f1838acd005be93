"""Ways in which printing goes wrong; each runs in the printing process, by name."""

import ctypes
import os
import sys
import threading
from pathlib import Path

from exports import Rendered
from server.domain.revision import RevisionText

WHO = b"printed by process "


def say_who(text: RevisionText, form: str) -> Rendered:
    return Rendered(WHO + str(os.getpid()).encode(), None)


def misbehave(text: RevisionText, form: str) -> Rendered:
    """Do what the title of the text says."""
    match text.title:
        case "never return":
            threading.Event().wait()
        case "crash":
            ctypes.string_at(0)
        case "exit":
            os._exit(3)
        case "take all memory":
            return Rendered(b"x" * (1 << 40), None)
        case "raise":
            raise RuntimeError("the press is broken")
        case "babble":
            sys.stdout.write("noise on standard output\n")
            sys.stdout.flush()
        case "leave a file":
            Path(os.environ["TMPDIR"], "left").touch()
        case "look about":
            return Rendered(repr(os.listdir(".")).encode(), None)
        case "tell the environment":
            return Rendered(repr(sorted(os.environ)).encode(), None)
    return say_who(text, form)
