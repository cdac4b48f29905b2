#!/usr/bin/python3
"""A program of somebody else that asks org.scriptactivity.Watcher1 and stays on the bus. Runs
inside a test host: tells its process id, then takes one JSON array a line, a method's name and its
arguments, and answers each with a JSON object, {"value": ...} or {"error": NAME, "message": TEXT}.
A file descriptor is answered with all that can be read from it."""

import json
import os
import sys

import dbus

NAME = "org.scriptactivity.Watcher1"
PATH = "/org/scriptactivity/Watcher1"
TYPES = {"exit_status": dbus.Int32, "keep": dbus.UInt32}


def as_dbus(value):
    if isinstance(value, dict):
        return dbus.Dictionary({key: TYPES.get(key, lambda other: other)(item)
                                for key, item in value.items()}, signature="sv")
    return value


def as_json(value):
    if not hasattr(value, "take"):
        return value
    fd = value.take()
    os.set_blocking(fd, True)
    with os.fdopen(fd) as pipe:
        return pipe.read()


def main():
    bus = dbus.SystemBus()
    print(os.getpid(), flush=True)
    for line in sys.stdin:
        method, *arguments = json.loads(line)
        try:
            # Each time anew: the watcher may have been started again under another number.
            interface = dbus.Interface(bus.get_object(NAME, PATH), NAME)
            value = getattr(interface, method)(*map(as_dbus, arguments), timeout=30)
            answer = {"value": as_json(value)}
        except dbus.DBusException as error:
            answer = {"error": error.get_dbus_name(), "message": error.get_dbus_message()}
        print(json.dumps(answer), flush=True)


main()
