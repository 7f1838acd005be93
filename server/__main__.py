"""`python -m server` is `adref`."""

from server.cli import main

main()
