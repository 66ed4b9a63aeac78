"""Processes of the service, and the supervisor that starts them again whenever they end."""
import os
import pwd
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request

# How long a supervisor waits before it starts again what has ended by itself.
RESTART_PAUSE = 1.0


class Service:
    """One process that is to run for the whole storm, through any number of lives."""

    def __init__(self, name, argv, log, health=None, user=None, environment=None):
        self.name, self.argv, self.log, self.health, self.user = name, argv, log, health, user
        self.environment = environment or {}
        self.process = None
        self.not_before = 0.0   # when it may be started again
        self.thaw_at = None     # set while it is frozen
        self.killed = False     # its next end is the storm's doing
        self.frozen_once = False
        self.lives = 0

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    def healthy(self):
        """None, or what is wrong."""
        if not self.running:
            return f"{self.name} does not run"
        if self.thaw_at is not None:
            return f"{self.name} is frozen"
        if self.health is None:
            return None
        try:
            with urllib.request.urlopen(self.health, timeout=2) as answer:
                return None if answer.status == 200 else f"{self.name} answers {answer.status}"
        except (urllib.error.URLError, OSError) as error:
            return f"{self.name} is not healthy: {error}"


class Supervisor(threading.Thread):
    """Starts, thaws and restarts. All processes are started by this one thread and end with it, also if the storm is killed."""

    def __init__(self, services, journal):
        super().__init__(name="supervisor", daemon=True)
        self.services, self._journal = services, journal
        self._lock = threading.RLock()
        self._over = threading.Event()
        self._idle = threading.Event()
        self.ended_alone = 0     # ends that no fault explains
        self.gave_up = 0         # silos that ended after they had been frozen

    def run(self):
        while not self._over.is_set():
            with self._lock:
                for service in self.services:
                    self._look_after(service, time.monotonic())
            self._over.wait(0.05)
        self._idle.wait()

    def _look_after(self, service, now):
        if service.thaw_at is not None and now >= service.thaw_at:
            self._thaw(service)
        if service.process is not None and (code := service.process.poll()) is not None:
            self._journal.note("ended", service.name, code=code)
            if not service.killed:
                if service.frozen_once:
                    self.gave_up += 1
                else:
                    self.ended_alone += 1
                service.not_before = max(service.not_before, now + RESTART_PAUSE)
            service.process, service.killed, service.thaw_at, service.frozen_once = None, False, None, False
        if service.process is None and now >= service.not_before:
            self._start(service)

    def _start(self, service):
        # The kernel ends them with us; setpriv becomes the program, so the id is the program's own.
        argv = ["setpriv", "--pdeathsig", "KILL"]
        if service.user is not None and os.geteuid() == 0:
            entry = pwd.getpwnam(service.user)
            argv += [f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]
        environment = {k: v for k, v in os.environ.items() if k != "ASPNETCORE_URLS"}
        with open(service.log, "ab") as log:
            service.process = subprocess.Popen(
                [*argv, "--", *service.argv], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=os.path.dirname(service.log),
                env={**environment, **service.environment}, start_new_session=True)
        service.lives += 1
        self._journal.note("started", service.name, process=service.process.pid, life=service.lives)

    def signal(self, service, number, pause):
        """Ends a process as the storm wants it; it is started again after a pause of so many seconds. False if it does not run."""
        with self._lock:
            if not service.running:
                return False
            service.killed = True
            service.not_before = time.monotonic() + pause
            service.process.send_signal(number)
            if service.thaw_at is not None and number != signal.SIGKILL:
                self._thaw(service)
            self._journal.note(f"signal {signal.Signals(number).name}", service.name, pause=round(pause, 1))
            return True

    def freeze(self, service, seconds):
        """Stops a process in its tracks for so many seconds. False if it does not run."""
        with self._lock:
            if not service.running or service.thaw_at is not None:
                return False
            service.thaw_at = time.monotonic() + seconds
            service.frozen_once = True
            service.process.send_signal(signal.SIGSTOP)
            self._journal.note("frozen", service.name, seconds=round(seconds, 1))
            return True

    def calm(self):
        """No more faults: what is frozen goes on, what waits is started."""
        with self._lock:
            for service in self.services:
                service.not_before = 0.0
                if service.thaw_at is not None:
                    self._thaw(service)

    def _thaw(self, service):
        service.thaw_at = None
        if service.running:
            service.process.send_signal(signal.SIGCONT)
            self._journal.note("thawed", service.name)

    def unwell(self):
        """What is wrong with whom; empty when all are well."""
        if not self.is_alive():
            return ["the supervisor has failed"]
        return [wrong for service in self.services if (wrong := service.healthy())]

    def stop_all(self):
        """Ends all processes, the last started first, and this thread."""
        self._over.set()
        with self._lock:
            for service in reversed(self.services):
                if not service.running:
                    continue
                # A database that is killed leaves children and shared memory behind; it is told to stop at once instead.
                service.process.send_signal(signal.SIGQUIT if service.user is not None else signal.SIGKILL)
                service.process.send_signal(signal.SIGCONT)
                try:
                    service.process.wait(20)
                except subprocess.TimeoutExpired:
                    service.process.kill()
                    service.process.wait()
        self._idle.set()
