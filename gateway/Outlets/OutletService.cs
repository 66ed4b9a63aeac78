using Grpc.Core;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Outlets.Import;

namespace StoryClustering.Gateway.Outlets;

/// <summary>Reads and changes the catalogue of outlets: checks the request, asks the catalogue's grain.</summary>
public sealed class OutletService(IStoryCluster cluster, ClusterFacts facts, OutletRules rules, OutletImport import)
    : StoryClustering.Api.V1.OutletService.OutletServiceBase
{
    /// <inheritdoc/>
    public override async Task<ListOutletsResponse> ListOutlets(ListOutletsRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        var query = OutletRules.Query(violations, "filter", request.Filter);
        var size = TextRules.PageSize(violations, request.PageSize, Limits.DefaultOutletPage, Limits.PageSize);
        // What the token is bound to; an unset and an empty filter are the same.
        var asked = new ListOutletsRequest { Filter = request.Filter ?? new OutletFilter() };
        var after = "";
        if (CheckToken(violations, request.PageToken))
        {
            after = OutletPageTokens.Read(await TokenKey(context), asked, request.PageToken) ?? "";
            if (after.Length == 0) violations.Add("page_token", "Not a token of this list with this filter.");
        }
        violations.ThrowIfAny();

        var page = await cluster.Outlets.List(query, after, size).WaitAsync(context.CancellationToken);
        var response = new ListOutletsResponse();
        foreach (var outlet in page.Outlets) response.Outlets.Add(outlet.ToMessage());
        if (page.More && page.Outlets.Length > 0)
            response.NextPageToken = OutletPageTokens.Write(await TokenKey(context), asked, page.Outlets[^1].Domain);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<GetOutletResponse> GetOutlet(GetOutletRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        var host = OutletRules.Host(violations, "domain", request.Domain);
        violations.ThrowIfAny();
        return new GetOutletResponse { Outlet = (await Find(host, context)).ToMessage() };
    }

    /// <inheritdoc/>
    public override async Task<UpsertOutletsResponse> UpsertOutlets(UpsertOutletsRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        TextRules.Line(violations, "reason", request.Reason, Limits.ReasonBytes);
        TextRules.Line(violations, "actor", request.Actor, Limits.ActorBytes);
        var outlets = rules.Check(violations, "outlets", request.Outlets);
        violations.ThrowIfAny();
        var answer = await cluster.Outlets.Upsert(outlets, request.Actor, request.Reason).WaitAsync(context.CancellationToken);
        if (Taken(answer) is { } taken) throw taken.ToException();
        return new UpsertOutletsResponse { Version = answer.Version, Changed = answer.Changed };
    }

    /// <inheritdoc/>
    public override Task<ImportOutletsResponse> ImportOutlets(ImportOutletsRequest request, ServerCallContext context) =>
        import.Run(request, context.CancellationToken);

    /// <inheritdoc/>
    public override async Task<ListOutletHistoryResponse> ListOutletHistory(ListOutletHistoryRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        var host = OutletRules.Host(violations, "domain", request.Domain);
        var size = TextRules.PageSize(violations, request.PageSize, Limits.DefaultOutletPage, Limits.PageSize);
        var asked = new ListOutletHistoryRequest { Domain = host };
        long before = 0;
        if (CheckToken(violations, request.PageToken))
        {
            before = OutletPageTokens.ReadHistory(await TokenKey(context), asked, request.PageToken) ?? 0;
            if (before == 0) violations.Add("page_token", "Not a token of this outlet's changes.");
        }
        violations.ThrowIfAny();

        var outlet = await Find(host, context);
        var changes = await cluster.Outlets.History(outlet.Domain, before, size + 1).WaitAsync(context.CancellationToken);
        var response = new ListOutletHistoryResponse();
        foreach (var change in changes.Take(size)) response.Changes.Add(change.ToMessage());
        if (changes.Length > size) response.NextPageToken = OutletPageTokens.WriteHistory(await TokenKey(context), asked, changes[size - 1].Version);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<GetOutletsStatusResponse> GetOutletsStatus(GetOutletsStatusRequest request, ServerCallContext context)
    {
        new Violations(request).ThrowIfAny();
        var status = await cluster.Outlets.GetStatus().WaitAsync(context.CancellationToken);
        return new GetOutletsStatusResponse { Version = status.Version, RecountedVersion = status.Recounted, Outlets = status.Outlets };
    }

    /// <summary>The error of an upsert that met a domain of another outlet; null if it did not.</summary>
    internal static ApiError? Taken(UpsertAnswer answer) => answer.Conflict is not { } domain ? null : new ApiError
    {
        Code = StatusCode.FailedPrecondition,
        Reason = Reasons.OutletDomainTaken,
        Message = $"The domain '{domain}' belongs to the outlet '{answer.Owner}'. Take it away from that one in the same request.",
        Metadata = new Dictionary<string, string> { ["domain"] = domain, ["owner"] = answer.Owner ?? "" },
    };

    private async Task<OutletRecord> Find(string host, ServerCallContext context) =>
        await cluster.Outlets.Find(host).WaitAsync(context.CancellationToken) ?? throw new ApiException(new ApiError
        {
            Code = StatusCode.NotFound,
            Reason = Reasons.OutletNotFound,
            Message = $"The catalogue knows no outlet of '{host}'.",
            Metadata = new Dictionary<string, string> { ["domain"] = host },
        });

    // True if there is a token that is worth reading.
    private static bool CheckToken(Violations violations, string token)
    {
        TextRules.Line(violations, "page_token", token, Limits.TokenBytes);
        return token.Length > 0 && !violations.Has("page_token");
    }

    private async ValueTask<byte[]> TokenKey(ServerCallContext context) => (await facts.Get(context.CancellationToken)).TokenKey;
}
