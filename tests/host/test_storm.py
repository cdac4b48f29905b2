#!/usr/bin/python3
"""Under as many runs as the host can make, with the watcher killed in between, each run is recorded
once. (At full size and with figures: storm.py.)"""

import host_case
from host_case import WatchedHost
from storm import Storm

TIMERS, SECONDS, KILLS = 400, 12, 2


class StormOfRuns(host_case.HostCase):
    @classmethod
    def setUpClass(cls):
        cls.host = cls.enterClassContext(WatchedHost())
        cls.host.install()
        Storm.prepare(cls.host)
        cls.host.boot()
        cls.host.start_watcher()

    def test_nothing_missed_nothing_twice_though_the_watcher_is_killed(self):
        storm = Storm(self.host, TIMERS)
        storm.rage(SECONDS, KILLS)
        storm.wait_until_caught_up(30)
        restarts = self.host.properties("sa-watcher.service", "NRestarts")["NRestarts"]
        self.assertEqual(int(restarts), KILLS)
        self.assertGreater(len(storm.truth()), TIMERS)
        self.assertEqual(storm.problems(), [])


if __name__ == "__main__":
    host_case.main()
