"""A PostgreSQL server of the storm's own."""
import glob
import os
import pwd
import shutil
import socket
import subprocess
import threading

from processes import Service

NAME = "stories"


class NoDatabase(Exception):
    """There is no PostgreSQL here."""


def free_ports(count):
    """Loopback ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def programs():
    """Folder of PostgreSQL's programs."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    if found:
        return os.path.dirname(max(found, key=lambda p: int(p.split("/")[4]) if p.split("/")[4].isdigit() else 0))
    initdb = shutil.which("initdb")
    if initdb is None:
        raise NoDatabase("PostgreSQL is not installed (Debian: postgresql).")
    return os.path.dirname(os.path.realpath(initdb))


class Database:
    """The server, its data in a folder of its own; runs as another user if this one is root, whom it refuses."""

    def __init__(self, folder, logs):
        self._bin = programs()
        if shutil.which("setpriv") is None:
            raise NoDatabase("setpriv is not installed (Debian: util-linux).")
        self._home = os.path.join(folder, "postgres")
        self.port = free_ports(1)[0]
        self.user = None
        os.mkdir(self._home)
        as_user = []
        if os.geteuid() == 0:
            self.user = next((u for u in ("postgres", "nobody") if self._known(u)), None)
            if self.user is None:
                raise NoDatabase("PostgreSQL refuses to run as root, and there is no user postgres.")
            entry = pwd.getpwnam(self.user)
            os.chown(self._home, entry.pw_uid, entry.pw_gid)
            as_user = ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups", "--"]
        data = os.path.join(self._home, "data")
        made = subprocess.run([*as_user, f"{self._bin}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"],
                              capture_output=True, text=True, cwd=self._home)
        if made.returncode != 0:
            raise NoDatabase(f"initdb: {made.stderr.strip()}")
        # fsync stays on: what an immediate stop leaves must be what was promised.
        argv = [f"{self._bin}/postgres", "-D", data, "-p", str(self.port), "-c", "listen_addresses=127.0.0.1",
                "-c", f"unix_socket_directories={self._home}", "-c", "max_connections=300"]
        self.service = Service("database", argv, os.path.join(logs, "database.log"), user=self.user or "postgres")
        self.service.healthy = self._healthy

    @staticmethod
    def _known(user):
        try:
            pwd.getpwnam(user)
            return True
        except KeyError:
            return False

    @property
    def connection_string(self):
        """For the silos and gateways."""
        return f"Host=127.0.0.1;Port={self.port};Username=postgres;Database={NAME}"

    def query(self, sql, database=NAME):
        """Rows of a query, as lists of texts."""
        argv = [*self._psql(database), "-At", "-F", "\t", "-c", sql]
        run = subprocess.run(argv, capture_output=True, text=True, timeout=120, cwd=self._home)
        if run.returncode != 0:
            raise RuntimeError(f"psql: {run.stderr.strip()}")
        return [line.split("\t") for line in run.stdout.splitlines()]

    def create(self):
        """Makes the database in the server, which is empty so far."""
        self.query(f"create database {NAME}", "postgres")

    def hold_back(self, seconds):
        """Lets nobody write articles into stories or change stories for so many seconds, while all can be read: a transaction of
        somebody else's, as an index that is built or a backup takes it. False if the server does not run."""
        if not self.service.running:
            return False
        sql = f"begin; lock table story_catalog in share mode; select pg_sleep({seconds:.1f}); commit"
        # It ends by itself, or with the server.
        threading.Thread(target=subprocess.run, args=([*self._psql(NAME), "-c", sql],), daemon=True,
                         kwargs={"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": self._home, "timeout": 60}).start()
        return True

    def _psql(self, database):
        return [f"{self._bin}/psql", "-X", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database]

    def _healthy(self):
        if not self.service.running:
            return "the database does not run"
        try:
            with socket.create_connection(("127.0.0.1", self.port), 2):
                pass
            self.query("select 1", "postgres")
            return None
        except (OSError, RuntimeError, subprocess.TimeoutExpired) as error:
            return f"the database does not answer: {error}"
