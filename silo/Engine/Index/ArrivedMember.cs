using StoryClustering.Engine.Features;

namespace StoryClustering.Engine.Index;

/// <summary>An article on its way into a story of the index.</summary>
/// <param name="ArticleId">The article; unique within the story.</param>
/// <param name="Vector">Its features.</param>
/// <param name="Published">Publication time, or null if unknown.</param>
/// <param name="Arrived">Time of arrival; decides which members are newest and which story is evicted first.</param>
public readonly record struct ArrivedMember(string ArticleId, ArticleVector Vector, DateTimeOffset? Published, DateTimeOffset Arrived);
