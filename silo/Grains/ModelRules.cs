using StoryClustering.Contracts.Settings;

namespace StoryClustering.Grains;

/// <summary>What the endpoint of any model must be like.</summary>
internal static class ModelRules
{
    /// <summary>Checks endpoint, model and key together. Neither the key is shown nor what of an address could be one.</summary>
    public static void Model(this SettingErrors errors, string? endpoint, string? model, string? apiKey, bool insecure)
    {
        if (!string.IsNullOrEmpty(endpoint))
        {
            if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            {
                // "user:key@host" without a scheme is no URL, and would be shown.
                if (endpoint.AsSpan().ContainsAny('@', '?')) errors.Secret("Endpoint", "must be an absolute http or https URL");
                else errors.Wrong("Endpoint", endpoint, "must be an absolute http or https URL");
            }
            else if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
                errors.Secret("Endpoint", "must not have a user, a query or a fragment");
            else if (uri.Scheme == "http" && !uri.IsLoopback && !string.IsNullOrEmpty(apiKey) && !insecure)
                errors.Secret("ApiKey", "would be sent in the clear: use https, or set Insecure beside it to true");
            if (string.IsNullOrWhiteSpace(model)) errors.Secret("Model", "is empty; it must be set with Endpoint");
        }
        if (apiKey is not null && apiKey.Any(static c => c is <= ' ' or > '~')) errors.Secret("ApiKey", "must be printable ASCII without blanks");
    }
}
