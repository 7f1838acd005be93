"""Changes to a server that has been loaded and not yet started. The product knows nothing of them."""


def graft(owner: object, name: str, work: object) -> None:
    """Put `work` where `owner` has something of this name.

    Raises:
        AttributeError: it has nothing: what was to be changed is elsewhere now.
    """
    getattr(owner, name)
    setattr(owner, name, work)
