"""Takes articles back, as their publishers do: some that have been there for long, some that are just on their way in."""
import random
import time

from api import Failure
from sender import DOUBT


class Retractor:
    """Asks for one retraction after the other, each until it is answered for good."""

    def __init__(self, desk, gateways, seed, pause, journal, violations):
        self._desk, self._gateways, self._rng, self._pause = desk, gateways, random.Random(seed), pause
        self._journal, self._violations = journal, violations
        self.acked = 0
        self.busy = None

    def run(self, stop):
        """Until told to stop and the last one is answered, or the desk is over."""
        while not stop.wait(self._rng.expovariate(1 / self._pause)):
            article = self._desk.to_retract(self._rng)
            if article is not None:
                self.busy = article.name
                self._retract(article)
                self.busy = None

    def _retract(self, article):
        begun, tries = time.monotonic(), 0
        while not self._desk.over.is_set():
            gateway, tries = self._rng.choice(self._gateways), tries + 1
            by_id = article.id is not None and self._rng.random() < 0.5
            url = article.draft.url if self._rng.random() < 0.5 else article.draft.spelling(self._rng)
            which = {"article_id": article.id} if by_id else {"url": url}
            request = gateway.api.new("RetractArticleRequest", reason="storm", **which)
            try:
                answer = gateway.call("IngestService", "RetractArticle", request, self._desk.patience(self._rng))
                self._journal.note("retracted", article.name, answer.article_id, answer.story_id, version=answer.story_version, tries=tries)
                article.retracted_at, article.retract = time.monotonic(), "done"
                self.acked += 1
                self._desk.send_after_retraction(article)
                return
            except Failure as failure:
                self._journal.note("not retracted", article.name, article.id, failure=str(failure)[:200], tries=tries)
                if failure.defect:
                    self._violations.add("defect answered", f"{failure} (RetractArticle)", article.name, article.id)
                if failure.again:
                    self._desk.over.wait(self._rng.uniform(0.05, 1.0))
                    continue
                if failure.reason != "ARTICLE_NOT_FOUND":
                    self._violations.add("refused", f"retraction of {article.name}: {failure}", article.name, article.id)
                elif article.acked_at is not None and article.acked_at < begun:
                    self._violations.add("lost", f"{article.name} {article.id} was acked, and its retraction does not find it",
                                         article.name, article.id)
                # Nothing is promised: it had not come yet. An attempt without an answer may still be carried out.
                article.retract = "unknown"
                article.doubt_until = time.monotonic() + DOUBT
                return
