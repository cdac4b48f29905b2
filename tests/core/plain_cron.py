"""Debian's cron, read from crontab(5), cron(8) and its main loop in the plainest way: every minute
of a year, one after the other. Knows nothing of ScriptActivity."""

import datetime
import itertools
import zoneinfo

DAY = 1440  # minutes
MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split()
WEEKDAYS = 'sun mon tue wed thu fri sat'.split()
WORDS = {'@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *', '@monthly': '0 0 1 * *',
         '@weekly': '0 0 * * 0', '@daily': '0 0 * * *', '@midnight': '0 0 * * *',
         '@hourly': '0 * * * *'}


def number(text, low, names):
    return names.index(text.lower()) + low if text.lower() in names else int(text)


def allowed(field, low, high, names=()):
    """The values that a field allows, as a set."""
    values = set()
    for part in field.split(','):
        span, _, step = part.partition('/')
        first, _, last = span.partition('-')
        begin = low if first == '*' else number(first, low, names)
        end = high if first == '*' else number(last or first, low, names)
        values.update(range(begin, end + 1, int(step or 1)))
    return values


class Line:
    """The five fields of a crontab line."""

    def __init__(self, text):
        minute, hour, day, month, weekday = WORDS.get(text, text).split()
        minutes, hours = allowed(minute, 0, 59), allowed(hour, 0, 23)
        self.of_day = [at // 60 in hours and at % 60 in minutes for at in range(DAY)]
        self.days = allowed(day, 1, 31)
        self.months = allowed(month, 1, 12, MONTHS)
        self.weekdays = {each % 7 for each in allowed(weekday, 0, 7, WEEKDAYS)}
        self.needs_both = day[0] == '*' or weekday[0] == '*'
        self.is_wild = minute[0] == '*' or hour[0] == '*'

    def allows(self, date):
        fits = (date.day in self.days, date.isoweekday() % 7 in self.weekdays)
        return date.month in self.months and (all(fits) if self.needs_both else any(fits))


class Cron:
    """What the main loop of cron.c looks for in every minute of a span, in one zone."""

    def __init__(self, zone, begin, end):
        """`begin`, `end`: in minutes since 1970 UTC."""
        self.info = zoneinfo.ZoneInfo(zone)
        self.offsets = {}  # in minutes, by the quarter of an hour: clocks change at its beginning
        # For jobs with a '*' in the minute or hour (True), for the others (False), and for both
        # (None): by the local day for which cron looks, the minutes of it and the real minutes in
        # which it looks.
        self.looks = {True: {}, False: {}, None: {}}
        self.changes = []  # real minutes
        self.run(begin, end)
        self.regular = list(range(DAY))

    def clock(self, minute):
        quarter = minute // 15
        if quarter not in self.offsets:
            local = datetime.datetime.fromtimestamp(quarter * 900, self.info)
            self.offsets[quarter] = int(local.utcoffset().total_seconds()) // 60
        return minute + self.offsets[quarter]

    def date_of(self, minute):
        """The local date, without zeroes before its numbers."""
        day = datetime.date(1970, 1, 1) + datetime.timedelta(self.clock(minute) // DAY)
        return f'{day.year}-{day.month}-{day.day}'

    def change_of(self, date):
        return next(each for each in self.changes if self.date_of(each) == date)

    def look(self, real, virtual, wild):
        mods, reals = self.looks[wild].setdefault(virtual // DAY, ([], []))
        mods.append(virtual % DAY)
        reals.append(real)

    def run(self, begin, end):
        virtual = self.clock(begin) - 1
        before = virtual
        for real in range(begin, end):
            clock = self.clock(real)
            if clock != before + 1:
                self.changes.append(real)
            before = clock
            virtual = self.wake_up(real, clock, virtual)

    def wake_up(self, real, clock, virtual):
        """One turn of the loop; returns the new virtual time."""
        late = clock - virtual
        if late == 1 or late > 180 or late <= -180:
            self.look(real, clock, None)
            return clock
        if 0 < late <= 5:
            for missed in range(virtual + 1, clock + 1):
                self.look(real, missed, None)
            return clock
        self.look(real, clock, True)
        if late <= 0:
            return virtual
        for missed in range(virtual + 1, clock + 1):
            self.look(real, missed, False)
        return clock

    def runs(self, line):
        """The real minutes, ascending, in which cron runs a line; one may come several times."""
        found = []
        looks = itertools.chain(self.looks[None].items(), self.looks[line.is_wild].items())
        for day, (mods, reals) in looks:
            date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
            if line.allows(date):
                mask = line.of_day if mods == self.regular else [line.of_day[at] for at in mods]
                found.extend(itertools.compress(reals, mask))
        return sorted(found)
