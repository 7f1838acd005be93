"""The demonstration: a process folder with its people, and an agenda in four languages, to try everything on.

The process and its meetings are public history. All words of the agenda, all persons and the institute are made up.
"""

from server.demonstration.content import PASSWORD, load
from server.demonstration.shapes import DemoAgenda, DemoBracket, DemoClause, Demonstration

__all__ = [
    "PASSWORD",
    "DemoAgenda",
    "DemoBracket",
    "DemoClause",
    "Demonstration",
    "load",
]
