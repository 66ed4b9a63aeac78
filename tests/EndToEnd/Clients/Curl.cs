using System.Globalization;
using System.Text.Json;
using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Clients;

/// <summary>curl, as in the README.</summary>
internal static class Curl
{
    public static Task<(int Status, JsonElement Body)> Get(string url) => Call(url, []);

    public static Task<(int Status, JsonElement Body)> Post(string url, string json) =>
        Call(url, ["-X", "POST", "-H", "content-type: application/json", "--data-binary", "@-"], json);

    private static async Task<(int Status, JsonElement Body)> Call(string url, string[] arguments, string? input = null)
    {
        var run = await Tool.Run("curl", ["--silent", "--show-error", "--max-time", "30", "--noproxy", "*", "--write-out", "\n%{http_code} %{content_type}", .. arguments, url], input);
        var output = run.Succeeded();
        var end = output.LastIndexOf('\n');
        var tail = output[(end + 1)..].Split(' ', 2);
        Assert.StartsWith("application/json", tail[1], StringComparison.Ordinal);
        using var document = JsonDocument.Parse(output.AsMemory(0, end));
        return (int.Parse(tail[0], CultureInfo.InvariantCulture), document.RootElement.Clone());
    }
}
