namespace StoryClustering.Engine.Index;

/// <summary>Finds the group of a story's members that does not belong to the rest. Pure; cost rises with the cube of the members.</summary>
internal static class Division
{
    /// <summary>
    /// Divides members in two by average link (the two nearest groups are joined until two are left), smaller group first.
    /// </summary>
    /// <param name="similarities">n x n, symmetric; the diagonal is not read.</param>
    /// <param name="count">n, at least 2.</param>
    /// <returns>For each member, whether it is of the smaller group; of equal groups, the one without member 0.</returns>
    public static bool[] InTwo(float[] similarities, int count)
    {
        var sums = (float[])similarities.Clone();
        var sizes = new int[count];
        var groupOf = new int[count];
        for (var i = 0; i < count; i++)
            (sizes[i], groupOf[i]) = (1, i);
        for (var groups = count; groups > 2; groups--)
        {
            var (a, b) = (-1, -1);
            var nearest = float.NegativeInfinity;
            for (var i = 0; i < count; i++)
            {
                if (sizes[i] == 0)
                    continue;
                for (var j = i + 1; j < count; j++)
                {
                    if (sizes[j] == 0)
                        continue;
                    var average = sums[i * count + j] / (sizes[i] * sizes[j]);
                    if (average > nearest)
                        (a, b, nearest) = (i, j, average);
                }
            }
            for (var i = 0; i < count; i++)
            {
                if (groupOf[i] == b)
                    groupOf[i] = a;
                if (i == a || i == b || sizes[i] == 0)
                    continue;
                sums[a * count + i] += sums[b * count + i];
                sums[i * count + a] = sums[a * count + i];
            }
            sizes[a] += sizes[b];
            sizes[b] = 0;
        }
        var first = groupOf[0];
        var inFirst = sizes[first];
        var firstIsSmaller = 2 * inFirst < count;
        return Array.ConvertAll(groupOf, group => group == first == firstIsSmaller);
    }
}
