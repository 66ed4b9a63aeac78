"""What the clients were told, in the order in which they were told, and what must not have been."""
import collections
import json
import threading
import time

LONGEST_SHOWN = 60


class Journal:
    """Entries by the ids that they are about: in memory, and as JSON lines in a file."""

    def __init__(self, path):
        self._lock = threading.Lock()
        self._about = collections.defaultdict(list)
        self._start = time.monotonic()
        self._file = open(path, "w", encoding="utf-8")

    def note(self, what, *ids, **facts):
        """Notes what happened to some ids."""
        entry = {"at": round(time.monotonic() - self._start, 3), "what": what, "ids": [i for i in ids if i], **facts}
        with self._lock:
            if self._file.closed:
                return
            self._file.write(json.dumps(entry) + "\n")
            for one in entry["ids"]:
                self._about[one].append(entry)

    def about(self, *ids):
        """The entries about any of these ids, as lines, oldest first; the newest if there are very many."""
        with self._lock:
            entries = {id(e): e for one in ids for e in self._about.get(one, ())}
        lines = []
        for entry in sorted(entries.values(), key=lambda e: e["at"])[-LONGEST_SHOWN:]:
            facts = " ".join(f"{k}={v}" for k, v in entry.items() if k not in ("at", "what", "ids"))
            lines.append(f"{entry['at']:9.3f} {entry['what']} [{' '.join(entry['ids'])}] {facts}".rstrip())
        return lines

    def close(self):
        with self._lock:
            self._file.close()


class Violations:
    """What broke a promise, by kind. The first of each kind are shown with the journal of what they are about."""

    SHOWN_OF_A_KIND = 5

    def __init__(self, journal):
        self._journal = journal
        self._lock = threading.Lock()
        self._kinds = collections.defaultdict(list)

    def add(self, kind, text, *ids):
        """Notes a violation. The same text of one kind counts once."""
        self._journal.note(f"VIOLATION {kind}: {text}", *ids)
        with self._lock:
            if all(text != other for other, _ in self._kinds[kind]):
                self._kinds[kind].append((text, ids))

    @property
    def count(self):
        with self._lock:
            return sum(len(v) for v in self._kinds.values())

    def kinds(self):
        """How many of each kind."""
        with self._lock:
            return {kind: len(found) for kind, found in sorted(self._kinds.items())}

    def report(self):
        """Lines for people."""
        lines = []
        with self._lock:
            kinds = {kind: list(found) for kind, found in sorted(self._kinds.items())}
        for kind, found in kinds.items():
            lines.append(f"VIOLATION {kind} ({len(found)})")
            for text, ids in found[:self.SHOWN_OF_A_KIND]:
                lines.append(f"  {text}")
                lines.extend(f"    {line}" for line in self._journal.about(*ids))
            if len(found) > self.SHOWN_OF_A_KIND:
                lines.append(f"  and {len(found) - self.SHOWN_OF_A_KIND} more; all of them are in the journal")
        return lines
