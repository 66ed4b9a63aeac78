using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Clients;

/// <summary>grpcio on Python, with messages made at run time.</summary>
[Collection(EmbeddedCollection.Name)]
public sealed class PythonTests(EmbeddedFixture fixture) : ForeignClientTests(fixture)
{
    private protected override async Task<string[]> Command(string job, string address) =>
        [await Python.Require(), Path.Combine(Built.Clients, "python", "client.py"), job, address, Built.DescriptorSet];
}
