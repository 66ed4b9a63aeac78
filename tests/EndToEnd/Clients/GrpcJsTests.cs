using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Clients;

/// <summary>@grpc/grpc-js on Node.js.</summary>
[Collection(EmbeddedCollection.Name)]
public sealed class GrpcJsTests(EmbeddedFixture fixture) : ForeignClientTests(fixture)
{
    private protected override async Task<string[]> Command(string job, string address)
    {
        await NodePackages.Require();
        return ["node", Path.Combine(Built.Clients, "grpc-js", "client.mjs"), job, address, Built.Protos, Built.CommonProtos];
    }
}
