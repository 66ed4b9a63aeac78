using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace StoryClustering.Gateway.Api.Wire;

/// <summary>What was wrong with a message's bytes. Remembered beside the message, for the handler to answer: in a stream the
/// other messages go on.</summary>
public static class WireFaults
{
    private static readonly ConditionalWeakTable<object, List<FieldFault>> Known = [];

    /// <summary>Faults of a message; almost always none.</summary>
    public static IReadOnlyList<FieldFault> Of(IMessage message) => Known.TryGetValue(message, out var faults) ? faults : [];

    internal static void Attach(object message, List<FieldFault> faults) => Known.Add(message, faults);
}
