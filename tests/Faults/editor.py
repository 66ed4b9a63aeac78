"""Edits as people make them: merge, split, move, retract a story. Each is asked for until it is answered for good."""
import random
import threading
import time

from api import Failure
from sender import DOUBT


class Placement:
    """That an editor put an article into a story (None: perhaps, nobody knows where), between two times."""

    __slots__ = ("article_id", "story_id", "begun", "ended", "how")

    def __init__(self, article_id, story_id, begun, ended, how):
        self.article_id, self.story_id, self.begun, self.ended, self.how = article_id, story_id, begun, ended, how


class Edits:
    """What the editors were promised, and which stories one of them works on."""

    def __init__(self):
        self.lock = threading.Lock()
        self.placements = {}        # article id -> list of Placement
        self.redirects = {}         # merged story -> story that it was merged into
        self.retracted = set()      # stories
        self.maybe_retracted = set()
        self.acked = 0
        self._busy = {}             # story -> until when nobody else edits it

    def claim(self, stories):
        """True if nobody else is at any of the stories, which are taken then."""
        with self.lock:
            now = time.monotonic()
            if any(self._busy.get(s, 0) > now for s in stories):
                return False
            self._busy.update({s: float("inf") for s in stories})
            return True

    def release(self, stories, in_doubt):
        """Gives stories back; after an attempt without an answer only when that must be over."""
        with self.lock:
            self._busy.update({s: time.monotonic() + DOUBT if in_doubt else 0.0 for s in stories})

    def place(self, articles, story, begun, in_doubt, how):
        """Notes where articles were put."""
        ended = time.monotonic() + (DOUBT if in_doubt else 0.0)
        with self.lock:
            for article in articles:
                self.placements.setdefault(article, []).append(Placement(article, story, begun, ended, how))

    def promised_places(self):
        """(article, story, how) of every article whose last placement is certain."""
        with self.lock:
            for article, placements in self.placements.items():
                last = max(placements, key=lambda p: p.ended)
                others = [p for p in placements if p is not last]
                if last.story_id is not None and all(p.ended < last.begun for p in others):
                    yield article, last.story_id, last.how


class Editor:
    """One editor, who makes one edit after the other."""

    def __init__(self, edits, gateways, seed, pause, desk, journal, violations):
        self._edits, self._gateways, self._rng, self._pause = edits, gateways, random.Random(seed), pause
        self._desk, self._journal, self._violations = desk, journal, violations
        self.busy = None

    def run(self, stop):
        """Until told to stop and the last edit is answered, or the desk is over."""
        while not stop.wait(self._rng.expovariate(1 / self._pause)):
            try:
                self._one()
            except Failure as failure:
                # A list could not be read: there is nothing to edit then, and nothing was promised.
                if failure.defect or not failure.again:
                    self._violations.add("defect answered", f"{failure} (a list for an editor)")
            self.busy = None

    def _one(self):
        api = self._gateways[0].api
        gateway = self._rng.choice(self._gateways)
        order = self._rng.choice(["STORY_ORDER_LATEST", "STORY_ORDER_TRENDING", "STORY_ORDER_LARGEST"])
        request = api.new("ListStoriesRequest", page_size=100, order=api.number("StoryOrder", order))
        stories = list(gateway.call("StoryService", "ListStories", request, 5).stories)
        if len(stories) < 4:
            return
        dice = self._rng.random()
        if dice < 0.30:
            target, *sources = [s.story_id for s in self._rng.sample(stories, self._rng.choice([2, 2, 3]))]
            self._with([target, *sources], self._merge, target, sources)
        elif dice < 0.60:
            several = [s.story_id for s in stories if s.coverage.articles > 2]
            if several:
                story = self._rng.choice(several)
                self._with([story], self._split, story)
        elif dice < 0.93:
            source, target = [s.story_id for s in self._rng.sample(stories, 2)]
            if self._rng.random() < 0.15:
                target = source  # a person's word that it belongs where it is
            self._with([source, target], self._move, source, target)
        else:
            story = self._rng.choice(stories).story_id
            self._with([story], self._retract, story)

    def _with(self, stories, edit, *arguments):
        if not self._edits.claim(stories):
            return
        in_doubt = True
        try:
            in_doubt = edit(*arguments)
        finally:
            self._edits.release(stories, in_doubt)

    def _articles(self, story):
        request = self._gateways[0].api.new("ListStoryArticlesRequest", story_id=story, page_size=200)
        answer = self._rng.choice(self._gateways).call("StoryService", "ListStoryArticles", request, 5)
        return [a.article_id for a in answer.articles] if answer.story_id == story else []

    # Each returns whether an attempt was left without an answer.

    def _merge(self, target, sources):
        answer, in_doubt, _ = self._ask("MergeStories", [target, *sources], target_story_id=target, source_story_ids=sources)
        if answer is not None:
            with self._edits.lock:
                self._edits.redirects.update({s: target for s in sources})
        return in_doubt

    def _split(self, story):
        articles = self._articles(story)
        if len(articles) < 2:
            return False
        leaving = self._rng.sample(articles, self._rng.randrange(1, max(2, len(articles) // 2)))
        answer, in_doubt, begun = self._ask("SplitStory", [story, *leaving], story_id=story, article_ids=leaving)
        if answer is not None:
            self._edits.place(leaving, answer.new_story.story_id, begun, False, "split")
        elif in_doubt:
            self._edits.place(leaving, None, begun, True, "split")
        return in_doubt

    def _move(self, source, target):
        articles = self._articles(source)
        if not articles:
            return False
        article = self._rng.choice(articles)
        answer, in_doubt, begun = self._ask("MoveArticle", [article, source, target], article_id=article, target_story_id=target)
        if answer is not None:
            self._edits.place([article], target, begun, False, "confirmed" if source == target else "move")
        elif in_doubt:
            self._edits.place([article], None, begun, True, "move")
        return in_doubt

    def _retract(self, story):
        answer, in_doubt, _ = self._ask("RetractStory", [story], story_id=story)
        with self._edits.lock:
            if answer is not None:
                self._edits.retracted.add(story)
            elif in_doubt:
                self._edits.maybe_retracted.add(story)
        return in_doubt

    def _ask(self, method, ids, **fields):
        """(answer or None, whether an attempt was left without an answer, when it began)."""
        begun, in_doubt, tries = time.monotonic(), False, 0
        self.busy = f"{method} {' '.join(ids)}"
        while not self._desk.over.is_set():
            gateway, tries = self._rng.choice(self._gateways), tries + 1
            request = gateway.api.new(f"{method}Request", reason="storm", actor="storm", **fields)
            try:
                answer = gateway.call("EditorService", method, request, self._desk.patience(self._rng))
                new = [answer.new_story.story_id] if method == "SplitStory" else []
                self._edits.acked += 1
                self._journal.note(method, *ids, *new, tries=tries, in_doubt=in_doubt)
                return answer, in_doubt, begun
            except Failure as failure:
                self._journal.note(f"{method} not done", *ids, failure=str(failure)[:200], tries=tries)
                if failure.defect:
                    self._violations.add("defect answered", f"{failure} ({method})", *ids)
                if not failure.again:
                    if failure.code.name not in ("FAILED_PRECONDITION", "NOT_FOUND"):
                        self._violations.add("refused", f"{method}: {failure}", *ids)
                    return None, in_doubt, begun
                in_doubt = in_doubt or failure.code.name != "ABORTED"
                self._desk.over.wait(self._rng.uniform(0.05, 1.0))
        return None, True, begun
