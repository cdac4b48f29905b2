#!/usr/bin/python3
"""A folder includes only what its row of CONTRIBUTING.md allows, and the header of a library only
stands in the file that wraps the library."""

import fnmatch

from sources import OTHERS, PRODUCT, finish, includes, sources

FOLDERS = {
    "core": ["core"],
    "host": ["core", "host"],
    "store": ["core", "store"],
    "watcher": ["core", "host", "store", "upstart", "watcher"],
    "upstart": ["core", "host", "upstart"],
    "control": ["core", "host", "control"],
    "notify": ["core", "host", "notify"],
    "unitgen": ["core", "host", "upstart", "unitgen"],
    "cli": ["core", "host", "store", "cli"],
    "check": ["core", "store", "check"],
}

# What is included: the files that may (patterns). Tests and benchmarks may include anything.
LIBRARIES = {
    "<lmdb.h>": ["store/lmdb*.cc"],
    "<flatbuffers/*": ["store/flat_record.h"],
    '"*_generated.h"': ["store/flat_record.h"],
    "<xxhash.h>": ["store/checksum.cc", "store/identity.cc"],
    "<sdbus-c++/*": ["*_bus.cc", "host/bus_connection.cc", "watcher/bus_*", "upstart/bus_*",
                     "cli/bus_*",
                     "unitgen/systemd/systemd_manager.cc"],
    "<systemd/sd-journal.h>": ["watcher/journal.cc", "watcher/control_journal.cc",
                               "control/host.cc", "notify/run_output.cc"],
    "<systemd/*": ["watcher/*", "notify/run_output.cc", "unitgen/watch/supervisor.cc",
                   "control/host.cc"],
    "<CLI/*": ["*/main.cc", "*/verbs.cc", "cli/control_verbs.cc", "cli/verb_options.cc"],
    "<rapidjson/*": ["core/pause.cc", "core/notice.cc", "cli/json_fields.*", "cli/json_reading.cc",
                     "cli/doctor/job_answers.cc", "unitgen/apply/json.cc",
                     "watcher/job_problems.cc"],
    "<yaml.h>": ["core/yaml.cc", "core/yaml_text.cc"],
    "<date/*": ["core/calendar.cc", "core/time_zone.cc"],
}


def folder_problem(path, included):
    folder = path.parts[0]
    target = included.strip('"').split("/")[0]
    if folder not in FOLDERS or not included.startswith('"'):
        return None
    if "/" not in included:
        return f"{included}: expected a path from the root"
    if target not in FOLDERS[folder]:
        return f"{included}: {folder}/ may include {', '.join(FOLDERS[folder])} only"
    return None


def library_problem(path, included):
    if path.parts[0] not in FOLDERS:
        return None
    for pattern, files in LIBRARIES.items():
        if fnmatch.fnmatch(included, pattern) or fnmatch.fnmatch(included, pattern + ">"):
            if any(fnmatch.fnmatch(str(path), allowed) for allowed in files):
                return None
            return f"{included}: may stand in {', '.join(files)} only"
    return None


def main():
    checked = sources(PRODUCT + OTHERS, ".h", ".cc")
    problems = []
    for path in checked:
        for number, included in includes(path):
            problem = folder_problem(path, included) or library_problem(path, included)
            if problem:
                problems.append(f"{path}:{number}: {problem}")
    finish(checked, problems)


main()
