"""Invented news: events that several outlets report in their own words, copies of agencies' texts, corrections."""
import random

ONSETS = "b br d dr f g gl h k kr l m n p pl r s st t tr v w z".split()
VOWELS = "a e i o u au ei oo".split()
CODAS = ["", "b", "ck", "d", "g", "l", "lm", "m", "n", "nd", "r", "rn", "sk", "t", "x"]
JOINS = ["and the", "with", "after the", "for", "because of the", "but not the", "from", "over the"]
# (name as credited, domain): known to the catalogue that comes with the service.
AGENCIES = [("Reuters", "reuters.com"), ("AP", "apnews.com"), ("UPI", "upi.com")]
FIRST_PUBLISHED = 1_760_000_000
SENTENCES = 7


def word(rng, syllables):
    """An invented word."""
    return "".join(rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(syllables))


class Draft:
    """What a sender sends: title and text may change from one revision to the next, the rest stays."""

    __slots__ = ("name", "host", "path", "title", "text", "outlet", "published", "credit")

    def __init__(self, name, host, path, title, text, outlet, published, credit):
        self.name, self.host, self.path, self.title, self.text = name, host, path, title, text
        self.outlet, self.published, self.credit = outlet, published, credit

    @property
    def url(self):
        """The address as it is sent first."""
        return f"https://{self.host}/{self.path}"

    def spelling(self, rng):
        """The same address as another feed has it."""
        return rng.choice([
            f"{self.url}?utm_source=feed{rng.randrange(9)}", f"http://www.{self.host}/{self.path}", f"{self.url}/#top",
            f"https://{self.host.upper()}/{self.path}?gclid={rng.randrange(1000)}"])

    def revised(self, number, rng):
        """The same article after its outlet has changed it."""
        day, who = rng.randrange(1, 29), word(rng, 3)
        text = f"{self.text} Correction {number}: the {word(rng, 2)} was a {word(rng, 2)}, {who} said on day {day}."
        title = f"{self.title.split(' (update')[0]} (update {number})"
        return Draft(self.name, self.host, self.path, title, text, self.outlet, self.published, self.credit)


class Event:
    """What happens somewhere: its names, things and figures are its own."""

    def __init__(self, number, rng):
        self.number, self._rng = number, rng
        self._names = [f"{word(rng, 2).capitalize()} {word(rng, 3).capitalize()}" for _ in range(2)] + [word(rng, 3).capitalize()]
        self._things = [word(rng, 2) for _ in range(10)]
        self._figures = [rng.randrange(1000, 900_000) for _ in range(3)]
        self._start = FIRST_PUBLISHED + number * 600
        self._agency = None
        self._reports = 0
        # Most events are small, some are large.
        self.left = rng.choice([1, 2, 3, 3, 4, 5, 6, 8, 12, 20, 40])

    def report(self):
        """The next article about it."""
        rng, number = self._rng, self._reports
        self._reports += 1
        self.left -= 1
        name = f"event {self.number} report {number}"
        if self._agency is not None and rng.random() < 0.35:
            return self._reprint(name, number)
        by_agency = number > 0 and self._agency is None and rng.random() < 0.3
        credit, outlet = rng.choice(AGENCIES) if by_agency else ("", f"outlet-{rng.randrange(60)}.example")
        path = f"{self.number}/{number}/{word(rng, 2)}"
        who, what = rng.choice(self._names[:2]), rng.choice(self._things)
        title = f"{who} {what} {rng.choice(self._things)} {rng.choice(JOINS)} {self._names[2]} {rng.choice(self._things)}"
        text = " ".join(self._sentence() for _ in range(SENTENCES))
        draft = Draft(name, outlet, path, title, text, outlet, self._start + number * 60, "")
        if by_agency:
            self._agency = (credit, draft)
        return draft

    def _reprint(self, name, number):
        credit, origin = self._agency
        outlet = f"paper-{self._rng.randrange(60)}.example"
        dateline = self._rng.random() < 0.5
        text = f"{word(self._rng, 2).upper()} ({credit}) - {origin.text}" if dateline else origin.text
        published = self._start + number * 60
        return Draft(name, outlet, f"copy/{self.number}/{number}", origin.title, text, outlet, published, "" if dateline else credit)

    def _sentence(self):
        rng = self._rng
        a, b = rng.sample(self._names, 2)
        p, q, r, s = rng.sample(self._things, 4)
        i, j, k, _ = rng.sample(JOINS, 4)
        figure, own = rng.choice(self._figures), word(rng, 3)
        return rng.choice([
            f"{a} {p} the {q} {i} {r} {j} {b} {k} {own}.", f"The {p} {i} {a} {q} {figure} {r} {j} {own} {k} {b}.",
            f"{own.capitalize()} {p} {i} {figure} {s} {j} {a}, {b} {q}."])


class Newsroom:
    """Events that go on at the same time; the same seed gives the same articles in the same order."""

    def __init__(self, seed, at_once=30):
        self._rng = random.Random(f"news {seed}")
        self._at_once = at_once
        self._events = []
        self._next = 0

    def article(self):
        """The next new article."""
        while len(self._events) < self._at_once:
            self._events.append(Event(self._next, random.Random(self._rng.random())))
            self._next += 1
        event = self._rng.choice(self._events)
        draft = event.report()
        if event.left == 0:
            self._events.remove(event)
        return draft
