namespace StoryClustering.Engine.Frames;

/// <summary>Divides origins into the two largest groups by their words: where nobody has rated the outlets.</summary>
internal static class Camps
{
    private const int MostOrigins = 200;
    private const int Rounds = 10;

    // Below, there are no two camps: the origins differ among themselves as much as from each other.
    private const double LeastSeparation = 1.15;

    /// <summary>Group of each origin, 1 or 2 (0: neither); null if no division holds.</summary>
    public static int[]? Divide(FrameSources sources, int leastOrigins)
    {
        var vectors = Vectors(sources);
        var origins = vectors.Keys.Order().Take(MostOrigins).ToArray();
        if (origins.Length < 2 * leastOrigins)
            return null;
        var near = new double[origins.Length, origins.Length];
        for (var i = 0; i < origins.Length; i++)
        {
            for (var j = 0; j < i; j++)
                near[i, j] = near[j, i] = Cosine(vectors[origins[i]], vectors[origins[j]]);
        }
        var group = Start(near, origins.Length);
        for (var round = 0; round < Rounds; round++)
        {
            var moved = false;
            for (var i = 0; i < origins.Length; i++)
            {
                var better = Mean(near, group, i, 1) >= Mean(near, group, i, 2) ? 1 : 2;
                moved |= better != group[i];
                group[i] = better;
            }
            if (!moved)
                break;
        }
        var sizes = (First: group.Count(static g => g == 1), Second: group.Count(static g => g == 2));
        if (Math.Min(sizes.First, sizes.Second) < leastOrigins || Separation(near, group) < LeastSeparation)
            return null;
        // The larger one first.
        var swap = sizes.Second > sizes.First;
        var result = new int[sources.Origins];
        for (var i = 0; i < origins.Length; i++)
            result[origins[i]] = swap ? 3 - group[i] : group[i];
        return result;
    }

    private static Dictionary<int, Dictionary<uint, float>> Vectors(FrameSources sources)
    {
        var vectors = new Dictionary<int, Dictionary<uint, float>>();
        foreach (var sentence in sources.Sentences)
        {
            if (!sentence.Article.IsVoice)
                continue;
            if (!vectors.TryGetValue(sentence.Article.Origin, out var vector))
                vectors.Add(sentence.Article.Origin, vector = []);
            for (var i = 0; i < sentence.Ids.Length; i++)
                vector[sentence.Ids[i]] = vector.GetValueOrDefault(sentence.Ids[i]) + sentence.Weights[i];
        }
        foreach (var vector in vectors.Values)
        {
            var length = MathF.Sqrt(vector.Values.Sum(static w => w * w));
            foreach (var id in vector.Keys.ToArray())
                vector[id] /= length;
        }
        return vectors;
    }

    // The two that have least in common, and each other with the one that it is nearer to.
    private static int[] Start(double[,] near, int count)
    {
        var (a, b) = (0, 1);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (near[i, j] < near[a, b])
                    (a, b) = (j, i);
            }
        }
        var group = new int[count];
        for (var i = 0; i < count; i++)
            group[i] = i == a || (i != b && near[i, a] >= near[i, b]) ? 1 : 2;
        return group;
    }

    private static double Mean(double[,] near, int[] group, int item, int of)
    {
        var (sum, count) = (0.0, 0);
        for (var j = 0; j < group.Length; j++)
        {
            if (j == item || group[j] != of)
                continue;
            sum += near[item, j];
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    private static double Separation(double[,] near, int[] group)
    {
        double within = 0, across = 0;
        int inside = 0, between = 0;
        for (var i = 0; i < group.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (group[i] == group[j])
                    (within, inside) = (within + near[i, j], inside + 1);
                else
                    (across, between) = (across + near[i, j], between + 1);
            }
        }
        return across == 0 ? double.MaxValue : within / Math.Max(1, inside) / (across / Math.Max(1, between));
    }

    private static double Cosine(Dictionary<uint, float> a, Dictionary<uint, float> b)
    {
        if (a.Count > b.Count)
            (a, b) = (b, a);
        var sum = 0.0;
        foreach (var (id, weight) in a)
            sum += weight * b.GetValueOrDefault(id);
        return sum;
    }
}
