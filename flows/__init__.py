"""The order of the stages, under Prefect or plain, and the command line; the only package that knows either."""
