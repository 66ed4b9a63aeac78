using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using OpenAI;

namespace StoryClustering.Silo;

/// <summary>
/// How endpoints of models are spoken to. What they answer is not trusted: no redirect is followed (it would be given the key and the
/// articles), a body that is longer than it may be is cut off, and errors are passed on as a status alone.
/// </summary>
internal static class ModelEndpoint
{
    public static HttpClient NewClient(TimeSpan timeout, long mostBytes)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a new address of the endpoint's name is noticed
        };
        return new HttpClient(new BoundedBodies(handler, mostBytes)) { Timeout = timeout };
    }

    public static OpenAIClient NewOpenAIClient(string endpoint, string? apiKey, TimeSpan timeout, HttpClient http)
    {
        // A server without keys ignores it; the client wants one.
        var key = new ApiKeyCredential(string.IsNullOrEmpty(apiKey) ? "none" : apiKey);
        return new OpenAIClient(key, new OpenAIClientOptions
        {
            Endpoint = new Uri(endpoint),
            NetworkTimeout = timeout,
            RetryPolicy = new ClientRetryPolicy(0), // the next wish is the next try
            Transport = new HttpClientPipelineTransport(http),
            EnableDistributedTracing = false,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
        });
    }

    /// <summary>The error without the endpoint's words.</summary>
    public static HttpRequestException Refusal(ClientResultException e) => e.Status > 0
        ? new HttpRequestException("The endpoint refused.", null, (HttpStatusCode)e.Status)
        : new HttpRequestException("The endpoint gave no answer.", e.InnerException);
}
