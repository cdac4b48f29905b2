"""The status.dat of a Nagios, which Icinga 2 writes as well."""

import re

from host import wait_until

STATES = ["OK", "WARNING", "CRITICAL", "UNKNOWN"]
SERVICE = re.compile(r"servicestatus \{\n(.*?)\n\s*\}", re.DOTALL)


def known_of(path, service):
    """What is known of the service; None before its first check."""
    if not path.exists():
        return None
    for block in SERVICE.findall(path.read_text()):
        known = dict(line.strip().split("=", 1) for line in block.splitlines() if "=" in line)
        if known["service_description"] == service and known["has_been_checked"] == "1":
            return known
    return None


def wait_for(path, service, state, saying=""):
    """What is known of the service once its state is this one and its output holds `saying`."""

    def reached():
        known = known_of(path, service)
        there = known and known["current_state"] == str(state)
        return known if there and saying in known["plugin_output"] else None

    try:
        return wait_until(reached, 30, f"{STATES[state]} of {service}")
    except AssertionError as error:
        raise AssertionError(f"{error}\n{known_of(path, service)}") from error
