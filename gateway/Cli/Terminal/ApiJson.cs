using Google.Protobuf;

namespace StoryClustering.Cli.Terminal;

/// <summary>Messages of the API as JSON on one line, with the field names of the .proto files.</summary>
internal static class ApiJson
{
    private static readonly JsonFormatter Formatter =
        new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithFormatDefaultValues(true));

    public static string Of(IMessage message) => Formatter.Format(message);
}
