"""Generated crontab(5) expressions, for cron_oracle.py."""

MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split()
WEEKDAYS = 'sun mon tue wed thu fri sat'.split()
WORDS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']
# What crontabs are full of.
COMMON = ['*/5 * * * *', '*/7 * * * *', '* * * * *', '30 2 * * *', '0 2 * * *', '15 1 * * *',
          '0 3 * * 0', '30 1 * * *', '0 */2 * * *', '*/15 1-4 * * *', '0 0 * * *', '59 23 * * *',
          '0,30 * * * *', '5 */6 * * *', '0 9-17 * * 1-5', '*/10 2 * * *', '0 0 1 * *',
          '45 2 * * 7', '*/20 0-6 * * *', '17 * * * *']


class Expressions:
    """Random expressions, dense in the hours of the night in which clocks are changed."""

    def __init__(self, rng):
        self.rng = rng

    def number(self, low, high, names):
        value = self.rng.randint(low, high)
        if names and self.rng.random() < 0.2:
            return names[min(value, high - (high == 7)) - low], value
        return str(value), value

    def part(self, low, high, names):
        rng = self.rng
        kind = rng.choices(['one', 'range', 'stepped range', 'step'], [50, 20, 15, 15])[0]
        step = f'/{rng.choice([1, 2, 3, 5, 7, 10, 11, 15, 20, 29])}'
        if kind == 'step':
            return '*' + step
        text, first = self.number(low, high, names)
        if kind == 'one':
            return text
        return f'{first}-{rng.randint(first, high)}' + (step if kind == 'stepped range' else '')

    def field(self, low, high, star, names=()):
        rng = self.rng
        if rng.random() < star:
            return '*'
        top = rng.choice([high, high, 4]) if high == 23 else high
        return ','.join(self.part(low, top, names) for _ in range(rng.choice([1, 1, 1, 2, 3])))

    def next(self):
        rng = self.rng
        if rng.random() < 0.02:
            return rng.choice(WORDS)
        if rng.random() < 0.08:
            return rng.choice(COMMON)
        fields = [self.field(0, 59, 0.06), self.field(0, 23, 0.3), self.field(1, 31, 0.5),
                  self.field(1, 12, 0.6, MONTHS), self.field(0, 7, 0.5, WEEKDAYS)]
        return ' '.join(fields)
