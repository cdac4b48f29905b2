"""Job files by which a team tries to get more than it may. Each tells as whom it ran, if it runs;
what is accepted must run as the team's user and do nothing else."""

import json

# What a value can hold to become more than a value.
INJECTIONS = {
    "line": "x\nUser=root",
    "section": "x\n[Service]\nUser=root\nExecStart=/opt/truth/tell evil",
    "return": "x\rUser=root",
    "unicode-line": "x\u2028User=root",
    "next-line": "x\u0085User=root",
    "nul": "x\0",
    "backslash": "x\\",
    "blank-backslash": "x \\",
    "specifier": "%n%H%{",
    "variable": "$HOME${LOGNAME}",
    "empty": "",
    "blank": " ",
    "quote": 'x" "y',
    "comment": "#x ;y",
}

# Text keys, with what makes an injection into them as good a value as it can be.
TEXT_KEYS = {
    "description": lambda text: text,
    "schedule": lambda text: f"*-*-* 03:00 {text}",
    "timezone": lambda text: f"UTC{text}",
    "user": lambda text: f"deploy{text}",
    "group": lambda text: f"deploy{text}",
    "directory": lambda text: f"/tmp{text}",
    "umask": lambda text: f"022{text}",
    "environment-file": lambda text: f"/etc/web.env{text}",
    "notify": lambda text: f"mail:web@example.org{text}",
    "tags": lambda text: [f"a{text}"],
    "after": lambda text: [f"network-online.target{text}"],
    "requires": lambda text: [f"plain{text}"],
    "cpu-quota": lambda text: f"50%{text}",
    "memory-max": lambda text: f"64M{text}",
    "io-class": lambda text: f"idle{text}",
    "timeout": lambda text: f"1min{text}",
    "success-exit-status": lambda text: [f"75{text}"],
    "fatal-exit-status": lambda text: [f"75{text}"],
    "on-fatal": lambda text: f"pause{text}",
    "condition": lambda text: {"path": f"/etc{text}"},
    "environment": lambda text: {"KEY": text},
    "respawn": lambda text: {"delay": f"1s{text}"},
    "slow-start-command": lambda text: f"/opt/truth/tell {{name}} slow {text}",
}

# One value alone that would be more than the team may.
BOLD = {
    "root": {"user": "root"},
    "root-by-number": {"user": "0"},
    "root-by-plus": {"user": "+0"},
    "nobody-said": {"user": "friend"},
    "empty-user": {"user": ""},
    "null-user": {"user": None},
    "dynamic-user": {"user": "deploy", "unit": {"Service": {"User": "root"}}},
    "shadow-group": {"group": "shadow"},
    "root-group": {"group": "root"},
    "group-by-number": {"group": "42"},
    "shadow-file": {"environment-file": "/etc/shadow"},
    "optional-shadow-file": {"environment-file": "-/etc/shadow"},
    "shadow-by-dots": {"environment-file": "/etc/web.env/../shadow"},
    "shadow-by-glob": {"environment-file": "/etc/shado*"},
    "other-unit": {"requires": "victim.service"},
    "other-unit-list": {"requires": ["plain", "victim.service"]},
    "other-team": {"requires": "sa-friends.service"},
    "shutdown": {"requires": "poweroff.target"},
    "after-shutdown": {"after": "shutdown.target", "at-boot": True},
    "own-start": {"unit": {"Service": {"ExecStartPre": "+/opt/truth/tell evil"}}},
    "plus": {"command": "+/opt/truth/tell evil"},
    "quoted-plus": {"command": "\"+/opt/truth/tell\" evil"},
    "bangs": {"command": "!!/opt/truth/tell evil"},
    "plus-in-list": {"command": ["/bin/true", "'+/opt/truth/tell' evil"]},
    "slow-plus": {"slow-start-command": "\"+/opt/truth/tell\" evil"},
    "separator": {"command": "/bin/true ; +/opt/truth/tell evil"},
    "path-to-root": {"command": "tell evil", "environment": {"PATH": "/root/bin:/opt/truth"}},
    "dots": {"directory": "/tmp/../root"},
    "tilde": {"directory": "~root"},
    "preload": {"environment": {"LD_PRELOAD\nUser": "root"}},
    "bad-name": {"environment": {"A=B\" \"C": "x"}},
    "nice": {"nice": -20},
    "realtime": {"io-class": "realtime"},
    "memory": {"memory-max": "100G"},
    "tasks": {"tasks-max": 100000},
    "script-with-nul": {"command": None, "script": "true\0\n"},
    "script": {"command": None, "script": "/opt/truth/tell {name}\n# \\\n%h\n[Service]\nUser=root"},
    "huge-words": {"command": "/opt/truth/tell {name} " + "x" * 900_000},
    "many-words": {"command": "/opt/truth/tell {name}" + " \x01" * 200_000},
    "deep": {"tags": json.loads("[" * 500 + "]" * 500)},
}

# Names that are somebody else's; `taken` is a unit without our mark, `shared` another team's.
NAMES = ["watcher", "control", "unitgen", "notify", "watcher-x", "control@x", "plain-slow", "taken",
         "shared", "..", "-x", "x@", "UPPER", "a b", "x" * 65, "%n", "ü", "new\nline"]


def text_of(name, keys):
    """A job file: JSON is YAML. `{name}` in a command becomes the job's."""
    job = {"command": "/opt/truth/tell {name}"} | keys
    filled = {key: value.replace("{name}", name) if isinstance(value, str) else value
              for key, value in job.items() if not (key == "command" and value is None)}
    return json.dumps(filled)


def jobs():
    """name: text of the file."""
    found = {}
    for key, valued in TEXT_KEYS.items():
        for kind, text in INJECTIONS.items():
            name = f"{key}.{kind}"
            found[name] = text_of(name, {key: valued(text)})
    for kind, keys in BOLD.items():
        found[f"bold.{kind}"] = text_of(f"bold.{kind}", keys)
    return found
