"""The command line as `python -m onward.cli`."""

from onward.cli.app import main

if __name__ == "__main__":
    main()
