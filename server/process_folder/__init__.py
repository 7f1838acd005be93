"""A process as a folder of files that a secretariat keeps in a text editor and a spreadsheet.

`process.toml` and the CSV files beside it (docs/guide/process-folder.md) become plain values here, or problems by file
and line. Nothing here knows what a server holds already.
"""

from server.process_folder.problems import Problem, Problems
from server.process_folder.reading import FILES, read_folder
from server.process_folder.shapes import (
    FolderBody,
    FolderConsultation,
    FolderDelegation,
    FolderMandate,
    FolderMembership,
    FolderPerson,
    FolderProcess,
    FolderSeat,
    ProcessFolder,
)

__all__ = [
    "FILES",
    "FolderBody",
    "FolderConsultation",
    "FolderDelegation",
    "FolderMandate",
    "FolderMembership",
    "FolderPerson",
    "FolderProcess",
    "FolderSeat",
    "Problem",
    "Problems",
    "ProcessFolder",
    "read_folder",
]
