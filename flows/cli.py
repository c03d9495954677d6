"""The command `sspipe`."""


def main() -> None:
    """Run the command line."""
