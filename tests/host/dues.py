"""What is due, as systemd itself computes it: what the ledger is compared with."""

import datetime


def by_systemd(host, calendar, first, last):
    """All instants in [first, last] (microseconds since 1970) that an OnCalendar= with its zone
    names."""
    dues = []
    while not dues or dues[-1] < last:
        start = dues[-1] if dues else first - 1_000_000
        found = _next_dues(host, calendar, start // 1_000_000, 100)
        if not found:
            break
        dues += found
    return [due for due in dues if first <= due <= last]


def _next_dues(host, calendar, after, count):
    base = datetime.datetime.fromtimestamp(after, datetime.timezone.utc)
    output = host.output("systemd-analyze", "calendar", f"--iterations={count}",
                         f"--base-time={base:%Y-%m-%d %H:%M:%S} UTC", calendar,
                         environment={"TZ": "UTC"})
    found = []
    for line in output.splitlines():
        what, _, when = line.partition(": ")
        if what.strip().startswith(("Next elapse", "Iter", "Iteration")) and when != "never":
            moment = datetime.datetime.strptime(when.strip(), "%a %Y-%m-%d %H:%M:%S UTC")
            moment = moment.replace(tzinfo=datetime.timezone.utc)
            found.append(int(moment.timestamp()) * 1_000_000)
    return found
