#!/usr/bin/env python3
"""Compares the schedules that are made of cron lines with cron itself, minute by minute.

Every generated line is emitted in UTC, where all due instants of a year must be cron's runs, and in
a zone that changes its clocks, where the differences must be exactly those that clock_changes
tells: the same dates, and as many runs left out and added. --table counts for some common lines how
often the plain calendar expression differs from cron, and how often what is emitted does.
"""

import argparse
import collections
import datetime
import functools
import random
import re
import subprocess
import sys
import time

from cron_expressions import COMMON, Expressions
from plain_cron import Cron, Line

YEAR = 2028  # has a 29th of February
ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca',
         'Europe/Dublin', 'America/Santiago', 'Asia/Gaza', 'Africa/Cairo', 'Antarctica/Troll',
         'Pacific/Chatham', 'America/St_Johns', 'America/Havana', 'Asia/Kathmandu', 'Asia/Tokyo']
TABLE_ZONES = ZONES[:-2] + ['Europe/London', 'Europe/Lisbon', 'Asia/Beirut', 'Asia/Jerusalem',
                            'America/Los_Angeles', 'America/Sao_Paulo', 'Australia/Sydney',
                            'Pacific/Auckland']
BEGIN = int(datetime.datetime(YEAR, 1, 1, tzinfo=datetime.timezone.utc).timestamp()) // 60
END = BEGIN + 366 * 1440

STOPS = ' stops for good, '
ADDED = ('made twice', 'made', 'made the second time')
LEFT_OUT = ('left out', 'left out the first time', 'left out the second time',
            'made the second time')
SENTENCE = re.compile(r'the (?:run of|runs of|(\d+) runs from) \S+ (?:(and|to) \S+ )?'
                      r'(?:is|are) ([^,]+), cron would (.*)')


class Answer:
    """A line of the tool, taken apart."""

    def __init__(self, line):
        self.problem = line if line.startswith('!') else None
        if self.problem is None:
            _, self.due_text, changes = line.split('\t')
            self.changes = [each.partition(' ')[::2] for each in changes.split('|') if each]

    def due(self):
        return [int(each) for each in self.due_text.split()]


def ask(tool, questions, *arguments):
    with subprocess.Popen([tool, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as process:
        for zone, text in questions:
            process.stdin.write(f'{zone}\t{BEGIN}\t{END}\t{text}\n')
            process.stdin.flush()
            yield Answer(process.stdout.readline().rstrip('\n'))
        process.stdin.close()


def told(message):
    """(left out, added) that a message of clock_changes tells."""
    left_out = added = 0
    if STOPS in message:
        return 0, 0
    for sentence in message.split('; '):
        many, joint, what, _ = SENTENCE.fullmatch(sentence).groups()
        count = int(many) if many else 2 if joint else 1
        left_out += count * (what in LEFT_OUT)
        added += count * (what in ADDED)
    return left_out, added


def by_change(cron, ours, theirs):
    """{date of the change: (left out, added)} of all runs that are not the same."""
    found = collections.defaultdict(lambda: [0, 0])
    left_out = collections.Counter(theirs) - collections.Counter(ours)
    added = collections.Counter(ours) - collections.Counter(theirs)
    for column, runs in enumerate((left_out, added)):
        for minute, count in runs.items():
            near = min(cron.changes, key=lambda change, at=minute: abs(change - at), default=None)
            date = '1970-01-01'
            if near is not None and abs(near - minute) < 2880:
                date = cron.date_of(near)
            found[date][column] += count
    return {date: tuple(counts) for date, counts in found.items()}


def stops_at(answer, cron):
    """The change after which there are no runs of one calendar any more, if that is told."""
    for date, message in answer.changes:
        if STOPS in message:
            return cron.change_of(date)
    return None


def judge(cron, answer, text):
    """What is wrong with an answer, or None; and whether it differs from cron at all."""
    if answer.problem:
        return answer.problem, False
    theirs = cron.runs(Line(text))
    if answer.due_text == ' '.join(map(str, theirs)):
        return (None, False) if not answer.changes else (f'tells: {answer.changes}', False)
    stop = stops_at(answer, cron) or END
    ours = answer.due()
    too_many = set(ours) - set(theirs) if stop < END else set()
    if any(minute >= stop for minute in too_many):
        return 'runs that are not of cron after it stops', True
    differing = by_change(cron, [minute for minute in ours if minute < stop],
                          [minute for minute in theirs if minute < stop])
    tells = {date: told(message) for date, message in answer.changes
             if cron.change_of(date) < stop}
    return (None if differing == tells else f'differs: {differing}, tells: {answer.changes}'), True


def is_possible(text):
    line = Line(text)
    day = datetime.date(YEAR, 1, 1)
    return any(line.allows(day + datetime.timedelta(each)) for each in range(366))


def generated(count, seed, zones):
    """(zone, text), each text in UTC and in one other zone."""
    rng = random.Random(seed)
    expressions = Expressions(rng)
    made = 0
    while made < count:
        text = expressions.next()
        if not is_possible(text):
            continue
        made += 1
        yield 'UTC', text
        yield rng.choice(zones), text


@functools.cache
def cron_of(zone):
    return Cron(zone, BEGIN, END)


def compare(tool, wanted):
    questions = list(generated(wanted.count, wanted.seed, ZONES[:wanted.zones]))
    wrong, runs, differing = [], 0, 0
    for (zone, text), answer in zip(questions, ask(tool, questions)):
        problem, differs = judge(cron_of(zone), answer, text)
        runs += 0 if answer.problem else answer.due_text.count(' ') + 1
        differing += differs
        if problem:
            wrong.append(f'{zone} "{text}": {problem}')
    for each in wrong[:20]:
        print(each)
    print(f'{wanted.count} lines in UTC and in another zone, {runs} due instants; {differing} '
          f'differ from cron where clocks are changed, as is told; {len(wrong)} wrong')
    return wrong


def cases(zone, ours, text):
    return sum(map(any, by_change(cron_of(zone), ours, cron_of(zone).runs(Line(text))).values()))


def table(tool):
    questions = [(zone, text) for text in COMMON for zone in TABLE_ZONES]
    total = len(COMMON) * sum(len(cron_of(zone).changes) for zone in TABLE_ZONES)
    sums = collections.defaultdict(lambda: [0, 0])
    for column, arguments in enumerate((['plain'], [])):
        for (zone, text), answer in zip(questions, ask(tool, questions, *arguments)):
            sums[text][column] += cases(zone, answer.due(), text)
    print(f'{"changes of the clock at which ... differs from cron":52} plain  emitted')
    for text, (plain, emitted) in sums.items():
        print(f'{text:52} {plain:5} {emitted:8}')
    plain, emitted = (sum(each[i] for each in sums.values()) for i in (0, 1))
    print(f'{f"of {total} (line x zone x change)":52} {plain:5} {emitted:8}')


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('--tool', required=True, help='the schedule_tool that was built')
    options.add_argument('--count', type=int, default=2500)
    options.add_argument('--seed', type=int, default=3)
    options.add_argument('--zones', type=int, default=len(ZONES), help='how many zones but UTC')
    options.add_argument('--table', action='store_true')
    wanted = options.parse_args()
    began = time.monotonic()
    wrong = table(wanted.tool) if wanted.table else compare(wanted.tool, wanted)
    print(f'{time.monotonic() - began:.1f} s')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
