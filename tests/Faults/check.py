"""What must hold after the storm, read from outside: by the API of both gateways, and from the database's own tables."""
import collections
import concurrent.futures
import time

from api import Failure
from sender import address_of

# How long one read is tried again, and all of them: a service that answers nobody is told of, not waited for.
READ_WITHIN, ALL_WITHIN = 30, 150


def list_stories(gateway):
    """story -> (version, articles) of all active stories, page by page."""
    found, token = {}, ""
    order = gateway.api.number("StoryOrder", "STORY_ORDER_LATEST")
    while True:
        request = gateway.api.new("ListStoriesRequest", page_size=500, page_token=token, order=order)
        page = gateway.call("StoryService", "ListStories", request, 20)
        found.update({s.story_id: (s.version, s.coverage.articles) for s in page.stories})
        token = page.next_page_token
        if not token:
            return found


def difference(name, have, want):
    """(text, stories): how a state differs from the list, or None."""
    wrong = sorted(s for s in have.keys() | want.keys() if have.get(s) != want.get(s))
    if not wrong:
        return None
    shown = "; ".join(f"{s} is {have.get(s)} and listed as {want.get(s)}" for s in wrong[:3])
    return f"{name} differs in {len(wrong)} stories of {len(want)}: {shown}", wrong[:3]


class Agreement:
    """Whether the gateways' lists and the watchers' folded states are one, and have been for a while: the service itself changes
    stories for some seconds after the last article (second thoughts, frames)."""

    QUIET = 10.0

    def __init__(self, gateways, watchers):
        self._gateways, self._watchers = gateways, watchers
        self._last, self._since = None, time.monotonic()

    def missing(self):
        """What is not so yet; (text, stories) each."""
        try:
            lists = {g.name: list_stories(g) for g in self._gateways}
        except Failure as failure:
            return [(f"a list could not be read: {failure}", [])]
        first, wrong = lists[self._gateways[0].name], []
        wrong.extend(difference(f"the list of {g.name}", lists[g.name], first) for g in self._gateways[1:])
        for watcher in self._watchers:
            state, missing = watcher.state()
            wrong.append(difference(watcher.name, state, lists[watcher.home.name]))
            if missing:
                wrong.append((f"{watcher.name} waits for the details of {len(missing)} stories", sorted(missing)[:3]))
        wrong = [w for w in wrong if w is not None]
        changed = difference("the list of before", self._last or {}, first)
        if changed is not None:
            self._last, self._since = first, time.monotonic()
        if not wrong and time.monotonic() - self._since < self.QUIET:
            return [changed or ("the lists have been one for some seconds only", [])]
        return wrong


class Check:
    """Reads everything, then compares it with what the clients were promised."""

    def __init__(self, gateways, database, desk, edits, violations):
        self._gateways, self._database, self._desk, self._edits, self._violations = gateways, database, desk, edits, violations
        self._api = gateways[0].api
        self.stories = {}     # active or retracted by an editor: story -> GetStoryResponse
        self.members = {}     # the same: story -> list of StoryArticle
        self.unread = {}      # stories that nobody could read -> what the tables say are their articles
        self._late = time.monotonic() + ALL_WITHIN

    def run(self):
        """All checks."""
        active = list_stories(self._gateways[0])
        ended = self._edits.retracted | self._edits.maybe_retracted
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for story, read, members in pool.map(self._read, sorted(active.keys() | ended)):
                if read is not None:
                    self.stories[story], self.members[story] = read, members
                elif story in active:
                    rows = self._database.query(f"select article_id from article_catalog where story_id = '{story}'")
                    self.unread[story] = {row[0] for row in rows}
        for story in active:
            if story in self.members:
                self._counts_equal_sets(story)
        for story, members in self.members.items():
            if story not in active and self.stories[story].story.state == self._api.number("StoryState", "STORY_STATE_ACTIVE"):
                self._violations.add("not listed", f"{story} is active and no list has it", story)
        self._articles(active)
        self._edited()
        self._versions()
        self._tables(active)

    def _tries(self):
        """(number, gateway) of one attempt after the other, while there is time."""
        until, attempt = min(time.monotonic() + READ_WITHIN, self._late), 0
        while attempt == 0 or time.monotonic() < until:
            yield attempt, self._gateways[attempt % len(self._gateways)]
            attempt += 1
            time.sleep(0.2)

    def _read(self, story):
        """One story and its articles, both of one version."""
        last = "nothing was read"
        for attempt, gateway in self._tries():
            try:
                view = self._api.number("StoryView", "STORY_VIEW_COVERAGE")
                read = gateway.call("StoryService", "GetStory", self._api.new("GetStoryRequest", story_id=story, view=view))
                if read.story.story_id != story:
                    if story not in self._edits.maybe_retracted:
                        self._violations.add("edit undone", f"{story} was listed or retracted, and now leads to {read.story.story_id}",
                                             story, read.story.story_id)
                    return story, None, None
                members, versions, token = [], {read.story.version}, ""
                while True:
                    size = 7 if attempt == 0 else 500
                    request = self._api.new("ListStoryArticlesRequest", story_id=story, page_size=size, page_token=token)
                    page = gateway.call("StoryService", "ListStoryArticles", request)
                    members.extend(page.articles)
                    versions.add(page.version)
                    token = page.next_page_token
                    if not token:
                        break
                if len(versions) == 1 and page.total == len(members):
                    return story, read, members
                last = f"versions {sorted(versions)}, total {page.total}, {len(members)} articles listed"
            except Failure as failure:
                last = str(failure)
        self._violations.add("story cannot be read", f"{story}: {last}", story)
        return story, None, None

    def _counts_equal_sets(self, story):
        coverage, members = self.stories[story].story.coverage, self.members[story]
        kinds = collections.Counter(self._api.value("ArticleKind", m.kind).removeprefix("ARTICLE_KIND_") for m in members)
        own, copy, wire, wire_copy = (kinds[k] for k in ("ORIGINAL", "REPRINT", "WIRE_ORIGINAL", "WIRE_REPRINT"))
        detail = self.stories[story].coverage_detail
        sums = {
            "articles": (coverage.articles, len({m.article_id for m in members})),
            "listed articles": (len(members), len({m.article_id for m in members})),
            "originals and reprints": (coverage.originals + coverage.reprints, len(members)),
            "originals": (coverage.originals, own + wire), "reprints": (coverage.reprints, copy + wire_copy),
            "wire originals": (coverage.wire_originals, wire), "wire reprints": (coverage.wire_reprints, wire_copy),
            "outlets": (coverage.outlets, len({m.outlet_facts.domain for m in members})),
            "outlets by side": (coverage.left + coverage.center + coverage.right + coverage.unrated, coverage.outlets),
            "families": (coverage.families, len({m.outlet_facts.family for m in members})),
            "articles by language": (sum(g.articles for g in detail.languages), len(members)),
            "articles by kind of outlet": (sum(g.articles for g in detail.outlet_kinds), len(members)),
            "articles over time": (sum(s.articles for s in detail.timeline), len(members)),
        }
        for what, (said, counted) in sums.items():
            if said != counted:
                self._violations.add("count differs from set", f"{story}: {what}: {said} said, {counted} counted",
                                     story, *[m.article_id for m in members[:5]])
        headline = self.stories[story].story.headline_article_id
        if headline not in {m.article_id for m in members}:
            self._violations.add("count differs from set", f"{story}: its headline is of {headline}, which it does not have",
                                 story, headline)

    def _articles(self, active):
        places, members = collections.defaultdict(list), {}
        for story, listed in self.members.items():
            for member in listed:
                places[member.article_id].append(story)
                members[member.article_id] = member
        for article_id, stories in places.items():
            if len(stories) > 1:
                self._violations.add("twice", f"{article_id} is in {' and '.join(stories)}", article_id, *stories)
            article = self._desk.by_id.get(article_id) or self._desk.by_address.get(address_of(members[article_id].url))
            if article is None:
                self._violations.add("nobody sent it", f"{article_id} {members[article_id].url}", article_id)
            elif article.retract == "done":
                self._violations.add("back after its retraction", f"{article.name} {article_id} is in {stories[0]}",
                                     article.name, article_id, *stories)
        for article in self._desk.articles:
            if article.acked_at is None or article.retract is not None:
                continue
            member = members.get(article.id)
            if member is None and any(article.id in ids for ids in self.unread.values()):
                continue  # of a story that could not be read, which is told of
            if member is None:
                self._violations.add("lost", f"{article.name} {article.id} was acked and is in no story", article.name, article.id)
            elif article.settled_at is not None and member.title != article.draft.title:
                self._violations.add("old text", f"{article.name} {article.id} shows '{member.title}', acked was '{article.draft.title}'",
                                     article.name, article.id)

    def _where(self, story):
        """(story that an id leads to, its state, the id that it says it was redirected from)."""
        for _, gateway in self._tries():
            try:
                read = gateway.call("StoryService", "GetStory", self._api.new("GetStoryRequest", story_id=story))
                return read.story.story_id, read.story.state, read.redirected_from
            except Failure as failure:
                if not failure.again:
                    return str(failure), 0, ""
        return "no answer", 0, ""

    def _edited(self):
        for source, target in self._edits.redirects.items():
            (end, _, redirected), (wanted, _, _) = self._where(source), self._where(target)
            if end != wanted or redirected != source:
                self._violations.add("edit undone", f"{source} was merged into {target}, which is {wanted} now, and leads to {end}",
                                     source, target)
        for story in self._edits.retracted:
            end, state, _ = self._where(story)
            if end != story or state != self._api.number("StoryState", "STORY_STATE_RETRACTED"):
                self._violations.add("edit undone", f"{story} was retracted and leads to {end}, state {state}", story)
        homes = {m.article_id: (story, m) for story, members in self.members.items() for m in members}
        for article_id, target, how in self._edits.promised_places():
            article = self._desk.by_id.get(article_id)
            if article is None or article.retract is not None or article_id not in homes:
                continue  # taken back; or lost, which is told elsewhere
            (story, member), (wanted, _, _) = homes[article_id], self._where(target)
            if story != wanted:
                self._violations.add("edit undone", f"{article_id} ({how}) was put into {target}, which is {wanted} now, and is in {story}",
                                     article_id, target, story)
            elif not member.placed_by_editor:
                self._violations.add("edit undone", f"{article_id} ({how} into {target}) is not marked as placed by an editor",
                                     article_id, target)

    def _stays_behind(self, story, version):
        """True if the service tells of an older version than its row has: not so if frames came while all was read."""
        _, read, _ = self._read(story)
        return read is None or read.story.version < version

    def _versions(self):
        for story, version in self._desk.acked_versions.items():
            read = self.stories.get(story)
            if read is not None and read.story.version < version:
                self._violations.add("version fell", f"{story} was acked at {version} and is at {read.story.version}", story)

    def _tables(self, active):
        """The same from the tables: what the service says is what it has stored."""
        rows = self._database.query(
            "select s.story_id, s.version, s.articles, count(a.article_id) from story_catalog s "
            "left join article_catalog a on a.story_id = s.story_id where s.state = 1 group by s.story_id")
        stored = {story: (int(version), int(articles)) for story, version, articles, _ in rows}
        for story, version, articles, counted in rows:
            if articles != counted:
                self._violations.add("count differs from set",
                                     f"the row of {story} says {articles} articles, and {counted} rows are its members", story)
            read = self.stories.get(story)
            if read is not None and read.story.version != int(version) and self._stays_behind(story, int(version)):
                self._violations.add("story differs from its row", f"{story} is at {read.story.version}, its row at {version}", story)
        if stored.keys() != active.keys():
            wrong = sorted(stored.keys() ^ active.keys())
            text = f"{len(wrong)} stories are active in the list or in the table, and not in both: {' '.join(wrong[:5])}"
            self._violations.add("story differs from its row", text, *wrong[:5])
        stray = self._database.query(
            "select a.article_id, a.story_id, coalesce(s.state, 0) from article_catalog a "
            "left join story_catalog s on s.story_id = a.story_id where s.state is null or s.state = 2")
        for article_id, story, state in stray:
            self._violations.add("lost", f"the row of {article_id} names {story}, whose state is {state}", article_id, story)
        for article_id, story in self._database.query("select article_id, story_id from article_catalog"):
            article = self._desk.by_id.get(article_id)
            if article is not None and article.retract == "done":
                self._violations.add("back after its retraction", f"{article.name} {article_id} has a row in {story}",
                                     article.name, article_id, story)
        listed = {m.article_id for story, members in self.members.items() for m in members if story in active}.union(*self.unread.values())
        members = {row[0] for row in self._database.query(
            "select a.article_id from article_catalog a join story_catalog s on s.story_id = a.story_id where s.state = 1")}
        for article_id in sorted(listed ^ members)[:50]:
            self._violations.add("story differs from its row",
                                 f"{article_id} is listed or stored as a member of an active story, and not both", article_id)
