"""Generated OnCalendar= expressions and the base times to ask them at, for calendar_oracle.py."""

import datetime
import random
import zoneinfo

ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu',
         'America/St_Johns', 'Africa/Casablanca', 'UTC', 'Europe/Dublin', 'Europe/London',
         'America/Sao_Paulo', 'Asia/Gaza', 'Africa/Cairo', 'America/Santiago', 'Pacific/Apia',
         'America/Nuuk', 'Antarctica/Troll', 'Asia/Tokyo', 'Pacific/Chatham']
NO_ZONES = ['Europe/Bonn', 'europe/berlin', '/etc', 'Europe//Berlin', 'Europe']
WORDS = ['minutely', 'hourly', 'daily', 'monthly', 'weekly', 'yearly', 'annually', 'anually',
         'quarterly', 'semiannually', 'semi-annually', 'biannually', 'bi-annually', 'Daily',
         'dayly']
DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Monday', 'Tuesday', 'wednesday',
        'THURSDAY', 'friday', 'Saturday', 'sunday', 'mon', 'sUn']
KINDS = {'date time': 35, 'time': 30, 'date': 12, 'word': 5, 'weekdays': 1, '@': 1}
FRACTIONS = ['5', '25', '125', '000001', '999999', '1234567', '9999999', '0']
# What a zone called its times long ago is not asked for: glibc's tzname depends on what was
# converted last, and for a running systemd that is the present.
PRESENT = range(1780000000, 2100000000)
ABBREVIATIONS = {'Europe/Berlin': ['CET', 'CEST', 'cest'], 'America/New_York': ['EST', 'EDT'],
                 'Australia/Lord_Howe': ['+1030', '+11'], 'Asia/Kathmandu': ['+0545'],
                 'America/St_Johns': ['NST', 'NDT'], 'Europe/Dublin': ['IST', 'GMT'],
                 'Europe/London': ['GMT', 'BST'], 'Africa/Casablanca': ['+00', '+01'],
                 'America/Sao_Paulo': ['-03'], 'Asia/Tokyo': ['JST']}



def one_of(rng, weights):
    return rng.choices(list(weights), list(weights.values()))[0]


class Expressions:
    """Random expressions, mostly valid, and dense where clocks are changed."""

    def __init__(self, rng):
        self.rng = rng
        self.named_local = False  # one a batch, for the next one would see another tzname

    def part(self, low, high, seconds=False):
        rng = self.rng
        kind = one_of(rng, {'one': 60, 'range': 15, 'repeat': 15, 'both': 8, 'wild': 2})
        start = rng.randint(low, high)
        stop = rng.randint(start, high)
        if kind == 'one':
            text = self.number(start, low, seconds)
        elif kind == 'range':
            text = f'{self.number(start, low, seconds)}..{self.number(stop, low, seconds)}'
        elif kind == 'repeat':
            text = (f'{self.number(rng.choice([low, start]), low, seconds)}'
                    f'/{self.step(high - low, seconds)}')
        elif kind == 'both':
            text = (f'{self.number(start, low, seconds)}..{self.number(stop, low, seconds)}'
                    f'/{self.step(max(stop - start, 1), seconds)}')
        else:
            wild = [rng.randint(0, high + 5) for _ in range(3)]
            text = f'{wild[0]}..{wild[1]}/{wild[2]}'
        return text

    def number(self, value, low, seconds):
        if seconds and self.rng.random() < 0.2:
            return f'{value}.{self.rng.choice(FRACTIONS)}'
        return f'{value:02}' if self.rng.random() < 0.7 else str(value)

    def step(self, most, seconds):
        if seconds and self.rng.random() < 0.3:
            return self.rng.choice(['0.5', '1.5', '0.25', '7.000001', '0.000001', '12.5'])
        usual = [1, 2, 3, 5, 7, 10, 15, 20, 30]
        any_step = self.rng.randint(1, max(most, 1))
        return str(self.rng.choice(usual) if self.rng.random() < 0.3 else any_step)

    def list(self, low, high, seconds=False, star=0.35):
        if self.rng.random() < star:
            return '*'
        count = one_of(self.rng, {1: 75, 2: 15, 3: 7, 6: 3})
        return ','.join(self.part(low, high, seconds) for _ in range(count))

    def date(self):
        rng = self.rng
        separator = '~' if rng.random() < 0.15 else '-'
        day = self.list(1, 28 if separator == '~' or rng.random() < 0.6 else 31, star=0.4)
        text = f'{self.list(1, 12, star=0.5)}{separator}{day}'
        if rng.random() < 0.8:
            year = '*' if rng.random() < 0.85 else self.part(rng.choice([1990, 2024]), 2040)
            if rng.random() < 0.03:
                year = str(rng.randint(0, 99))
            text = f'{year}-{text}'
        return text

    def time(self):
        rng = self.rng
        hours = self.list(0, rng.choice([3, 4, 23]), star=0.3)
        text = f'{hours}:{self.list(0, 59, star=0.25)}'
        if rng.random() < 0.5:
            text += f':{self.list(0, 59, seconds=True, star=0.15) if rng.random() < 0.6 else "00"}'
        return text

    def weekdays(self):
        rng = self.rng
        parts = [rng.choice(DAYS)]
        for _ in range(rng.choice([0, 0, 1, 1, 2, 3])):
            parts.append(rng.choice([',', ',', '..', '-']) + rng.choice(DAYS))
        return ''.join(parts) + (',' if rng.random() < 0.03 else '')

    def zone(self, local, base):
        kinds = {'': 70, ' named': 18, ' UTC': 6, ' utc': 1, ' local': 4, ' none': 1}
        kind = one_of(self.rng, kinds)
        if kind == ' named':
            return ' ' + self.rng.choice(ZONES)
        if kind == ' none':
            return ' ' + self.rng.choice(NO_ZONES)
        if kind == ' local' and (base not in PRESENT or self.named_local):
            return ''
        if kind == ' local':
            self.named_local = True
            return ' ' + self.rng.choice(ABBREVIATIONS.get(local, ['CET', 'EST']))
        return kind

    def mutated(self, text):
        rng = self.rng
        at = rng.randrange(len(text) + 1)
        letter = rng.choice("0123456789*/,.:-~ @MonUTCx'")
        return text[:at] + rng.choice(['', letter, letter]) + text[at + rng.choice([0, 1]):]

    def next(self, local, base):
        rng = self.rng
        parts = []
        kind = one_of(rng, KINDS)
        if kind == 'word':
            parts = [rng.choice(WORDS)]
        elif kind == '@':
            parts = [f'@{rng.randint(0, 4102444800)}']
        else:
            if kind == 'weekdays' or rng.random() < 0.3:
                parts.append(self.weekdays())
            if 'date' in kind:
                parts.append(self.date())
            if 'time' in kind:
                parts.append(self.time())
        text = (' ' if rng.random() < 0.97 else '  ').join(parts) + self.zone(local, base)
        return self.mutated(text) if rng.random() < 0.12 else text


def clock_changes(zone):
    """The instants, in seconds, at which a zone's clock is changed from 2005 to 2045."""
    if zone == 'UTC':
        return [1793000000]
    info = zoneinfo.ZoneInfo(zone)

    def offset(second):
        return datetime.datetime.fromtimestamp(second, info).utcoffset()

    changes = []
    step = 86400 * 5
    for start in range(1104537600, 2366841600, step):
        low, high = start, start + step
        if offset(low) == offset(high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
        changes.append(high)
    return changes or [1793000000]


def base_near(rng, changes):
    kind = one_of(rng, {'hours': 60, 'days': 25, 'year': 10, 'any': 5})
    if kind == 'any':
        return rng.randint(100000000, 4200000000)
    spread = {'hours': 3 * 3600, 'days': 2 * 86400, 'year': 300 * 86400}[kind]
    second = rng.choice(changes) + rng.randint(-spread, spread)
    return second - second % rng.choice([1, 60, 900, 3600])


def questions(count, seed, batch):
    """(zone, base in microseconds, expressions) until `count` expressions are made."""
    rng = random.Random(seed)
    expressions = Expressions(rng)
    changes = {zone: clock_changes(zone) for zone in ZONES}
    made = 0
    while made < count:
        local = rng.choice(ZONES)
        near = local if rng.random() < 0.8 else rng.choice(ZONES)
        base = base_near(rng, changes[near]) * 1000000
        texts = []
        expressions.named_local = False
        while len(texts) < min(batch, count - made):
            named_before = expressions.named_local
            text = expressions.next(local, base // 1000000)
            if text:
                texts.insert(len(texts) if expressions.named_local == named_before else 0, text)
        made += len(texts)
        yield local, base, texts
