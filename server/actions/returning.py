"""A clause goes back to where it stood: between its old neighbours, under a label of its own. Rules T-3, T-4, T-12."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from server.actions.shaping import Shaping
from server.domain.structure import Layout, Placed, Spot

Record = dict[str, Any]


def put_back(shaping: Shaping, placed: Placed, values: Record, respaced: Sequence[Record]) -> None:
    """Give a clause values that it had. Where its rank or label is another's by now, it gets the next that is free.

    `respaced` are the clauses that made room since, each as it was before, oldest first.
    """
    back = replace(placed, **values)
    siblings = shaping.layout.children(back.parent, but=placed.id)
    ranks = {row["clause"]: row["rank"] for row in reversed(respaced) if row["parent"] == back.parent}
    crowded = not values.keys().isdisjoint(("parent", "rank")) and any(
        sibling.id in ranks or sibling.rank == back.rank for sibling in siblings
    )
    taken = back.stands and back.label in shaping.layout.taken(back.parent, but=placed.id)
    if not crowded and not taken:
        shaping.change(placed, **values)
        return
    spot = _find_spot(shaping.layout, back, siblings, ranks)
    if crowded:
        shaping.make_room(spot)
        values = {**values, "parent": spot.parent, "rank": spot.rank}
    if taken:
        values = {**values, "label": shaping.label_for(spot, None, back.label, but=placed.id)}
    shaping.change(placed, **values)
    shaping.lay_out(replace(placed, **values))


def _find_spot(layout: Layout, back: Placed, siblings: Sequence[Placed], ranks: dict[str, str]) -> Spot:
    """Return the place behind the last of those that it stood behind, told by their ranks of then."""
    known = [sibling for sibling in siblings if sibling.id in ranks] or siblings
    before = [sibling.id for sibling in known if ranks.get(sibling.id, sibling.rank) <= back.rank]
    return layout.spot_behind(back.id, back.parent, before[-1] if before else None)
