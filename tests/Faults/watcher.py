"""Watches all stories through one gateway and folds what it gets; takes up where it was after every break."""
import random
import threading
import time

import grpc

HEARTBEAT = 2
# A watch that is silent for longer is broken although nobody says so.
LONGEST_SILENCE = 20.0


class Watcher:
    """The state of the stories as a client has it that sees nothing but its watch. The folded state: story -> (version, articles)."""

    def __init__(self, name, home, others, view, seed, journal, violations):
        self.name, self.home, self._others, self._view = name, home, others, view
        self._rng, self._journal, self._violations = random.Random(seed), journal, violations
        self._lock = threading.Lock()
        self._state = {}
        self._versions = {}        # story -> last version seen, whatever became of it
        self._missing = set()      # stories whose details were promised for later
        self._token = ""
        self._call = None
        self._last = time.monotonic()
        self._over = False
        self.reconnects = 0
        self.snapshots = 0
        self.stay_home = False

    def state(self):
        """A copy of the folded state, and the stories whose details have not come yet."""
        with self._lock:
            return dict(self._state), set(self._missing)

    def run(self):
        """Until stopped."""
        while not self._over:
            roams = not self.stay_home and self._others and self._rng.random() < 0.3
            gateway = self._rng.choice(self._others) if roams else self.home
            try:
                self._watch(gateway)
            except grpc.RpcError as error:
                failure = gateway.api.failure_of(error)
                self._journal.note("watch broken", self.name, gateway=gateway.name, failure=str(failure)[:160])
                if failure.defect:
                    self._violations.add("defect answered", f"{failure} (watch by {self.name} of {gateway.name})", self.name)
                elif failure.code == grpc.StatusCode.OUT_OF_RANGE:
                    self._token = ""
                elif not failure.again:
                    self._violations.add("refused", f"watch by {self.name}: {failure}", self.name)
            self.reconnects += 1
            time.sleep(self._rng.uniform(0.05, 0.5))

    def check_silence(self):
        """Called now and then from outside: breaks a watch that has gone silent."""
        call, silence = self._call, time.monotonic() - self._last
        if call is not None and silence > LONGEST_SILENCE:
            text = f"{self.name} heard nothing for {silence:.0f} s; the heartbeat is {HEARTBEAT} s"
            self._violations.add("silent watch", text, self.name)
            self._last = time.monotonic()
            call.cancel()

    def go_home(self):
        """From now on only its own gateway counts."""
        self.stay_home = True
        if self._call is not None:
            self._call.cancel()

    def stop(self):
        """Ends the watch."""
        self._over = True
        if self._call is not None:
            self._call.cancel()

    def _watch(self, gateway):
        api = gateway.api
        start = "WATCH_START_RESUME" if self._token else "WATCH_START_SNAPSHOT"
        request = api.new("WatchStoriesRequest", start=api.number("WatchStart", start), resume_token=self._token,
                          view=api.number("StoryView", self._view))
        request.heartbeat_interval.seconds = HEARTBEAT
        self._last = time.monotonic()
        call = gateway.method("StoryService", "WatchStories")(request)
        self._call = call
        fresh, began = None, False
        try:
            for message in call:
                self._last = time.monotonic()
                if not began:
                    began = True
                    # Without a token, or if the gateway could not take it up: what was folded before is replaced by what comes.
                    if message.resume_outcome == api.number("ResumeOutcome", "RESUME_OUTCOME_SNAPSHOT"):
                        fresh = {}
                        self.snapshots += 1
                    self._journal.note("watching", self.name, gateway=gateway.name, start=start, outcome=message.resume_outcome)
                with self._lock:
                    for change in message.changes:
                        self._fold(api, change, self._state if fresh is None else fresh, fresh is not None, gateway)
                    if fresh is not None and message.snapshot_complete:
                        self._state, fresh = fresh, None
                        self._missing &= set(self._state)
                if message.resume_token and fresh is None:
                    self._token = message.resume_token
        finally:
            self._call = None

    def _fold(self, api, change, state, in_snapshot, gateway):
        story = change.story
        known, articles = self._versions.get(story.story_id, 0), story.coverage.articles
        if story.version < known:
            self._violations.add("version fell", f"{self.name} saw {story.story_id} at {known} and then at {story.version} "
                                 f"({'in a snapshot' if in_snapshot else 'live'}, {gateway.name})", story.story_id, self.name)
        self._versions[story.story_id] = max(known, story.version)
        if change.type != api.number("ChangeType", "CHANGE_TYPE_UPSERT"):
            state.pop(story.story_id, None)
            self._missing.discard(story.story_id)
            return
        before = state.get(story.story_id)
        if before is not None and change.previous_version == before[0] and before[1] + change.articles_added != articles:
            self._violations.add("change does not add up", f"{self.name}: {story.story_id} had {before[1]} articles at {before[0]}, "
                                 f"{change.articles_added} more are said to make {articles} at {story.version}", story.story_id, self.name)
        state[story.story_id] = (story.version, articles)
        if self._view == "STORY_VIEW_CARD":
            return
        if change.details_missing:
            self._missing.add(story.story_id)
            return
        self._missing.discard(story.story_id)
        counted = sum(g.articles for g in change.coverage_detail.languages)
        if counted != articles:
            self._violations.add("details of another version", f"{self.name}: {story.story_id} at {story.version} has {articles} articles, "
                                 f"and {counted} by language", story.story_id, self.name)
