#include "conf_text.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace {

std::string read_shipped(const std::string& name) {
  std::ifstream file(SA_UNITS_DIR "/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return conf_text(sa::parse_upstart_conf(text.str()));
}

TEST(ShippedConf, RespawnsTheWatcherAsItsOwnUser) {
  EXPECT_EQ(read_shipped("sa-watcher.upstart.conf"),
            "3:13 description: ScriptActivity watcher\n"
            "6:1 start on: started,dbus\n"
            "7:1 stop on: stopping,dbus\n"
            "20:1 main exec: |" SA_SBINDIR
            "/sa-watcher --source upstart|\n"
            "9:1 respawn\n"
            "10:1 respawn limit: 10 in 60s\n"
            "12:13 normal exit: 0\n"
            "12:15 normal exit: 2\n"
            "12:17 normal exit: TERM\n"
            "17:1 umask: 7\n"
            "18:1 nice: -5\n"
            "15:8 setuid: scriptactivity\n"
            "16:8 setgid: scriptactivity\n");
}

TEST(ShippedConf, MakesTheFoldersBeforeTheWatcherStarts) {
  const std::string state = SA_STATE_HOME;
  EXPECT_EQ(read_shipped("sa-watcher-folders.upstart.conf"),
            "3:13 description: folders of the ScriptActivity watcher\n"
            "5:1 start on: starting,sa-watcher\n"
            "9:1 main script: |install -d -o scriptactivity -g scriptactivity -m 0750 " +
                state +
                "/lib/scriptactivity\n"
                "install -d -o scriptactivity -g scriptactivity -m 0755 /run/scriptactivity\n"
                "install -d -m 0755 " +
                state + "/lib/scriptactivity-jobs " + state +
                "/lib/scriptactivity-jobs/upstart\n"
                "|\n"
                "7:1 task\n");
}

}  // namespace
