#!/usr/bin/env python3
"""Compares core/calendar with systemd itself on generated OnCalendar= expressions.

Asks `systemd-analyze calendar` for the normal form and the next instants (whole seconds), or the
function behind it (--way library: microseconds, private to systemd 252), and calendar_tool for the
same. Every answer must be equal, refusals too.
"""

import argparse
import ctypes
import datetime
import glob
import os
import re
import shutil
import subprocess
import sys
import time

from calendar_expressions import questions

LIBRARY = '/usr/lib/*/systemd/libsystemd-shared-252.so'
NEVER_ANSWERED = 'systemd gave up'
ITERATIONS = 5


def ask_tool(tool, asked):
    lines = [f'{zone}\t{base}\t{ITERATIONS}\t{text}'
             for zone, base, texts in asked for text in texts]
    done = subprocess.run([tool], input='\n'.join(lines) + '\n', stdout=subprocess.PIPE, text=True,
                          check=True)
    return done.stdout.splitlines()


def parsed_answer(line):
    """The tool's line as (normal form, [instants]); None: refused."""
    if line.startswith('!'):
        return None
    normal, *due = line.split('\t')
    return normal, [int(each) for each in due]


# Where a zone's own time is UTC, there is no row in UTC beside it.
STAMP = re.compile(r'(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) (?:UTC|\+00)')


def seconds_of(text):
    found = STAMP.search(text)
    stamp = datetime.datetime(*map(int, found.groups()), tzinfo=datetime.timezone.utc)
    return int(stamp.timestamp())


def answer_of_block(lines, refused):
    """What one expression's rows of systemd-analyze say, in the form of parsed_answer."""
    if not lines:
        return None if refused else NEVER_ANSWERED
    normal, local, utc = None, [], []
    for line in lines:
        name, _, value = line.strip().partition(': ')
        if name == 'Normalized form':
            normal = value
        elif name == '(in UTC)':
            utc.append(value)
        elif name == 'Next elapse' or name.startswith('Iter.'):
            local.append(value)
    due = [] if local == ['never'] else [seconds_of(each) for each in utc or local]
    return normal, due


def ask_analyze(zone, base, texts):
    stamp = datetime.datetime.fromtimestamp(base // 1000000, datetime.timezone.utc)
    command = ['systemd-analyze', 'calendar', f'--iterations={ITERATIONS}',
               f'--base-time={stamp:%Y-%m-%d %H:%M:%S} UTC', '--', *texts]
    environment = {**os.environ, 'TZ': zone, 'LC_ALL': 'C', 'SYSTEMD_COLORS': '0',
                   'SYSTEMD_PAGER': '', 'SYSTEMD_LOG_LEVEL': 'err'}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    blocks = [[]]
    for line in done.stdout.splitlines():
        if line:
            blocks[-1].append(line)
        else:
            blocks.append([])
    while len(blocks) < len(texts):
        blocks.append([])
    failed = set(re.findall(r"Failed to parse calendar specification '(.*)': ", done.stderr))
    return [answer_of_block(block, text in failed) for block, text in zip(blocks, texts)]


class Library:
    """The functions of systemd 252 that systemd-analyze calls."""

    def __init__(self):
        self.c = ctypes.CDLL(glob.glob(LIBRARY)[0])
        self.c.calendar_spec_next_usec.argtypes = [
            ctypes.c_void_p, ctypes.c_uint64, ctypes.c_void_p]
        self.c.calendar_spec_free.argtypes = [ctypes.c_void_p]
        self.c.calendar_spec_to_string.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        self.c.log_set_max_level(0)

    def ask(self, zone, base, texts):
        os.environ['TZ'] = zone
        time.tzset()
        return [self.answer(base, text) for text in texts]

    def answer(self, base, text):
        # glibc's tzname is what its last conversion left there; in PID 1 one of the present day.
        time.localtime(1793000000)
        spec = ctypes.c_void_p()
        if self.c.calendar_spec_from_string(text.encode(), ctypes.byref(spec)) < 0:
            return None
        normal = ctypes.c_char_p()
        self.c.calendar_spec_to_string(spec, ctypes.byref(normal))
        due, at = [], ctypes.c_uint64(base)
        for _ in range(ITERATIONS):
            if self.c.calendar_spec_next_usec(spec, at, ctypes.byref(at)) < 0:
                break
            due.append(at.value)
        self.c.calendar_spec_free(spec)
        return normal.value.decode(), due


def is_equal(ours, theirs, exact):
    if theirs == NEVER_ANSWERED:
        return ours is not None and len(ours[1]) < ITERATIONS
    if ours is None or theirs is None:
        return ours == theirs
    due = ours[1] if exact else [each // 1000000 for each in ours[1]]
    return ours[0] == theirs[0] and due == theirs[1]


def compare(asked, lines, ask, exact):
    """The questions on which both differ, and the tally of the others."""
    tally = {'equal': 0, 'refused': 0, 'given up': 0, 'not ascending': 0}
    differing = []
    answers = iter(lines)
    for zone, base, texts in asked:
        for text, theirs in zip(texts, ask(zone, base, texts)):
            line = next(answers)
            ours = parsed_answer(line)
            if not is_equal(ours, theirs, exact):
                differing.append((zone, base, text, line, theirs))
                continue
            tally['equal'] += 1
            tally['refused'] += theirs is None
            tally['given up'] += theirs == NEVER_ANSWERED
            chain = [base, *ours[1]] if ours else []
            tally['not ascending'] += any(a >= b for a, b in zip(chain, chain[1:]))
    return differing, tally


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('--tool', required=True, help='the calendar_tool that was built')
    options.add_argument('--count', type=int, default=20000)
    options.add_argument('--seed', type=int, default=252)
    options.add_argument('--batch', type=int, default=25, help='expressions a base time and zone')
    options.add_argument('--way', choices=['analyze', 'library'], default='analyze')
    wanted = options.parse_args()
    exact = wanted.way == 'library'
    missing = not glob.glob(LIBRARY) if exact else shutil.which('systemd-analyze') is None
    if missing:
        print(f'{LIBRARY if exact else "systemd-analyze"} is not installed')
        return 77
    began = time.monotonic()
    asked = list(questions(wanted.count, wanted.seed, wanted.batch))
    ask = Library().ask if exact else ask_analyze
    differing, tally = compare(asked, ask_tool(wanted.tool, asked), ask, exact)
    for zone, base, text, ours, theirs in differing[:20]:
        print(f'TZ={zone} base {base} "{text}"\n  ours    {ours}\n  systemd {theirs}')
    print(f'{wanted.count} expressions, {len(differing)} differ, {tally}, '
          f'{time.monotonic() - began:.1f} s')
    return 1 if differing else 0


if __name__ == '__main__':
    sys.exit(main())
