"""Worlds to be exhausted: small ones with every test run, large ones on demand."""

from tests.model.rules import Budget

READ_ELSEWHERE: tuple[tuple[str, int], ...] = (
    ("connect to 0", 0),
    ("edit", 0),
    ("send", 0),
    ("send", 0),
    ("seal", 0),
    ("write", 0),
    ("deliver", 0),
    ("connect to 1", 1),
    ("send", 1),
    ("cut", 1),
    ("connect to 0", 1),
    ("edit", 0),
)
"""A second node has a text open that goes on being written on the first."""

SMALL = {
    "two write": Budget(),
    "a commit fails": Budget(edits=(2, 0), fails=1),
    "a line is cut": Budget(edits=(1, 0), cuts=1, fails=1),
    "the server dies": Budget(edits=(1, 0), crashes=1, fails=1),
    "locked and reopened elsewhere": Budget(edits=(1, 0), locks=1, reopenings=1),
    "the gavel falls": Budget(edits=(1, 0), gavels=1, reopenings=1),
    "a frame is lost": Budget(edits=(2, 0), losses=1),
    "someone syncs anew": Budget(edits=(1, 0), syncs=1, cuts=1),
    "a right ends": Budget(edits=(1, 0), bars=1),
    "a socket is slow": Budget(edits=(2, 0), stalls=1),
    "an act writes": Budget(edits=(1, 0), acts=1),
    "everybody leaves": Budget(edits=(1, 0), cuts=2, closings=1),
    "everybody leaves during an act": Budget(edits=(0, 0), cuts=1, acts=1, closings=1),
    "two nodes": Budget(edits=(1, 0), nodes=2, rooted=1, locks=1),
    "someone goes from node to node": Budget(edits=(1, 0), nodes=2, cuts=1),
    "someone has read on both nodes": Budget(edits=(2, 0), nodes=2, rooted=1, cuts=2),
}
BEGUN = {"someone has read on both nodes": READ_ELSEWHERE}
"""Steps that come first in a world: the whole is among the large ones."""

LARGE = {
    "two write, a commit fails": Budget(fails=1),
    "two write, a line is cut, a commit fails": Budget(fails=1, cuts=1),
    "two write, the server dies, a commit fails": Budget(fails=1, crashes=1),
    "two write, locked and reopened": Budget(locks=1, reopenings=1),
    "two write, the gavel falls, a commit fails": Budget(fails=1, gavels=1),
    "one writes twice, a line is cut, locked and reopened": Budget(edits=(2, 0), cuts=1, locks=1, reopenings=1),
    "one writes twice, a frame is lost, a commit fails": Budget(edits=(2, 0), losses=1, fails=1),
    "two write, a right ends, a commit fails": Budget(bars=1, fails=1),
    "two write, a socket is slow, a commit fails": Budget(stalls=1, fails=1),
    "one writes twice, an act writes, a commit fails": Budget(edits=(2, 0), acts=1, fails=1),
    "two write, everybody leaves": Budget(cuts=2, closings=1),
    "one writes, everybody leaves during an act": Budget(edits=(1, 0), cuts=2, acts=1, closings=1),
    "two nodes, a right ends": Budget(edits=(2, 0), nodes=2, bars=1),
    "two nodes, two write, one goes over": Budget(nodes=2, cuts=1),
    "two nodes, a lock, the gavel, a commit fails": Budget(edits=(1, 0), nodes=2, gavels=1, fails=1, reopenings=1),
    "two nodes, one reads on both": Budget(edits=(2, 0), nodes=2, cuts=2, rooted=1),
}

WALKED = {
    "one node": Budget(
        edits=(3, 3), fails=2, crashes=1, cuts=3, locks=1, reopenings=2, gavels=1, acts=1, syncs=2, stalls=2, closings=2
    ),
    "two nodes": Budget(edits=(3, 3), nodes=2, fails=2, crashes=1, cuts=4, syncs=1, stalls=1, bars=1),
}
"""Worlds too large to be exhausted, in which random walks are gone."""
