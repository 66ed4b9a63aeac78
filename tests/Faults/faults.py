"""What goes wrong, and when: a deck of cards, shuffled by the seed, dealt with pauses until the time is over."""
import collections
import random
import signal
import time

KINDS = ["kill silo", "kill silo", "stop silo", "freeze silo", "freeze silo", "kill gateway", "stop gateway",
         "restart database fast", "restart database at once", "hold back writes"]


class Storm:
    """Deals faults; each names its victim by chance among those that stand."""

    def __init__(self, supervisor, database, silos, gateways, seed, pause):
        self._supervisor, self._database, self._silos, self._gateways = supervisor, database, silos, gateways
        self._rng, self._pause = random.Random(f"faults {seed}"), pause
        self.dealt = collections.Counter()

    def run(self, until, stop):
        """Deals until the time (monotonic) has come."""
        deck = []
        while not stop.is_set():
            pause = self._rng.uniform(*self._pause)
            if stop.wait(max(0.0, min(pause, until - time.monotonic()))) or time.monotonic() >= until:
                return
            if not deck:
                deck = KINDS[:]
                self._rng.shuffle(deck)
            kind = deck.pop()
            if self._deal(kind):
                self.dealt[kind] += 1

    def _deal(self, kind):
        rng, signal_of = self._rng, {"kill": signal.SIGKILL, "stop": signal.SIGTERM}
        down = rng.uniform(0.2, 6)
        what, whom = kind.split(" ", 1)
        if what == "hold":
            return self._database.hold_back(rng.uniform(4, 16))
        if whom.startswith("database"):
            stop = signal.SIGINT if whom.endswith("fast") else signal.SIGQUIT
            return self._supervisor.signal(self._database.service, stop, rng.uniform(0.0, 6))
        among = self._silos if whom == "silo" else self._gateways
        # Mostly one that stands: a freeze is to last. Now and then a frozen one ends, or one that is being stopped.
        standing = [s for s in among if s.running and not s.killed and s.thaw_at is None]
        victim = rng.choice(standing if standing and rng.random() < 0.9 else among)
        if what == "freeze":
            return self._supervisor.freeze(victim, rng.uniform(5, 30))
        return self._supervisor.signal(victim, signal_of[what], down)
