"""A small process folder, and ways to spoil it."""

from server.process_folder import Problem, ProcessFolder, read_folder

PROCESS = """\
[process]
slug = "hague-talks"
languages = ["en", "fr"]
time_zone = "Europe/Zurich"
since = 2004-03-01
names.en = "Hague talks"
instrument_status.en = "Not binding"

[process.rules.verbs.outcome]
en = "adopted"

[process.regions.africa]
en = "Africa"

[[mandates]]
body = "CHE"
office = "convener"
since = "2001-06"
"""

FOLDER = {
    "process.toml": PROCESS,
    "bodies.csv": "code,kind,name.en,short.en\nAU,group,African Union,AU\nMOB,organisation,A migration body,\n",
    "memberships.csv": "group,member,since,until\nAU,MAR,2017,\n",
    "delegations.csv": "code,category,region,perspectives\nCHE,,,destination transit\nmar,state,africa,origin\n"
    "MOB,international,,\n",
    "consultations.csv": "slug,kind,level,since,until,opens,closes,country,place.en,name.en\n"
    "africa-2004,regional,government,2004-03,2004-03,2004-03-01,2004-03-02,ETH; KEN,Addis Ababa; Nairobi,Africa\n",
    "persons.csv": "email,name,languages\nAda@one.example,Ada One,en fr\nbo@two.example,Bo Two,\n",
    "seats.csv": "email,role,delegation,capacity,title.en,languages,from,until,speaks_for\n"
    "ada@one.example,chair,,co_chair,Co-Chair,,2004-03-01,2004-03-02,\n"
    "ada@one.example,delegate,CHE,,,,2004-03-01,,\n"
    "bo@two.example,secretariat,,,Scribe,,,,MAR\n",
}


def spoil(**changes: tuple[str, str]) -> dict[str, str]:
    """Return the folder with words replaced, by the first part of the file's name."""
    files = dict(FOLDER)
    for start, (old, new) in changes.items():
        name = next(name for name in files if name.startswith(start))
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    return files


def read(files: dict[str, str]) -> tuple[ProcessFolder, list[Problem]]:
    """Read a folder of texts."""
    folder, found = read_folder({name: text.encode() for name, text in files.items()})
    return folder, found.sorted()
