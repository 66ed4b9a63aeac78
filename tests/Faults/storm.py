#!/usr/bin/python3
"""A crash storm: silos, gateways and the database fail by chance while articles, retractions and edits stream in; then everything that
was promised is checked from outside. See README.md beside this file.

    tests/Faults/storm.py --minutes 10 --seed 1
"""
import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time

SKIPPED = 77
HERE = os.path.dirname(os.path.abspath(__file__))
START_WITHIN, HEAL_WITHIN, DRAIN_WITHIN, AGREE_WITHIN = 120, 120, 120, 120

sys.dont_write_bytecode = True  # nothing is left in the source tree

try:
    from api import Api, Failure, Gateway
    import check
    import database as postgres
    import logs
    from editor import Editor, Edits
    from faults import Storm
    from journal import Journal, Violations
    from news import Newsroom
    from processes import Service, Supervisor
    from retractor import Retractor
    from sender import Desk, StreamSender, send_one_by_one
    from watcher import Watcher
except ImportError as error:
    print(f"skipped: {error} (Debian: python3-grpcio, python3-protobuf)")
    sys.exit(SKIPPED)


class Stopped(Exception):
    """Somebody wants the storm to end now."""


def options():
    root = os.path.dirname(os.path.dirname(HERE))
    parser = argparse.ArgumentParser(description="A crash storm, and a check of what was promised in it. "
                                     "Ends with 0, or with 1 if a promise was broken.")
    parser.add_argument("--minutes", type=float, default=10, help="how long faults are dealt (default 10)")
    parser.add_argument("--seed", type=int, default=1, help="of articles, faults and edits; times are the machine's (default 1)")
    parser.add_argument("--rate", type=float, default=20, help="articles, new or again, a second (default 20)")
    parser.add_argument("--silos", type=int, default=3)
    parser.add_argument("--gateways", type=int, default=2)
    parser.add_argument("--pause", type=float, nargs=2, default=(3, 12), metavar=("LEAST", "MOST"),
                        help="seconds between two faults (default 3 12)")
    parser.add_argument("--binaries", default=root, metavar="DIR", help="checkout whose build output is stormed (default: this one)")
    parser.add_argument("--configuration", default="Release", help="of the build output (default Release)")
    parser.add_argument("--descriptors", metavar="FILE",
                        help="descriptor set of the API (default: api.binpb of tests/EndToEnd's build output)")
    parser.add_argument("--keep", metavar="DIR", help="folder for logs and journal, which are removed otherwise")
    given = parser.parse_args()
    given.silo = os.path.join(given.binaries, "silo/Host/bin", given.configuration, "net10.0/StoryClustering.Silo.dll")
    given.gateway = os.path.join(given.binaries, "gateway/Host/bin", given.configuration, "net10.0/StoryClustering.Gateway.Host.dll")
    given.descriptors = given.descriptors or os.path.join(given.binaries, "tests/EndToEnd/bin", given.configuration, "net10.0/api.binpb")
    for file in (given.silo, given.gateway, given.descriptors):
        if not os.path.exists(file):
            parser.error(f"{file} is not there: build silo/Host, gateway/Host and tests/EndToEnd first")
    if given.silos < 2 or given.gateways < 1:
        parser.error("a storm needs 2 silos and a gateway at least")
    return given


def wait_until(missing, within, stop=None):
    """Polls until nothing is missing; returns what is still missing after so many seconds."""
    deadline = time.monotonic() + within
    while True:
        wrong = missing()
        if not wrong or time.monotonic() > deadline:
            return wrong
        if stop is not None and stop.is_set():
            raise Stopped()
        time.sleep(0.25)


class Run:
    """One storm from the empty database to the last line."""

    def __init__(self, given, folder, logs_folder):
        self.given, self.folder, self.logs = given, folder, logs_folder
        for old in os.listdir(logs_folder):
            if old.endswith(".log"):
                os.remove(os.path.join(logs_folder, old))
        self.journal = Journal(os.path.join(logs_folder, "journal.jsonl"))
        self.violations = Violations(self.journal)
        self.supervisor = None
        self.stop_load, self.stop_storm = threading.Event(), threading.Event()
        self.watchers, self.helpers, self.senders = [], [], []
        self.desk = None

    def say(self, text):
        print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)

    def thread(self, target, *arguments):
        """A thread that ends the run if it fails."""
        def body():
            try:
                target(*arguments)
            except Exception as error:  # the storm itself is wrong then, and must not pass
                self.violations.add("the storm is wrong", f"{target}: {type(error).__name__}: {error}")
                raise
        one = threading.Thread(target=body, daemon=True)
        one.start()
        return one

    def start(self):
        given = self.given
        api = Api(given.descriptors)
        self.database = postgres.Database(self.folder, self.logs)
        common = [f"--Storage:ConnectionString={self.database.connection_string}", "--Logging:LogLevel:Default=Warning"]
        ports = iter(postgres.free_ports(3 * given.silos + 2 * given.gateways))
        # Less memory for each, and no advice on diagnostics: there are many on one machine.
        environment = {"DOTNET_NOLOGO": "1", "DOTNET_gcServer": "0", "DOTNET_DbgEnableMiniDump": "0"}

        def service(name, argv, health):
            log = os.path.join(self.logs, f"{name.replace(' ', '-')}.log")
            return Service(name, ["dotnet", *argv, *common], log, f"http://127.0.0.1:{health}/health", environment=environment)

        self.silos, self.gateway_services, self.gateways = [], [], []
        for number in range(1, given.silos + 1):
            silo, client, health = next(ports), next(ports), next(ports)
            argv = [given.silo, f"--Cluster:SiloPort={silo}", f"--Cluster:GatewayPort={client}", f"--Health:Url=http://127.0.0.1:{health}"]
            self.silos.append(service(f"silo {number}", argv, health))
        for number in range(1, given.gateways + 1):
            http, grpc = next(ports), next(ports)
            argv = [given.gateway, "--mode", "cluster", "--http", str(http), "--grpc", str(grpc)]
            self.gateway_services.append(service(f"gateway {number}", argv, http))
            self.gateways.append(Gateway(api, f"gateway {number}", f"127.0.0.1:{grpc}"))
        self.supervisor = Supervisor([self.database.service], self.journal)
        self.supervisor.start()
        if wrong := wait_until(self.supervisor.unwell, START_WITHIN, self.stop_storm):
            raise RuntimeError(f"The database did not start: {wrong}")
        self.database.create()
        self.supervisor.services = [self.database.service, *self.silos, *self.gateway_services]
        if wrong := wait_until(self.supervisor.unwell, START_WITHIN, self.stop_storm):
            raise RuntimeError(f"The service did not start: {wrong}")
        self.desk = Desk(api, Newsroom(given.seed), given.seed, given.rate, self.journal, self.violations)

    def load(self):
        """Starts all clients."""
        seed = random.Random(f"clients {self.given.seed}")
        for gateway in self.gateways:
            others = [g for g in self.gateways if g is not gateway]
            for view, short in (("STORY_VIEW_CARD", "cards"), ("STORY_VIEW_FULL", "full")):
                name = f"watcher of {gateway.name} ({short})"
                self.watchers.append(Watcher(name, gateway, others, view, seed.random(), self.journal, self.violations))
        self.streams = [StreamSender(self.desk, self.gateways, seed.random()) for _ in range(3)]
        self.edits = Edits()
        clients = [seed.random() for _ in range(5)]
        self.retractors = [Retractor(self.desk, self.gateways, s, 2.0, self.journal, self.violations) for s in clients[:3]]
        self.editors = [Editor(self.edits, self.gateways, s, 2.5, self.desk, self.journal, self.violations) for s in clients[3:]]
        self.senders = [self.thread(send_one_by_one, self.desk, self.gateways, seed.random()) for _ in range(8)]
        self.senders += [self.thread(s.run) for s in self.streams]
        self.helpers = [self.thread(h.run, self.stop_load) for h in (*self.retractors, *self.editors)]
        self.helpers.append(self.thread(self.desk.generate, self.stop_load))
        self.watching = [self.thread(w.run) for w in self.watchers]
        self.thread(self._listen)

    def _listen(self):
        while not self.desk.over.wait(1):
            for watcher in self.watchers:
                watcher.check_silence()

    def storm(self):
        """Deals faults for the time that was asked for."""
        self.faults = Storm(self.supervisor, self.database, self.silos, self.gateway_services, self.given.seed, self.given.pause)
        until = time.monotonic() + self.given.minutes * 60
        dealing = self.thread(self.faults.run, until, self.stop_storm)
        while dealing.is_alive():
            dealing.join(10)
            self.say(f"{self.desk.acks} acks, {self.desk.open} open, {sum(self.faults.dealt.values())} faults, "
                     f"{self._retractions} retractions, {self.edits.acked} edits, {self.violations.count} violations")
        if self.stop_storm.is_set():
            raise Stopped()

    def settle(self):
        """Ends the faults, waits for every answer and until nothing changes any more."""
        self.say("No more faults; waiting until all is answered and quiet.")
        self.supervisor.calm()
        for wrong in wait_until(self.supervisor.unwell, HEAL_WITHIN, self.stop_storm):
            self.violations.add("does not heal", wrong)
        self.stop_load.set()
        self.desk.calm = True
        for wrong in wait_until(self._unanswered, DRAIN_WITHIN, self.stop_storm):
            self.violations.add("never answered", wrong[0], *wrong[1])
        self.desk.over.set()
        for watcher in self.watchers:
            watcher.go_home()
        agreement = check.Agreement(self.gateways, self.watchers)
        for wrong, stories in wait_until(agreement.missing, AGREE_WITHIN, self.stop_storm):
            self.violations.add("watch or list differs", wrong, *stories)

    def _unanswered(self):
        wrong = [(f"{name} was sent and never acked or refused", [name]) for name in self.desk.open_names()]
        wrong += [(f"the retraction of {r.busy}", [r.busy]) for r in self.retractors if r.busy]
        wrong += [(f"{e.busy}", e.busy.split(" ")[1:]) for e in self.editors if e.busy]
        return wrong

    @property
    def _retractions(self):
        return sum(r.acked for r in self.retractors)

    def judge(self):
        """Checks everything and prints the end of the run; returns the exit code."""
        judging = check.Check(self.gateways, self.database, self.desk, self.edits, self.violations)
        try:
            judging.run()
        except (Failure, RuntimeError) as error:
            self.violations.add("cannot be checked", str(error))
        logs.scan([*self.silos, *self.gateway_services, self.database.service], self.violations)
        for line in self.violations.report():
            print(line)
        acked = [a for a in self.desk.articles if a.acked_at is not None]
        restarts = sum(s.lives - 1 for s in self.supervisor.services)
        parts = [
            f"storm: seed {self.given.seed}, {self.given.minutes:g} minutes",
            f"{len(acked)} articles acked ({self.desk.acks} acks), {sum(1 for a in acked if a.revision)} revised, "
            f"{self._retractions} retractions, {self.edits.acked} edits, {len(judging.stories)} stories",
            f"faults: {', '.join(f'{n} {kind}' for kind, n in sorted(self.faults.dealt.items()))}",
            f"{self.supervisor.gave_up} silos ended after a freeze, {self.supervisor.ended_alone} processes by themselves, "
            f"{restarts} restarts",
            f"{sum(w.reconnects for w in self.watchers)} reconnects and {sum(w.snapshots for w in self.watchers)} snapshots "
            f"of {len(self.watchers)} watches, {sum(s.streams for s in self.streams)} streams",
            f"violations: {self.violations.count} {self.violations.kinds() or ''}".rstrip(),
        ]
        print("; ".join(parts))
        return 1 if self.violations.count else 0

    def close(self):
        """Ends everything that was started."""
        self.stop_load.set()
        if self.desk is not None:
            self.desk.over.set()
        for watcher in self.watchers:
            watcher.stop()
        if self.supervisor is not None:
            self.supervisor.stop_all()
        for gateway in getattr(self, "gateways", ()):
            gateway.close()
        self.journal.close()


def main():
    given = options()
    folder = tempfile.mkdtemp(prefix="story-storm-")
    os.chmod(folder, 0o711)  # PostgreSQL runs as another user and must be able to pass through
    logs_folder = given.keep or os.path.join(folder, "logs")
    os.makedirs(logs_folder, exist_ok=True)
    run, code = None, 2
    try:
        run = Run(given, folder, logs_folder)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: run.stop_storm.set())
        run.start()
        run.load()
        run.storm()
        run.settle()
        code = run.judge()
    except postgres.NoDatabase as error:
        print(f"skipped: {error}")
        code = SKIPPED
    except Stopped:
        print("stopped before the end")
        code = 130
    finally:
        if run is not None:
            run.close()
        shutil.rmtree(folder, ignore_errors=True)
    return code


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    # Threads of broken calls must not hold up the end: all that was started has ended.
    os._exit(status)
