"""The demonstration: a process, its people and an agenda in four languages, to try everything on.

The process and its meetings are public history. All words of the agenda, all persons and the institute are made up.
"""

from server.demonstration.content import PASSWORD, load
from server.demonstration.shapes import (
    DemoAgenda,
    DemoBody,
    DemoBracket,
    DemoClause,
    DemoConsultation,
    DemoDelegation,
    DemoMandate,
    Demonstration,
    DemoPerson,
    DemoProcess,
)

__all__ = [
    "PASSWORD",
    "DemoAgenda",
    "DemoBody",
    "DemoBracket",
    "DemoClause",
    "DemoConsultation",
    "DemoDelegation",
    "DemoMandate",
    "DemoPerson",
    "DemoProcess",
    "Demonstration",
    "load",
]
