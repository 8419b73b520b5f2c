"""`python -m api.cli` is `dramatis`."""

from api.cli import main

main()
