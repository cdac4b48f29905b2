#include "upstart/upstart_conf.h"

#include "conf_text.h"

#include <gtest/gtest.h>

namespace {

std::string read(std::string_view text) {
  return conf_text(sa::parse_upstart_conf(text));
}

TEST(UpstartConf, ReadsEveryStanzaOfInit5) {
  EXPECT_EQ(read(R"(description "The garbage collector"
author 'Team <team@example.org>'
version 1.0
usage "garbo N=number"
instance $N
start on runlevel [2345]
stop on runlevel [!2345]
env HOME=/srv/garbo
env TERM
export HOME N
emits garbo-done garbo-began
pre-start exec mkdir -p /run/garbo
post-start exec /bin/true
pre-stop exec /bin/true
post-stop exec rm -rf /run/garbo
exec /usr/bin/garbo --all
task
respawn
respawn limit 3 30
normal exit 0 75 TERM SIGUSR1
expect fork
kill timeout 20
kill signal INT
reload signal SIGUSR2
console log
umask 0027
nice -5
oom score -900
limit nofile 1024 unlimited
limit core 0 0
chroot /srv/root
chdir /var
setuid garbo
setgid adm
apparmor load /etc/apparmor.d/garbo
apparmor switch garbo
cgroup cpu garbo cpu.shares 50
cgroup memory
debug
)"),
            R"(1:13 description: The garbage collector
2:8 author: Team <team@example.org>
3:9 version: 1.0
4:7 usage: garbo N=number
5:10 instance: $N
6:1 start on: runlevel,[2345]
7:1 stop on: runlevel,[!2345]
8:5 env: HOME=/srv/garbo
9:5 env: TERM
10:8 export: HOME
10:13 export: N
11:7 emits: garbo-done
11:18 emits: garbo-began
16:1 main exec: |/usr/bin/garbo --all|
12:1 pre-start exec: |mkdir -p /run/garbo|
13:1 post-start exec: |/bin/true|
14:1 pre-stop exec: |/bin/true|
15:1 post-stop exec: |rm -rf /run/garbo|
17:1 task
18:1 respawn
19:1 respawn limit: 3 in 30s
20:13 normal exit: 0
20:15 normal exit: 75
20:18 normal exit: TERM
20:23 normal exit: USR1
21:8 expect: fork
22:1 kill timeout: 20
23:1 kill signal: INT
24:1 reload signal: USR2
25:9 console: log
26:1 umask: 23
27:1 nice: -5
28:1 oom score: -900
29:1 limit: nofile 1024 unlimited
30:1 limit: core 0 0
31:8 chroot: /srv/root
32:7 chdir: /var
33:8 setuid: garbo
34:8 setgid: adm
35:15 apparmor load: /etc/apparmor.d/garbo
36:17 apparmor switch: garbo
37:1 cgroup: cpu garbo cpu.shares 50
38:1 cgroup: memory
39:1 debug
)");
}

TEST(UpstartConf, TakesTheLastOfARepeatedStanzaAndAddsUpWhatAddsUp) {
  EXPECT_EQ(read("exec first\n"
                 "exec second\n"
                 "respawn limit 3 30\n"
                 "respawn limit unlimited\n"
                 "limit nofile 1 2\n"
                 "limit nofile 3 4\n"
                 "kill timeout 1\n"
                 "kill timeout 2\n"
                 "start on a\n"
                 "start on b\n"),
            "10:1 start on: b\n"
            "2:1 main exec: |second|\n"
            "4:1 respawn limit: unlimited in 0s\n"
            "8:1 kill timeout: 2\n"
            "6:1 limit: nofile 3 4\n");
}

TEST(UpstartConf, ReadsScriptsToTheirEndWithoutTheCommonBlanks) {
  EXPECT_EQ(read("pre-start script # why\n"
                 "    mkdir -p /run/garbo\n"
                 "      chown garbo /run/garbo # 'quotes mean nothing here\n"
                 "    echo end script\n"
                 "  end  script # done\n"
                 "script\n"
                 "\texec garbo\n"
                 "\n"
                 "\t# the empty line has no tab\n"
                 "end script"),
            "6:1 main script: |\texec garbo\n"
            "\n"
            "\t# the empty line has no tab\n"
            "|\n"
            "1:1 pre-start script: |mkdir -p /run/garbo\n"
            "  chown garbo /run/garbo # 'quotes mean nothing here\n"
            "echo end script\n"
            "|\n");
}

TEST(UpstartConf, ManualDropsTheStartOnBeforeItOnly) {
  EXPECT_EQ(read("start on a\nmanual\n"), "2:1 manual\n");
  EXPECT_EQ(read("manual\nstart on a\n"), "2:1 start on: a\n");
}

TEST(UpstartConf, TheOverrideCountsAsIfItStoodBehind) {
  const auto conf = sa::parse_upstart_conf("start on a\nexec first\nenv A=1\nrespawn\n");
  EXPECT_EQ(
      conf_text(sa::parse_upstart_override("# ours\nmanual\nexec second\nenv B=2\n", conf.conf)),
      "+2:1 manual\n"
      "3:5 env: A=1\n"
      "+4:5 env: B=2\n"
      "+3:1 main exec: |second|\n"
      "4:1 respawn\n");
}

TEST(UpstartConf, ARespawnLimitOfZeroIsNone) {
  EXPECT_EQ(read("respawn limit 0 5"), "1:1 respawn limit: unlimited in 0s\n");
  EXPECT_EQ(read("respawn limit 5 0"), "1:1 respawn limit: unlimited in 0s\n");
}

TEST(UpstartConf, TurnsTheOldOomAdjustmentIntoAScore) {
  EXPECT_EQ(read("oom -17"), "1:1 oom score: -1000\n");
  EXPECT_EQ(read("oom 5"), "1:1 oom score: 333\n");
  EXPECT_EQ(read("oom never"), "1:1 oom score: -1000\n");
  EXPECT_EQ(read("oom score never"), "1:1 oom score: -1000\n");
}

TEST(UpstartConf, TellsAllThatIsWrongWithItsPlace) {
  EXPECT_EQ(read(R"(descripton "x"
description two words
description ""
description
exec
script now
start when ready
respawn limits 1 2
respawn limit few 30
respawn limit 3
respawn limit 3 soon
normal exit
normal exit 75 NOPE
expect stops
kill timeout -1
kill signal FOO
kill it
reload USR1
console loud
umask 999
nice 20
oom score 1001
oom -18
limit files 1 2
limit nofile 1
limit nofile 1 2k
apparmor drop x
post-start run x
task now
exec /bin/true
)"),
            R"(2:13 description: two
30:1 main exec: |/bin/true|
29:1 task
13:13 normal exit: 75
conf:1:1: expected a stanza of init(5), got 'descripton'; did you mean 'description'?
conf:2:17: description: expected nothing more, got 'words'
conf:3:13: description: expected a word
conf:4:12: description: expected a word more
conf:5:5: exec: expected a command
conf:6:8: script: expected nothing more, got 'now'
conf:7:7: start: expected 'on', got 'when'
conf:8:9: respawn: expected 'limit', got 'limits'
conf:9:15: respawn: expected a number or 'unlimited', got 'few'
conf:10:16: respawn: expected a word more
conf:11:17: respawn: expected a number of seconds, got 'soon'
conf:12:12: normal: expected a word more
conf:13:16: normal: expected an exit status or a signal, got 'NOPE'
conf:14:8: expect: expected one of stop daemon fork none, got 'stops'
conf:15:14: kill: expected a number of seconds, got '-1'
conf:16:13: kill: expected a signal, got 'FOO'
conf:17:6: kill: expected 'timeout' or 'signal', got 'it'
conf:18:8: reload: expected 'signal', got 'USR1'
conf:19:9: console: expected one of log none output owner, got 'loud'
conf:20:7: umask: expected an octal number from 0 to 0777, got '999'
conf:21:6: nice: expected a number from -20 to 19, got '20'
conf:22:11: oom: expected 'never' or a number from -1000 to 1000, got '1001'
conf:23:5: oom: expected 'never' or a number from -17 to 15, got '-18'
conf:24:7: limit: expected a resource such as nofile, got 'files'
conf:25:15: limit: expected a word more
conf:26:16: limit: expected a number or 'unlimited', got '2k'
conf:27:10: apparmor: expected 'load' or 'switch', got 'drop'
conf:28:12: post-start: expected 'exec' or 'script', got 'run'
conf:29:6: task: expected nothing more, got 'now'
)");
}

TEST(UpstartConf, TellsWhatIsOpenAtTheEnd) {
  EXPECT_EQ(read("script\necho\n"), "conf:1:1: script: expected 'end script', got the end\n");
  EXPECT_EQ(read("exec echo 'x\nrespawn\n"), "conf:1:6: exec: expected a closing ', got the end\n");
  EXPECT_EQ(read("exec echo \\"),
            "conf:1:6: exec: expected a character after the backslash, got the end\n");
  EXPECT_EQ(read(""), "");
  EXPECT_EQ(read("\n # nothing\n"), "");
}

TEST(UpstartConf, KnowsWhatUpstartGivesToAShell) {
  EXPECT_FALSE(sa::needs_shell("/usr/sbin/cron -f %n @x a+b"));
  for (const char c : std::string("~`!$^&*()=|\\{}[];\"'<>?")) {
    EXPECT_TRUE(sa::needs_shell(std::string("a ") + c)) << c;
  }
}

}  // namespace
