"""The public API by grpcio, with messages made from the descriptor set at run time: nothing of the .NET code is in here."""
import os

# Processes are started beside open channels; gRPC must not take part in that.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
# Calls to a gateway that is away fail at once, and then nobody looks after the new connection but gRPC itself, every 5 s.
os.environ.setdefault("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "100")

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "storyclustering.v1"
STREAMS = {(False, False): "unary_unary", (False, True): "unary_stream", (True, True): "stream_stream"}
# Answers that promise nothing: whoever gets one may send again, and does not know whether the call was carried out.
AGAIN = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED,
         grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.ABORTED}
# Answers that no fault of the storm excuses.
DEFECTS = {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.DATA_LOSS, grpc.StatusCode.UNIMPLEMENTED}
CHANNEL = [("grpc.initial_reconnect_backoff_ms", 100), ("grpc.min_reconnect_backoff_ms", 5000), ("grpc.max_reconnect_backoff_ms", 1000),
           ("grpc.use_local_subchannel_pool", 1), ("grpc.max_receive_message_length", 16 * 1024 * 1024), ("grpc.enable_http_proxy", 0)]


class Failure(Exception):
    """A call that was not answered well: code (grpc.StatusCode), reason (of ErrorInfo, or ""), and the text."""

    def __init__(self, code, reason, text):
        super().__init__(f"{code.name} {reason} {text}".strip())
        self.code, self.reason, self.text = code, reason, text

    @property
    def again(self):
        """True if the call may be sent again and nobody knows whether it was carried out."""
        return self.code in AGAIN or self.defect

    @property
    def defect(self):
        """True if there is no excuse for this answer."""
        return self.code in DEFECTS


class Api:
    """Messages and enums."""

    def __init__(self, descriptor_set):
        files = descriptor_pb2.FileDescriptorSet()
        with open(descriptor_set, "rb") as source:
            files.ParseFromString(source.read())
        self.pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            self.pool.Add(file)
        self._types = {}

    def type(self, name):
        """The class of a message, by its full name or its name in our package."""
        if name not in self._types:
            descriptor = self.pool.FindMessageTypeByName(name if "." in name else f"{PACKAGE}.{name}")
            if hasattr(message_factory, "GetMessageClass"):
                self._types[name] = message_factory.GetMessageClass(descriptor)
            else:
                self._types[name] = message_factory.MessageFactory(self.pool).GetPrototype(descriptor)
        return self._types[name]

    def new(self, name, **fields):
        """A message of our package."""
        return self.type(name)(**fields)

    def number(self, enum, value):
        """The number of an enum's value."""
        return self.pool.FindEnumTypeByName(f"{PACKAGE}.{enum}").values_by_name[value].number

    def value(self, enum, number):
        """The name of an enum's value."""
        return self.pool.FindEnumTypeByName(f"{PACKAGE}.{enum}").values_by_number[number].name

    def failure(self, code, details, text):
        """A failure out of a google.rpc.Status's details."""
        for detail in details:
            if detail.type_url.endswith("google.rpc.ErrorInfo"):
                return Failure(code, self.type("google.rpc.ErrorInfo").FromString(detail.value).reason, text)
        return Failure(code, "", text)

    def failure_of(self, error):
        """A failure out of a grpc.RpcError."""
        raw = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin")
        details = self.type("google.rpc.Status").FromString(raw).details if raw else ()
        return self.failure(error.code(), details, error.details() or "")

    def failure_in(self, status):
        """A failure out of a google.rpc.Status in a stream's message."""
        code = next((c for c in grpc.StatusCode if c.value[0] == status.code), grpc.StatusCode.UNKNOWN)
        return self.failure(code, status.details, status.message)


class Gateway:
    """One gateway as its clients see it. The channel reconnects by itself."""

    def __init__(self, api, name, address):
        self.api, self.name = api, name
        self._channel = grpc.insecure_channel(address, options=CHANNEL)
        self._methods = {}

    def method(self, service, name):
        """The callable of a method, as gRPC gives it."""
        if (service, name) not in self._methods:
            method = self.api.pool.FindServiceByName(f"{PACKAGE}.{service}").methods_by_name[name]
            # Which side streams is in the descriptor's own proto only, in older versions of the library.
            proto = descriptor_pb2.MethodDescriptorProto()
            method.CopyToProto(proto)
            kind = STREAMS[proto.client_streaming, proto.server_streaming]
            self._methods[service, name] = getattr(self._channel, kind)(
                f"/{PACKAGE}.{service}/{name}", request_serializer=lambda m: m.SerializeToString(),
                response_deserializer=self.api.type(method.output_type.full_name).FromString)
        return self._methods[service, name]

    def call(self, service, name, request, timeout=10.0):
        """One call with one answer; raises Failure."""
        try:
            return self.method(service, name)(request, timeout=timeout)
        except grpc.RpcError as error:
            raise self.api.failure_of(error) from None

    def close(self):
        self._channel.close()
