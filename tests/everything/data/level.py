def level(port):
    """The last level of a port, in metres."""
    return 2.1 if port == "Ostend" else None
