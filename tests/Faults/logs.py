"""Lines in the processes' logs that mean a defect, whatever the storm did."""
import re

DEFECTS = re.compile(
    r"Unhandled exception|; correlation [0-9a-f]{32}|NullReferenceException|InvalidCastException|KeyNotFoundException"
    r"|IndexOutOfRangeException|ArgumentOutOfRangeException|ArgumentNullException|Collection was modified|Stack overflow"
    r"|OutOfMemoryException|PANIC:|could not read block|deadlock detected|duplicate key value")
SHOWN = 300


def scan(services, violations):
    """Adds a violation for each kind of line, with how often it was written."""
    for service in services:
        found = {}
        with open(service.log, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                match = DEFECTS.search(line)
                if match is None:
                    continue
                # What a dying process writes may begin in the middle of another line.
                text = line[match.start():] if match.group().startswith("Unhandled") else line
                # Ids and numbers do not make another kind of line.
                kind = re.sub(r"(article|story)-[0-9a-z]{26}|[0-9a-f]{32}|\d+", "#", text)[:SHOWN]
                found.setdefault(kind, [text.strip()[:SHOWN], 0])[1] += 1
        for line, count in found.values():
            violations.add("defect logged", f"{service.name}, {count} times: {line}", service.name)
