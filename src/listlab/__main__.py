"""`python -m listlab`: the command line where no script is on the path."""

from listlab.cli import main

if __name__ == "__main__":
    main()
