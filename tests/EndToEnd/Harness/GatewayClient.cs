using Grpc.Health.V1;
using Grpc.Net.Client;
using StoryClustering.Api.V1;

namespace StoryClustering.Tests.EndToEnd.Harness;

/// <summary>One connection to a gateway, with the clients that the contracts generate.</summary>
internal sealed class GatewayClient : IDisposable
{
    private readonly GrpcChannel _channel;

    public GatewayClient(int port)
    {
        Address = $"http://127.0.0.1:{port}";
        // A connection that was refused while the service was away must not delay the next try for long.
        _channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions
        {
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
            MaxReconnectBackoff = TimeSpan.FromMilliseconds(500),
            MaxReceiveMessageSize = null,
        });
        Ingest = new IngestService.IngestServiceClient(_channel);
        Stories = new StoryService.StoryServiceClient(_channel);
        Editor = new EditorService.EditorServiceClient(_channel);
        Outlets = new OutletService.OutletServiceClient(_channel);
        Locating = new LocateService.LocateServiceClient(_channel);
        Health = new Health.HealthClient(_channel);
    }

    public string Address { get; }
    public IngestService.IngestServiceClient Ingest { get; }
    public StoryService.StoryServiceClient Stories { get; }
    public EditorService.EditorServiceClient Editor { get; }
    public OutletService.OutletServiceClient Outlets { get; }
    public LocateService.LocateServiceClient Locating { get; }
    public Health.HealthClient Health { get; }

    public void Dispose() => _channel.Dispose();
}
