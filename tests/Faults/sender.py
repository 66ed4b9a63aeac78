"""Sends articles, again and again where nobody has answered, and notes what was promised.

The desk knows every article: what was sent, what was acked, whether it was taken back. Senders take jobs from it, by streams and
by single calls. An attempt without an answer leaves its article in doubt for a while: it may still be carried out, so nothing
that depends on the order of attempts is begun in that time.
"""
import heapq
import itertools
import queue
import random
import threading
import time

import grpc

from api import Failure

# After this time an unanswered attempt is over: time-outs of calls between the processes, and of what they may wait for.
DOUBT = 45.0
PATIENCE = 10.0
MOST_OPEN = 400
STREAM_IN_FLIGHT = 48


class Article:
    """One address. `draft` is the text that it has, or is to have once the open job is acked."""

    def __init__(self, draft):
        self.name, self.draft = draft.name, draft
        self.id = None
        self.revision = 0          # changes of ours so far
        self.open = 0              # jobs that are not answered
        self.acked_at = None       # when the first ack came
        self.settled_at = None     # when the text that it has now was acked
        self.doubt_until = 0.0
        self.retract = None        # None, "asking", "done", or "unknown": asked for and answered as not found
        self.retracted_at = None


class Job:
    """One thing to send until it is answered for good."""

    __slots__ = ("article", "draft", "url", "purpose", "tries", "due")

    def __init__(self, article, draft, url, purpose):
        self.article, self.draft, self.url, self.purpose = article, draft, url, purpose
        self.tries = 0
        self.due = 0.0


class Desk:
    """All articles and jobs. Every answer that a sender gets is judged here."""

    def __init__(self, api, newsroom, seed, rate, journal, violations):
        self._api, self._newsroom, self._rate, self._journal, self._violations = api, newsroom, rate, journal, violations
        self._rng = random.Random(f"desk {seed}")
        self._lock = threading.RLock()
        self._jobs = []
        self._order = itertools.count()
        self._more = threading.Condition(self._lock)
        self.articles = []
        self.by_address = {}
        self.by_id = {}
        self.acked_versions = {}   # story -> highest version that an ack named
        self.acks = 0
        self.open = 0
        self.calm = False          # no deadline is cut short any more
        self.over = threading.Event()

    # What is sent.

    def generate(self, stop):
        """Invents work at the rate until told to stop."""
        due = time.monotonic()
        while not stop.is_set():
            due = max(due + 1 / self._rate, time.monotonic() - 1)
            if stop.wait(max(0.0, due - time.monotonic())):
                return
            with self._lock:
                if self.open < MOST_OPEN:
                    self._invent()

    def _invent(self):
        dice = self._rng.random()
        if dice < 0.70 or len(self.articles) < 20:
            draft = self._newsroom.article()
            article = Article(draft)
            self.articles.append(article)
            self.by_address[address_of(draft.url)] = article
            self._put(Job(article, draft, draft.url, "new"))
            if self._rng.random() < 0.06:
                self._put(Job(article, draft, draft.spelling(self._rng), "new at the same time"))
            return
        article = self._rng.choice(self.articles[-2000:])
        if article.open or article.acked_at is None or article.retract is not None:
            return
        if dice < 0.80:
            self._put(Job(article, article.draft, article.draft.url, "again"))
        elif dice < 0.90:
            self._put(Job(article, article.draft, article.draft.spelling(self._rng), "other spelling"))
        elif time.monotonic() > article.doubt_until:
            article.revision += 1
            article.draft = article.draft.revised(article.revision, self._rng)
            article.settled_at = None
            self._put(Job(article, article.draft, article.draft.url, "revision"))

    def send_after_retraction(self, article):
        """Somebody who has not heard of the retraction sends the article all the same."""
        with self._lock:
            for _ in range(self._rng.randrange(3)):
                draft = article.draft if self._rng.random() < 0.7 else article.draft.revised(99, self._rng)
                url = draft.url if self._rng.random() < 0.5 else draft.spelling(self._rng)
                self._put(Job(article, draft, url, "after retraction"), self._rng.uniform(0.1, 15))

    def _put(self, job, pause=0.0):
        with self._lock:
            if job.tries == 0:
                job.article.open += 1
                self.open += 1
            job.due = time.monotonic() + pause
            heapq.heappush(self._jobs, (job.due, next(self._order), job))
            self._more.notify()

    def take(self, wait):
        """The next job that is due, or None after so many seconds."""
        deadline = time.monotonic() + wait
        with self._lock:
            while True:
                now = time.monotonic()
                if self._jobs and self._jobs[0][0] <= now:
                    job = heapq.heappop(self._jobs)[2]
                    job.tries += 1
                    return job
                if now >= deadline:
                    return None
                self._more.wait(min(deadline - now, max(0.005, self._jobs[0][0] - now) if self._jobs else wait))

    def message(self, job):
        """The Article to send."""
        draft = job.draft
        message = self._api.new("Article", url=job.url, title=draft.title, text=draft.text, outlet=draft.outlet, language="en",
                                external_id=draft.name, feed_credit=draft.credit)
        message.published_at.seconds = draft.published
        return message

    def patience(self, rng):
        """Deadline of an attempt: now and then too short, so that the answer is lost and the call is not."""
        return rng.uniform(0.01, 0.4) if not self.calm and rng.random() < 0.06 else PATIENCE

    # What came of it.

    def acked(self, job, answer, started, late=False):
        """An answer without error. `started`: monotonic time at which the attempt began."""
        article, now = job.article, time.monotonic()
        outcome = self._api.value("IngestOutcome", answer.outcome).removeprefix("INGEST_OUTCOME_")
        self._journal.note("late ack" if late else "ack", article.name, answer.article_id, answer.story_id, purpose=job.purpose,
                           outcome=outcome, version=answer.story_version, revision=answer.revision, tries=job.tries,
                           took=round(now - started, 2), spelled=job.url)
        with self._lock:
            about = (article.name, answer.article_id)
            if article.id is None:
                article.id = answer.article_id
                self.by_id[answer.article_id] = article
            elif article.id != answer.article_id:
                self._violations.add("identity", f"{article.name} was {article.id} and is {answer.article_id} by {job.url}", *about)
            if article.retracted_at is not None and started > article.retracted_at:
                self._violations.add("taken in after its retraction",
                                     f"{article.name} {article.id} ({job.purpose}, {outcome}, story {answer.story_id})", *about)
            if article.acked_at is not None and started > article.acked_at and outcome == "NEW":
                self._violations.add("forgotten", f"{article.name} {article.id} had been acked and is new again", *about)
            settled = article.settled_at is not None and started > article.settled_at and job.draft is article.draft
            if outcome == "REVISED" and settled:
                self._violations.add("unchanged and yet revised", f"{article.name} {article.id} ({job.purpose}: {job.url})", *about)
            self.acked_versions[answer.story_id] = max(self.acked_versions.get(answer.story_id, 0), answer.story_version)
            if article.acked_at is None:
                article.acked_at = now
            if job.draft is article.draft and article.settled_at is None:
                article.settled_at = now
            self.acks += 1
            if not late:
                self._close(job)

    def failed(self, job, failure, started):
        """An answer with an error, or none."""
        article, now = job.article, time.monotonic()
        self._journal.note("not acked", article.name, article.id, purpose=job.purpose, failure=str(failure)[:200], tries=job.tries,
                           took=round(now - started, 2))
        if failure.defect:
            self._violations.add("defect answered", f"{failure} (sending, {job.purpose})", article.name, article.id)
        with self._lock:
            if failure.again:
                article.doubt_until = max(article.doubt_until, now + DOUBT)
                self._put(job, 0.2 if self.calm else self._rng.uniform(0.05, min(2.0, 0.1 * 2 ** min(job.tries, 5))))
                return
            if failure.reason != "ARTICLE_RETRACTED":
                self._violations.add("refused", f"{article.name} {article.id}: {failure}", article.name, article.id)
            elif article.retract is None:
                self._violations.add("refused", f"{article.name} {article.id} is called retracted, and nobody has asked for that",
                                     article.name, article.id)
            self._close(job)

    def defect(self, text):
        """An answer that there is no excuse for, and that is of no article."""
        self._violations.add("defect answered", text)

    def _close(self, job):
        job.article.open -= 1
        self.open -= 1

    # What others need.

    def to_retract(self, rng):
        """An article to take back: acked for some time, or one that is just being sent. None if there is none."""
        with self._lock:
            coming = [a for a in self.articles[-MOST_OPEN:] if a.open and a.acked_at is None and a.retract is None]
            if coming and rng.random() < 0.5:
                article = rng.choice(coming)
            elif len(self.articles) > 30:
                article = rng.choice(self.articles[-3000:])
            else:
                return None
            if article.retract is not None or (article.acked_at is None and not article.open):
                return None
            article.retract = "asking"
            return article

    def open_names(self):
        """Jobs that wait for an answer."""
        with self._lock:
            return [a.name for a in self.articles if a.open]


def address_of(url):
    """What tells articles of this storm apart in any spelling of their address."""
    rest = url.split("://", 1)[1].split("?")[0].split("#")[0].rstrip("/")
    host, _, path = rest.partition("/")
    return f"{host.lower().removeprefix('www.')}/{path}"


def send_one_by_one(desk, gateways, seed):
    """One sender that uses IngestArticle, until the desk is over."""
    rng = random.Random(seed)
    while not desk.over.is_set():
        job = desk.take(0.2)
        if job is None:
            continue
        gateway, started = rng.choice(gateways), time.monotonic()
        request = gateway.api.new("IngestArticleRequest", article=desk.message(job))
        try:
            answer = gateway.call("IngestService", "IngestArticle", request, desk.patience(rng))
            desk.acked(job, answer, started)
        except Failure as failure:
            desk.failed(job, failure, started)


class StreamSender:
    """One sender that uses IngestArticles: a stream to one gateway, then one to another."""

    def __init__(self, desk, gateways, seed):
        self._desk, self._gateways, self._rng = desk, gateways, random.Random(seed)
        self.streams = 0

    def run(self):
        """Until the desk is over."""
        while not self._desk.over.is_set():
            self._stream(self._rng.choice(self._gateways), self._rng.randrange(100, 600))
            self._desk.over.wait(0.2)

    def _stream(self, gateway, most):
        """One stream of at most so many articles."""
        self.streams += 1
        requests, lock, sequence = queue.SimpleQueue(), threading.Lock(), 0
        flying, given_up = {}, {}  # number -> (job, when it began, when to give it up)
        broken = threading.Event()
        failure = Failure(grpc.StatusCode.UNAVAILABLE, "", "the stream ended without an answer")
        call = gateway.method("IngestService", "IngestArticles")(iter(requests.get, None))

        def read():
            nonlocal failure
            try:
                for answer in call:
                    with lock:
                        late = answer.sequence not in flying
                        entry = flying.pop(answer.sequence, None) or given_up.pop(answer.sequence, None)
                    if entry is None:
                        self._desk.defect(f"{gateway.name} answered number {answer.sequence} of a stream twice or without a question")
                    elif answer.WhichOneof("result") == "response":
                        self._desk.acked(entry[0], answer.response, entry[1], late)
                    elif not late:
                        self._desk.failed(entry[0], gateway.api.failure_in(answer.error), entry[1])
            except grpc.RpcError as error:
                failure = gateway.api.failure_of(error)
                if failure.defect:
                    self._desk.defect(f"{failure} (stream to {gateway.name})")
            finally:
                broken.set()

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        while not broken.is_set() and sequence < most and not self._desk.over.is_set():
            self._give_up(lock, flying, given_up)
            with lock:
                full = len(flying) >= STREAM_IN_FLIGHT
            job = None if full else self._desk.take(0.05)
            if job is None:
                broken.wait(0.02)
                continue
            sequence += 1
            now = time.monotonic()
            with lock:
                flying[sequence] = (job, now, now + self._desk.patience(self._rng))
            requests.put(gateway.api.new("IngestArticlesRequest", sequence=sequence, article=self._desk.message(job)))
        requests.put(None)
        end = time.monotonic() + PATIENCE
        while not broken.wait(0.05) and time.monotonic() < end:
            self._give_up(lock, flying, given_up)
        call.cancel()
        reader.join()
        if not failure.again:
            self._desk.defect(f"{failure} (stream to {gateway.name})")
            failure = Failure(grpc.StatusCode.UNAVAILABLE, "", str(failure))
        for job, started, _ in flying.values():
            self._desk.failed(job, failure, started)

    def _give_up(self, lock, flying, given_up):
        """Sends again, elsewhere, what has waited for too long; the answer may still come."""
        now = time.monotonic()
        with lock:
            over = [(number, entry) for number, entry in flying.items() if entry[2] <= now]
            for number, entry in over:
                given_up[number] = flying.pop(number)
        for _, (job, started, _) in over:
            self._desk.failed(job, Failure(grpc.StatusCode.DEADLINE_EXCEEDED, "", "the sender has waited long enough"), started)
