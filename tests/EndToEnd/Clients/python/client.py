"""A client by grpcio and protobuf's dynamic messages. Does one job and prints what it saw as one line of JSON.

python3 client.py JOB ADDRESS DESCRIPTOR-SET [ARGUMENT...]; jobs: the functions named job_...
"""
import json
import queue
import sys
import threading

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

UNKNOWN = "story-00000000000000000000000000"
STREAMS = {(False, False): "unary_unary", (False, True): "unary_stream", (True, True): "stream_stream"}


class Api:
    """Messages and methods, made from the descriptors at run time."""

    def __init__(self, address, descriptor_set):
        files = descriptor_pb2.FileDescriptorSet()
        with open(descriptor_set, "rb") as source:
            files.ParseFromString(source.read())
        self.pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            self.pool.Add(file)
        self.channel = grpc.insecure_channel(address)

    def type(self, name):
        descriptor = self.pool.FindMessageTypeByName(name)
        if hasattr(message_factory, "GetMessageClass"):
            return message_factory.GetMessageClass(descriptor)
        return message_factory.MessageFactory(self.pool).GetPrototype(descriptor)

    def new(self, name, fields):
        return json_format.ParseDict(fields, self.type(f"storyclustering.v1.{name}")())

    def method(self, service, name):
        method = self.pool.FindServiceByName(service).methods_by_name[name]
        # Which side streams is in the descriptor's own proto only, in older versions of the library.
        proto = descriptor_pb2.MethodDescriptorProto()
        method.CopyToProto(proto)
        kind = STREAMS[proto.client_streaming, proto.server_streaming]
        return getattr(self.channel, kind)(
            f"/{service}/{name}",
            request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self.type(method.output_type.full_name).FromString)

    def call(self, service, name, fields, timeout=20):
        method = self.pool.FindServiceByName(f"storyclustering.v1.{service}").methods_by_name[name]
        request = json_format.ParseDict(fields, self.type(method.input_type.full_name)())
        return self.method(f"storyclustering.v1.{service}", name)(request, timeout=timeout)

    def decode(self, code, details):
        seen = {"code": code.name, "reason": "", "domain": "", "fields": []}
        for detail in details:
            message = self.type(detail.type_url.split("/")[-1]).FromString(detail.value)
            if message.DESCRIPTOR.name == "ErrorInfo":
                seen.update(reason=message.reason, domain=message.domain)
            if message.DESCRIPTOR.name == "BadRequest":
                seen["fields"] = [v.field for v in message.field_violations]
        return seen

    def refused(self, call):
        try:
            result = call()
            if hasattr(result, "__next__"):
                next(result)
            return {"code": "OK"}
        except grpc.RpcError as error:
            raw = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin", b"")
            return self.decode(error.code(), self.type("google.rpc.Status").FromString(raw).details)

    def open_stream(self, articles, hold_open=False):
        """Writes all articles; the iterator of requests is drained by the library's own thread."""
        requests = queue.SimpleQueue()
        written = [0]

        def drain():
            while True:
                item = requests.get()
                if item is None:
                    return
                written[0] += 1
                yield item

        for sequence, article in enumerate(articles):
            requests.put(self.new("IngestArticlesRequest", {"sequence": sequence, "article": article}))
        if not hold_open:
            requests.put(None)
        call = self.method("storyclustering.v1.IngestService", "IngestArticles")(drain(), timeout=60)
        return call, written, requests

    def stream(self, articles):
        call, written, _ = self.open_stream(articles)
        answers, most = [], 0
        for answer in call:
            most = max(most, written[0] - len(answers))
            if answer.WhichOneof("result") == "response":
                response = answer.response
                answers.append({"sequence": answer.sequence, "outcome": name_of(response, "outcome"), "story_id": response.story_id, "story_version": response.story_version})
            else:
                code = next(c for c in grpc.StatusCode if c.value[0] == answer.error.code)
                answers.append({"sequence": answer.sequence, "error": self.decode(code, answer.error.details)})
        return {"answers": answers, "most_in_flight": most}


def name_of(message, field):
    return message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number[getattr(message, field)].name


def load(file):
    with open(file, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def job_ingest(api, file):
    """Sends each article of a file by itself."""
    answers = [api.call("IngestService", "IngestArticle", {"article": a}) for a in load(file)]
    return {"answers": [{"article_id": a.article_id, "story_id": a.story_id, "story_version": a.story_version, "outcome": name_of(a, "outcome")} for a in answers]}


def job_stream(api, file):
    """Sends a file through one stream."""
    return api.stream(load(file))


def job_watch(api, file):
    """Watches everything while a file is sent, until it has seen every ack's version."""
    seen, sent = {}, {}
    result = {"rising": True, "snapshot_before_token": True, "started": "", "token": False}
    watch = api.call("StoryService", "WatchStories", {"heartbeat_interval": "1s"}, timeout=60)
    sender = threading.Thread(target=lambda: sent.update(api.stream(load(file))))
    complete = False
    for message in watch:
        result["started"] = result["started"] or name_of(message, "resume_outcome")
        for change in message.changes:
            before = seen.get(change.story.story_id)
            if before is not None and before.version >= change.story.version:
                result["rising"] = False
            seen[change.story.story_id] = change.story
        if not complete and not message.snapshot_complete and message.resume_token:
            result["snapshot_before_token"] = False
        if message.snapshot_complete:
            complete = True
            sender.start()
        result["token"] = message.resume_token != ""
        if sent and all(a["story_id"] in seen and seen[a["story_id"]].version >= a["story_version"] for a in sent["answers"]):
            watch.cancel()
            break
    sender.join()
    stories = [{"story_id": s.story_id, "version": s.version, "articles": s.coverage.articles} for s in seen.values()]
    return {**result, "answers": sent["answers"], "stories": stories}


def pages(api, method, request, take):
    seen, count, token = [], 0, ""
    while True:
        page = api.call("StoryService", method, {**request, "page_token": token})
        seen.extend(take(page))
        count, token = count + 1, page.next_page_token
        if not token:
            return seen, count


def job_list(api, story_id):
    """Lists all stories, then the articles of one, page by page."""
    stories, story_pages = pages(api, "ListStories", {"page_size": 3, "order": "STORY_ORDER_LATEST"}, lambda p: [s.story_id for s in p.stories])
    articles, article_pages = pages(api, "ListStoryArticles", {"story_id": story_id, "page_size": 2}, lambda p: [a.article_id for a in p.articles])
    return {"stories": stories, "story_pages": story_pages, "articles": articles, "article_pages": article_pages}


def job_search(api, query):
    results = api.call("StoryService", "SearchStories", {"query": query, "page_size": 5}).results
    return {"stories": [r.story.story_id for r in results], "scores": [r.score for r in results]}


def job_full(api, story_id):
    """Reads one story with all there is."""
    read = api.call("StoryService", "GetStory", {"story_id": story_id, "view": "STORY_VIEW_FULL"})
    return {"story_id": read.story.story_id, "countries": len(read.coverage_detail.countries), "frames_of": read.frames.story_id,
            "method": read.frames.about.method, "headline": read.frames.headline.text, "cited": read.frames.headline.citations[0].text}


def job_errors(api):
    """Makes mistakes on purpose."""
    return {
        "article": api.refused(lambda: api.call("IngestService", "IngestArticle", {"article": {"url": "javascript:1", "title": "", "language": "??"}})),
        "page": api.refused(lambda: api.call("StoryService", "ListStories", {"page_size": 1001})),
        "unknown": api.refused(lambda: api.call("StoryService", "GetStory", {"story_id": UNKNOWN})),
        "edit": api.refused(lambda: api.call("EditorService", "RetractStory", {"story_id": UNKNOWN})),
        "watch": api.refused(lambda: api.call("StoryService", "WatchStories", {"heartbeat_interval": "31s"})),
    }


def job_health(api):
    request = api.type("grpc.health.v1.HealthCheckRequest")()
    return {"status": name_of(api.method("grpc.health.v1.Health", "Check")(request, timeout=20), "status")}


def job_cancel(api, file):
    """Goes away in the middle of a stream and of a watch, then asks whether the service minds."""
    articles = load(file)
    watch = api.call("StoryService", "WatchStories", {}, timeout=30)
    call, _, requests = api.open_stream(articles, hold_open=True)
    codes = []
    for running, when in ((call, lambda m: True), (watch, lambda m: m.snapshot_complete)):
        try:
            for message in running:
                if when(message):
                    running.cancel()
            codes.append("OK")
        except grpc.RpcError as error:
            codes.append(error.code().name)
    requests.put(None)
    return {"codes": codes, "answers": api.stream(articles)["answers"]}


def main():
    job, address, descriptor_set, *arguments = sys.argv[1:]
    api = Api(address, descriptor_set)
    print(json.dumps(globals()[f"job_{job}"](api, *arguments)))
    api.channel.close()


main()
