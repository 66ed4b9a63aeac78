using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Features;

public class DenseEmbeddingTests
{
    private static readonly EngineOptions Options = new();
    private static readonly ArticleAnalyzer Analyzer = new(Options);

    [Fact]
    public void A_vector_without_embedding_is_stored_and_compared_as_ever()
    {
        var a = Analyzer.Analyse(InventedNews.QuakeInVarna[0]);
        var b = Analyzer.Analyse(InventedNews.QuakeInVarna[1]);
        Assert.Same(a, a.With(null));
        Assert.Equal(1, a.Vector.ToBytes()[0]);
        var embedded = a.With(Embed("earthquake"));
        Assert.Equal(2, embedded.Vector.ToBytes()[0]);
        Assert.Equal(a.Vector.ToBytes(), embedded.Vector.With(null).ToBytes());
        // The other has none: the terms alone count, to the last bit.
        Assert.Equal(ArticleVector.Dot(a.Vector, b.Vector), ArticleVector.Dot(embedded.Vector, b.Vector));
        Assert.Equal(ArticleVector.DotByField(a.Vector, b.Vector), ArticleVector.DotByField(embedded.Vector, b.Vector));
        Assert.Equal(ArticleVector.Dot(a.Vector, b.Vector), ArticleVector.Dot(b.Vector, embedded.Vector));
    }

    [Fact]
    public void A_stored_vector_with_embedding_is_the_live_one_and_scores_exactly_the_same()
    {
        var live = InventedNews.QuakeInVarna.Concat(InventedNews.FerryStrike)
            .Select(article => Analyzer.Analyse(article).With(Embed(article.Title + " " + article.Text)).Vector)
            .Append(ArticleVector.Empty.With(Embed("nothing")))
            .ToArray();
        var stored = live.Select(vector => ArticleVector.FromBytes(vector.ToBytes())).ToArray();
        for (var i = 0; i < live.Length; i++)
        {
            Assert.Equal(live[i].ToBytes(), stored[i].ToBytes());
            for (var j = 0; j < live.Length; j++)
                Assert.Equal(ArticleVector.Dot(live[i], live[j]), ArticleVector.Dot(stored[j], stored[i]));
        }
    }

    [Fact]
    public void Similarity_is_the_terms_and_the_rescaled_cosine_by_their_weights()
    {
        var a = Analyzer.Analyse(InventedNews.QuakeInVarna[0]);
        var b = Analyzer.Analyse(InventedNews.QuakeInVarna[1]);
        var terms = ArticleVector.Dot(a.Vector, b.Vector);
        var (x, y) = (Embed("old dam broken water flooded"), Embed("old dam broken bread flour"));
        var cosine = DenseEmbedding.Cosine(x, y);
        Assert.InRange(cosine, 0.45f, 0.75f);
        var floor = (float)Math.Round(Options.EmbeddingFloor * 255.0) / 255;
        var expected = 0.8f * terms + 0.2f * (cosine - floor) / (1 - floor);
        Assert.Equal(expected, ArticleVector.Dot(a.Vector.With(x), b.Vector.With(y)), 5);
        // What lies below the floor says nothing.
        Assert.Equal(0.8f * terms, ArticleVector.Dot(a.Vector.With(x), b.Vector.With(Embed("bread"))), 5);
    }

    [Fact]
    public void The_contributions_of_the_blocks_and_the_embedding_add_up_to_the_score()
    {
        var a = Analyzer.Analyse(InventedNews.QuakeInVarna[0]).Vector.With(Embed("earthquake tower harbour"));
        var b = Analyzer.Analyse(InventedNews.QuakeInVarna[1]).Vector.With(Embed("earthquake tower governor"));
        var byField = ArticleVector.DotByField(a, b);
        Assert.Equal(ArticleVector.Dot(a, b), byField.Sum(), 5);
        Assert.InRange(byField[(int)TermField.Embedding], 0.01f, 0.2f);
    }

    [Fact]
    public void Embeddings_of_two_models_dimensions_or_weights_are_not_compared()
    {
        var a = Analyzer.Analyse(InventedNews.QuakeInVarna[0]).Vector;
        var values = BilingualEmbedding.Of("earthquake");
        var own = a.With(DenseEmbedding.From(values, "m", Options));
        Assert.NotEqual(ArticleVector.Dot(a, a), ArticleVector.Dot(own, own));
        foreach (var other in new[]
                 {
                     DenseEmbedding.From(values, "another", Options),
                     DenseEmbedding.From(values.AsSpan(0, 128), "m", Options),
                     DenseEmbedding.From(values, "m", Options with { EmbeddingFloor = 0.5f }),
                     DenseEmbedding.From(values, "m", Options with { Weights = new FieldWeights { Embedding = 0.4f } }),
                 })
        {
            Assert.Equal(ArticleVector.Dot(a, a), ArticleVector.Dot(own, a.With(other)));
            Assert.Throws<ArgumentException>(() => DenseEmbedding.Cosine(own.Embedding!, other!));
        }
    }

    [Fact]
    public void The_scale_of_an_embedding_does_not_matter_and_a_byte_a_number_is_enough()
    {
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            var a = Enumerable.Range(0, 384).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
            var b = a.Select(v => v + (float)(random.NextDouble() - 0.5)).ToArray();
            var exact = a.Zip(b, (p, q) => (double)p * q).Sum() / Math.Sqrt(a.Sum(p => (double)p * p) * b.Sum(q => (double)q * q));
            Assert.Equal(exact, DenseEmbedding.Cosine(From(a), From([.. b.Select(v => v * 1e-30f)])), 0.005);
            Assert.Equal(1, DenseEmbedding.Cosine(From(a), From([.. a.Select(v => v * 1e6f)])), 6);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(1023)]
    [InlineData(4096)]
    public void The_integer_product_is_exact_at_every_length(int length)
    {
        var random = new Random(length);
        var a = new sbyte[length];
        var b = new sbyte[length];
        for (var i = 0; i < length; i++)
            (a[i], b[i]) = ((sbyte)random.Next(-127, 128), (sbyte)random.Next(-127, 128));
        Assert.Equal(a.Zip(b, (p, q) => p * q).Sum(), DenseEmbedding.Product(a, b));
        Array.Fill(a, (sbyte)-127);
        Assert.Equal(length * 127 * 127, DenseEmbedding.Product(a, a));
    }

    [Fact]
    public void What_a_model_should_not_answer_is_not_taken()
    {
        var good = BilingualEmbedding.Of("good");
        Assert.NotNull(DenseEmbedding.From(good, "m", Options));
        Assert.Null(DenseEmbedding.From([], "m", Options));
        Assert.Null(DenseEmbedding.From(good.AsSpan(0, 15), "m", Options));
        Assert.Null(DenseEmbedding.From(Enumerable.Repeat(1f, 4097).ToArray(), "m", Options));
        Assert.Null(DenseEmbedding.From(new float[256], "m", Options));
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            Assert.Null(DenseEmbedding.From([.. good[..255], bad], "m", Options));
        Assert.NotNull(DenseEmbedding.From(Enumerable.Repeat(float.Epsilon, 16).ToArray(), "m", Options));
        Assert.NotNull(DenseEmbedding.From(Enumerable.Repeat(float.MaxValue, 16).ToArray(), "m", Options));
    }

    [Fact]
    public void Every_truncated_or_extended_vector_with_embedding_is_refused()
    {
        var bytes = Analyzer.Analyse(InventedNews.QuakeInVarna[0]).Vector.With(Embed("earthquake")).ToBytes();
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<FormatException>(() => ArticleVector.FromBytes(bytes.AsSpan(0, length)));
        Assert.Throws<FormatException>(() => ArticleVector.FromBytes([.. bytes, 0]));
        bytes[0] = 1;
        Assert.Throws<FormatException>(() => ArticleVector.FromBytes(bytes));
        bytes[0] = 3;
        Assert.Throws<FormatException>(() => ArticleVector.FromBytes(bytes));
    }

    [Theory]
    [InlineData(15, 60, 1)] // too few numbers
    [InlineData(4097, 60, 1)] // too many
    [InlineData(16, 255, 1)] // a floor of 1 would divide by zero
    [InlineData(16, 60, 0)] // nothing but zeros
    [InlineData(16, 60, 0x80)] // -128 would overflow the sums of products
    public void A_false_embedding_is_refused(int dimension, int floor, int code)
    {
        var bytes = new byte[4 + DenseEmbedding.HeaderBytes + dimension];
        (bytes[0], bytes[4], bytes[5], bytes[10], bytes[11]) = (2, (byte)dimension, (byte)(dimension >> 8), 51, (byte)floor);
        bytes.AsSpan(12).Fill((byte)code);
        Assert.Throws<FormatException>(() => ArticleVector.FromBytes(bytes));
    }

    [Fact]
    public void Random_embeddings_are_refused_or_score_within_bounds()
    {
        var random = new Random(7);
        var text = Analyzer.Analyse(InventedNews.QuakeInVarna[0]).Vector;
        var whole = text.With(Embed("earthquake")).ToBytes();
        var from = text.ToBytes().Length;
        var read = 0;
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = whole.ToArray();
            for (var i = 0; i < 8; i++)
                bytes[from + random.Next(bytes.Length - from)] = (byte)random.Next(256);
            try
            {
                var vector = ArticleVector.FromBytes(bytes);
                Assert.InRange(ArticleVector.Dot(vector, vector), 0.5f, 1.05f);
                read++;
            }
            catch (FormatException)
            {
            }
        }
        Assert.InRange(read, 1_000, 5_000);
    }

    [Fact]
    public void Signatures_of_near_embeddings_agree_more_and_meet_in_a_bucket()
    {
        var random = new Random(11);
        int met = 0, metFar = 0;
        const int rounds = 300;
        for (var round = 0; round < rounds; round++)
        {
            float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            var a = Enumerable.Range(0, 384).Select(_ => Normal()).ToArray();
            var near = a.Select(v => 0.7f * v + MathF.Sqrt(1 - 0.49f) * Normal()).ToArray(); // cosine about .7
            var far = a.Select(_ => Normal()).ToArray();
            var (x, y, z) = (From(a).Signature, From(near).Signature, From(far).Signature);
            Assert.InRange(EmbeddingSignature.Agreement(x.Bits, y.Bits), 0.62f, 0.87f);
            Assert.InRange(EmbeddingSignature.Agreement(x.Bits, z.Bits), 0.35f, 0.65f);
            met += Meet(x, y) ? 1 : 0;
            metFar += Meet(x, z) ? 1 : 0;
        }
        Assert.InRange(met, 0.9 * rounds, rounds);
        Assert.InRange(metFar, 0, 0.2 * rounds);

        static bool Meet(EmbeddingSignature query, EmbeddingSignature story)
        {
            var asked = new uint[2 * EmbeddingSignature.Tables];
            query.Buckets(asked);
            query.SecondBuckets(asked.AsSpan(EmbeddingSignature.Tables));
            var held = new uint[EmbeddingSignature.Tables];
            story.Buckets(held);
            Assert.Equal(held.Order(), held);
            Assert.All(asked, term => Assert.Equal(TermField.Embedding, ArticleVector.FieldOf(term)));
            Assert.Equal(asked.Length, asked.Distinct().Count());
            return asked.Intersect(held).Any();
        }
    }

    [Fact]
    public void Signatures_are_the_same_for_ever()
    {
        // Recorded once: another value here would make every process that mixes versions miss what the other found.
        Assert.Equal(0x103F88A3A00CDEE0ul, Embed("dam water village").Signature.Bits[0]);
    }

    private static DenseEmbedding From(float[] values) => DenseEmbedding.From(values, "tests", Options)!;

    private static DenseEmbedding Embed(string text) => From(BilingualEmbedding.Of(text));
}
