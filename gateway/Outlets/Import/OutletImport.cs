using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Gateway.Outlets.Import;

/// <summary>Stub.</summary>
public sealed class OutletImport(IStoryCluster cluster, OutletRules rules)
{
    /// <summary>Stub.</summary>
    public Task<ImportOutletsResponse> Run(ImportOutletsRequest request, CancellationToken cancellation) => throw new NotSupportedException($"{cluster}{rules}{request}{cancellation}");
}
